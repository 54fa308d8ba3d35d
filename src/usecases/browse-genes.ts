import { DomainError } from '../domain/errors.js'
import { demand } from './decide.js'
import { pageByKey } from './list-page.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'

type BrowseGenes = Pick<Usecases, 'knowledge' | 'releases' | 'findGenes' | 'listGenes' | 'listAlleles'>

/** What the current release knows of genes and their alleles. */
export function browseGenes({ knowledge, releases }: Ports): BrowseGenes {
  return {
    knowledge(actor) {
      demand(actor, 'READ_KNOWLEDGE')
      return knowledge
    },
    releases(actor) {
      demand(actor, 'READ_KNOWLEDGE')
      return releases
    },
    findGenes(actor, symbols) {
      demand(actor, 'READ_KNOWLEDGE')
      return pick(symbols, symbol => knowledge.genes.get(symbol))
    },
    listGenes(actor, { tier, search }, page) {
      demand(actor, 'READ_KNOWLEDGE')
      const genes = [...knowledge.genes.values()]
        .filter(gene => tier === undefined || gene.tier === tier)
        .filter(gene => contains([gene.symbol, gene.name ?? ''], search))
      return pageByKey(genes, gene => gene.symbol, page)
    },
    listAlleles(actor, symbol, filter, page) {
      demand(actor, 'READ_KNOWLEDGE')
      const gene = knowledge.genes.get(symbol)
      if (gene === undefined) throw new DomainError('UNKNOWN_GENE', 'No data file describes this gene', {})
      // In the order of the definitions, which is the one people know (*2 before *10).
      const alleles = gene.alleles
        .map((allele, index) => ({ allele, key: String(index).padStart(6, '0') }))
        .filter(({ allele }) => contains([allele.name], filter.search))
        .filter(({ allele }) => filter.function === undefined || allele.function === filter.function)
      const found = pageByKey(alleles, ({ key }) => key, page)
      return { ...found, items: found.items.map(({ allele }) => allele) }
    },
  }
}

export function pick<T>(keys: readonly string[], find: (key: string) => T | undefined): ReadonlyMap<string, T> {
  return new Map(
    keys.flatMap(key => {
      const found = find(key)
      return found === undefined ? [] : [[key, found] as const]
    }),
  )
}

/** True when one of the texts has the searched one in it, case aside. */
export function contains(texts: readonly string[], search: string | undefined): boolean {
  if (search === undefined) return true
  const wanted = search.trim().toLowerCase()
  return texts.some(text => text.toLowerCase().includes(wanted))
}
