import { DomainError } from '../errors.js'
import type { ClinicalHistory, ListState } from '../history/clinical-history.js'
import { knownMedicine } from '../history/known-medicines.js'
import { classesOf } from '../history/named-drugs.js'
import { type Medicine, medicineTiming, type MedicineTiming, type PatientFacts } from '../history/patient-history.js'
import type { PatientHistory } from '../history/patient-history.js'
import type { Drug, Interaction, Knowledge } from '../knowledge.js'
import type { DrugFacts, OptionKnowledge, RiskLevel } from '../option-knowledge.js'
import { RISK_LEVELS } from '../option-knowledge.js'
import { interactionsAbout } from './interaction-index.js'

/** A patient on the day of the question, prepared once for all drugs that are looked at. */
export interface PatientView {
  readonly knowledge: Knowledge
  readonly options: OptionKnowledge
  readonly asOf: string
  readonly facts: PatientFacts
  readonly clinical: ClinicalHistory
  readonly medicines: readonly TakenMedicine[]
  /** What tobacco smoke does, whether or not the patient smokes. */
  readonly tobacco: readonly Interaction[]
  /** ICD-10-CM prefixes of the indication that is asked for: who asks for it states that the patient has it. */
  readonly askedFor: readonly string[]
}

/** A medicine of the history, with what the data know of it. */
export interface TakenMedicine {
  readonly medicine: Medicine
  readonly drugs: readonly Drug[]
  readonly names: ReadonlySet<string>
  readonly classes: ReadonlySet<string>
  readonly files: readonly DrugFacts[]
  /** Some file of each of its drugs has looked at what it does together with others. */
  readonly isDescribed: boolean
  readonly risks: ReadonlyMap<string, RiskLevel>
  readonly interactions: readonly Interaction[]
  readonly timing: MedicineTiming
  readonly factIds: readonly string[]
}

const NEVER: ListState = { state: 'NEVER_STATED', factIds: [] }

/** A history of which only the medicines were stated. */
const NOTHING_STATED: ClinicalHistory = {
  lists: { MEDICINES: NEVER, CONDITIONS: NEVER, ALLERGIES: NEVER },
  conditions: [],
  allergies: [],
  measurements: new Map(),
  priorResponses: [],
  preferences: [],
  factIds: new Map(),
  problems: [],
  notUsed: [],
}

/** `facts` are those that hold for this question besides the history's. */
export function viewPatient(
  history: PatientHistory,
  facts: PatientFacts,
  knowledge: Knowledge,
  askedFor: readonly string[] = [],
): PatientView {
  const options = optionsOf(knowledge)
  const { asOf, medicines, clinical = NOTHING_STATED } = history
  const allNames = new Set(
    medicines
      .filter(medicine => medicineTiming(medicine, asOf).state === 'current')
      .flatMap(medicine => [...knownMedicine(medicine, knowledge).names]),
  )
  return {
    knowledge,
    options,
    asOf,
    facts: { ...history.facts, ...facts },
    clinical,
    tobacco: interactionsAbout(new Set([options.currency.tobacco]), new Set(), knowledge),
    askedFor,
    medicines: medicines.map(medicine => viewMedicine(medicine, allNames, asOf, options, knowledge)),
  }
}

/** Releases before options existed cannot be asked for them: an empty answer would pass for a clean bill. */
export function optionsOf(knowledge: Knowledge): OptionKnowledge {
  if (knowledge.options !== undefined) return knowledge.options
  throw new DomainError('BAD_USER_INPUT', 'This release holds no knowledge of medication options', {
    release: knowledge.release,
  })
}

function viewMedicine(
  medicine: Medicine,
  allNames: ReadonlySet<string>,
  asOf: string,
  options: OptionKnowledge,
  knowledge: Knowledge,
): TakenMedicine {
  const { drugs, names } = knownMedicine(medicine, knowledge)
  // A product counts by its ingredients where they have files of their own.
  const singles = drugs.filter(drug => drug.ingredients.length === 0)
  const described = (singles.length > 0 ? singles : drugs).map(drug => options.drugFacts.get(drug.name))
  const files = described.filter(file => file !== undefined)
  const classes = classesOf(names, knowledge)
  return {
    medicine,
    drugs,
    names,
    classes: new Set(classes.map(({ code }) => code)),
    files,
    isDescribed:
      described.length > 0 &&
      isWhole(drugs, options) &&
      described.every(file => file?.looked.has('DRUG_INTERACTION') === true && file.looked.has('DUPLICATE_THERAPY')),
    risks: highestRisks([...files, ...classes].map(({ risks }) => risks)),
    interactions: interactionsAbout(names, allNames, knowledge),
    timing: medicineTiming(medicine, asOf),
    factIds: medicine.factId === undefined ? [] : [medicine.factId],
  }
}

/** Nothing in a product is overlooked: it has a file of its own, or each of its ingredients has one. */
function isWhole(drugs: readonly Drug[], { drugFacts }: OptionKnowledge): boolean {
  return drugs.every(({ name, ingredients }) => drugFacts.has(name) || ingredients.every(part => drugFacts.has(part)))
}

export function highestRisks(risks: readonly Readonly<Record<string, RiskLevel>>[]): ReadonlyMap<string, RiskLevel> {
  const highest = new Map<string, RiskLevel>()
  for (const [mechanism, level] of risks.flatMap(each => Object.entries(each))) {
    const known = highest.get(mechanism)
    if (known === undefined || RISK_LEVELS.indexOf(level) < RISK_LEVELS.indexOf(known)) highest.set(mechanism, level)
  }
  return highest
}

/** Taken on the day, as far as dates and statements say. */
export function isTaken({ timing }: TakenMedicine): boolean {
  return timing.state === 'current'
}
