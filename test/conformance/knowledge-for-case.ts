import { join } from 'node:path'
import type { Gene, Knowledge } from '../../src/domain/knowledge.js'
import type { CaseOptions } from './case.js'
import { geneFromDefinition } from './definition-file.js'

/** Our knowledge as a case restricts or replaces it. */
export function knowledgeForCase(knowledge: Knowledge, options: CaseOptions, folder: string): Knowledge {
  const { definitionFiles, definitionGenes, exemptions } = options
  if (definitionFiles !== undefined) {
    const genes = definitionFiles.map(file => geneFromDefinition(join(folder, file), knowledge.genes))
    return withGenes(knowledge, genes, exemptions)
  }
  const all = [...knowledge.genes.values()].filter(gene => gene.tier === 'core')
  const asked = Array.isArray(definitionGenes) ? definitionGenes : options.genes
  const wanted = asked && new Set(asked.map((symbol: string) => symbol.toUpperCase()))
  return withGenes(knowledge, wanted === undefined ? all : all.filter(({ symbol }) => wanted.has(symbol)), exemptions)
}

function withGenes(knowledge: Knowledge, genes: readonly Gene[], exemptions: CaseOptions['exemptions']): Knowledge {
  const used =
    exemptions === 'none'
      ? genes.map(gene => ({ ...gene, matching: { ...gene.matching, required: [], unphasedPriorities: [] } }))
      : genes
  return { ...knowledge, genes: new Map(used.map(gene => [gene.symbol, gene])) }
}
