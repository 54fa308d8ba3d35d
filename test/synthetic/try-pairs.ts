import type { GeneCaller } from '../../src/domain/diplotype/call-gene.js'
import { createGeneCaller } from '../../src/domain/gene-caller.js'
import type { PositionEvidence } from '../../src/domain/genotype/evidence.js'
import type { Gene } from '../../src/domain/knowledge.js'
import { chromosomesOf, type Chromosome } from './chromosomes.js'
import { judge, type Verdict } from './judge.js'

export type Counts = Record<Verdict, number>

export interface Result {
  pairs: number
  readonly complete: Counts
  readonly missing: Counts
  readonly examples: string[]
}

const zero = (): Counts => ({ best: 0, other: 0, said: 0, 'not-called': 0, wrong: 0 })

/**
 * Calls every pair of a gene's alleles (or each `every`th), phased and unphased, complete and with each carried position
 * missing, and counts how the answers compare with the truth.
 */
export function tryPairs(gene: Gene, every: number): Result {
  const call = createGeneCaller(gene, { combinations: false, callWithoutCopyNumber: true })
  const alleles = chromosomesOf(gene)
  const result: Result = { pairs: 0, complete: zero(), missing: zero(), examples: [] }
  const haploid = gene.ploidy === 'mitochondrial'
  if (gene.ploidy !== 'diploid')
    for (const [only] of alleles) if (only !== undefined) tryBoth(gene, call, [only], result)
  if (haploid) return result
  let turn = 0
  for (let i = 0; i < alleles.length; i++) {
    for (let j = i; j < alleles.length; j++) {
      if (turn++ % every === 0)
        for (const pair of pairsOf(alleles[i] ?? [], alleles[j] ?? [])) tryBoth(gene, call, pair, result)
    }
  }
  return result
}

/** Every look of the one with the plain look of the other. */
function pairsOf(a: readonly Chromosome[], b: readonly Chromosome[]): readonly (readonly Chromosome[])[] {
  const [plainA] = a
  const [plainB] = b
  if (plainA === undefined || plainB === undefined) return []
  return [...a.map(one => [one, plainB]), ...b.slice(1).map(other => [plainA, other])]
}

function tryBoth(gene: Gene, call: GeneCaller, chromosomes: readonly Chromosome[], result: Result): void {
  result.pairs++
  const truth = chromosomes.map(({ name }) => name)
  for (const phased of chromosomes.length === 1 ? [true] : [true, false]) {
    const evidence = gene.positions.map(({ index }) => evidenceAt(gene, chromosomes, index, phased))
    count(gene, call, evidence, truth, result.complete, result, phased ? 'phased' : 'unphased')
    for (const index of new Set(chromosomes.flatMap(({ carried }) => carried))) {
      const without = evidence.with(index, NOT_ASSAYED)
      const label = `${phased ? 'phased' : 'unphased'} without ${gene.positions[index]?.rsid ?? index}`
      count(gene, call, without, truth, result.missing, result, label)
    }
  }
}

function count(
  gene: Gene,
  call: GeneCaller,
  evidence: readonly PositionEvidence[],
  truth: readonly string[],
  counts: Counts,
  result: Result,
  label: string,
): void {
  const answer = call(evidence)
  const judged = judge(gene, answer, truth)
  // With all positions read, no reason excuses a gene that is not called.
  const verdict = counts === result.complete && judged === 'not-called' ? 'wrong' : judged
  counts[verdict]++
  if (verdict !== 'wrong' || result.examples.length >= 10) return
  const said = answer.status === 'called' ? answer.diplotypes.map(({ name }) => name).join(' OR ') : answer.reason
  result.examples.push(`${truth.join('/')} ${label}: ${said}`)
}

const NOT_ASSAYED: PositionEvidence = { state: 'not-assayed', slots: [], phased: false }

const KNOWN = new Map<string, PositionEvidence>()

function evidenceAt(gene: Gene, chromosomes: readonly Chromosome[], index: number, phased: boolean): PositionEvidence {
  const slots = chromosomes.map(({ bases }) => bases[index] ?? '')
  const key = `${phased} ${slots.join('/')}`
  const known = KNOWN.get(key)
  if (known !== undefined) return known
  const isReference = slots.every(base => base === gene.positions[index]?.loci.GRCh38.ref)
  const evidence: PositionEvidence = { state: isReference ? 'reference' : 'variant', slots, phased, origin: 'record' }
  KNOWN.set(key, evidence)
  return evidence
}
