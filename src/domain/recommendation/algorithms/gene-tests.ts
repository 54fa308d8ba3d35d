import type { Gene, GeneTest, Knowledge } from '../../knowledge.js'
import type { GeneCall } from '../../diplotype/gene-call.js'
import type { GeneOption } from '../gene-options.js'
import type { Combination } from '../match-rows.js'

/** What is known of a person's genes when a step asks. */
export interface GeneContext {
  readonly combination: Combination
  readonly calls: ReadonlyMap<string, GeneCall>
  readonly knowledge: Knowledge
}

/** Three-valued: undefined when the data cannot tell. */
export function evaluateGenes(test: GeneTest, context: GeneContext): boolean | undefined {
  if ('all' in test) {
    const verdicts = test.all.map(part => evaluateGenes(part, context))
    if (verdicts.includes(false)) return false
    return verdicts.includes(undefined) ? undefined : true
  }
  if ('any' in test) {
    const verdicts = test.any.map(part => evaluateGenes(part, context))
    if (verdicts.includes(true)) return true
    return verdicts.includes(undefined) ? undefined : false
  }
  if ('not' in test) {
    const verdict = evaluateGenes(test.not, context)
    return verdict === undefined ? undefined : !verdict
  }
  if ('phenotype' in test) {
    const option = optionOf(test.phenotype.gene, context)
    return option && test.phenotype.oneOf.some(phenotype => option.phenotypes.has(phenotype))
  }
  if ('copies' in test) {
    const alleles = allelesOf(test.copies.gene, context)
    return alleles && alleles.filter(allele => test.copies.alleles.includes(allele)).length === test.copies.count
  }
  if ('base' in test) return carriesBase(test.base, context)
  return wereExcluded(test.excluded, context)
}

/** Names of the alleles that an option's diplotype consists of. */
export function allelesOf(symbol: string, { combination }: GeneContext): readonly string[] | undefined {
  const result = combination.get(symbol)?.used.result
  return (result?.diplotype ?? result?.lookupDiplotype)?.haplotypes.map(haplotype => haplotype.name)
}

function optionOf(symbol: string, { combination }: GeneContext): GeneOption | undefined {
  const option = combination.get(symbol)
  return option?.hasResult === true ? option : undefined
}

/** Evidence of the file first; without it, what the named alleles are defined by. */
function carriesBase(
  { gene: symbol, rsid, base }: { readonly gene: string; readonly rsid: string; readonly base: string },
  context: GeneContext,
): boolean | undefined {
  const gene = context.knowledge.genes.get(symbol)
  const position = gene?.positions.find(candidate => candidate.rsid === rsid)
  if (!gene || !position) return undefined
  const evidence = context.calls.get(symbol)?.evidence[position.index]
  if (evidence && (evidence.state === 'variant' || evidence.state === 'reference')) return evidence.slots.includes(base)
  const alleles = allelesOf(symbol, context)
  if (evidence || position.role === 'extra' || !alleles) return undefined
  return alleles.some(name => definesBase(gene, name, position.index, base))
}

function definesBase(gene: Gene, allele: string, position: number, base: string): boolean {
  return (
    gene.alleles
      .find(({ name }) => name === allele)
      ?.cells.get(position)
      ?.includes(base) === true
  )
}

/** An outside result does not say what was looked for, unless it names one of the alleles itself. */
function wereExcluded(
  { gene: symbol, alleles }: { readonly gene: string; readonly alleles: readonly string[] },
  context: GeneContext,
): boolean | undefined {
  const call = context.calls.get(symbol)
  if (!call || call.status !== 'called') return undefined
  if (call.origin === 'outside') return undefined
  return !alleles.some(allele => call.completeness.notExcluded.includes(allele))
}

/** Symbols of the genes that a test asks for. */
export function genesIn(test: GeneTest): readonly string[] {
  if ('all' in test) return test.all.flatMap(genesIn)
  if ('any' in test) return test.any.flatMap(genesIn)
  if ('not' in test) return genesIn(test.not)
  if ('phenotype' in test) return [test.phenotype.gene]
  if ('copies' in test) return [test.copies.gene]
  if ('base' in test) return [test.base.gene]
  return [test.excluded.gene]
}
