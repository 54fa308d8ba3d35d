import type { Medicine } from '../../history/patient-history.js'
import type { Action, GuidelineRow, Strength } from '../../knowledge.js'
import type { CautionStrength, Effect, OptionTexts } from '../../option-knowledge.js'
import { listText } from '../../recommendation/wording/amounts.js'
import { factWords } from '../../recommendation/wording/fact-words.js'
import type { DrugAdvice, MissingFact, NoAnswerOutcome, Outcome } from '../../recommendation/advice.js'
import { citeOutcome } from '../cite.js'
import { inDoubt, weightOf, worst } from '../effects.js'
import type { Finding, Looked, UnknownFact } from '../finding.js'
import { unknowns } from '../found.js'
import type { PatientView } from '../patient-view.js'
import { forBoth, termText } from '../wording/option-words.js'
import { unknownText } from '../wording/unknown-text.js'
import { factsBehind } from './gene-facts.js'
import { joinPublications } from './join-publications.js'
import { statementOf } from './outcome-statement.js'
import { calculatedEffects, effectOf, type RowEffect, rowEffects } from './row-effects.js'

/**
 * What the sources' answers do to the verdict. Only rows that hold for a best supported result, for this population and with
 * their condition met, do anything; whatever is open (no result, no call, several results, a population or condition that
 * nobody stated) is an unknown with the worst it could become.
 */
export function geneFindings(advice: DrugAdvice, patient: PatientView): Looked {
  const outcomes = advice.outcomes.filter(({ type }) => type !== 'NoGuideline')
  const looked = outcomes.map(outcome => ({ outcome, ...oneOutcome(outcome, advice, patient) }))
  // Circumstances are named with the actions that they open, in words.
  const named = advice.whatWouldChange.filter(({ kind }) => kind !== 'CIRCUMSTANCE')
  const further = named.map(fact => furtherUnknown(fact, advice, patient))
  return {
    findings: joinPublications(looked, advice.drug, patient.knowledge),
    unknowns: [...looked.flatMap(({ unknowns: open }) => open), ...further.flat()],
  }
}

interface LookedOutcome {
  readonly finding: Finding
  readonly unknowns: readonly UnknownFact[]
}

function oneOutcome(outcome: Outcome, advice: DrugAdvice, patient: PatientView): LookedOutcome {
  if (!('rows' in outcome)) return withoutAnswer(outcome, advice, patient)
  const held = [...rowEffects(outcome, patient), ...calculatedEffects(outcome, patient)]
  const inQuestion = outcome.sameForKnown ? [] : medicinesInQuestion(outcome, advice)
  const stated = inQuestion.length === 0 ? held : held.map(each => ({ ...each, certainty: 'MEDICINE' as const }))
  const certain = stated.filter(({ certainty }) => certainty === 'CERTAIN')
  const conditional = stated.filter(({ certainty }) => certainty === 'CONDITIONAL')
  const effect = worst([...certain.map(each => each.effect), ...conditional.map(each => inDoubt(each.effect))])
  const confirmed = worst([...certain, ...conditional].map(each => each.effect))
  const open = stated
    .filter(each => each.certainty !== 'CERTAIN')
    .flatMap(each => openEffect(each, inQuestion, outcome, advice, patient))
  const isDoubtful = weightOf(effect) > worstWeight(certain)
  const finding = {
    ...genetic(outcome, advice, patient),
    effect,
    strength: strengthOf(outcome.type === 'PopulationUndetermined' ? undefined : outcome.strength, patient),
    certainty: isDoubtful ? ('DOUBTFUL' as const) : ('CONFIRMED' as const),
    ifConfirmed: isDoubtful ? confirmed : effect,
  }
  return { finding, unknowns: open }
}

function worstWeight(effects: readonly { readonly effect: Effect }[]): number {
  return weightOf(worst(effects.map(({ effect }) => effect)))
}

function strengthOf(strength: Strength | undefined, { options }: PatientView): CautionStrength {
  return options.effects.strengths[strength ?? 'ungraded']
}

/** Medicines that change a result of the outcome, and of which nobody knows whether they are taken. */
function medicinesInQuestion({ genes }: Outcome, { phenotypes }: DrugAdvice): readonly Medicine[] {
  const used = new Set(genes.map(({ gene }) => gene))
  return phenotypes
    .filter(({ gene }) => used.has(gene))
    .flatMap(phenotype => ('influences' in phenotype ? phenotype.influences : []))
    .filter(({ timing, interaction }) => timing === 'UNCERTAIN' && (interaction.factor ?? 1) < 1)
    .map(({ medicine }) => medicine)
}

function openEffect(
  { effect, certainty, when }: RowEffect,
  inQuestion: readonly Medicine[],
  outcome: Outcome,
  advice: DrugAdvice,
  patient: PatientView,
): readonly UnknownFact[] {
  if (certainty === 'MEDICINE') {
    return inQuestion.flatMap(({ name, factId }) => {
      const missing = {
        kind: 'MEDICINE',
        name,
        why: 'UNCONFIRMED',
        factIds: factId === undefined ? [] : [factId],
      } as const
      return unknowns([missing], 'PHARMACOGENOMIC', effect, advice.drug.name, patient)
    })
  }
  if (certainty === 'AMBIGUITY') {
    const genes = genesOf(outcome)
    const words = forBoth(() => `which result of ${listText(genes, ' and ')} holds`)
    return unknown({ kind: 'AMBIGUITY', name: genes.join(', '), words }, effect, advice, patient)
  }
  if (certainty === 'POPULATION') {
    const facts = outcome.wouldSettle.length > 0 ? outcome.wouldSettle : ['population']
    const unstated = { kind: 'POPULATION', name: facts.join(', '), words: factsText(facts, patient) } as const
    return unknown(unstated, effect, advice, patient)
  }
  const circumstances = (audience: keyof OptionTexts): readonly string[] =>
    when.map(code => patient.knowledge.terms.get(code)?.[audience] ?? termText(code, patient.options, audience))
  const words = forBoth(audience => `whether ${circumstances(audience).join(', or whether ')}`)
  return unknown(
    { kind: 'CIRCUMSTANCE', name: circumstances('clinician').join(' or '), words },
    effect,
    advice,
    patient,
  )
}

/** No result, no call, no decision: the worst that any row of the guideline could say. */
function withoutAnswer(outcome: NoAnswerOutcome, advice: DrugAdvice, patient: PatientView): LookedOutcome {
  const finding: Finding = {
    ...genetic(outcome, advice, patient),
    effect: 'INFORMS',
    strength: 'weak',
    certainty: 'CONFIRMED',
    ifConfirmed: 'INFORMS',
  }
  if (outcome.type === 'GuidelineWithoutRow') return { finding, unknowns: [] }
  const rows = outcome.guideline?.rows ?? []
  const possible = rows.flatMap(row => actionsOf(row).map(action => effectOf(action, row, patient)))
  // A guideline that computes has no rows to ask; its results change the dose.
  const couldLeadTo = rows.length === 0 ? 'ADJUSTS' : worst(possible)
  const genes = outcome.reasons.length > 0 ? outcome.reasons.map(({ gene }) => gene) : genesOf(outcome)
  const why = outcome.type === 'Withheld' ? 'WITHHELD' : 'MISSING'
  const open = genes.flatMap(gene => unknown({ kind: 'GENE', name: gene, why }, couldLeadTo, advice, patient))
  return { finding, unknowns: open }
}

function actionsOf(row: GuidelineRow): readonly Action[] {
  return [...row.actions, ...row.conditions.flatMap(condition => condition.actions)]
}

function furtherUnknown(fact: MissingFact, advice: DrugAdvice, patient: PatientView): readonly UnknownFact[] {
  const couldLeadTo = worst(fact.couldLeadTo.map(action => patient.options.effects.actions[action]))
  const isFact = patient.knowledge.facts?.has(fact.name) === true
  const words = isFact ? factsText([fact.name], patient) : undefined
  return unknown({ kind: fact.kind, name: fact.name, words }, couldLeadTo, advice, patient)
}

function factsText(names: readonly string[], { knowledge }: PatientView): OptionTexts {
  return forBoth(audience =>
    listText(
      names.map(name => factWords(name, audience, knowledge)),
      ' and ',
    ),
  )
}

interface Unknown {
  readonly kind: 'GENE' | 'AMBIGUITY' | 'POPULATION' | 'CIRCUMSTANCE' | 'MEASUREMENT'
  readonly name: string
  readonly why?: UnknownFact['why']
  /** Where its name is a code. */
  readonly words?: OptionTexts
}

function unknown(
  { kind, name, why = 'MISSING', words }: Unknown,
  couldLeadTo: Effect,
  { drug }: DrugAdvice,
  { options }: PatientView,
): readonly UnknownFact[] {
  if (weightOf(couldLeadTo) === 0) return []
  const fact = { kind, name, why }
  const text = unknownText(fact, options, drug.name, words)
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
