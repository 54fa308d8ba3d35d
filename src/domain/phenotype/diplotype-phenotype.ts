import { alleleOf, diplotypeOf, haplotypeNamed } from '../diplotype/diplotype.js'
import type { Diplotype, OutsideCall } from '../diplotype/gene-call.js'
import { worstDiplotype } from '../diplotype/lowest-function.js'
import type { Allele, Gene } from '../knowledge.js'
import { activityScore, NO_SCORE, phenotypeOfScore } from './activity-score.js'
import { binCopyNumbers } from './copy-number.js'
import type { DiplotypePhenotype } from './gene-phenotype.js'

export const UNASSIGNED_FUNCTION = 'Unassigned function'
/** The phenotype of a diplotype for which a gene's table has no row. */
export const NO_PHENOTYPE = 'n/a'

/** What one diplotype predicts, from the functions or activity values of its alleles. */
export function diplotypePhenotype(gene: Gene, diplotype: Diplotype): DiplotypePhenotype {
  const lookup =
    gene.callingRule === 'lowest-function' ? worstDiplotype(gene, diplotype) : binCopyNumbers(gene, diplotype)
  const alleles = lookup.haplotypes.map(haplotype => alleleOf(gene, haplotype.name))
  const hasFunctions = gene.alleles.some(allele => allele.function !== undefined)
  const functions = hasFunctions ? alleles.map(allele => allele?.function ?? UNASSIGNED_FUNCTION) : []
  return {
    diplotype,
    lookupDiplotype: lookup,
    inferred: lookup.name !== diplotype.name,
    functions,
    ...predict(gene, lookup, alleles, functions),
  }
}

type Prediction = Pick<DiplotypePhenotype, 'activityValues' | 'activityScore' | 'phenotypes' | 'lookupKeys'>

function predict(
  gene: Gene,
  lookup: Diplotype,
  alleles: readonly (Allele | undefined)[],
  functions: readonly string[],
): Prediction {
  const table = gene.phenotypes
  switch (table.method) {
    case 'activity-score': {
      const activityValues = alleles.map(allele => allele?.activityValue ?? NO_SCORE)
      const score = activityScore(activityValues)
      const phenotypes = [phenotypeOfScore(table, score)]
      return { activityValues, activityScore: score, phenotypes, lookupKeys: keysOf(gene, lookup, phenotypes, [score]) }
    }
    case 'function-combination': {
      const wanted = functions.toSorted().join('\n')
      const rule = table.rules.find(row => row.functions.toSorted().join('\n') === wanted)
      const phenotypes = [rule?.phenotype ?? NO_PHENOTYPE]
      return { phenotypes, lookupKeys: keysOf(gene, lookup, phenotypes, []) }
    }
    case 'allele-status': {
      const carried = new Set(lookup.haplotypes.map(haplotype => haplotype.name))
      const phenotypes = table.statuses.map(({ allele, positive, negative }) =>
        carried.has(allele) ? positive : negative,
      )
      return { phenotypes, lookupKeys: phenotypes }
    }
    case 'none':
      return { phenotypes: functions.length > 0 ? [NO_PHENOTYPE] : [], lookupKeys: keysOf(gene, lookup, [], []) }
  }
}

function keysOf(
  gene: Gene,
  lookup: Diplotype,
  phenotypes: readonly string[],
  scores: readonly string[],
): readonly string[] {
  switch (gene.lookupMethod) {
    case 'phenotype':
    case 'allele-status':
      return phenotypes
    case 'activity-score':
      return scores
    case 'diplotype':
      return [lookup.name]
    case 'none':
      return []
  }
}

/**
 * An outside call may state a phenotype or a score beside its diplotype, or alone. What was stated counts; a stated
 * phenotype is looked up by every score that means it. Where the diplotype predicts something else, that is kept.
 */
export function outsidePhenotype(gene: Gene, call: OutsideCall, diplotype: Diplotype | undefined): DiplotypePhenotype {
  const predicted = diplotype === undefined ? NOTHING_KNOWN : diplotypePhenotype(gene, diplotype)
  const stated = statedResult(gene, call, predicted)
  if (stated === undefined) return predicted
  if (diplotype === undefined) {
    const only = stated.phenotypes.length === 1 ? onlyDiplotype(gene, stated.phenotypes[0]) : undefined
    return only === undefined
      ? { ...predicted, ...stated }
      : { ...predicted, ...stated, lookupDiplotype: only, inferred: true }
  }
  const contradicts =
    (call.phenotype !== undefined && !predicted.phenotypes.includes(call.phenotype)) ||
    (call.activityScore !== undefined && call.activityScore !== predicted.activityScore)
  return {
    ...predicted,
    ...stated,
    ...(contradicts
      ? {
          predicted: {
            phenotypes: predicted.phenotypes,
            ...(predicted.activityScore === undefined ? {} : { activityScore: predicted.activityScore }),
          },
        }
      : {}),
  }
}

const NOTHING_KNOWN: DiplotypePhenotype = { inferred: false, functions: [], phenotypes: [], lookupKeys: [] }

/**
 * The one diplotype that can have a phenotype, where a gene has a single allele of each function that leads to it: rows
 * keyed by diplotype then speak of the phenotype too. Undefined where several can.
 */
function onlyDiplotype(gene: Gene, phenotype: string | undefined): Diplotype | undefined {
  const table = gene.phenotypes
  if (table.method !== 'function-combination') return undefined
  const pairs = table.rules
    .filter(rule => rule.phenotype === phenotype)
    .flatMap(({ functions }) => {
      const choices = functions.map(wanted => gene.alleles.filter(allele => allele.function === wanted))
      return choices.reduce<readonly (readonly Allele[])[]>(
        (found, alleles) => found.flatMap(chosen => alleles.map(allele => [...chosen, allele])),
        [[]],
      )
    })
  const [pair, ...others] = pairs
  if (pair === undefined || others.length > 0) return undefined
  return diplotypeOf(
    pair.map(({ name }) => haplotypeNamed(name, gene)),
    0,
  )
}

function statedResult(gene: Gene, call: OutsideCall, predicted: DiplotypePhenotype): Prediction | undefined {
  const { phenotype, activityScore: score } = call
  const table = gene.phenotypes
  if (table.method === 'activity-score') {
    if (score !== undefined)
      return { activityScore: score, phenotypes: [phenotype ?? phenotypeOfScore(table, score)], lookupKeys: [score] }
    if (phenotype === undefined) return undefined
    const scores = table.scoresByPhenotype.get(phenotype) ?? []
    const lookupKeys = gene.lookupMethod === 'activity-score' ? scores : [phenotype]
    return { activityScore: NO_SCORE, phenotypes: [phenotype], lookupKeys }
  }
  if (phenotype === undefined) return undefined
  if (table.method !== 'allele-status') return { phenotypes: [phenotype], lookupKeys: [phenotype] }
  // One status was stated; what the alleles say of the others still holds.
  const about = table.statuses.find(({ positive, negative }) => positive === phenotype || negative === phenotype)
  const others = predicted.phenotypes.filter(status => status !== about?.positive && status !== about?.negative)
  const phenotypes = [...others, phenotype].toSorted()
  return { phenotypes, lookupKeys: phenotypes }
}
