import type { Gene, Guideline, Knowledge, Provenance } from '../domain/knowledge.js'
import { termCodes } from './guideline-codes.js'
import type { Report } from './knowledge-error.js'
import { canProduce } from './lookup-keys.js'

/** Where a decoded value came from, so that a problem can name its file. */
export interface FileNames {
  guideline(guideline: Guideline): string
  drug(name: string): string
  interactions(gene: string): string
}

type Content = Omit<Knowledge, 'version' | 'release' | 'date'>

/** Checks what one file alone cannot show: that everything a file names exists in another. */
export function crossCheck(content: Content, names: FileNames, report: Report): void {
  for (const [drug, guidelines] of content.guidelines) checkGuidelines(drug, guidelines, content, names, report)
  for (const drug of content.drugs.values()) {
    const file = names.drug(drug.name)
    const provenances = [drug.provenance, drug.rxnormProvenance, ...drug.brands.map(brand => brand.provenance)]
    checkSources(provenances, content, file, report)
  }
  for (const [gene, rows] of content.interactions) {
    checkSources(
      rows.map(row => row.provenance),
      content,
      names.interactions(gene),
      report,
    )
  }
  for (const [gene, rule] of content.phenoconversion) {
    const file = names.interactions(gene)
    checkSources([rule.provenance, rule.windowProvenance], content, file, report)
    if (content.genes.get(gene)?.phenotypes.method !== 'activity-score') {
      report(file, 'phenoconversion', `${gene} has no activity score to multiply`)
    }
  }
}

function checkGuidelines(
  drug: string,
  guidelines: readonly Guideline[],
  content: Content,
  names: FileNames,
  report: Report,
): void {
  const indexInFile = new Map<string, number>()
  for (const guideline of guidelines) {
    const file = names.guideline(guideline)
    const index = indexInFile.get(file) ?? 0
    indexInFile.set(file, index + 1)
    const field = `guidelines[${index}]`
    if (!content.drugs.has(drug)) report(file, 'drug', `"${drug}" is no drug of this release`)
    checkSources([guideline.provenance, ...guideline.rows.map(row => row.provenance)], content, file, report)
    const genes = guideline.genes.flatMap((symbol): readonly Gene[] => {
      const gene = content.genes.get(symbol)
      if (gene === undefined) report(file, `${field}.genes`, `"${symbol}" is no gene of this release`)
      return gene === undefined ? [] : [gene]
    })
    for (const code of termCodes(guideline)) {
      if (!content.terms.has(code)) report(file, field, `no term says what ${code} means`)
    }
    for (const [rowIndex, row] of guideline.rows.entries()) {
      const rowField = `${field}.rows[${rowIndex}]`
      if (row.population !== 'general' && !content.populations.has(row.population)) {
        report(file, `${rowField}.population`, `"${row.population}" is no population of this release`)
      }
      for (const key of row.keys) {
        for (const [geneIndex, part] of key.entries()) {
          const gene = genes.find(candidate => candidate.symbol === row.genes[geneIndex])
          if (gene !== undefined && !canProduce(gene, part)) {
            report(file, `${rowField}.keys`, `${gene.symbol} can never be found by ${part.type} "${part.value}"`)
          }
        }
      }
    }
  }
}

function checkSources(provenances: readonly Provenance[], content: Content, file: string, report: Report): void {
  for (const id of new Set(provenances.map(provenance => provenance.source))) {
    if (!content.sources.has(id)) report(file, 'source', `"${id}" is no source of this release`)
  }
}
