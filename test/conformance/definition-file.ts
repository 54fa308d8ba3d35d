import type { Allele, Gene, MatchingRules, Position } from '../../src/domain/knowledge.js'
import { readJson } from './case.js'

/** A definition file of the reference tool, as far as matching needs it. */
interface DefinitionFile {
  readonly gene: string
  readonly chromosome: string
  readonly variants: readonly {
    readonly position: number
    readonly rsid: string | null
    readonly ref: string
    readonly alts: readonly string[]
  }[]
  readonly namedAlleles: readonly {
    readonly name: string
    readonly reference?: boolean
    readonly alleles: readonly (string | null)[]
  }[]
}

const IUPAC: Readonly<Record<string, string>> = {
  R: 'AG',
  Y: 'CT',
  S: 'CG',
  W: 'AT',
  K: 'GT',
  M: 'AC',
  B: 'CGT',
  D: 'AGT',
  H: 'ACT',
  V: 'ACG',
  N: 'ACGT',
}

/** Reads a definition file as one of our genes; what is special about the gene (`ours`) stays as our data say it. */
export function geneFromDefinition(file: string, ours: ReadonlyMap<string, Gene>): Gene {
  const definition = readJson<DefinitionFile>(file)
  const known = ours.get(definition.gene)
  if (known === undefined) throw new Error(`${file}: no gene ${definition.gene} in our data`)
  const positions = definition.variants.map(({ position, rsid, ref, alts }, index): Position => ({
    index,
    ...(rsid === null ? {} : { rsid }),
    loci: { GRCh38: { position, ref, alts, basis: 'source-row' } },
    role: 'defining',
  }))
  const alleles = definition.namedAlleles.map(({ name, reference, alleles: cells }, index): Allele => {
    const isReference = reference ?? index === 0
    return {
      name,
      isReference,
      matchable: true,
      cells: new Map(cells.flatMap((cell, column) => (cell === null ? [] : [[column, [...basesOf(cell)]] as const]))),
      ampTier1: false,
      provenance: known.provenance,
    }
  })
  return {
    ...known,
    chromosome: definition.chromosome,
    positions,
    alleles,
    referenceAllele: alleles.find(allele => allele.isReference)?.name,
    matching: matchingRules(known, positions),
  }
}

function basesOf(cell: string): readonly string[] {
  const open = cell.length === 1 ? IUPAC[cell] : undefined
  return open === undefined ? [cell] : open.split('')
}

function matchingRules(known: Gene, positions: readonly Position[]): MatchingRules {
  const sameAs = (index: number): number | undefined => {
    const wanted = known.positions[index]
    return positions.find(
      ({ rsid, loci }) => rsid === wanted?.rsid && loci.GRCh38.position === wanted?.loci.GRCh38.position,
    )?.index
  }
  const { linkedPair, fallback: _, ...rest } = known.matching
  const causal = linkedPair === undefined ? undefined : sameAs(linkedPair.causal)
  const tag = linkedPair === undefined ? undefined : sameAs(linkedPair.tag)
  return {
    ...rest,
    required: [],
    ...(linkedPair === undefined || causal === undefined || tag === undefined
      ? {}
      : { linkedPair: { ...linkedPair, causal, tag } }),
  }
}
