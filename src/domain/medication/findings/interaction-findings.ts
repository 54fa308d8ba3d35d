import type { Drug } from '../../knowledge.js'
import type { CautionStrength, DrugFacts, RiskLevel, TogetherRule } from '../../option-knowledge.js'
import { citeRow, joinCitations } from '../cite.js'
import type { DrugView } from '../drug-view.js'
import { stricter } from '../effects.js'
import type { FindingCitation, Looked } from '../finding.js'
import { NOTHING, notLookedAt, together, unknowns } from '../found.js'
import { judgeAbsence } from '../judge-patient.js'
import type { PatientView, TakenMedicine } from '../patient-view.js'
import { doseText, levelsText, termText } from '../wording/option-words.js'
import { handling, tobacco } from './handling-findings.js'
import { meeting, type When, wearsOff, whenOf } from './meeting.js'

/**
 * What the drug does together with the medicines taken besides: rules of either file, mechanisms that add up, and who
 * inhibits or induces what the other depends on. A medicine that nobody describes is an unknown.
 */
export function interactionFindings(subject: DrugView, others: readonly TakenMedicine[], patient: PatientView): Looked {
  const { drug, file, interactions, risks } = subject
  const list = judgeAbsence(patient.clinical.lists.MEDICINES, 'MEDICINES')
  const isAlone = others.length === 0 && list.verdict === 'fails'
  const isLookedAt = file?.looked.has('DRUG_INTERACTION') === true
  const itself = { names: subject.names, classes: subject.classCodes, interactions }
  return together([
    { findings: [], unknowns: unknowns(list.missing, 'DRUG_INTERACTION', 'EXCLUDES', drug.name, patient) },
    ...(isLookedAt || isAlone ? [] : [notLookedAt('DRUG_INTERACTION', drug.name, patient, 'EXCLUDES')]),
    ...others.flatMap(other => [
      undescribed(drug, other, patient),
      bothRules(subject, itself, other, patient),
      mechanisms(drug, risks, other, patient),
      handling(subject, interactions, other, patient),
    ]),
    tobacco(subject, patient),
  ])
}

function undescribed(drug: Drug, other: TakenMedicine, patient: PatientView): Looked {
  if (other.isDescribed || other.timing.state === 'stopped') return NOTHING
  const { medicine, factIds } = other
  const missing = { kind: 'MEDICINE', name: medicine.name, why: 'NOT_LOOKED_AT', factIds } as const
  return { findings: [], unknowns: unknowns([missing], 'DRUG_INTERACTION', 'EXCLUDES', drug.name, patient) }
}

// Rules about two drugs or classes

function bothRules(subject: DrugView, itself: Partner, other: TakenMedicine, patient: PatientView): Looked {
  const own = (subject.file?.together ?? [])
    .filter(rule => rule.begins !== 'OTHER' && isWith(rule, other))
    .map(rule => ({ rule, file: subject.file, daysAfterStop: rule.afterStopDays }))
  const theirs = other.files.flatMap(file =>
    file.together
      .filter(rule => rule.begins !== 'THIS' && isWith(rule, itself))
      .map(rule => ({ rule, file, daysAfterStop: rule.washoutDays ?? rule.afterStopDays })),
  )
  return together(
    joinRules([...own, ...theirs], other, patient).map(({ rule, when, strength, citations }) => {
      const reason = (audience: 'clinician' | 'plain'): readonly string[] => [
        rule.why === undefined ? '' : termText(rule.why, patient.options, audience),
        rule.dose === undefined ? '' : doseText(rule.dose, audience),
      ]
      return meeting(subject.drug, other, when, { effect: rule.effect, strength, citations, reason }, patient)
    }),
  )
}

interface StatedRule {
  readonly rule: TogetherRule
  readonly file: DrugFacts | undefined
  /** For how long after the last dose of the other medicine it holds. */
  readonly daysAfterStop?: number
}

interface JoinedRule {
  readonly rule: TogetherRule
  readonly when: When
  readonly strength: CautionStrength
  readonly citations: readonly FindingCitation[]
}

/** Both files may say the same of the two: then it is one rule, cited from both and as strong as the stronger. */
function joinRules(rules: readonly StatedRule[], other: TakenMedicine, patient: PatientView): readonly JoinedRule[] {
  const joined = new Map<string, JoinedRule>()
  for (const { rule, file, daysAfterStop } of rules) {
    const when = whenOf(other, daysAfterStop)
    if (file === undefined || when === 'no') continue
    const citation = citeRow(rule.statedIn, file.provenance, patient.options)
    const key = [rule.effect, rule.why, JSON.stringify(rule.dose), when].join(' ')
    const known = joined.get(key)
    joined.set(
      key,
      known === undefined
        ? { rule, when, strength: rule.strength, citations: [citation] }
        : {
            ...known,
            strength: stricter(known.strength, rule.strength),
            citations: joinCitations([...known.citations, citation]),
          },
    )
  }
  return [...joined.values()]
}

type Partner = Pick<TakenMedicine, 'names' | 'classes' | 'interactions'>

function isWith({ with: partner }: TogetherRule, { names, classes, interactions }: Partner): boolean {
  if ('drug' in partner) return names.has(partner.drug)
  if ('class' in partner) return classes.has(partner.class)
  const { acting, on, strength } = partner
  return interactions.some(row => row.role === acting && row.gene === on && row.strength === strength)
}

// Mechanisms that add up

function mechanisms(
  drug: Drug,
  risks: ReadonlyMap<string, RiskLevel>,
  other: TakenMedicine,
  patient: PatientView,
): Looked {
  return together(
    [...risks].map(([code, level]) => {
      const theirs = other.risks.get(code)
      if (theirs === undefined) return NOTHING
      const mechanism = patient.options.mechanisms.get(code)
      const pair = mechanism?.pairs.find(
        ({ levels: [a, b] }) => (a === level && b === theirs) || (a === theirs && b === level),
      )
      // What is still in the body may still add up: nobody measured it, so it is in doubt and not gone.
      const when = whenOf(other) === 'no' && wearsOff(other, other.interactions, patient) ? 'in doubt' : whenOf(other)
      if (mechanism === undefined || pair === undefined || when === 'no') return NOTHING
      const citations = [citeRow(mechanism.statedIn, patient.options.provenance, patient.options)]
      const reason = (audience: 'clinician' | 'plain'): readonly string[] => [
        mechanism.texts[audience],
        audience === 'clinician' ? levelsText([drug.name, level], [other.medicine.name, theirs]) : '',
      ]
      return meeting(drug, other, when, { ...pair, citations, reason }, patient)
    }),
  )
}
