import { callGene } from '../domain/call-genes.js'
import type { CallOptions, OutsideCall } from '../domain/diplotype/gene-call.js'
import { evidenceAt, type PositionColumn, type VariantTable } from '../domain/genotype/evidence.js'
import type { Gene } from '../domain/knowledge.js'
import { phenotypeOfCall } from '../domain/phenotype/assign-phenotype.js'
import type { GenePhenotype } from '../domain/phenotype/gene-phenotype.js'

/**
 * A file of many samples, seen gene by gene. Samples whose rows say the same of a gene share a pattern, and a pattern
 * has one result: 3,000 people show a few hundred patterns of most genes.
 */
export interface Cohort {
  readonly genes: readonly Gene[]
  /** Which pattern of this gene (index into `genes`) a sample shows. Equal numbers mean equal results. */
  pattern(gene: number, sample: number): number
  /** Calls the gene for the sample and predicts its phenotype; the caller keeps what it needs again. */
  phenotype(gene: number, sample: number): GenePhenotype
}

/** Outside calls hold for every sample of the file. */
export function createCohort(
  table: VariantTable,
  genes: readonly Gene[],
  outsideCalls: readonly OutsideCall[],
  options: CallOptions,
): Cohort {
  const members = genes.map(gene => {
    const columns = table.columns.get(gene.symbol) ?? []
    return {
      gene,
      columns,
      patterns: lazily(() => patternsOf(columns, heldSamples(table, gene), table.samples.length)),
    }
  })
  const member = (index: number) => {
    const found = members[index]
    if (found === undefined) throw new RangeError(`no gene ${index}`)
    return found
  }
  return {
    genes,
    pattern: (gene, sample) => member(gene).patterns()[sample] ?? 0,
    phenotype(index, sample) {
      const { gene, columns } = member(index)
      const evidence = {
        sample: table.samples[sample] ?? '',
        assembly: table.assembly,
        positions: new Map([[gene.symbol, columns.map(column => evidenceAt(column, sample))]]),
        quarantined: isHeld(table, gene, sample) ? new Set([gene.symbol]) : table.quarantined,
        otherReferenceSequence: table.otherReferenceSequence,
      }
      return phenotypeOfCall(gene, callGene(gene, evidence, outsideCalls, options))
    },
  }
}

function isHeld(table: VariantTable, gene: Gene, sample: number): boolean {
  return table.quarantinedBySample?.get(sample)?.has(gene.symbol) ?? false
}

/** Being held for one's own bad row is part of a sample's pattern, like a further column. */
function heldSamples(table: VariantTable, gene: Gene): readonly number[] {
  const held: number[] = []
  for (const [sample, genes] of table.quarantinedBySample ?? []) if (genes.has(gene.symbol)) held.push(sample)
  return held
}

/** Above this size a table of all combinations costs more than looking them up. */
const MOST_DENSE_CELLS = 1 << 22

/**
 * Numbers the distinct rows of codes: column by column, each pair of (pattern so far, code here) becomes a pattern. One
 * pass over the codes, about a nanosecond per cell, where comparing whole rows as text took half of a run.
 */
export function patternsOf(columns: readonly PositionColumn[], held: readonly number[], samples: number): Uint32Array {
  const patterns = new Uint32Array(samples)
  let count = 1
  const refine = (codes: ArrayLike<number>, distinct: number): void => {
    const seen = createNumbering(count * distinct)
    for (let sample = 0; sample < samples; sample++) {
      patterns[sample] = seen.number((patterns[sample] ?? 0) * distinct + (codes[sample] ?? 0))
    }
    count = seen.count()
  }
  for (const { codes, distinct } of columns) if (codes !== undefined) refine(codes, distinct.length)
  if (held.length > 0) {
    const flags = new Uint8Array(samples)
    for (const sample of held) flags[sample] = 1
    refine(flags, 2)
  }
  return patterns
}

function createNumbering(cells: number): { number(key: number): number; count(): number } {
  let next = 0
  if (cells > MOST_DENSE_CELLS) {
    const numbers = new Map<number, number>()
    return {
      count: () => next,
      number(key) {
        const known = numbers.get(key)
        if (known !== undefined) return known
        numbers.set(key, next)
        return next++
      },
    }
  }
  const numbers = new Int32Array(cells).fill(-1)
  return {
    count: () => next,
    number(key) {
      const known = numbers[key] ?? -1
      if (known !== -1) return known
      numbers[key] = next
      return next++
    },
  }
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
