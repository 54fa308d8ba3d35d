import type { FactTest, Gene, Guideline, Knowledge, Provenance } from '../domain/knowledge.js'
import { genesIn } from '../domain/recommendation/algorithms/gene-tests.js'
import { termCodes } from './guideline-codes.js'
import type { Report } from './knowledge-error.js'
import { canProduce } from './lookup-keys.js'

/** Where a decoded value came from, so that a problem can name its file. */
export interface FileNames {
  guideline(guideline: Guideline): string
  drug(name: string): string
  interactions(gene: string): string
}

const POPULATIONS = 'guidelines/populations.json'
const TERMS = 'guidelines/terms.json'
const ALIASES = 'guidelines/aliases.json'

type Content = Omit<Knowledge, 'version' | 'release' | 'date'>

/** Checks what one file alone cannot show: that everything a file names exists in another. */
export function crossCheck(content: Content, names: FileNames, report: Report): void {
  for (const [drug, guidelines] of content.guidelines) checkGuidelines(drug, guidelines, content, names, report)
  checkAlgorithms(content, report)
  checkTests(content, report)
  checkAliases(content, report)
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

/** Tests name facts that have words, and genes and alleles that exist. */
function checkTests(content: Content, report: Report): void {
  const tests = [
    ...[...content.populations.values()].map(({ code, test }) => ({ file: POPULATIONS, code, test, genes: undefined })),
    ...[...content.terms.values()].map(({ code, test, genes }) => ({ file: TERMS, code, test, genes })),
  ]
  for (const { file, code, test, genes } of tests) {
    for (const { fact, codes } of test === undefined ? [] : factsIn(test)) {
      const known = content.facts?.get(fact)
      if (content.facts === undefined) continue
      if (known === undefined) report(file, code, `no words say what the fact "${fact}" means`)
      const stranger = codes.find(candidate => known !== undefined && !(candidate in known.codes))
      if (stranger !== undefined) report(file, code, `no words say what "${stranger}" means of "${fact}"`)
    }
    for (const symbol of genes === undefined ? [] : genesIn(genes)) {
      if (!content.genes.has(symbol)) report(file, code, `"${symbol}" is no gene of this release`)
    }
  }
}

function checkAliases(content: Content, report: Report): void {
  const aliases = content.aliases ?? []
  const provenances = aliases.map(({ provenance }) => provenance)
  checkSources(provenances, content, ALIASES, report)
  for (const { gene: symbol, phenotype, readAs } of aliases) {
    const gene = content.genes.get(symbol)
    if (gene === undefined) report(ALIASES, 'gene', `"${symbol}" is no gene of this release`)
    for (const value of [phenotype, readAs]) {
      if (gene !== undefined && !canProduce(gene, { type: 'phenotype', value })) {
        report(ALIASES, 'aliases', `"${value}" is no phenotype of ${symbol}`)
      }
    }
  }
}

function factsIn(test: FactTest): readonly { readonly fact: string; readonly codes: readonly string[] }[] {
  if ('all' in test) return test.all.flatMap(factsIn)
  if ('any' in test) return test.any.flatMap(factsIn)
  if ('not' in test) return factsIn(test.not)
  const codes = [...(test.oneOf ?? []), ...(test.undecidedBy ?? [])].filter(value => typeof value === 'string')
  return [{ fact: test.fact, codes }]
}

/** Dose algorithms name drugs, genes, terms and sources; guidelines name algorithms. */
function checkAlgorithms(content: Content, report: Report): void {
  for (const algorithm of content.algorithms.values()) {
    const file = `algorithms/${algorithm.id.toLowerCase().replaceAll('_', '-')}.json`
    checkSources([algorithm.provenance], content, file, report)
    if (!content.drugs.has(algorithm.drug)) report(file, 'drug', `"${algorithm.drug}" is no drug of this release`)
    const genes = algorithm.kind === 'linear' ? Object.keys(algorithm.alleles) : algorithm.needs
    for (const symbol of genes) {
      const gene = content.genes.get(symbol)
      if (gene === undefined) report(file, 'genes', `"${symbol}" is no gene of this release`)
      const known = new Set(gene?.alleles.map(allele => allele.name))
      const named = algorithm.kind === 'linear' ? algorithm.alleles[symbol] : algorithm.readAsReference[symbol]?.alleles
      const stranger = named?.find(allele => !known.has(allele))
      if (gene !== undefined && stranger !== undefined) report(file, 'alleles', `${symbol} has no allele "${stranger}"`)
    }
    if (algorithm.kind === 'linear') continue
    for (const { people, steps } of algorithm.branches) {
      const codes = [people, ...steps.flatMap(step => [step.when ?? [], step.tags, step.doseChange?.of ?? []].flat())]
      for (const code of codes)
        if (!content.terms.has(code)) report(file, 'branches', `no term says what ${code} means`)
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
    const { algorithm } = guideline
    if (algorithm !== undefined && !content.algorithms.has(algorithm)) {
      report(file, `${field}.algorithm`, `"${algorithm}" is no algorithm of this release`)
    }
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
