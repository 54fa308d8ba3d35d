import type { Guideline, Knowledge } from '../domain/knowledge.js'
import { pick } from './browse-genes.js'
import { demand } from './decide.js'
import { demandKnown } from './known-filters.js'
import { pageByKey } from './list-page.js'
import type { GuidelineFilter, RecommendationEntry, RecommendationFilter, Usecases } from './menu.js'
import type { Ports } from './ports.js'

type BrowseGuidelines = Pick<Usecases, 'listGuidelines' | 'listRecommendations' | 'findRecommendations'>

/** Guidelines and their rows, as the current release has them. */
export function browseGuidelines({ knowledge }: Ports): BrowseGuidelines {
  const entries = new Map(
    [...knowledge.guidelines.values()]
      .flat()
      .flatMap(guideline => guideline.rows.map(row => [row.id, { guideline, row }] as const)),
  )
  return {
    listGuidelines(actor, filter, page) {
      demand(actor, 'READ_KNOWLEDGE')
      demandKnown(filter, knowledge)
      return pageByKey(guidelinesThatFit(knowledge, filter), keyOfGuideline, page)
    },
    listRecommendations(actor, filter, page) {
      demand(actor, 'READ_KNOWLEDGE')
      demandKnown(filter, knowledge)
      const found = guidelinesThatFit(knowledge, filter)
        .flatMap(guideline => guideline.rows.map(row => ({ guideline, row })))
        .filter(entry => rowFits(entry, filter))
      return pageByKey(found, ({ guideline, row }) => `${keyOfGuideline(guideline)}\t${row.id}`, page)
    },
    findRecommendations(actor, ids) {
      demand(actor, 'READ_KNOWLEDGE')
      return pick(ids, id => entries.get(id))
    },
  }
}

function keyOfGuideline({ drug, source, id }: Guideline): string {
  return `${drug}\t${source}\t${id}`
}

function guidelinesThatFit(knowledge: Knowledge, { drug, gene, source, ids }: GuidelineFilter): readonly Guideline[] {
  const guidelines =
    drug === undefined ? [...knowledge.guidelines.values()].flat() : (knowledge.guidelines.get(drug) ?? [])
  return guidelines.filter(
    guideline =>
      (gene === undefined || guideline.genes.includes(gene)) &&
      (source === undefined || guideline.source === source) &&
      (ids === undefined || ids.includes(guideline.id)),
  )
}

function rowFits({ row }: RecommendationEntry, { gene, population, lookupKey }: RecommendationFilter): boolean {
  if (population !== undefined && row.population !== population) return false
  if (lookupKey === undefined) return true
  return row.keys.some(keys =>
    keys.some((key, index) => key.value === lookupKey && (gene === undefined || row.genes[index] === gene)),
  )
}
