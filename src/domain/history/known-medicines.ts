import type { Drug, Interaction, Knowledge } from '../knowledge.js'
import { oncePer } from '../once-per.js'
import type { Medicine } from './patient-history.js'
import { readProductText } from './product-text.js'

/** By which of what was stated the data know a drug. `TEXT`: by the words of a product's name, understood to the last. */
export const MEDICINE_MATCHES = ['RXNORM', 'NAME', 'TEXT'] as const

export type MedicineMatch = (typeof MEDICINE_MATCHES)[number]

/** A stated medicine with what the data know of it. Without drugs and without names it is kept as not considered. */
export interface KnownMedicine {
  readonly medicine: Medicine
  /** Drugs of the data that it is or contains. */
  readonly drugs: readonly Drug[]
  /** All names and RxNorm ids under which other tables may know it, lower case. */
  readonly names: ReadonlySet<string>
  readonly considered: boolean
  /** Absent: nothing in the data speaks of it. */
  readonly matchedBy?: MedicineMatch
  /** The names by which the data know it, of all that was stated. */
  readonly meant: readonly string[]
  /** Its words name a drug of the data among others that are not understood. */
  readonly isUncertain: boolean
}

/**
 * Matches a stated medicine to the data by RxNorm id or by its exact generic, brand or other name; where neither fits, by
 * the words of a product's name, if all of them are understood. A misspelt name matches nothing here: what changes a
 * result must not rest on a guess.
 */
export function knownMedicine(medicine: Medicine, knowledge: Knowledge): KnownMedicine {
  const index = medicineIndex(knowledge)
  const known = index.known.get(medicine)
  if (known !== undefined) return known
  const found = matchMedicine(medicine, index)
  index.known.set(medicine, found)
  return found
}

function matchMedicine(medicine: Medicine, index: MedicineIndex): KnownMedicine {
  const rxnorm = medicine.rxnorm ?? ''
  const name = medicine.name.trim().toLowerCase()
  const stated = [rxnorm, name].filter(text => text !== '')
  const unknown = { medicine, drugs: [], names: new Set(stated), considered: false, meant: [] }
  if (index.mixtures.has(name)) return { ...unknown, isUncertain: true }
  const isNamed = index.isKnown(name)
  if (isNamed || index.isKnown(rxnorm)) {
    const matchedBy = index.isKnown(rxnorm) ? 'RXNORM' : 'NAME'
    const meant = stated.filter(text => index.isKnown(text))
    return { medicine, ...meaningOf(stated, stated, index), matchedBy, meant, isUncertain: false }
  }
  const reading = readProductText(name, { isName: index.isKnown, isPart: index.isPart })
  if (reading.kind !== 'READ') return { ...unknown, isUncertain: reading.kind === 'NOT_CERTAIN' }
  const meaning = meaningOf(reading.names, stated, index)
  const isCoded = RXNORM_ID.test(rxnorm) && BRANDED_PRODUCT.test(name)
  const agrees = reading.bracketed.every(other => namesTheSame(other, meaning, isCoded, index))
  if (!agrees) return { ...unknown, isUncertain: true }
  return { medicine, ...meaning, matchedBy: 'TEXT', meant: reading.names, isUncertain: false }
}

const RXNORM_ID = /^\d{1,9}$/
/** "… 20 mg oral tablet [brand]" */
const BRANDED_PRODUCT = /\d.*\[[^[\]]+\]$/

type Meaning = Pick<KnownMedicine, 'drugs' | 'names' | 'considered'>

function meaningOf(named: readonly string[], stated: readonly string[], index: MedicineIndex): Meaning {
  const direct = named.flatMap(text => index.drugs.get(text) ?? [])
  const ingredients = direct.flatMap(drug => drug.ingredients.flatMap(name => index.drugs.get(name) ?? []))
  const drugs = [...new Set([...direct, ...ingredients])]
  const others = direct.flatMap(drug => drug.ingredients)
  const names = new Set([...stated, ...named, ...drugs.flatMap(namesOf), ...others])
  const considered = drugs.length > 0 || [...names].some(name => index.interacting.has(name))
  return { drugs, names, considered }
}

/** RxNorm writes a product's brand in brackets; without its id only a brand that the data know is one. */
function namesTheSame(other: string, { drugs, names }: Meaning, isCoded: boolean, index: MedicineIndex): boolean {
  // What a mixture holds is not known: it is not the same as one drug of it.
  if (index.mixtures.has(other)) return isCoded && drugs.length > 1
  if (!index.isKnown(other)) return isCoded && other !== ''
  return names.has(other) || (index.drugs.get(other) ?? []).some(drug => drugs.includes(drug))
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
  /** Brands that hold drugs besides, and nothing says which: such a name is not understood. */
  readonly mixtures: ReadonlySet<string>
  /** Names and RxNorm ids in the tables of inhibitors and inducers. */
  readonly interacting: ReadonlySet<string>
  /** True of every name and RxNorm id that some table speaks of. */
  readonly isKnown: (text: string) => boolean
  /** True of those, and of what products of the data are made of. */
  readonly isPart: (text: string) => boolean
  /** Medicines that were matched before: the same one is asked about for every gene and every drug. */
  readonly known: WeakMap<Medicine, KnownMedicine>
}

const medicineIndex = oncePer((knowledge: Knowledge): MedicineIndex => {
  const drugs = new Map<string, Drug[]>()
  const mixtures = new Set<string>()
  for (const drug of knowledge.drugs.values()) {
    const { mixed = [], plain = [] } = Object.groupBy(drug.brands, brand => (brand.combination ? 'mixed' : 'plain'))
    for (const brand of mixed) mixtures.add(brand.name.toLowerCase())
    for (const name of [...namesOf(drug), ...plain.map(brand => brand.name.toLowerCase())]) {
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
  const members = new Set([...(knowledge.options?.classes.values() ?? [])].flatMap(each => each.members))
  const isKnown = (text: string) => drugs.has(text) || interacting.has(text) || members.has(text)
  const parts = new Set([...knowledge.drugs.values()].flatMap(({ ingredients }) => ingredients))
  const isPart = (text: string) => isKnown(text) || parts.has(text)
  return { drugs, mixtures, interacting, isKnown, isPart, known: new WeakMap<Medicine, KnownMedicine>() }
})

function namesOf(drug: Drug): string[] {
  return [
    drug.name,
    ...drug.synonyms.map(name => name.toLowerCase()),
    ...(drug.rxnorm === undefined ? [] : [drug.rxnorm]),
  ]
}
