import { checkDrug } from '../../../src/domain/recommendation/check-drug.js'
import { phenotypesFromStated } from '../../../src/domain/phenotypes-from-stated.js'
import type { PatientFacts } from '../../../src/domain/history/patient-history.js'
import type { Drug, GuidelineRow, Source } from '../../../src/domain/knowledge.js'
import type { OutsideCall } from '../../../src/domain/diplotype/gene-call.js'
import type { DiplotypePhenotype, GenePhenotype } from '../../../src/domain/phenotype/gene-phenotype.js'
import type { DrugAdvice, MatchedRow, Outcome } from '../../../src/domain/recommendation/advice.js'
import { knowledge } from '../../knowledge/real-release.js'

/** Results as people state them: a diplotype ("*1/*4"), or what starts with a field's name. */
export type Stated = Readonly<Record<string, string | Omit<OutsideCall, 'gene'>>>

export function phenotypesOf(stated: Stated): readonly GenePhenotype[] {
  return phenotypesFromStated(
    Object.entries(stated).map(([gene, result]) =>
      typeof result === 'string' ? { gene, diplotype: result } : { gene, ...result },
    ),
    knowledge,
  )
}

export function drugNamed(name: string): Drug {
  const drug = knowledge.drugs.get(name)
  if (!drug) throw new Error(`no drug ${name}`)
  return drug
}

export function ask(drug: string, stated: Stated, facts: PatientFacts = {}): DrugAdvice {
  return checkDrug(drugNamed(drug), phenotypesOf(stated), facts, knowledge)
}

/** The outcomes of one source, and of one kind of its guidelines where it has several. */
export function outcomesOf(advice: DrugAdvice, source: Source, kind?: string): readonly Outcome[] {
  return advice.outcomes.filter(
    outcome => outcome.source === source && (kind === undefined || outcome.guideline?.kind === kind),
  )
}

/** The only outcome of a source. */
export function outcomeOf(advice: DrugAdvice, source: Source, kind?: string): Outcome {
  const [outcome, ...others] = outcomesOf(advice, source, kind)
  if (!outcome || others.length > 0) throw new Error(`${source} has ${others.length + (outcome ? 1 : 0)} outcomes`)
  return outcome
}

export function rowsOf(outcome: Outcome): readonly MatchedRow[] {
  return 'rows' in outcome ? outcome.rows : []
}

export function actionsOf(outcome: Outcome): readonly string[] {
  return 'actions' in outcome ? outcome.actions : []
}

/** A gene's phenotype with further diplotypes that the data allow. */
export function withOthers(phenotype: GenePhenotype, others: readonly GenePhenotype[]): GenePhenotype {
  return {
    ...phenotype,
    otherResults: others.flatMap((other): readonly DiplotypePhenotype[] => other.results),
    robust: false,
  }
}

export function only<T>(items: readonly T[]): T {
  const [item] = items
  if (item === undefined || items.length !== 1) throw new Error(`expected one, got ${items.length}`)
  return item
}

/** All rows of the release with the drug they are about. */
export const allRows: readonly { readonly drug: Drug; readonly source: Source; readonly row: GuidelineRow }[] = [
  ...knowledge.guidelines,
].flatMap(([name, guidelines]) =>
  guidelines.flatMap(({ source, rows }) => rows.map(row => ({ drug: drugNamed(name), source, row }))),
)
