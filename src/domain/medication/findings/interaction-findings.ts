import { daysBetween } from '../../history/patient-history.js'
import type { Drug, Interaction } from '../../knowledge.js'
import type {
  CautionStrength,
  Dependence,
  DrugClass,
  DrugFacts,
  Effect,
  RiskLevel,
  TogetherRule,
} from '../../option-knowledge.js'
import { citeInteraction, citeRow } from '../cite.js'
import { weightOf } from '../effects.js'
import type { FindingCitation, Looked } from '../finding.js'
import { certain, doubtful, NOTHING, notLookedAt, together, unknowns } from '../found.js'
import { interactionsAbout } from '../interaction-index.js'
import { judge, judgeAbsence } from '../judge-patient.js'
import { highestRisks, type PatientView, type TakenMedicine } from '../patient-view.js'
import { doseText, LEVELS, termText } from '../wording/option-words.js'

/** The drug that is looked at, as others meet it. */
export interface LookedAtDrug {
  readonly drug: Drug
  readonly names: ReadonlySet<string>
  readonly classes: readonly DrugClass[]
  readonly file: DrugFacts | undefined
}

/**
 * What the drug does together with the medicines taken besides: rules of either file, mechanisms that add up, and who
 * inhibits or induces what the other depends on. A medicine that nobody describes is an unknown.
 */
export function interactionFindings(
  subject: LookedAtDrug,
  others: readonly TakenMedicine[],
  patient: PatientView,
): Looked {
  const { drug, file, names } = subject
  const list = judgeAbsence(patient.clinical.lists.MEDICINES, 'MEDICINES')
  const isAlone = others.length === 0 && list.verdict === 'fails'
  const isLookedAt = file?.looked.has('DRUG_INTERACTION') === true
  const own = interactionsAbout(names, new Set(), patient.knowledge)
  const risks = highestRisks([...(file ? [file] : []), ...subject.classes].map(each => each.risks))
  return together([
    { findings: [], unknowns: unknowns(list.missing, 'DRUG_INTERACTION', 'EXCLUDES', drug.name, patient) },
    ...(isLookedAt || isAlone ? [] : [notLookedAt('DRUG_INTERACTION', drug.name, patient, 'EXCLUDES')]),
    ...others.flatMap(other => [
      undescribed(drug, other, patient),
      bothRules(subject, own, other, patient),
      mechanisms(drug, risks, other, patient),
      handling(subject, own, other, patient),
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

function bothRules(
  subject: LookedAtDrug,
  interactions: readonly Interaction[],
  other: TakenMedicine,
  patient: PatientView,
): Looked {
  const { names } = subject
  const itself = { names, classes: new Set(subject.classes.map(({ code }) => code)), interactions }
  const own = (subject.file?.together ?? [])
    .filter(rule => isWith(rule, other))
    .map(rule => ({ rule, file: subject.file }))
  const theirs = other.files.flatMap(file =>
    file.together.filter(rule => isWith(rule, itself)).map(rule => ({ rule, file })),
  )
  const seen = new Set<string>()
  return together(
    [...own, ...theirs].map(({ rule, file }) => {
      const key = `${rule.effect} ${rule.why ?? ''}`
      const when = whenOf(other, rule.afterStopDays)
      if (file === undefined || when === 'no' || seen.has(key)) return NOTHING
      seen.add(key)
      const citations = [citeRow(rule.statedIn, file.provenance, patient.options)]
      const reason = (audience: 'clinician' | 'plain'): readonly string[] => [
        rule.why === undefined ? '' : termText(rule.why, patient.options, audience),
        rule.dose === undefined ? '' : doseText(rule.dose, audience),
      ]
      return meeting(subject.drug, other, when, { ...rule, citations, reason }, patient)
    }),
  )
}

type Partner = Pick<TakenMedicine, 'names' | 'classes' | 'interactions'>

function isWith({ with: partner }: TogetherRule, { names, classes, interactions }: Partner): boolean {
  if ('drug' in partner) return names.has(partner.drug)
  if ('class' in partner) return classes.has(partner.class)
  const { acting, on, strength } = partner
  return interactions.some(row => row.role === acting && row.gene === on && row.strength === strength)
}

type When = 'now' | 'in doubt' | 'no'

/** Whether the other medicine still counts: taken now, perhaps taken, or stopped so recently that it still acts. */
function whenOf({ timing, medicine }: TakenMedicine, afterStopDays = 0): When {
  if (timing.state === 'stopped') {
    if (timing.daysSinceStop > afterStopDays) return 'no'
    return medicine.uncertain === true ? 'in doubt' : 'now'
  }
  return timing.state === 'planned' || medicine.uncertain === true ? 'in doubt' : 'now'
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
      const mechanism = patient.options.mechanisms.get(code)
      const pair = mechanism?.pairs.find(
        ({ levels: [a, b] }) => (a === level && b === theirs) || (a === theirs && b === level),
      )
      const when = whenOf(other)
      if (mechanism === undefined || pair === undefined || theirs === undefined || when === 'no') return NOTHING
      const citations = [citeRow(mechanism.statedIn, patient.options.provenance, patient.options)]
      const reason = (audience: 'clinician' | 'plain'): readonly string[] => [
        `${mechanism.texts[audience]}${audience === 'clinician' ? ` (${LEVELS[level]} and ${LEVELS[theirs]})` : ''}`,
      ]
      return meeting(drug, other, when, { ...pair, citations, reason }, patient)
    }),
  )
}

// Inhibitors and inducers

function handling(
  { drug, names, file }: LookedAtDrug,
  own: readonly Interaction[],
  other: TakenMedicine,
  patient: PatientView,
): Looked {
  const acted = other.interactions.map(row => handled(row, drug, names, file?.dependsOn ?? [], other, patient, 'other'))
  const acting = other.drugs.flatMap(taken => {
    const depends = patient.options.drugFacts.get(taken.name)?.dependsOn ?? []
    return own.map(row => handled(row, drug, other.names, depends, other, patient, 'drug'))
  })
  return together([...acted, ...acting])
}

/** One inhibitor or inducer (`actor`: the drug itself or the other medicine) and the drug that it acts on. */
function handled(
  row: Interaction,
  drug: Drug,
  namesActedOn: ReadonlySet<string>,
  dependsOn: readonly Dependence[],
  other: TakenMedicine,
  patient: PatientView,
  actor: 'drug' | 'other',
): Looked {
  const touched = touches(row, namesActedOn, dependsOn, patient)
  const washout = row.washoutDays ?? patient.knowledge.phenoconversion.get(row.gene)?.washoutDays ?? 0
  const isWearingOff = actor === 'other' && other.timing.state === 'stopped' && other.timing.daysSinceStop <= washout
  const when = isWearingOff ? 'in doubt' : whenOf(other)
  if (touched === undefined || when === 'no') return NOTHING
  const acts = actor === 'other' ? other.medicine.name : drug.name
  const target = actor === 'other' ? drug.name : other.medicine.name
  const strength = row.strength === undefined ? '' : `${row.strength} `
  const reason = (audience: 'clinician' | 'plain'): readonly string[] =>
    audience === 'clinician'
      ? [`${acts} is a ${strength}${row.role} of ${row.target ?? row.gene}, on which ${target} depends`]
      : [`${acts} changes how your body handles ${target}`]
  return meeting(drug, other, when, { ...touched, citations: citeInteraction(row), reason }, patient)
}

function touches(
  row: Interaction,
  names: ReadonlySet<string>,
  dependsOn: readonly Dependence[],
  { options }: PatientView,
): { readonly effect: Effect; readonly strength: CautionStrength } | undefined {
  const isNamed = row.affects.some(name => names.has(name))
  if (row.notAffected.some(name => names.has(name)) || (row.affects.length > 0 && !isNamed)) return undefined
  if (isNamed && row.action !== undefined)
    return { effect: options.effects.actions[row.action], strength: options.effects.strengths.ungraded }
  const part = dependsOn.find(({ gene }) => gene === row.gene)?.part ?? (isNamed ? 'MAIN' : undefined)
  return options.effects.inhibition.find(
    entry => entry.role === row.role && entry.part === part && entry.acting === row.strength,
  )
}

/** Tobacco smoke speeds some enzymes up; whether somebody smokes is a fact of its own, not a medicine. */
function tobacco({ drug, names, file }: LookedAtDrug, patient: PatientView): Looked {
  const rows = interactionsAbout(new Set([patient.options.currency.tobacco]), new Set(), patient.knowledge)
  return together(
    rows.map(row => {
      const touched = touches(row, names, file?.dependsOn ?? [], patient)
      if (touched === undefined || weightOf(touched.effect) === 0) return NOTHING
      const { verdict, factIds, missing } = judge({ smoking: true }, patient)
      const open = unknowns(missing, 'DRUG_INTERACTION', touched.effect, drug.name, patient)
      if (verdict === 'fails' || verdict === 'unknown') return { findings: [], unknowns: open }
      const found = {
        kind: 'DRUG_INTERACTION' as const,
        ...touched,
        citations: citeInteraction(row),
        factIds,
        parts: (audience: 'clinician' | 'plain') => [
          'smoking',
          audience === 'clinician'
            ? `induces ${row.gene}, on which ${drug.name} depends; the dose may change when smoking stops`
            : 'your body may break the medicine down faster, and slower when you stop smoking',
        ],
      }
      return verdict === 'holds' ? { findings: [certain(found)], unknowns: [] } : doubtful(found, open)
    }),
  )
}

// What all of them say

interface Meeting {
  readonly effect: Effect
  readonly strength: CautionStrength
  readonly citations: readonly FindingCitation[]
  readonly reason: (audience: 'clinician' | 'plain') => readonly string[]
}

function meeting(drug: Drug, other: TakenMedicine, when: When, met: Meeting, patient: PatientView): Looked {
  const { medicine, factIds, timing } = other
  const stopped = timing.state === 'stopped' ? `, last taken ${daysText(medicine.stoppedOn, patient.asOf)}` : ''
  const found = {
    kind: 'DRUG_INTERACTION' as const,
    effect: met.effect,
    strength: met.strength,
    citations: met.citations,
    factIds,
    parts: (audience: 'clinician' | 'plain') => [`with ${medicine.name}${stopped}`, ...met.reason(audience)],
  }
  if (when === 'now') return { findings: [certain(found)], unknowns: [] }
  const missing = { kind: 'MEDICINE', name: medicine.name, why: 'UNCONFIRMED', factIds } as const
  return doubtful(found, unknowns([missing], 'DRUG_INTERACTION', met.effect, drug.name, patient))
}

function daysText(stoppedOn: string | undefined, asOf: string): string {
  return stoppedOn === undefined ? '' : `${daysBetween(stoppedOn, asOf)} days ago`
}
