import type { GeneGenotype } from '../../genotype/gene-genotype.js'
import type { TableAllele } from '../allele-table.js'
import { byScoreThenName, diplotypeOf, distinctByName, plainHaplotype } from '../diplotype.js'
import { matchCombinations } from '../combinations.js'
import { matchExactly, type Candidate } from '../exact-matching.js'
import type { CallNote, Diplotype } from '../gene-call.js'
import { variantLabel } from '../variant-name.js'
import { notCalled, type RuleInput, type RuleResult } from './rule.js'

/**
 * The pair of named alleles that explains every base of the sample; the best supported pairs are reported, all others
 * that fit are kept beside them (promise P3). Nothing is called when no pair fits: a combination of known alleles on
 * one chromosome is no known allele.
 */
export function callNamedAlleles(input: RuleInput): RuleResult {
  const { genotype, options } = input
  if (genotype.partial.length > 0) {
    return options.combinations ? callCombinations(input) : notCalled('PARTIAL_GENOTYPE', [partialNote(input)])
  }
  const candidates = matchExactly(input.table, genotype)
  if (candidates === undefined) return notCalled('TOO_AMBIGUOUS')
  if (candidates.length === 0)
    return options.combinations ? callCombinations(input) : notCalled(whyNothingFits(genotype))
  return chooseBest(input, candidates)
}

export function whyNothingFits(genotype: GeneGenotype): 'UNDOCUMENTED_VARIATION' | 'NO_MATCHING_ALLELES' {
  return genotype.undocumented.length > 0 ? 'UNDOCUMENTED_VARIATION' : 'NO_MATCHING_ALLELES'
}

export function partialNote({ table, genotype, assembly }: RuleInput): CallNote {
  const facts = genotype.partial.map(({ position, bases }) =>
    variantLabel(table.gene, position, bases.find(base => base !== null) ?? '?', assembly),
  )
  return { code: 'PARTIAL_GENOTYPE', facts }
}

function chooseBest({ table, genotype }: RuleInput, candidates: readonly Candidate[]): RuleResult {
  const matched = candidates
    .map(({ first, second, score }) =>
      diplotypeOf(
        [first, second].flatMap(entry => (entry ? [plainHaplotype(entry.allele.name)] : [])),
        score,
      ),
    )
    .toSorted(byScoreThenName)
  const cores = coreNames(table.alleles)
  const reported = (diplotypes: readonly Diplotype[]): readonly Diplotype[] =>
    distinctByName(diplotypes.map(diplotype => withCoreNames(diplotype, cores)).toSorted(byScoreThenName))

  const priorities = table.gene.matching.unphasedPriorities
  if (priorities.length > 0 && genotype.groups > 1) {
    const names = new Set(matched.map(diplotype => diplotype.name))
    const rule = matched.length > 1 ? priorities.find(({ among }) => among.every(name => names.has(name))) : undefined
    const best = rule === undefined ? matched : matched.filter(diplotype => diplotype.name === rule.pick)
    const notes: readonly CallNote[] = rule === undefined ? [] : [{ code: 'UNPHASED_PRIORITY', facts: rule.among }]
    return split(reported(best), reported(matched), notes)
  }
  const top = matched[0]?.score
  return split(reported(matched.filter(diplotype => diplotype.score === top)), reported(matched), [])
}

function split(diplotypes: readonly Diplotype[], all: readonly Diplotype[], notes: readonly CallNote[]): RuleResult {
  const best = new Set(diplotypes.map(diplotype => diplotype.name))
  return { diplotypes, otherDiplotypes: all.filter(diplotype => !best.has(diplotype.name)), notes }
}

/** Sub-alleles that exist for matching only, by the name that is reported for them. */
function coreNames(alleles: readonly TableAllele[]): ReadonlyMap<string, string> {
  return new Map(alleles.flatMap(({ allele }) => (allele.core === undefined ? [] : [[allele.name, allele.core]])))
}

function withCoreNames(diplotype: Diplotype, cores: ReadonlyMap<string, string>): Diplotype {
  if (!diplotype.haplotypes.some(haplotype => cores.has(haplotype.name))) return diplotype
  const haplotypes = diplotype.haplotypes.map(haplotype => plainHaplotype(cores.get(haplotype.name) ?? haplotype.name))
  return diplotypeOf(haplotypes, diplotype.score)
}

function callCombinations({ table, genotype }: RuleInput): RuleResult {
  const diplotypes = matchCombinations(table, genotype)
  if (diplotypes === undefined) return notCalled('TOO_AMBIGUOUS')
  return { diplotypes, otherDiplotypes: [], notes: [{ code: 'COMBINATION', facts: [] }] }
}
