import { fileURLToPath } from 'node:url'

import type { Allele, Gene, Knowledge } from '../../src/domain/knowledge.js'
import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'

/** The release in the repository. */
export const DATA = fileURLToPath(new URL('../../data', import.meta.url))

export const knowledge: Knowledge = await loadKnowledge([DATA])

export function geneOf(symbol: string): Gene {
  const gene = knowledge.genes.get(symbol)
  if (gene === undefined) throw new Error(`no gene ${symbol}`)
  return gene
}

export function alleleOf(symbol: string, name: string): Allele {
  const allele = geneOf(symbol).alleles.find(candidate => candidate.name === name)
  if (allele === undefined) throw new Error(`${symbol} has no allele ${name}`)
  return allele
}

/** The cells of an allele by rs number (or GRCh38 coordinate): "G", or "A|G" where both bases are allowed. */
export function cellsOf(symbol: string, name: string): Record<string, string> {
  const { positions } = geneOf(symbol)
  return Object.fromEntries(
    [...alleleOf(symbol, name).cells].map(([index, bases]) => {
      const position = positions[index]
      return [position?.rsid ?? String(position?.loci.GRCh38.position), bases.join('|')]
    }),
  )
}
