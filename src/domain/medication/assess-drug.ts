import type { Drug } from '../knowledge.js'
import type { OptionTexts } from '../option-knowledge.js'
import { FINDING_KINDS } from '../option-knowledge.js'
import type { DrugAdvice } from '../recommendation/advice.js'
import { viewDrug } from './drug-view.js'
import { byEffect, weightOf, worst } from './effects.js'
import type { Assessment, Finding, Looked, UnknownFact } from './finding.js'
import { allergyFindings } from './findings/allergy-findings.js'
import { duplicateFindings } from './findings/duplicate-findings.js'
import { geneFindings } from './findings/gene-findings.js'
import { interactionFindings } from './findings/interaction-findings.js'
import { preferenceFindings } from './findings/preference-findings.js'
import { responseFindings } from './findings/response-findings.js'
import { ruleFindings } from './findings/rule-findings.js'
import { stoppingFindings } from './findings/stopping-findings.js'
import { NOTHING, together } from './found.js'
import { isTaken, type PatientView, type TakenMedicine } from './patient-view.js'
import { type Verdict, verdictFor } from './verdicts.js'

/**
 * Looks at one drug for one patient in every way the data know. Every answer about a drug comes from here, whether it is
 * asked as an option, reviewed as a current medicine or tried in a what-if: so the answers cannot contradict each other.
 */
export function assessDrug(advice: DrugAdvice, patient: PatientView): Assessment {
  const { drug } = advice
  const view = viewDrug(patient.knowledge, drug)
  const { names, classes, file } = view
  const others = patient.medicines.filter(medicine => !isSame(medicine, names))
  const taken = patient.medicines.filter(medicine => isSame(medicine, names) && isTaken(medicine))
  const { findings, unknowns } = together([
    geneFindings(advice, patient),
    ruleFindings(drug, file, patient),
    interactionFindings(view, others, patient),
    allergyFindings(drug, names, file, patient),
    duplicateFindings(drug, classes, file, others, patient),
    responseFindings(drug, names, classes, file, patient),
    preferenceFindings(file, patient),
    taken.length === 0 ? NOTHING : stoppingFindings(drug, idsOf(taken), 'INFORMS', patient),
  ])
  const open = mergeUnknowns(unknowns)
  return {
    advice,
    ...verdictOf(findings, open),
    findings: findings.toSorted(byImportance),
    unknowns: open,
    alreadyTaken: taken.length > 0,
    monitoring: (file?.monitoring ?? []).flatMap((code): readonly OptionTexts[] => {
      const texts = patient.options.terms.get(code)
      return texts === undefined ? [] : [texts]
    }),
    leftOut: file?.leftOut ?? [],
  }
}

/** What is to be said before a drug that is taken is stopped. */
export function assessStopping(drug: Drug, patient: PatientView): Looked {
  const { names } = viewDrug(patient.knowledge, drug)
  const taken = patient.medicines.filter(medicine => isSame(medicine, names) && medicine.timing.state !== 'stopped')
  return stoppingFindings(drug, idsOf(taken), 'CAUTIONS', patient)
}

function idsOf(medicines: readonly TakenMedicine[]): readonly string[] {
  return [...new Set(medicines.flatMap(({ factIds }) => factIds))]
}

/** The same drug, or a product that holds it. */
function isSame({ names }: TakenMedicine, drugNames: ReadonlySet<string>): boolean {
  return [...drugNames].some(name => names.has(name))
}

/**
 * The verdict follows from the findings alone; an unknown fact keeps a drug from being called suitable, and is said whatever
 * the verdict. No points, no weights.
 */
function verdictOf(
  findings: readonly Finding[],
  unknowns: readonly UnknownFact[],
): { readonly verdict: Verdict; readonly couldBeStricter: boolean } {
  const effect = worst(findings.map(finding => finding.effect))
  const possible = worst(unknowns.map(({ couldLeadTo }) => couldLeadTo))
  const couldBeStricter = weightOf(possible) > weightOf(effect)
  const verdict = verdictFor(effect)
  return { verdict: verdict === 'SUITABLE' && couldBeStricter ? 'UNCERTAIN' : verdict, couldBeStricter }
}

/** One entry per missing fact and kind of finding, with the worst that it could do. */
function mergeUnknowns(unknowns: readonly UnknownFact[]): readonly UnknownFact[] {
  const merged = new Map<string, UnknownFact>()
  for (const fact of unknowns) {
    const key = [fact.about, fact.kind, fact.name].join('\n')
    const known = merged.get(key)
    if (known === undefined || weightOf(fact.couldLeadTo) > weightOf(known.couldLeadTo)) merged.set(key, fact)
  }
  return [...merged.values()].toSorted((a, b) => byEffect(a.couldLeadTo, b.couldLeadTo) || compare(keyOf(a), keyOf(b)))
}

function keyOf({ about, kind, name }: UnknownFact): string {
  return `${FINDING_KINDS.indexOf(about).toString().padStart(2, '0')} ${kind} ${name}`
}

function byImportance(a: Finding, b: Finding): number {
  return (
    byEffect(a.effect, b.effect) ||
    FINDING_KINDS.indexOf(a.kind) - FINDING_KINDS.indexOf(b.kind) ||
    compare(a.statement.clinician, b.statement.clinician)
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
