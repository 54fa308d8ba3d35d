import type { Knowledge } from '../knowledge.js'
import { oncePer } from '../once-per.js'
import type { NamedDrug } from './history-fact.js'
import { type MedicineMatch, knownMedicine } from './known-medicines.js'
import { isConsidered } from './named-drugs.js'

/** What the data say of drugs as other systems name them; nothing is guessed. */
export interface DrugLookup {
  /** By what they know it: `TEXT` by the words of a product's name alone; undefined: not at all. */
  readonly matchOf: (drug: NamedDrug) => MedicineMatch | undefined
  /** Whether two names mean the same drugs. */
  readonly areSame: (one: NamedDrug, other: NamedDrug) => boolean
  /** The drug that an Anatomical Therapeutic Chemical code means, where it can mean no other. */
  readonly byAtc: (code: string) => NamedDrug | undefined
}

export function drugLookup(knowledge: Knowledge): DrugLookup {
  // A long list names the same products over and over.
  const matches = new Map<string, MedicineMatch | undefined>()
  const match = (drug: NamedDrug) =>
    isConsidered(drug, knowledge) ? knownMedicine(drug, knowledge).matchedBy : undefined
  return {
    matchOf(drug) {
      const key = JSON.stringify([drug.name, drug.rxnorm])
      if (!matches.has(key)) matches.set(key, match(drug))
      return matches.get(key)
    },
    areSame(one, other) {
      const meant = [one, other].map(drug => drugsOf(drug, knowledge))
      return meant[0] === meant[1]
    },
    byAtc: code => atcIndex(knowledge).get(code.trim().toUpperCase()),
  }
}

/** What a stated drug means, as one text: without a file of its own, by the names that other tables have. */
function drugsOf(drug: NamedDrug, knowledge: Knowledge): string {
  const { drugs, meant } = knownMedicine(drug, knowledge)
  return [...new Set([...drugs.map(({ name }) => name), ...meant])].toSorted().join(' / ')
}

/** A substance: "N06AB05", not the group "N06AB", and none of the combinations, whose last two digits are 50 and more. */
const SUBSTANCE = /^[A-Z]\d\d[A-Z]{2}[0-4]\d$/

/**
 * Codes by which one drug, and nothing else, can be meant: a drug with several codes has them for its combinations and for
 * what is used on the skin or in the eye, and the data do not say which is which.
 */
const atcIndex = oncePer((knowledge: Knowledge): ReadonlyMap<string, NamedDrug> => {
  const owners = new Map<string, NamedDrug | undefined>()
  for (const { name, rxnorm, atc, ingredients } of knowledge.drugs.values()) {
    const [only, ...others] = atc
    const drug = rxnorm === undefined ? { name } : { name, rxnorm }
    const isPlain = only !== undefined && others.length === 0 && ingredients.length === 0 && SUBSTANCE.test(only)
    for (const code of atc) owners.set(code, isPlain && !owners.has(code) ? drug : undefined)
  }
  return new Map([...owners].flatMap(([code, drug]) => (drug === undefined ? [] : [[code, drug] as const])))
})
