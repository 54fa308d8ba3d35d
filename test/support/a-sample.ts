import { callGenes } from '../../src/domain/call-genes.js'
import { DEFAULT_CALL_OPTIONS } from '../../src/domain/diplotype/call-gene.js'
import type { CallOptions, GeneCall, OutsideCall } from '../../src/domain/diplotype/gene-call.js'
import { isDocumented } from '../../src/domain/genotype/gene-genotype.js'
import type { NoCallReason, PositionEvidence, SampleEvidence } from '../../src/domain/genotype/evidence.js'
import type { Assembly, Gene, Position } from '../../src/domain/knowledge.js'
import { phenotypeOfCall } from '../../src/domain/phenotype/assign-phenotype.js'
import type { GenePhenotype } from '../../src/domain/phenotype/gene-phenotype.js'
import { cellsOf, geneOf, knowledge } from '../knowledge/real-release.js'

export const NOT_ASSAYED: PositionEvidence = { state: 'not-assayed', slots: [], phased: false }

/** One sample's genotypes, in the words of the field. Positions are named by rsID, or by GRCh38 coordinate. */
export interface SampleBuilder {
  /** Every position of these genes was read and is reference on both chromosomes (one on the mitochondrion). */
  reference(...genes: readonly string[]): SampleBuilder
  /** "G/A" unphased, "G|A" phased, "A" one chromosome, "./A" half missing; with a phase set if given. */
  with(position: string, genotype: string, phaseSet?: string): SampleBuilder
  /** One chromosome carries the variants of this allele, the other reference, unphased. */
  heterozygous(gene: string, allele: string): SampleBuilder
  /** The file says nothing of these positions. */
  without(...positions: readonly string[]): SampleBuilder
  /** The file has the position but it cannot be used. */
  noCall(position: string, reason: NoCallReason): SampleBuilder
  /** Every position read so far is written with "|". */
  phased(): SampleBuilder
  /** One X chromosome: every position of these genes has one copy. */
  oneCopy(...genes: readonly string[]): SampleBuilder
  /** The file cannot be trusted for these genes. */
  quarantined(...genes: readonly string[]): SampleBuilder
  on(assembly: Assembly): SampleBuilder
  evidence(): SampleEvidence
  calls(outside?: readonly OutsideCall[], options?: Partial<CallOptions>): ReadonlyMap<string, GeneCall>
  call(gene: string, outside?: readonly OutsideCall[], options?: Partial<CallOptions>): GeneCall
  phenotype(gene: string, outside?: readonly OutsideCall[], options?: Partial<CallOptions>): GenePhenotype
}

export function aSample(): SampleBuilder {
  const positions = new Map<string, PositionEvidence[]>()
  const held = new Set<string>()
  let assembly: Assembly = 'GRCh38'

  const evidenceOf = (gene: Gene): PositionEvidence[] => {
    const known = positions.get(gene.symbol) ?? gene.positions.map(() => NOT_ASSAYED)
    positions.set(gene.symbol, known)
    return known
  }
  const put = (name: string, evidence: (position: Position) => PositionEvidence): void => {
    for (const [gene, position] of positionsNamed(name, positions))
      evidenceOf(gene)[position.index] = evidence(position)
  }

  const builder: SampleBuilder = {
    reference(...genes) {
      for (const symbol of genes) {
        const gene = geneOf(symbol)
        const copies = gene.ploidy === 'mitochondrial' ? 1 : 2
        positions.set(
          symbol,
          gene.positions.map(position => referenceAt(position, copies)),
        )
      }
      return builder
    },
    with(name, genotype, phaseSet) {
      put(name, position => genotypeAt(position, genotype, phaseSet))
      return builder
    },
    heterozygous(symbol, allele) {
      for (const [name, cell] of Object.entries(cellsOf(symbol, allele)))
        put(name, position => {
          const { ref } = position.loci.GRCh38
          return cell.includes('|') ? referenceAt(position, 2) : genotypeAt(position, `${ref}/${cell}`, undefined)
        })
      return builder
    },
    without(...names) {
      for (const name of names) put(name, () => NOT_ASSAYED)
      return builder
    },
    noCall(name, reason) {
      put(name, () => ({ state: 'no-call', slots: [], phased: false, reason }))
      return builder
    },
    phased() {
      for (const [gene, found] of positions)
        positions.set(
          gene,
          found.map(one => ({ ...one, phased: true })),
        )
      return builder
    },
    oneCopy(...genes) {
      for (const symbol of genes)
        positions.set(
          symbol,
          (positions.get(symbol) ?? []).map(one => ({ ...one, slots: one.slots.slice(0, 1), phased: true })),
        )
      return builder
    },
    quarantined(...genes) {
      for (const symbol of genes) held.add(symbol)
      return builder
    },
    on(wanted) {
      assembly = wanted
      return builder
    },
    evidence: () => ({ sample: 'sample', assembly, positions, quarantined: held, otherReferenceSequence: new Set() }),
    calls(outside = [], options = {}) {
      const calls = callGenes(builder.evidence(), outside, knowledge, { ...DEFAULT_CALL_OPTIONS, ...options })
      return new Map(calls.map(call => [call.gene, call]))
    },
    call(symbol, outside, options) {
      const call = builder.calls(outside, options).get(symbol)
      if (call === undefined) throw new Error(`no call of ${symbol}`)
      return call
    },
    phenotype: (symbol, outside, options) => phenotypeOfCall(geneOf(symbol), builder.call(symbol, outside, options)),
  }
  return builder
}

function referenceAt(position: Position, copies: 1 | 2): PositionEvidence {
  const { ref } = position.loci.GRCh38
  return { state: 'reference', slots: copies === 1 ? [ref] : [ref, ref], phased: copies === 1, origin: 'record' }
}

function genotypeAt(position: Position, genotype: string, phaseSet: string | undefined): PositionEvidence {
  const slots = genotype.split(/[|/]/).map(base => (base === '.' ? null : base))
  const isReference = slots.every(base => base === position.loci.GRCh38.ref)
  return {
    state: isReference ? 'reference' : 'variant',
    slots,
    phased: !genotype.includes('/'),
    ...(phaseSet === undefined ? {} : { phaseSet }),
    origin: 'record',
    genotype,
    ...(slots.some(base => base !== null && !isDocumented(position, base)) ? { undocumented: true } : {}),
  }
}

/** Extended genes share positions with others; only genes that the sample already speaks of are meant, if any is. */
function positionsNamed(name: string, spoken: ReadonlyMap<string, unknown>): readonly (readonly [Gene, Position])[] {
  const found = [...knowledge.genes.values()].flatMap(gene =>
    gene.positions
      .filter(({ rsid, loci }) => rsid === name || String(loci.GRCh38.position) === name)
      .map(position => [gene, position] as const),
  )
  const meant = found.filter(([gene]) => spoken.has(gene.symbol))
  if (found.length === 0) throw new Error(`no position ${name}`)
  return meant.length > 0 ? meant : found.filter(([gene]) => gene.tier === 'core')
}

/** Names of a call's best supported diplotypes; the reason when it is not called. */
export function best(call: GeneCall): readonly string[] {
  return call.status === 'called' ? call.diplotypes.map(({ name }) => name) : [call.reason]
}

/** Names of the other diplotypes that the data allow. */
export function others(call: GeneCall): readonly string[] {
  return call.status === 'called' ? call.otherDiplotypes.map(({ name }) => name) : []
}

export function noteCodes(call: GeneCall): readonly string[] {
  return call.notes.map(({ code }) => code)
}
