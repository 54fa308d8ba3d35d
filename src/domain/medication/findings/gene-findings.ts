import type { Action, GuidelineRow, Strength } from '../../knowledge.js'
import type { CautionStrength, Effect, OptionTexts } from '../../option-knowledge.js'
import type { DrugAdvice, MatchedRow, MissingFact, NoAnswerOutcome, Outcome } from '../../recommendation/advice.js'
import { evaluateFacts } from '../../recommendation/evaluate-facts.js'
import { citeOutcome } from '../cite.js'
import { inDoubt, weightOf, worst } from '../effects.js'
import type { Finding, Looked, UnknownFact } from '../finding.js'
import { together } from '../found.js'
import type { PatientView } from '../patient-view.js'
import { forBoth, termText } from '../wording/option-words.js'
import { unknownText } from '../wording/unknown-text.js'
import { factsBehind } from './gene-facts.js'

/**
 * What the sources' answers do to the verdict. Only rows that hold for a best supported result, for this population and with
 * their condition met, do anything; whatever is open (no result, no call, several results, a population or condition that
 * nobody stated) is an unknown with the worst it could become.
 */
export function geneFindings(advice: DrugAdvice, patient: PatientView): Looked {
  const outcomes = advice.outcomes.filter(({ type }) => type !== 'NoGuideline')
  const looked = together(outcomes.map(outcome => oneOutcome(outcome, advice, patient)))
  const further = advice.whatWouldChange.map(fact => furtherUnknown(fact, advice, patient))
  return { findings: looked.findings, unknowns: [...looked.unknowns, ...further.flat()] }
}

function oneOutcome(outcome: Outcome, advice: DrugAdvice, patient: PatientView): Looked {
  if (!('rows' in outcome)) return withoutAnswer(outcome, advice, patient)
  const stated = [...rowEffects(outcome, patient), ...calculatedEffects(outcome, patient)]
  const certain = stated.filter(({ certainty }) => certainty === 'CERTAIN')
  const conditional = stated.filter(({ certainty }) => certainty === 'CONDITIONAL')
  const effect = worst([...certain.map(each => each.effect), ...conditional.map(each => inDoubt(each.effect))])
  const confirmed = worst([...certain, ...conditional].map(each => each.effect))
  const open = stated
    .filter(each => each.certainty !== 'CERTAIN')
    .flatMap(each => openEffect(each, outcome, advice, patient))
  const isDoubtful = weightOf(effect) > worstWeight(certain)
  const finding = {
    ...genetic(outcome, advice, patient),
    effect,
    strength: strengthOf(outcome.type === 'PopulationUndetermined' ? undefined : outcome.strength, patient),
    certainty: isDoubtful ? ('DOUBTFUL' as const) : ('CONFIRMED' as const),
    ifConfirmed: isDoubtful ? confirmed : effect,
  }
  return { findings: [finding], unknowns: open }
}

function worstWeight(effects: readonly { readonly effect: Effect }[]): number {
  return weightOf(worst(effects.map(({ effect }) => effect)))
}

type AnsweringOutcome = Extract<Outcome, { readonly rows: readonly MatchedRow[] }>

interface RowEffect {
  readonly effect: Effect
  readonly certainty:
    | 'CERTAIN'
    /** Holds under a circumstance that nobody stated. */
    | 'CONDITIONAL'
    /** Holds for a population that nobody stated. */
    | 'POPULATION'
    /** Holds for a result that is not the best supported one. */
    | 'AMBIGUITY'
  readonly when: readonly string[]
}

function rowEffects({ type, rows }: AnsweringOutcome, patient: PatientView): readonly RowEffect[] {
  const anyBest = rows.some(row => row.bestSupported)
  return rows.flatMap(matched => {
    // Where the populations that are left say the same, which of them it is decides nothing.
    const population = type === 'PopulationUndetermined' ? populationVerdict(matched.population, patient) : 'holds'
    if (population === 'fails') return []
    return matched.statedActions
      .filter(({ holds }) => holds !== false)
      .map((action): RowEffect => {
        const effect = effectOf(action.action, matched.row, patient)
        if (anyBest && !matched.bestSupported) return { effect, certainty: 'AMBIGUITY', when: [] }
        if (population === 'unknown') return { effect, certainty: 'POPULATION', when: [] }
        return { effect, certainty: action.holds === undefined ? 'CONDITIONAL' : 'CERTAIN', when: action.when }
      })
  })
}

/** A computed dose changes the dose; what the steps say beyond it counts like a row's actions. */
function calculatedEffects(outcome: AnsweringOutcome, patient: PatientView): readonly RowEffect[] {
  return (outcome.calculations ?? []).flatMap(({ bestSupported, branches }) =>
    branches.flatMap(({ steps }) =>
      steps.flatMap(({ step, holds }): readonly RowEffect[] => {
        if (holds === false) return []
        const certainty =
          holds === undefined || branches.length > 1 ? 'POPULATION' : bestSupported ? 'CERTAIN' : 'AMBIGUITY'
        return step.actions.map(action => ({ effect: patient.options.effects.actions[action], certainty, when: [] }))
      }),
    ),
  )
}

function populationVerdict(population: string, { knowledge, facts }: PatientView): 'holds' | 'fails' | 'unknown' {
  if (population === 'general') return 'holds'
  const test = knowledge.populations.get(population)?.test
  return test === undefined ? 'unknown' : evaluateFacts(test, facts).verdict
}

/** By the table of the data; a row that its source grades optional advises, it does not forbid. */
function effectOf(action: Action, { strength }: Pick<GuidelineRow, 'strength'>, { options }: PatientView): Effect {
  const { actions, optional } = options.effects
  const effect = actions[action]
  return strength === 'optional' ? (optional[effect] ?? effect) : effect
}

function strengthOf(strength: Strength | undefined, { options }: PatientView): CautionStrength {
  return options.effects.strengths[strength ?? 'ungraded']
}

function openEffect(
  { effect, certainty, when }: RowEffect,
  outcome: Outcome,
  advice: DrugAdvice,
  patient: PatientView,
): readonly UnknownFact[] {
  if (certainty === 'AMBIGUITY') return unknown('AMBIGUITY', genesOf(outcome).join(', '), effect, advice, patient)
  if (certainty === 'POPULATION')
    return unknown('POPULATION', outcome.wouldSettle.join(', ') || 'population', effect, advice, patient)
  const circumstances = when.map(
    code => patient.knowledge.terms.get(code)?.clinician ?? termText(code, patient.options, 'clinician'),
  )
  return unknown('CIRCUMSTANCE', circumstances.join(' or '), effect, advice, patient)
}

/** No result, no call, no decision: the worst that any row of the guideline could say. */
function withoutAnswer(outcome: NoAnswerOutcome, advice: DrugAdvice, patient: PatientView): Looked {
  const finding: Finding = {
    ...genetic(outcome, advice, patient),
    effect: 'INFORMS',
    strength: 'weak',
    certainty: 'CONFIRMED',
    ifConfirmed: 'INFORMS',
  }
  if (outcome.type === 'GuidelineWithoutRow') return { findings: [finding], unknowns: [] }
  const rows = outcome.guideline?.rows ?? []
  const possible = rows.flatMap(row => actionsOf(row).map(action => effectOf(action, row, patient)))
  // A guideline that computes has no rows to ask; its results change the dose.
  const couldLeadTo = rows.length === 0 ? 'ADJUSTS' : worst(possible)
  const genes = outcome.reasons.length > 0 ? outcome.reasons.map(({ gene }) => gene) : genesOf(outcome)
  return { findings: [finding], unknowns: genes.flatMap(gene => unknown('GENE', gene, couldLeadTo, advice, patient)) }
}

function actionsOf(row: GuidelineRow): readonly Action[] {
  return [...row.actions, ...row.conditions.flatMap(condition => condition.actions)]
}

function furtherUnknown(fact: MissingFact, advice: DrugAdvice, patient: PatientView): readonly UnknownFact[] {
  const couldLeadTo = worst(fact.couldLeadTo.map(action => patient.options.effects.actions[action]))
  return unknown(fact.kind, fact.name, couldLeadTo, advice, patient)
}

function unknown(
  kind: 'GENE' | 'AMBIGUITY' | 'POPULATION' | 'CIRCUMSTANCE' | 'MEASUREMENT',
  name: string,
  couldLeadTo: Effect,
  { drug }: DrugAdvice,
  { options }: PatientView,
): readonly UnknownFact[] {
  if (weightOf(couldLeadTo) === 0) return []
  const fact = { kind, name, why: 'MISSING' as const }
  const text = unknownText(fact, options, drug.name)
  return [{ ...fact, about: 'PHARMACOGENOMIC', couldLeadTo, text, factIds: [] }]
}

function genesOf(outcome: Outcome): readonly string[] {
  return outcome.guideline?.genes ?? [...new Set(outcome.genes.map(({ gene }) => gene))]
}

function genetic(
  outcome: Outcome,
  advice: DrugAdvice,
  patient: PatientView,
): Pick<Finding, 'kind' | 'statement' | 'citations' | 'factIds' | 'genes' | 'sourcesDiffer'> {
  const { verdict, detail, plain } = advice.agreement
  const differ = verdict === 'STRICTER' || verdict === 'CONFLICTING'
  return {
    kind: 'PHARMACOGENOMIC',
    statement: statementOf(outcome),
    citations: citeOutcome(outcome, patient.knowledge.sources),
    factIds: factsBehind(outcome, advice, patient),
    genes: outcome.genes,
    ...(differ ? { sourcesDiffer: { clinician: detail, plain } } : {}),
  }
}

function statementOf({ source, text }: Outcome): OptionTexts {
  return forBoth(audience => (audience === 'clinician' ? `${source}: ${text.clinician}` : text.plain))
}
