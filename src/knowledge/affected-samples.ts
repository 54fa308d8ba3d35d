import type { Drug, Knowledge } from '../domain/knowledge.js'
import { phenotypeOfCall } from '../domain/phenotype/assign-phenotype.js'
import type { GenePhenotype } from '../domain/phenotype/gene-phenotype.js'
import type { Outcome } from '../domain/recommendation/advice.js'
import { checkDrug } from '../domain/recommendation/check-drug.js'
import { drugsByGene } from '../domain/recommendation/recommendations-for.js'
import { directiveSignature } from '../domain/recommendation/stated-actions.js'
import { storedCall, type StoredGene, type StoredSample } from './stored-calls.js'

/** The same thing under the older and the newer release, in words. */
export interface Told {
  readonly before: string
  readonly after: string
}

export interface AffectedSample {
  readonly sample: string
  /** Genes whose phenotype, or what guidelines are asked for, changes. */
  readonly genes: readonly ({ readonly gene: string } & Told)[]
  /** Answers that change; a rule of a phenotype may change without an answer changing. */
  readonly drugs: readonly ({ readonly drug: string; readonly source: string } & Told)[]
}

type Judge = (sample: StoredSample) => AffectedSample | undefined

/**
 * Tells which stored calls lead elsewhere in another release: to another phenotype, other lookup keys or other rows.
 * The calls themselves are taken as they stand. Answers are given without facts about the person, so that the rows of
 * all populations are compared.
 */
export function affectedSamples(before: Knowledge, after: Knowledge): Judge {
  const releases = [before, after] as const
  const phenotype = remember((gene: string, stored: StoredGene) =>
    releases.map(release => phenotypeIn(release, gene, stored)),
  )
  const advice = remember((drug: string, genes: StoredSample['genes']) => {
    const [old, young] = releases.map(release => answersOn(drug, genes, release))
    return old === undefined || young === undefined ? [] : compareAnswers(drug, old, young)
  })
  const genesOf = drugGenes(releases)
  return ({ sample, genes }) => {
    const changed = Object.entries(genes).flatMap(([gene, stored]) => {
      const [old = '', young = ''] = phenotype(gene, stored).map(found =>
        found ? phenotypeText(found) : 'not described',
      )
      return old === young ? [] : [{ gene, before: old, after: young }]
    })
    const drugs = [...genesOf].flatMap(([drug, symbols]) => {
      const own = Object.fromEntries(Object.entries(genes).filter(([gene]) => symbols.has(gene)))
      return Object.keys(own).length === 0 ? [] : advice(drug, own)
    })
    return changed.length + drugs.length === 0 ? undefined : { sample, genes: changed, drugs }
  }
}

function phenotypeIn(release: Knowledge, symbol: string, stored: StoredGene): GenePhenotype | undefined {
  const gene = release.genes.get(symbol)
  return gene && phenotypeOfCall(gene, storedCall(gene, stored))
}

/** Every diplotype with what it predicts and what guidelines are asked for. */
function phenotypeText({ results, otherResults }: GenePhenotype): string {
  const lines = [...results, ...otherResults].map(({ diplotype, phenotypes, activityScore, lookupKeys }) => {
    const asked = lookupKeys.filter(key => !phenotypes.includes(key) && key !== activityScore)
    const parts = [phenotypes.join('; '), activityScore ?? [], asked].flat().filter(part => part !== '')
    return `${diplotype?.name ?? 'stated'}: ${parts.join(', ')}`
  })
  return lines.join(' or ')
}

/** Which genes matter for a drug, in either release. */
function drugGenes(releases: readonly Knowledge[]): ReadonlyMap<string, ReadonlySet<string>> {
  const genes = new Map<string, Set<string>>()
  for (const release of releases) {
    for (const [gene, drugs] of drugsByGene(release)) {
      for (const { name } of drugs) genes.set(name, (genes.get(name) ?? new Set<string>()).add(gene))
    }
  }
  return new Map([...genes].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

interface Answer {
  readonly source: string
  readonly signature: string
  readonly text: string
}

function answersOn(name: string, genes: StoredSample['genes'], release: Knowledge): ReadonlyMap<string, Answer> {
  const drug: Drug | undefined = release.drugs.get(name)
  if (drug === undefined) return new Map()
  const phenotypes = Object.entries(genes).flatMap(([gene, stored]) => phenotypeIn(release, gene, stored) ?? [])
  const { outcomes } = checkDrug(drug, phenotypes, {}, release)
  const answers = outcomes.flatMap(outcome => (outcome.guideline ? [[outcome.guideline.id, outcome] as const] : []))
  return new Map(answers.map(([id, outcome]) => [`${outcome.source} ${id}`, answerOf(outcome)]))
}

function answerOf(outcome: Outcome): Answer {
  const { source, type } = outcome
  if (!('rows' in outcome)) {
    const reasons = outcome.reasons.map(({ gene, reason }) => `${gene} ${reason}`)
    return { source, signature: [type, ...reasons].join('\n'), text: type }
  }
  const rows = outcome.rows.map(({ row }) => [row.population, row.strength, directiveSignature(row)].join('\t'))
  return { source, signature: [type, ...rows.toSorted()].join('\n'), text: `${type} ${outcome.actions.join(', ')}` }
}

const NOTHING: Answer = { source: '', signature: '', text: 'nothing' }

function compareAnswers(
  drug: string,
  before: ReadonlyMap<string, Answer>,
  after: ReadonlyMap<string, Answer>,
): AffectedSample['drugs'] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap(id => {
    const [old, young] = [before.get(id) ?? NOTHING, after.get(id) ?? NOTHING]
    if (old.signature === young.signature) return []
    const details = old.text === young.text ? ', in other details' : ''
    return [{ drug, source: young.source || old.source, before: old.text, after: `${young.text}${details}` }]
  })
}

/** A cohort holds few distinct results; each combination is judged once. */
function remember<Value, Result>(
  judge: (name: string, value: Value) => Result,
): (name: string, value: Value) => Result {
  const known = new Map<string, Result>()
  return (name, value) => {
    const key = `${name}\n${JSON.stringify(value)}`
    const found = known.get(key) ?? judge(name, value)
    known.set(key, found)
    return found
  }
}
