import type { Gene, PhenotypeTable } from '../domain/knowledge.js'
import type { GeneFiles } from './decode-gene.js'
import type { Report } from './knowledge-error.js'

/** Checks a gene's three files against each other: names that are used must be defined, rules must be complete. */
export function checkGene(gene: Gene, files: GeneFiles, report: Report): void {
  const folder = files.gene.path.split('/').at(-2)
  if (folder !== gene.symbol) report(files.gene.path, 'symbol', `"${gene.symbol}" lies in the folder "${folder}"`)
  checkReference(gene, files, report)
  checkAlleles(gene, files.alleles.path, report)
  checkMatching(gene, files.gene.path, report)
  checkPhenotypes(gene, files, report)
}

function checkReference(gene: Gene, files: GeneFiles, report: Report): void {
  const reference = gene.alleles.find(allele => allele.isReference)
  if (gene.referenceAllele !== reference?.name) {
    report(
      files.gene.path,
      'referenceAllele',
      `"${gene.referenceAllele}" is not the allele marked reference ("${reference?.name}") in alleles.json`,
    )
  }
  const defining = gene.positions.some(position => position.role === 'defining')
  if (defining && reference === undefined) report(files.alleles.path, 'alleles', 'no allele is marked reference')
}

function checkAlleles(gene: Gene, file: string, report: Report): void {
  const patterns = new Map<string, string>()
  const names = new Set(gene.alleles.map(allele => allele.name))
  for (const [row, allele] of gene.alleles.entries()) {
    const field = `alleles[${row}]`
    if (allele.core !== undefined && !names.has(allele.core)) {
      report(file, `${field}.core`, `"${allele.core}" is no allele of this gene`)
    }
    if (allele.structural?.base !== undefined && !names.has(allele.structural.base)) {
      report(file, `${field}.structure.base`, `"${allele.structural.base}" is no allele of this gene`)
    }
    for (const component of allele.structural?.components ?? []) {
      if (!names.has(component))
        report(file, `${field}.structure.components`, `"${component}" is no allele of this gene`)
    }
    if (!allele.matchable) continue
    if (allele.cells.size === 0) {
      report(file, `${field}.cells`, `${allele.name} has no cells; say why it is unmatchable`)
      continue
    }
    const pattern = [...allele.cells]
      .toSorted(([a], [b]) => a - b)
      .map(([index, cell]) => `${index}:${cell.toSorted().join('|')}`)
      .join(' ')
    const same = patterns.get(pattern)
    if (same !== undefined) report(file, `${field}.cells`, `${allele.name} is defined exactly as ${same}`)
    patterns.set(pattern, allele.name)
  }
}

function checkMatching(gene: Gene, file: string, report: Report): void {
  const names = new Set(gene.alleles.flatMap(allele => (allele.matchable ? [allele.name] : [])))
  const known = (name: string, field: string): void => {
    if (!names.has(name)) report(file, field, `"${name}" is no matchable allele of this gene`)
  }
  const { unphasedPriorities, fallback, linkedPair, noCombination, worstFunctions } = gene.matching
  for (const [row, { among, pick }] of unphasedPriorities.entries()) {
    const field = `unphasedPriorities[${row}]`
    for (const diplotype of among) for (const name of diplotype.split('/')) known(name, `${field}.among`)
    if (!among.includes(pick)) report(file, `${field}.pick`, `"${pick}" is not among ${among.join(', ')}`)
  }
  for (const name of Object.values(fallback?.alleles ?? {})) known(name, 'matching.fallback.alleles')
  if (linkedPair !== undefined) {
    known(linkedPair.both, 'matching.linkedPair.both')
    known(linkedPair.causalOnly, 'matching.linkedPair.causalOnly')
  }
  for (const name of noCombination) known(name, 'matching.noCombination')
  for (const name of worstFunctions) {
    if (!gene.alleles.some(allele => allele.function === name)) {
      report(file, 'matching.worstFunctions', `no allele has the function "${name}"`)
    }
  }
}

function checkPhenotypes(gene: Gene, files: GeneFiles, report: Report): void {
  const file = files.phenotypes.path
  const { phenotypes } = gene
  switch (phenotypes.method) {
    case 'activity-score':
      return checkScores(gene, phenotypes, file, report)
    case 'function-combination':
      return checkRules(gene, phenotypes, file, report)
    case 'allele-status':
      for (const [row, { allele }] of phenotypes.statuses.entries()) {
        if (!gene.alleles.some(defined => defined.name === allele)) {
          report(file, `statuses[${row}].allele`, `"${allele}" is no allele of this gene`)
        }
      }
      return
    case 'none':
  }
}

type Table<Method extends PhenotypeTable['method']> = Extract<PhenotypeTable, { method: Method }>

function checkRules(gene: Gene, table: Table<'function-combination'>, file: string, report: Report): void {
  const functions = new Set(gene.alleles.flatMap(allele => allele.function ?? []))
  const combinations = new Set<string>()
  for (const [row, rule] of table.rules.entries()) {
    for (const name of rule.functions) {
      if (!functions.has(name)) report(file, `rules[${row}].functions`, `no allele has the function "${name}"`)
    }
    const combination = combinationKey(rule.functions)
    if (combinations.has(combination)) report(file, `rules[${row}].functions`, `${combination} stands twice`)
    combinations.add(combination)
  }
  for (const combination of expectedCombinations(gene, [...functions])) {
    const key = combinationKey(combination)
    if (!combinations.has(key)) report(file, 'rules', `no rule for ${key}`)
  }
}

/** Every pair of functions a person can have, and every single one where a person can have one copy. */
function expectedCombinations(gene: Gene, functions: readonly string[]): readonly (readonly string[])[] {
  const single = gene.ploidy === 'diploid' ? [] : functions.map(name => [name])
  if (gene.ploidy === 'mitochondrial') return single
  return [...single, ...functions.flatMap((a, index) => functions.slice(index).map(b => [a, b]))]
}

function combinationKey(functions: readonly string[]): string {
  return functions.toSorted().join(' + ')
}

function checkScores(gene: Gene, table: Table<'activity-score'>, file: string, report: Report): void {
  const phenotypeOf = (score: string): string => {
    const value = Number(score.replace('≥', ''))
    return (
      table.ranges.find(({ min, max }) => value >= min && value <= (max ?? Infinity))?.phenotype ?? table.indeterminate
    )
  }
  const phenotypes = new Set([...table.ranges.map(range => range.phenotype), table.indeterminate])
  for (const [phenotype, scores] of table.scoresByPhenotype) {
    if (!phenotypes.has(phenotype)) report(file, `scores["${phenotype}"]`, 'is a phenotype of no range')
    for (const score of scores) {
      const expected = phenotypeOf(score)
      if (expected !== phenotype) report(file, `scores["${phenotype}"]`, `${score} means ${expected} by the ranges`)
    }
  }
  const listed = new Set([...table.scoresByPhenotype.values()].flat())
  const values = [...new Set(gene.alleles.flatMap(allele => allele.activityValue ?? []))]
  for (const [index, a] of values.entries()) {
    for (const b of values.slice(index)) {
      const score = scoreText(a, b)
      if (!listed.has(score)) report(file, 'scores', `${a} and ${b} give ${score}, which no phenotype lists`)
    }
  }
}

/** The sum as the sources spell it: one decimal at least ("2.0", "0.25"), "≥" and "n/a" carried over. */
function scoreText(a: string, b: string): string {
  if (a === 'n/a' || b === 'n/a') return 'n/a'
  const sum = Number(a.replace('≥', '')) + Number(b.replace('≥', ''))
  const atLeast = a.startsWith('≥') || b.startsWith('≥') ? '≥' : ''
  return `${atLeast}${Number.isInteger(sum) ? sum.toFixed(1) : sum}`
}
