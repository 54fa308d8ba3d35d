import type { Assembly, Gene } from '../knowledge.js'
import type { PositionEvidence } from '../genotype/evidence.js'
import { geneGenotype, type GeneGenotype } from '../genotype/gene-genotype.js'
import { compileAlleleTable, type AlleleTable } from './allele-table.js'
import { callNotes } from './call-notes.js'
import { completenessOf } from './completeness.js'
import { plainHaplotype, diplotypeOf } from './diplotype.js'
import type { CallOptions, Diplotype, GeneCall, NotCalledReason } from './gene-call.js'
import { CALLING_RULES } from './rules/calling-rules.js'
import { notCalled, type RuleResult } from './rules/rule.js'
import { variantLabel } from './variant-name.js'

export const DEFAULT_CALL_OPTIONS: CallOptions = { combinations: false, callWithoutCopyNumber: false }

/**
 * Calls one gene from the evidence at its positions (aligned with `Gene.positions`). Pure: equal evidence gives an
 * equal call, so that a cohort may call each distinct genotype once.
 */
export type GeneCaller = (evidence: readonly PositionEvidence[], assembly?: Assembly) => GeneCall

/** Compiles a gene's definitions once; the caller it returns serves any number of samples. */
export function compileGeneCaller(gene: Gene, options: CallOptions = DEFAULT_CALL_OPTIONS): GeneCaller {
  const table = compileAlleleTable(gene)
  // Research naming wants to name what is undocumented; where only the worst allele counts, reference stays the reading.
  const asReference = gene.undocumentedAsReference && (!options.combinations || gene.callingRule === 'lowest-function')
  return (evidence, assembly = 'GRCh38') => {
    const genotype = geneGenotype(gene, evidence, asReference)
    const result = decide(table, genotype, options, assembly)
    const diplotypes = 'reason' in result ? [] : [...result.diplotypes, ...result.otherDiplotypes]
    const completeness = completenessOf(table, genotype, evidence, allelesOf(diplotypes, result))
    const fallback = 'reason' in result ? fallbackDiplotype(gene, genotype, result.reason) : undefined
    const base = {
      gene: gene.symbol,
      origin: 'file',
      evidence,
      completeness,
      phased: genotype.phased,
      effectivelyPhased: genotype.groups <= 1,
      notes: callNotes({ table, genotype, evidence, completeness, result, fallback, options, assembly }),
    } as const
    if ('reason' in result) {
      return {
        ...base,
        status: 'not-called',
        reason: result.reason,
        ...(fallback === undefined ? {} : { fallback }),
        seen: seenVariants(gene, genotype, assembly),
      }
    }
    const { diplotypes: best, otherDiplotypes, alleles } = result
    return {
      ...base,
      status: 'called',
      diplotypes: best,
      otherDiplotypes,
      ...(alleles === undefined ? {} : { alleles }),
    }
  }
}

function decide(table: AlleleTable, genotype: GeneGenotype, options: CallOptions, assembly: Assembly): RuleResult {
  const { gene } = table
  if (gene.callingRule === 'outside-call-only') return notCalled('OUTSIDE_CALL_ONLY')
  if (genotype.sites.length === 0) return notCalled('NO_DATA')
  if (gene.needsCopyNumber && !options.callWithoutCopyNumber) return notCalled('COPY_NUMBER_REQUIRED')
  const missing = new Set(genotype.missing.map(position => position.index))
  if (gene.matching.required.some(index => missing.has(index))) return notCalled('REQUIRED_POSITION_MISSING')
  if (genotype.copies === 'mixed' || (genotype.copies === 1 && gene.ploidy === 'diploid'))
    return notCalled('MIXED_PLOIDY')
  return CALLING_RULES[gene.callingRule]({ table, genotype, options, assembly })
}

function allelesOf(diplotypes: readonly Diplotype[], result: RuleResult): ReadonlySet<string> {
  const listed = 'reason' in result ? [] : (result.alleles ?? [])
  return new Set([...listed, ...diplotypes.flatMap(({ haplotypes }) => haplotypes.flatMap(({ alleles }) => alleles))])
}

/** One position still decides what guidelines are asked for, when no pair of alleles fits and both its bases are known. */
function fallbackDiplotype(gene: Gene, genotype: GeneGenotype, reason: NotCalledReason): Diplotype | undefined {
  const { fallback } = gene.matching
  if (fallback === undefined || reason === 'MIXED_PLOIDY') return undefined
  const site = genotype.sites.find(({ position }) => position.index === fallback.position)
  const names = (site?.bases ?? []).map(base => (base === null ? undefined : fallback.alleles[base]))
  const known = names.flatMap(name => (name === undefined ? [] : [plainHaplotype(name)]))
  return known.length === 2 && names.length === 2 ? diplotypeOf(known, 0) : undefined
}

function seenVariants(gene: Gene, genotype: GeneGenotype, assembly: Assembly): readonly string[] {
  return genotype.sites.flatMap(({ position, bases }) => {
    const variants = new Set(bases.filter(base => base !== null && base !== position.loci.GRCh38.ref))
    return [...variants].flatMap(base => (base === null ? [] : [variantLabel(gene, position, base, assembly)]))
  })
}
