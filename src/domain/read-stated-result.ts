import type { OutsideCall } from './diplotype/gene-call.js'
import { normaliseOutsideCall } from './diplotype/normalise-outside-call.js'
import { isExplicitNoCall } from './diplotype/outside-calls.js'
import { phenotypesOf } from './diplotype/outside-phenotype.js'
import type { Gene, Knowledge } from './knowledge.js'

/** A result of a gene as another system states it: everything that names the gene and everything that names the result. */
export interface StatedResult {
  readonly gene: {
    readonly symbols: readonly string[]
    /** Numbers of the HUGO Gene Nomenclature Committee. */
    readonly hgnc: readonly string[]
    /** LOINC codes of which one has to be a gene's own; none where the gene is named otherwise. */
    readonly loinc: readonly string[]
  }
  readonly diplotypes: readonly string[]
  readonly phenotypes: readonly string[]
}

/** Why a stated result is no outside call. */
export const RESULT_PROBLEMS = [
  /** No gene of the data is named, or several things name different ones. */
  'UNKNOWN_GENE',
  'UNKNOWN_ALLELE',
  'WRONG_NUMBER_OF_ALLELES',
  'UNKNOWN_PHENOTYPE',
  'NO_ACTIVITY_SCORE',
  /** Its parts state different things. */
  'CONTRADICTORY_RESULT',
  /** It says that nothing was found out. */
  'NO_RESULT',
] as const

export type ResultProblem = (typeof RESULT_PROBLEMS)[number]

/**
 * Reads a result as an outside call, in the words of our data. Whatever names the gene must name the same one, whatever
 * names the result the same result; an allele or a phenotype that the gene does not have is never taken for the nearest.
 */
export function readStatedResult(stated: StatedResult, knowledge: Knowledge): OutsideCall | ResultProblem {
  if (stated.diplotypes.some(isTooLong)) return 'UNKNOWN_ALLELE'
  if (stated.phenotypes.some(isTooLong)) return 'UNKNOWN_PHENOTYPE'
  if (stated.diplotypes.length + stated.phenotypes.length > MOST_NAMES) return 'CONTRADICTORY_RESULT'
  const gene = geneNamed(stated, knowledge)
  if (gene === undefined) return 'UNKNOWN_GENE'
  if (stated.diplotypes.some(isExplicitNoCall)) return 'NO_RESULT'
  const alleles = stated.diplotypes.map(diplotype => normaliseOutsideCall({ gene: gene.symbol, diplotype }, gene))
  const problem = alleles.find(each => each.problem !== undefined)?.problem
  if (problem !== undefined) return problem
  // One allele of two says nothing of the other: "not found" must not be read into it.
  const isHalf = alleles.some(({ diplotype }) => gene.ploidy === 'diploid' && diplotype?.haplotypes.length !== 2)
  if (isHalf) return 'WRONG_NUMBER_OF_ALLELES'
  const phenotypes = stated.phenotypes.map(words => phenotypeInWords(words, gene))
  if (phenotypes.includes(undefined)) return 'UNKNOWN_PHENOTYPE'
  const [diplotype, ...otherDiplotypes] = new Set(alleles.flatMap(({ call }) => call.diplotype ?? []))
  const [phenotype, ...otherPhenotypes] = new Set(phenotypes.flatMap(each => each ?? []))
  if (otherDiplotypes.length > 0 || otherPhenotypes.length > 0) return 'CONTRADICTORY_RESULT'
  if (diplotype === undefined && phenotype === undefined) return 'NO_RESULT'
  return {
    gene: gene.symbol,
    ...(diplotype === undefined ? {} : { diplotype }),
    ...(phenotype === undefined ? {} : { phenotype }),
  }
}

/** As for outside calls that people state. */
const LONGEST_TEXT = 500
/** Nobody names one result in more ways. */
const MOST_NAMES = 20

function isTooLong(text: string): boolean {
  return text.length > LONGEST_TEXT
}

function geneNamed({ gene: { symbols, hgnc, loinc } }: StatedResult, knowledge: Knowledge): Gene | undefined {
  const genes = [...knowledge.genes.values()]
  const byNumber = genes.filter(gene => gene.hgnc !== undefined && hgnc.includes(gene.hgnc))
  const byCode = genes.filter(gene => gene.phenotypeLoinc !== undefined && loinc.includes(gene.phenotypeLoinc))
  const bySymbol = symbols.flatMap(symbol => knowledge.genes.get(symbol) ?? [])
  if (loinc.length > 0 && byCode.length === 0) return undefined
  const [named, ...others] = new Set([...bySymbol, ...byNumber, ...byCode])
  return others.length === 0 ? named : undefined
}

/** A word of the gene's own list and nothing besides; its symbol may stand before it, and older spelling is the same word. */
function phenotypeInWords(words: string, gene: Gene): string | undefined {
  const bare = words.startsWith(`${gene.symbol} `) ? words.slice(gene.symbol.length) : words
  const wanted = bare
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/metaboliser$/, 'metabolizer')
    .replace(/^extensive metabolizer$/, 'normal metabolizer')
  return phenotypesOf(gene).find(phenotype => phenotype.toLowerCase() === wanted)
}
