import type { Drug, Knowledge } from '../knowledge.js'
import { oncePer } from '../once-per.js'
import { similarity } from './similarity.js'

/** A drug that a text may mean. Candidates are shown to a person; none is ever taken for the answer by itself. */
export interface DrugCandidate {
  readonly drug: Drug
  readonly matched: 'GENERIC_NAME' | 'RXNORM' | 'SYNONYM' | 'BRAND' | 'SIMILAR'
  /** The name that was compared with the text. */
  readonly name: string
  /** 0 – 1; 1 is the same text, case aside. */
  readonly similarity: number
}

export type ResolvedDrug =
  | { readonly kind: 'drug'; readonly drug: Drug; readonly matched: DrugCandidate['matched'] }
  | { readonly kind: 'candidates'; readonly candidates: readonly DrugCandidate[] }

/** Texts less alike than this are not worth showing. */
const LEAST_SIMILARITY = 0.6
const MOST_CANDIDATES = 10

/** Drugs that a text may mean: by RxNorm id, generic name, synonym or brand, and misspelt names by likeness, best first. */
export function findDrugs(text: string, knowledge: Knowledge, limit = MOST_CANDIDATES): readonly DrugCandidate[] {
  const wanted = normalised(text)
  if (wanted === '') return []
  const best = new Map<Drug, DrugCandidate>()
  for (const entry of drugNames(knowledge)) {
    const score = entry.matched === 'RXNORM' ? Number(entry.text === wanted) : similarity(wanted, entry.text)
    if (score < LEAST_SIMILARITY || score <= (best.get(entry.drug)?.similarity ?? 0)) continue
    const matched = score === 1 ? entry.matched : 'SIMILAR'
    best.set(entry.drug, { drug: entry.drug, matched, name: entry.name, similarity: score })
  }
  return [...best.values()]
    .toSorted((a, b) => b.similarity - a.similarity || (a.drug.name < b.drug.name ? -1 : 1))
    .slice(0, limit)
}

/**
 * The drug or product a text names exactly, when it names one and no other; everything else stays a list of candidates, the
 * brand of a mixture of which nobody knows what it holds among them.
 */
export function resolveDrug(text: string, knowledge: Knowledge): ResolvedDrug {
  // Likeness to every name is computed only for what nothing is called exactly.
  const [first, ...others] = exactNames(knowledge).get(normalised(text)) ?? []
  const isOne = first !== undefined && others.every(({ drug }) => drug === first.drug)
  if (isOne) return { kind: 'drug', drug: first.drug, matched: first.matched }
  return { kind: 'candidates', candidates: findDrugs(text, knowledge) }
}

const exactNames = oncePer((knowledge: Knowledge): ReadonlyMap<string, readonly DrugName[]> => {
  const whole = drugNames(knowledge).filter(({ isPart }) => !isPart)
  return Map.groupBy(whole, ({ text }) => text)
})

/** What to ask about for a product: itself where sources speak of it, and the ingredients that the data describe. */
export function drugsToCheck(drug: Drug, knowledge: Knowledge): readonly Drug[] {
  const ingredients = drug.ingredients.flatMap(name => knowledge.drugs.get(name) ?? [])
  const isItselfDescribed = ingredients.length === 0 || knowledge.guidelines.has(drug.name)
  return isItselfDescribed ? [drug, ...ingredients] : ingredients
}

interface DrugName {
  readonly drug: Drug
  readonly matched: Exclude<DrugCandidate['matched'], 'SIMILAR'>
  readonly name: string
  readonly text: string
  /** Names a mixture that holds the drug and others. */
  readonly isPart: boolean
}

const drugNames = oncePer((knowledge: Knowledge): readonly DrugName[] =>
  [...knowledge.drugs.values()].flatMap(drug => [
    nameOf(drug, 'GENERIC_NAME', drug.name),
    ...(drug.rxnorm === undefined ? [] : [nameOf(drug, 'RXNORM', drug.rxnorm)]),
    ...drug.synonyms.map(name => nameOf(drug, 'SYNONYM', name)),
    ...drug.brands.map(brand => nameOf(drug, 'BRAND', brand.name, brand.combination)),
  ]),
)

function nameOf(drug: Drug, matched: DrugName['matched'], name: string, isPart = false): DrugName {
  return { drug, matched, name, text: normalised(name), isPart }
}

function normalised(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()
}
