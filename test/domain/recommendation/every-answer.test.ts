import { describe, expect, it } from 'vitest'
import type { Action, Gene, GuidelineRow, RowKey } from '../../../src/domain/knowledge.js'
import type { DiplotypePhenotype, GenePhenotype } from '../../../src/domain/phenotype/gene-phenotype.js'
import { OUTCOMES, type DrugAdvice, type Outcome } from '../../../src/domain/recommendation/advice.js'
import { checkDrug } from '../../../src/domain/recommendation/check-drug.js'
import { geneOf, knowledge } from '../../knowledge/real-release.js'
import { directiveSignature } from '../../../src/domain/recommendation/stated-actions.js'
import { drugNamed, phenotypesOf, withOthers } from './asking.js'

/** Results of a gene of which each leads to something else: one for each pair of functions, and what rows name. */
function resultsOf(gene: Gene): readonly GenePhenotype[] {
  const symbol = gene.symbol
  if (gene.phenotypes.method === 'allele-status') {
    const statuses = gene.phenotypes.statuses.flatMap(({ positive, negative }) => [positive, negative])
    return statuses.flatMap(phenotype => phenotypesOf({ [symbol]: { phenotype } }))
  }
  const classes = new Map(
    gene.alleles.map(allele => [`${allele.function} ${allele.activityValue}`, allele.name] as const).toReversed(),
  )
  const alleles = [...classes.values()]
  const pairs =
    gene.ploidy === 'mitochondrial'
      ? alleles
      : alleles.flatMap((one, index) => alleles.slice(index).map(other => `${one}/${other}`))
  const named = [...knowledge.guidelines.values()]
    .flat()
    .flatMap(({ rows }) => rows)
    .flatMap(({ genes, keys }) => keys.flatMap(key => key.filter((_, index) => genes[index] === symbol)))
    .flatMap(({ type, value }) => (type === 'diplotype' ? [value] : []))
  const results = new Map<string, GenePhenotype>()
  for (const diplotype of new Set([...named, ...pairs])) {
    for (const phenotype of phenotypesOf({ [symbol]: diplotype })) {
      const keys = phenotype.results.flatMap(result => [...result.lookupKeys, ...result.phenotypes])
      results.set([...keys, named.includes(diplotype) ? diplotype : ''].join(), phenotype)
    }
  }
  return [...results.values()]
}

const results = new Map<string, readonly GenePhenotype[]>()

function everyResult(symbol: string): readonly (GenePhenotype | undefined)[] {
  const known = results.get(symbol) ?? resultsOf(geneOf(symbol))
  results.set(symbol, known)
  return [undefined, ...known]
}

interface Answer {
  readonly asked: string
  readonly phenotypes: readonly GenePhenotype[]
  readonly advice: DrugAdvice
}

/** Every drug that has guidelines, with every combination of results of its genes: also none. */
function* everyAnswer(): Generator<Answer> {
  for (const [name, guidelines] of knowledge.guidelines) {
    const genes = [...new Set(guidelines.flatMap(guideline => guideline.genes))]
    let combinations: readonly (readonly GenePhenotype[])[] = [[]]
    for (const gene of genes) {
      combinations = combinations.flatMap(chosen =>
        everyResult(gene).map(result => (result === undefined ? chosen : [...chosen, result])),
      )
    }
    for (const phenotypes of combinations) {
      const asked = `${name}: ${phenotypes.map(({ gene, results: [result] }) => `${gene} ${result?.lookupKeys.join()}`).join(', ')}`
      yield { asked, phenotypes, advice: checkDrug(drugNamed(name), phenotypes, {}, knowledge) }
    }
  }
}

/**
 * The rows that a person with the table in hand would find: by exact texts ("Poor" is not "Likely Poor"), and a row that
 * names the diplotype silences the others.
 */
function rowsByHand(rows: readonly GuidelineRow[], phenotypes: readonly GenePhenotype[]): readonly string[] {
  const genes = [...new Set(rows.flatMap(row => row.genes))]
  const known = new Map(genes.map(gene => [gene, resultLookedFor(gene, rows, phenotypes)]))
  const found = rows.flatMap(row =>
    row.keys
      .filter(key => key.every((part, index) => fits(part, known.get(row.genes[index] ?? ''))))
      .map(key => ({ row, byDiplotype: key.some(({ type }) => type === 'diplotype') })),
  )
  const first = found.filter(({ byDiplotype }) => byDiplotype)
  return [...new Set((first.length > 0 ? first : found).map(({ row }) => row.id))].toSorted()
}

/** A status of an allele that the table does not ask for is no result. */
function resultLookedFor(gene: string, rows: readonly GuidelineRow[], phenotypes: readonly GenePhenotype[]) {
  const result = phenotypes.find(phenotype => phenotype.gene === gene)?.results[0]
  if (result === undefined || geneOf(gene).phenotypes.method !== 'allele-status') return result
  const asked = rows.flatMap(row => row.keys.flatMap(key => key.filter((_, index) => row.genes[index] === gene)))
  const alleles = asked.flatMap(({ value }) => value.split(' & ').map(status => status.split(' ')[0]))
  return result.lookupKeys.some(key => alleles.includes(key.split(' ')[0])) ? result : undefined
}

function fits({ type, value }: RowKey, result: DiplotypePhenotype | undefined): boolean {
  if (result === undefined) return type === 'no-result'
  switch (type) {
    case 'no-result':
      return false
    case 'phenotype':
      return result.phenotypes.includes(value) || result.lookupKeys.includes(value)
    case 'activity-score':
      return result.lookupKeys.includes(value)
    case 'allele-status':
      return value.split(' & ').every(status => result.lookupKeys.includes(status))
    case 'diplotype': {
      const names = [result.diplotype, result.lookupDiplotype].map(
        diplotype => diplotype?.haplotypes.map(haplotype => haplotype.name) ?? [],
      )
      return names.some(pair => [pair.join('/'), pair.toReversed().join('/')].includes(value))
    }
  }
}

/** Each result of a drug's gene beside the next one, as a call that cannot tell them apart. */
function* pairsOfResults() {
  for (const [name, guidelines] of knowledge.guidelines) {
    for (const gene of new Set(guidelines.flatMap(guideline => guideline.genes))) {
      const known = everyResult(gene).filter(result => result !== undefined)
      if (geneOf(gene).phenotypes.method === 'allele-status') continue
      for (const [index, one] of known.entries()) {
        const other = known[index + 1]
        if (other !== undefined) yield { name, gene, one, other }
      }
    }
  }
}

/** What an outcome says to do, however it was found. */
function adviceOf(outcome: Outcome | undefined): string {
  const rows = outcome !== undefined && 'rows' in outcome ? outcome.rows : []
  return rows.length === 0
    ? 'no row'
    : rows
        .map(({ row }) => directiveSignature(row))
        .toSorted()
        .join()
}

/** Rows that name a diplotype of a gene whose results are stated here as statuses. */
function asksForPairsOfStatus({ guideline }: Outcome): boolean {
  return (guideline?.rows ?? []).some(({ genes, keys }) =>
    genes.some(
      (gene, index) =>
        geneOf(gene).phenotypes.method === 'allele-status' && keys.some(key => key[index]?.type === 'diplotype'),
    ),
  )
}

const WEIGHT: Readonly<Record<Exclude<Action, 'NO_RECOMMENDATION'>, number>> = {
  CONTRAINDICATED: 1,
  AVOID: 2,
  ALTERNATIVE_DRUG: 3,
  CONSIDER_ALTERNATIVE: 4,
  DOSE_DECREASE: 5,
  DOSE_INCREASE: 5,
  TITRATE: 6,
  TEST_FIRST: 7,
  MONITOR: 8,
  CAUTION: 8,
  STANDARD_DOSING: 9,
}

/** The verdict as the product defines it: what each source says as it stands, or all of it where everything has a condition. */
function verdictByHand(outcomes: readonly Outcome[]): string {
  const votes = (['CPIC', 'DPWG', 'FDA'] as const).flatMap(source => {
    const rows = outcomes.flatMap(outcome =>
      outcome.source === source && (outcome.type === 'Recommendation' || outcome.type === 'NoActionNeeded')
        ? outcome.rows
        : [],
    )
    const said = rows.flatMap(({ statedActions }) => {
      const stands = statedActions.filter(({ holds }) => holds === true)
      return stands.length > 0 ? stands : statedActions.filter(({ holds }) => holds === undefined)
    })
    const vote = new Set(said.flatMap(({ action }) => (action === 'NO_RECOMMENDATION' ? [] : [action])))
    return vote.size === 0 ? [] : [vote]
  })
  if (votes.length < 2) return votes.length === 0 ? 'NONE' : 'ONLY_ONE'
  const direction = (vote: ReadonlySet<Action>) => Number(vote.has('DOSE_INCREASE')) - Number(vote.has('DOSE_DECREASE'))
  const another = (vote: ReadonlySet<Action>) =>
    vote.has('CONTRAINDICATED') || vote.has('AVOID') || vote.has('ALTERNATIVE_DRUG')
  const standard = (vote: ReadonlySet<Action>) => vote.has('STANDARD_DOSING')
  const only = (one: (vote: ReadonlySet<Action>) => boolean, other: typeof one) =>
    votes.some(vote => one(vote) && !other(vote))
  const opposed = votes.some(vote => direction(vote) > 0) && votes.some(vote => direction(vote) < 0)
  if (opposed || (only(standard, another) && only(another, standard))) return 'CONFLICTING'
  const weights = votes.map(vote =>
    [...new Set([...vote].map(action => WEIGHT[action]))].toSorted((a, b) => a - b).join(),
  )
  return new Set(weights).size === 1 ? 'SAME' : 'STRICTER'
}

describe('P2 P3 P5 P6 every drug with every result of its genes', () => {
  const answers = [...everyAnswer()]

  it('is answered by every source, with a type and in words', () => {
    expect(answers.length).toBeGreaterThan(4000)
    expect(new Set(answers.map(({ advice }) => advice.agreement.verdict)).size).toBe(5)
    const silent = answers.flatMap(({ asked, advice: { outcomes } }) => {
      const sources = [...new Set(outcomes.map(({ source }) => source))].join()
      const wordless = outcomes.some(({ text }) => text.clinician === '' || text.plain === '')
      const typeless = outcomes.some(({ type }) => !OUTCOMES.includes(type))
      return sources !== 'CPIC,DPWG,FDA' || wordless || typeless ? [asked] : []
    })
    expect(silent).toEqual([])
  })

  it('is answered by the rows that exact texts lead to, and by no other', () => {
    const wrong: string[] = []
    for (const { asked, phenotypes, advice } of answers) {
      for (const outcome of advice.outcomes) {
        const rows = outcome.guideline?.rows ?? []
        if (rows.length === 0 || outcome.genes.some(({ readAs }) => readAs)) continue
        const byHand = rowsByHand(rows, phenotypes)
        const given = 'rows' in outcome ? outcome.rows.map(({ row }) => row.id).toSorted() : []
        const forAll = byHand.every(id => rows.find(row => row.id === id)?.population === 'general')
        if (forAll ? given.join() !== byHand.join() : !given.every(id => byHand.includes(id))) {
          wrong.push(`${asked}: ${outcome.type} ${given.join()}, not ${byHand.join()}`)
        }
      }
    }
    expect(wrong.slice(0, 10)).toEqual([])
  })

  it('has the verdict that its definition gives', () => {
    const wrong = answers.flatMap(({ asked, advice: { agreement, outcomes } }) => {
      const byHand = verdictByHand(outcomes)
      return agreement.verdict === byHand ? [] : [`${asked}: ${agreement.verdict}, not ${byHand}`]
    })
    expect(wrong.slice(0, 10)).toEqual([])
  })

  it('is robust where one result of each gene is known, and says what would settle what is open', () => {
    const wrong: string[] = []
    for (const { asked, advice } of answers) {
      for (const outcome of advice.outcomes) {
        const { type, genes, robust, wouldSettle } = outcome
        const isAnswer = 'rows' in outcome
        const untested = wouldSettle.some(fact => fact.startsWith('result of '))
        const waits =
          type === 'NotTested' ||
          type === 'PopulationUndetermined' ||
          ('reasons' in outcome && outcome.reasons.some(({ reason }) => reason === 'DIPLOTYPE_NEEDED'))
        const isKnown = genes.every(({ result }) => result)
        if (
          isAnswer
            ? robust === untested || (isKnown && untested) || (!waits && !untested && wouldSettle.length > 0)
            : waits === (wouldSettle.length === 0)
        ) {
          wrong.push(`${asked}: ${type}, ${robust ? '' : 'not '}robust, ${wouldSettle.join()}`)
        }
      }
    }
    expect(wrong.slice(0, 10)).toEqual([])
  })

  it('P1 rests on a gene without a result exactly where some result of it leads to other advice', () => {
    const wrong: string[] = []
    const seen = new Set<boolean>()
    const ofDrug = Map.groupBy(answers, ({ advice }) => advice.drug.name)
    for (const { asked, phenotypes, advice } of answers) {
      const fuller = (ofDrug.get(advice.drug.name) ?? []).filter(
        other =>
          other.phenotypes.length === phenotypes.length + 1 &&
          phenotypes.every(each => other.phenotypes.includes(each)),
      )
      for (const [index, outcome] of advice.outcomes.entries()) {
        if (!('rows' in outcome) || outcome.calculations !== undefined || asksForPairsOfStatus(outcome)) continue
        const changing = fuller
          .filter(other => !['no row', adviceOf(outcome)].includes(adviceOf(other.advice.outcomes[index])))
          .flatMap(other => other.phenotypes.filter(each => !phenotypes.includes(each)))
        const genes = new Set(changing.map(({ gene }) => `result of ${gene}`))
        const named = outcome.wouldSettle.filter(fact => fact.startsWith('result of '))
        // The status of another allele is known, and not the one that is asked for.
        if (named.some(fact => phenotypes.some(({ gene }) => fact === `result of ${gene}`))) continue
        seen.add(genes.size === 0)
        if (named.toSorted().join() !== [...genes].toSorted().join() || (genes.size > 0 && outcome.robust))
          wrong.push(`${asked}: ${outcome.source} ${named.join()}, not ${[...genes].join()}`)
      }
    }
    expect(seen).toEqual(new Set([true, false]))
    expect(wrong.slice(0, 10)).toEqual([])
  })

  it('is robust between two results exactly where both alone lead to the same advice', () => {
    const wrong: string[] = []
    const seen = new Set<boolean>()
    for (const { name, gene, one, other } of pairsOfResults()) {
      const drug = drugNamed(name)
      const alone = [one, other].map(phenotype => checkDrug(drug, [phenotype], {}, knowledge).outcomes)
      for (const [index, outcome] of checkDrug(drug, [withOthers(one, [other])], {}, knowledge).outcomes.entries()) {
        const same = new Set(alone.map(outcomes => adviceOf(outcomes[index]))).size === 1
        seen.add(same)
        const robust = 'sameForKnown' in outcome ? outcome.sameForKnown : outcome.robust
        const settles = robust || outcome.wouldSettle.length > 0
        if (robust !== same || !settles) {
          wrong.push(
            `${name} ${gene} ${one.results[0]?.lookupKeys.join()} or ${other.results[0]?.lookupKeys.join()}: ${outcome.source} ${outcome.type} ${robust}`,
          )
        }
      }
    }
    expect(seen).toEqual(new Set([true, false]))
    expect(wrong.slice(0, 10)).toEqual([])
  })
})
