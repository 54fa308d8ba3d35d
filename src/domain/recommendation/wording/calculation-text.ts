import type { Drug, Knowledge } from '../../knowledge.js'
import type { DoseCalculation } from '../advice.js'
import type { AppliedStep, FollowedBranch } from '../algorithms/dose-flow.js'
import type { DoseEstimate, NoEstimate } from '../algorithms/linear-dose.js'
import { listText, termText } from './amounts.js'
import { directiveSentences, type TextContext } from './directive-text.js'
import { ENGLISH } from './english.js'
import { assumedText, factWords } from './fact-words.js'
import { resultText } from './result-text.js'
import type { Audience, Texts, Wording } from './wording.js'

/** The steps of a dose flow in words, with the doses its models give. */
export function calculationText(
  drug: Drug,
  calculations: readonly DoseCalculation[],
  undecided: readonly string[],
  knowledge: Knowledge,
  words: Wording = ENGLISH,
): Texts {
  const render = (audience: Audience) => {
    const context = { drug: drug.name, knowledge, words, audience }
    const facts = undecided.map(name => factWords(name, audience, knowledge))
    const open = facts.length === 0 ? [] : [words.phrases.undetermined(listText(facts, words.phrases.and), audience)]
    return [...open, ...calculations.flatMap(calculation => calculationSentences(calculation, context))].join(' ')
  }
  return { clinician: render('clinician'), plain: render('plain') }
}

function calculationSentences({ results, branches }: DoseCalculation, context: TextContext): string[] {
  const { words, audience } = context
  const about =
    audience === 'clinician'
      ? [
          `${listText(
            results.map(used => resultText(used, words)),
            words.phrases.and,
          )}.`,
        ]
      : []
  const ask = audience === 'plain' ? [words.phrases.askFirst] : []
  return [...about, ...branches.flatMap(branch => branchSentences(branch, branches.length > 1, context)), ...ask]
}

function branchSentences({ people, steps }: FollowedBranch, isOneOfSeveral: boolean, context: TextContext): string[] {
  const { words, audience, knowledge } = context
  const heading = isOneOfSeveral ? [words.phrases.population(termText(people, audience, knowledge), audience)] : []
  return [...heading, ...steps.flatMap(step => stepSentences(step, context))]
}

function stepSentences({ step, holds, estimates }: AppliedStep, context: TextContext): string[] {
  const { words, audience, knowledge } = context
  const { phrases } = words
  const said = [
    ...directiveSentences(
      {
        actions: step.actions,
        doseChanges: step.doseChange ? [step.doseChange] : [],
        doses: [],
        alternatives: [],
        avoidAlternatives: [],
        alternativeCriteria: [],
        monitoring: [],
        tags: step.tags,
        observations: [],
      },
      context,
    ),
    ...estimates.map(estimate => estimateSentence(estimate, context)),
    ...(step.strength === undefined || words.strength[step.strength][audience] === ''
      ? []
      : [words.strength[step.strength][audience]]),
  ]
  if (step.when === undefined) return said
  const when = termText(step.when, audience, knowledge)
  return [holds === true ? phrases.because(when, said) : phrases.ifThen(when, said, audience)]
}

function estimateSentence(estimate: DoseEstimate | NoEstimate, { words, audience, knowledge }: TextContext): string {
  if (estimate.kind === 'no-estimate') {
    return words.noEstimate[estimate.reason]({
      title: estimate.title,
      about: listText(
        estimate.about.map(name => factWords(name, audience, knowledge)),
        words.phrases.and,
      ),
    })[audience]
  }
  const { min, max } = estimate.weekly
  const weekly = spanText(min, max)
  const assumed = estimate.assumed.map(({ name, value }) => assumedText(name, value, knowledge))
  return words.estimate({
    title: estimate.title,
    weekly,
    daily: spanText(min / 7, max / 7),
    unit: estimate.unit,
    assumed: assumed.join(', '),
  })[audience]
}

/** One decimal: the models are no finer. */
function spanText(min: number, max: number): string {
  const [low, high] = [min.toFixed(1), max.toFixed(1)]
  return low === high ? low : `${low} – ${high}`
}
