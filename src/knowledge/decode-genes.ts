import type { Gene } from '../domain/knowledge.js'
import type { DataFile } from './data-file.js'
import { decodeGene } from './decode-gene.js'
import type { Report } from './knowledge-error.js'

const PARTS = ['gene.json', 'alleles.json', 'phenotypes.json'] as const

/** Genes by symbol: core genes first, each tier in the order of its symbols. */
export function decodeGenes(
  files: readonly DataFile[],
  sources: ReadonlySet<string>,
  report: Report,
): ReadonlyMap<string, Gene> {
  const folders = new Map<string, Map<string, DataFile>>()
  for (const file of files) {
    const [, folder = '', name = '', ...deeper] = file.path.split('/')
    if (deeper.length > 0 || !PARTS.some(part => part === name)) report(file.path, '', 'is no file of a gene')
    else folders.set(folder, (folders.get(folder) ?? new Map<string, DataFile>()).set(name, file))
  }
  const genes = [...folders].flatMap(([folder, parts]) => {
    const [gene, alleles, phenotypes] = PARTS.map(part => parts.get(part))
    if (gene !== undefined && alleles !== undefined && phenotypes !== undefined) {
      return decodeGene({ gene, alleles, phenotypes }, sources, report) ?? []
    }
    for (const part of PARTS) if (!parts.has(part)) report(`genes/${folder}/${part}`, '', 'does not exist')
    return []
  })
  return new Map(genes.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).map(gene => [gene.symbol, gene]))
}

function rank(gene: Gene): string {
  return `${gene.tier === 'core' ? 0 : 1}${gene.symbol}`
}
