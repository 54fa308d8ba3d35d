import { knownMedicine } from '../history/known-medicines.js'
import { classesOf } from '../history/named-drugs.js'
import type { Drug, Interaction, Knowledge } from '../knowledge.js'
import { oncePerTwo } from '../once-per.js'
import type { DrugClass, DrugFacts, RiskLevel } from '../option-knowledge.js'
import { interactionsAbout } from './interaction-index.js'
import { highestRisks, optionsOf } from './patient-view.js'

/** A drug that is looked at, as others meet it: the same for every patient. */
export interface DrugView {
  readonly drug: Drug
  readonly names: ReadonlySet<string>
  readonly classes: readonly DrugClass[]
  readonly classCodes: ReadonlySet<string>
  readonly file: DrugFacts | undefined
  /** Rows by which it inhibits or induces something. */
  readonly interactions: readonly Interaction[]
  readonly risks: ReadonlyMap<string, RiskLevel>
}

export const viewDrug = oncePerTwo((knowledge: Knowledge, drug: Drug): DrugView => {
  const { names } = knownMedicine(drug, knowledge)
  const classes = classesOf(names, knowledge)
  const file = optionsOf(knowledge).drugFacts.get(drug.name)
  return {
    drug,
    names,
    classes,
    classCodes: new Set(classes.map(({ code }) => code)),
    file,
    interactions: interactionsAbout(names, new Set(), knowledge),
    risks: highestRisks([...(file ? [file] : []), ...classes].map(({ risks }) => risks)),
  }
})
