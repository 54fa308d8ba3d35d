import type { Drug, Knowledge } from '../domain/knowledge.js'
import { findDrugs } from '../domain/recommendation/find-drugs.js'
import { contains, pick } from './browse-genes.js'
import { demand } from './decide.js'
import { demandKnown } from './known-filters.js'
import { pageByKey } from './list-page.js'
import type { DrugFilter, Usecases } from './menu.js'
import type { Ports } from './ports.js'

type BrowseDrugs = Pick<Usecases, 'findDrugs' | 'findDrugsByRxnorm' | 'listDrugs' | 'searchDrugs' | 'listPairs'>

/** What the current release knows of drugs and of the genes that matter for them. */
export function browseDrugs({ knowledge }: Ports): BrowseDrugs {
  const byRxnorm = new Map(
    [...knowledge.drugs.values()].flatMap(drug => (drug.rxnorm === undefined ? [] : [[drug.rxnorm, drug] as const])),
  )
  return {
    findDrugs(actor, names) {
      demand(actor, 'READ_KNOWLEDGE')
      return pick(names, name => knowledge.drugs.get(name))
    },
    findDrugsByRxnorm(actor, rxnorm) {
      demand(actor, 'READ_KNOWLEDGE')
      return pick(rxnorm, id => byRxnorm.get(id))
    },
    listDrugs(actor, filter, page) {
      demand(actor, 'READ_KNOWLEDGE')
      demandKnown(filter, knowledge)
      const drugs = [...knowledge.drugs.values()].filter(drug => fits(drug, filter, knowledge))
      return pageByKey(drugs, drug => drug.name, page)
    },
    searchDrugs(actor, text, limit) {
      demand(actor, 'READ_KNOWLEDGE')
      return findDrugs(text, knowledge, limit)
    },
    listPairs(actor, { drug, gene, cpicLevel, clinpgxLevel }, page) {
      demand(actor, 'READ_KNOWLEDGE')
      demandKnown({ drug, gene }, knowledge)
      const pairs = [...knowledge.drugs.values()]
        .filter(({ name }) => drug === undefined || name === drug)
        .flatMap(each => each.pairs.map(pair => ({ ...pair, drug: each })))
        .filter(pair => gene === undefined || pair.gene === gene)
        .filter(pair => cpicLevel === undefined || pair.cpicLevel === cpicLevel)
        .filter(pair => clinpgxLevel === undefined || pair.clinpgxLevel === clinpgxLevel)
      return pageByKey(pairs, pair => `${pair.drug.name}\t${pair.gene}`, page)
    },
  }
}

function fits(drug: Drug, { search, gene, source, cpicLevel }: DrugFilter, knowledge: Knowledge): boolean {
  const guidelines = knowledge.guidelines.get(drug.name) ?? []
  const names = [drug.name, ...drug.synonyms, ...drug.brands.map(brand => brand.name)]
  return (
    contains(names, search) &&
    (cpicLevel === undefined || drug.cpicLevel === cpicLevel) &&
    (source === undefined || guidelines.some(guideline => guideline.source === source)) &&
    (gene === undefined ||
      drug.pairs.some(pair => pair.gene === gene) ||
      guidelines.some(guideline => guideline.genes.includes(gene)))
  )
}
