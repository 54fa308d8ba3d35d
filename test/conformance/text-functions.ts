import { diplotypeLabel, diplotypeOf, haplotypeNamed, plainHaplotype } from '../../src/domain/diplotype/diplotype.js'
import type { Diplotype } from '../../src/domain/diplotype/gene-call.js'
import {
  compareByFunction,
  compareDiplotypesByFunction,
  worstDiplotype,
} from '../../src/domain/diplotype/lowest-function.js'
import { compareNames } from '../../src/domain/diplotype/name-order.js'
import { canonicalActivityScore, canonicalPhenotype } from '../../src/domain/diplotype/outside-phenotype.js'
import { pairings } from '../../src/domain/diplotype/rules/unphased-alleles.js'
import type { Gene, Knowledge } from '../../src/domain/knowledge.js'
import { diplotypePhenotype } from '../../src/domain/phenotype/diplotype-phenotype.js'
import { asStated } from './as-stated.js'
import type { ConformanceCase } from './case.js'
import { compare, notApplicable, unknownField, type Part } from './part.js'

type Comparison = (input: never, expected: never, knowledge: Knowledge, name: string) => Part

interface WithGene {
  readonly gene: string
}

/** The tool's functions from text to text, and ours that answer the same question. */
const FUNCTIONS: Readonly<Record<string, Comparison>> = {
  sortHaplotypeNames: (names: readonly (string | null)[], expected, _knowledge, name) =>
    compare(name, expected, [
      ...names.filter(one => one === null),
      ...names.filter(one => one !== null).toSorted(compareNames),
    ]),
  normalizePhenotype: (text: string, expected, _knowledge, name) => compare(name, expected, canonicalPhenotype(text)),
  normalizeActivityScore: (text: string, expected, _knowledge, name) =>
    compare(name, expected, canonicalActivityScore(text)),
  isValidCall: (_input, _expected, _knowledge, name) => notApplicable(name, 'CALL_TEXT'),
  isHetCall: (_input, _expected, _knowledge, name) => notApplicable(name, 'CALL_TEXT'),
  diplotypeLabel: (input: LabelInput, expected, knowledge, name) => compare(name, expected, label(input, knowledge)),
  inferLowestFunctionDiplotype: (
    input: WithGene & { readonly diplotypes: readonly (readonly (string | readonly string[])[])[] },
    expected: { readonly diplotype: string; readonly activityScore?: string },
    knowledge,
    name,
  ) => {
    const gene = geneOf(knowledge, input)
    const [lowest] = input.diplotypes
      .map(pair => worstDiplotype(gene, diplotypeFrom(gene, pair)))
      .toSorted((a, b) => compareDiplotypesByFunction(gene, a, b))
    return compare(name, expected, lowest && answer(gene, lowest, expected))
  },
  inferLowestFunctionFromHaplotypes: (
    input: WithGene & Readonly<Record<string, unknown>>,
    expected: { readonly diplotype: string; readonly activityScore?: string },
    knowledge,
    name,
  ) => {
    const gene = geneOf(knowledge, input)
    const listed = Object.values(input).find(Array.isArray)
    const [lowest] = pairings(gene, asStated<readonly string[]>(listed ?? []))
    return compare(name, expected, lowest && answer(gene, lowest, expected))
  },
  compareDpydAlleles: ([a, b]: readonly [string, string], expected, knowledge, name) => {
    const gene = geneWith(knowledge, a) ?? geneWith(knowledge, b)
    return compare(name, expected, gene === undefined ? undefined : Math.sign(compareByFunction(gene, a, b)))
  },
  lookupDiplotype: (
    input: WithGene & { readonly alleles: readonly string[] },
    expected: Readonly<Record<string, unknown>>,
    knowledge,
    name,
  ) => {
    const gene = geneOf(knowledge, input)
    const { lookupKeys, phenotypes, activityScore } = diplotypePhenotype(gene, diplotypeFrom(gene, input.alleles))
    const ours: Readonly<Record<string, unknown>> = { lookupKeys, phenotypes, phenotype: phenotypes[0], activityScore }
    return compare(name, expected, Object.fromEntries(Object.keys(expected).map(key => [key, ours[key]])))
  },
  alleleFunction: (input: WithGene & { readonly allele: string }, expected, knowledge, name) =>
    compare(name, expected, alleleOf(knowledge, input)?.function),
  alleleActivityValue: (input: WithGene & { readonly allele: string }, expected, knowledge, name) =>
    compare(name, expected, alleleOf(knowledge, input)?.activityValue),
  genesWithPhenotypeTable: (_input, _expected, _knowledge, name) => notApplicable(name, 'DATA_LIST'),
}

export function compareTextFunction(testCase: ConformanceCase, knowledge: Knowledge): readonly Part[] {
  const name = testCase.function ?? ''
  const comparison = FUNCTIONS[name]
  if (comparison === undefined) return [unknownField(name, testCase.expect)]
  return [comparison(asStated<never>(testCase.input), asStated<never>(testCase.expect['value']), knowledge, name)]
}

interface LabelInput extends WithGene {
  readonly allele1: string
  readonly allele2?: string
}

function label(input: LabelInput, knowledge: Knowledge): string {
  const alleles = [input.allele1, input.allele2].flatMap(name => (name === undefined ? [] : [plainHaplotype(name)]))
  return diplotypeLabel(geneOf(knowledge, input), diplotypeOf(alleles, 0))
}

function geneOf(knowledge: Knowledge, { gene }: WithGene): Gene {
  const found = knowledge.genes.get(gene)
  if (found === undefined) throw new Error(`no gene ${gene}`)
  return found
}

const geneWith = (knowledge: Knowledge, allele: string): Gene | undefined =>
  [...knowledge.genes.values()].find(({ alleles }) =>
    alleles.some(({ name }) => name === allele && name !== 'Reference'),
  )

const alleleOf = (knowledge: Knowledge, input: WithGene & { readonly allele: string }) =>
  geneOf(knowledge, input).alleles.find(({ name }) => name === input.allele)

function diplotypeFrom(gene: Gene, pair: readonly (string | readonly string[])[]): Diplotype {
  const names = pair.map(side => (typeof side === 'string' ? side : `[${side.join(' + ')}]`))
  return diplotypeOf(
    names.map(name => haplotypeNamed(name, gene)),
    0,
  )
}

function answer(gene: Gene, diplotype: Diplotype, asked: object): object {
  const { activityScore, phenotypes } = diplotypePhenotype(gene, diplotype)
  const ours = { diplotype: diplotype.name, activityScore, phenotype: phenotypes[0] }
  return Object.fromEntries(Object.keys(asked).map(key => [key, ours[asStated<keyof typeof ours>(key)]]))
}
