import type { Drug, Interaction, Knowledge } from '../knowledge.js'
import type { Medicine } from './patient-history.js'

/** A stated medicine with what the data know of it. Without drugs and without names it is kept as not considered. */
export interface KnownMedicine {
  readonly medicine: Medicine
  /** Drugs of the data that it is or contains. */
  readonly drugs: readonly Drug[]
  /** All names and RxNorm ids under which other tables may know it, lower case. */
  readonly names: ReadonlySet<string>
  readonly considered: boolean
}

/**
 * Matches a stated medicine to the data by RxNorm id or by its exact generic, brand or other name. A misspelt name
 * matches nothing here: what changes a result must not rest on a guess.
 */
export function knownMedicine(medicine: Medicine, knowledge: Knowledge): KnownMedicine {
  const index = medicineIndex(knowledge)
  const known = index.known.get(medicine)
  if (known !== undefined) return known
  const stated = [medicine.rxnorm ?? '', medicine.name.trim().toLowerCase()].filter(text => text !== '')
  const direct = stated.flatMap(text => index.drugs.get(text) ?? [])
  const ingredients = direct.flatMap(drug => drug.ingredients.flatMap(name => index.drugs.get(name) ?? []))
  const drugs = [...new Set([...direct, ...ingredients])]
  const names = new Set([...stated, ...drugs.flatMap(namesOf), ...direct.flatMap(drug => drug.ingredients)])
  const considered = drugs.length > 0 || [...names].some(name => index.interacting.has(name))
  const found = { medicine, drugs, names, considered }
  index.known.set(medicine, found)
  return found
}

/** True when the interaction is about this medicine; a fixed combination needs all its ingredients among `taken`. */
export function isAbout(interaction: Interaction, taken: ReadonlySet<string>): boolean {
  if (taken.has(interaction.drug) || (interaction.rxnorm !== undefined && taken.has(interaction.rxnorm))) return true
  const { ingredients } = interaction
  return (
    ingredients.length > 0 &&
    ingredients.every(({ name, rxnorm }) => taken.has(name) || (rxnorm !== undefined && taken.has(rxnorm)))
  )
}

interface MedicineIndex {
  readonly drugs: ReadonlyMap<string, readonly Drug[]>
  /** Names and RxNorm ids in the tables of inhibitors and inducers. */
  readonly interacting: ReadonlySet<string>
  /** Medicines that were matched before: the same one is asked about for every gene and every drug. */
  readonly known: WeakMap<Medicine, KnownMedicine>
}

const INDEXES = new WeakMap<Knowledge, MedicineIndex>()

function medicineIndex(knowledge: Knowledge): MedicineIndex {
  const known = INDEXES.get(knowledge)
  if (known) return known
  const drugs = new Map<string, Drug[]>()
  for (const drug of knowledge.drugs.values()) {
    for (const name of [...namesOf(drug), ...drug.brands.map(brand => brand.name.toLowerCase())]) {
      drugs.set(name, [...(drugs.get(name) ?? []), drug])
    }
  }
  const interacting = new Set<string>()
  for (const rows of knowledge.interactions.values()) {
    for (const { drug, rxnorm, ingredients } of rows) {
      for (const name of [drug, rxnorm, ...ingredients.flatMap(part => [part.name, part.rxnorm])])
        if (name) interacting.add(name)
    }
  }
  const index = { drugs, interacting, known: new WeakMap<Medicine, KnownMedicine>() }
  INDEXES.set(knowledge, index)
  return index
}

function namesOf(drug: Drug): string[] {
  return [
    drug.name,
    ...drug.synonyms.map(name => name.toLowerCase()),
    ...(drug.rxnorm === undefined ? [] : [drug.rxnorm]),
  ]
}
