import type { PriorResponseFact } from '../../history/history-fact.js'
import { classesOf, namesOf } from '../../history/named-drugs.js'
import type { Drug } from '../../knowledge.js'
import type { DrugClass, DrugFacts, ResponseCode } from '../../option-knowledge.js'
import { citeRow } from '../cite.js'
import type { Finding, Looked } from '../finding.js'
import { certain, notLookedAt, together } from '../found.js'
import type { PatientView } from '../patient-view.js'

/** How the patient responded to the drug before, or to another of its class. */
export function responseFindings(
  drug: Drug,
  names: ReadonlySet<string>,
  classes: readonly DrugClass[],
  file: DrugFacts | undefined,
  patient: PatientView,
): Looked {
  const { priorResponses } = patient.clinical
  const findings = priorResponses.flatMap(fact => oneResponse(fact, names, classes, patient))
  const isLookedAt = file?.looked.has('PRIOR_RESPONSE') === true
  const unknown = priorResponses.length > 0 && !isLookedAt
  return together([
    { findings, unknowns: [] },
    ...(unknown ? [notLookedAt('PRIOR_RESPONSE', drug.name, patient, 'CAUTIONS')] : []),
  ])
}

function oneResponse(
  fact: PriorResponseFact,
  names: ReadonlySet<string>,
  classes: readonly DrugClass[],
  { knowledge, options }: PatientView,
): readonly Finding[] {
  const taken = namesOf(fact.drug, knowledge)
  const isSame = [...names].some(name => taken.has(name))
  const shared = isSame
    ? undefined
    : classesOf(taken, knowledge).find(group => isTelling(group) && classes.includes(group))
  if (!isSame && shared === undefined) return []
  const { sameDrug, sameClass } = options.effects.priorResponse
  const effect = (isSame ? sameDrug : sameClass)[codeOf(fact)]
  const severity = fact.severity === undefined ? '' : `${fact.severity.toLowerCase()} `
  const response = {
    EFFECTIVE: 'worked',
    PARTIAL: 'worked in part',
    INEFFECTIVE: 'did not work',
    ADVERSE_REACTION: `caused a ${severity}adverse reaction`,
  }[fact.response]
  return [
    certain({
      kind: 'PRIOR_RESPONSE',
      effect,
      strength: fact.severity === 'SEVERE' ? 'strong' : 'moderate',
      citations: [citeRow(options.effects.statedIn, options.provenance, options)],
      factIds: [fact.id],
      parts: audience => [
        `${fact.drug.name} ${response} before`,
        fact.reaction ?? '',
        shared === undefined ? '' : `same class: ${shared.texts[audience]}`,
      ],
    }),
  ]
}

/** Classes of which nobody doubles two are those whose members act alike. */
function isTelling({ duplicate }: DrugClass): boolean {
  return duplicate !== undefined
}

function codeOf({ response, severity }: PriorResponseFact): ResponseCode {
  return response === 'ADVERSE_REACTION' ? `ADVERSE_${severity ?? 'UNGRADED'}` : response
}
