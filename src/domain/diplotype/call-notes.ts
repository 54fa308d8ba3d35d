import type { Assembly, Gene } from '../knowledge.js'
import type { PositionEvidence } from '../genotype/evidence.js'
import type { GeneGenotype } from '../genotype/gene-genotype.js'
import type { AlleleTable } from './allele-table.js'
import type { CallNote, CallNoteCode, CallOptions, Completeness, Diplotype } from './gene-call.js'
import type { RuleResult } from './rules/rule.js'
import { partialNote } from './rules/named-alleles.js'
import { positionLabel, variantLabel } from './variant-name.js'

interface Noted {
  readonly table: AlleleTable
  readonly genotype: GeneGenotype
  readonly evidence: readonly PositionEvidence[]
  readonly completeness: Completeness
  readonly result: RuleResult
  readonly fallback: Diplotype | undefined
  readonly options: CallOptions
  readonly assembly: Assembly
}

/** What a reader of the call must know beside its name; each note with the positions, alleles or numbers it is about. */
export function callNotes(noted: Noted): readonly CallNote[] {
  const { table, genotype, evidence, completeness, result, fallback, options, assembly } = noted
  const { gene } = table
  const called = 'reason' in result ? undefined : result
  const read = genotype.sites.length > 0
  const readAsReference = genotype.undocumented.filter(({ asReference }) => asReference)
  const found: readonly (CallNote | undefined)[] = [
    noteIf(completeness.assumedReference > 0, 'ASSUMED_REFERENCE', () => [String(completeness.assumedReference)]),
    noteIf(read && genotype.missing.length > 0, 'POSITIONS_MISSING', () => [
      `${genotype.missing.length} of ${completeness.positions}`,
    ]),
    noteIf(read && completeness.notExcluded.length > 0, 'ALLELES_NOT_EXCLUDED', () => completeness.notExcluded),
    noteIf(
      read && completeness.ampTier1NotExcluded.length > 0,
      'AMP_TIER1_MISSING',
      () => completeness.ampTier1NotExcluded,
    ),
    noteIf(readAsReference.length > 0, 'UNDOCUMENTED_AS_REFERENCE', () =>
      readAsReference.map(({ position, base }) => variantLabel(gene, position, base, assembly)),
    ),
    noteIf(
      called !== undefined && genotype.partial.length > 0,
      'PARTIAL_GENOTYPE',
      () => partialNote({ ...noted }).facts,
    ),
    noteIf(
      called !== undefined && genotype.groups > 1 && called.diplotypes.length + called.otherDiplotypes.length > 1,
      'UNPHASED_AMBIGUITY',
      () => genotype.sites.filter(site => site.differs).map(site => positionLabel(gene, site.position, assembly)),
    ),
    noteIf(called !== undefined && namesReference(gene, called), 'REFERENCE_BY_ABSENCE', () => [
      gene.referenceAllele ?? '',
    ]),
    noteIf(fallback !== undefined, 'FALLBACK_POSITION', () => fallbackLabel(gene, assembly)),
    noteIf(
      called !== undefined && gene.needsCopyNumber && options.callWithoutCopyNumber,
      'COPY_NUMBER_NOT_ASSESSED',
      () => [],
    ),
    noteIf(called !== undefined && genotype.copies === 1 && gene.ploidy === 'x-linked', 'HEMIZYGOUS', () => []),
    noteIf(
      gene.ploidy === 'x-linked' && genotype.copies === 1 && writtenTwice(evidence),
      'HEMIZYGOUS_WRITTEN_AS_DIPLOID',
      () => [],
    ),
    noteIf(genotype.heteroplasmic.length > 0, 'HETEROPLASMIC', () =>
      genotype.heteroplasmic.map(position => positionLabel(gene, position, assembly)),
    ),
    noteIf(assembly === 'GRCh37' && read, 'BUILD_REFERENCE_DIFFERS', () => differingReferences(gene, genotype)),
  ]
  const general = found.filter(note => note !== undefined)
  return [...result.notes, ...general.filter(note => note.code !== 'BUILD_REFERENCE_DIFFERS' || note.facts.length > 0)]
}

function noteIf(holds: boolean, code: CallNoteCode, facts: () => readonly string[]): CallNote | undefined {
  return holds ? { code, facts: facts() } : undefined
}

/** The reader gave one copy where the file has two equal ones, because one was stated. */
const writtenTwice = (evidence: readonly PositionEvidence[]): boolean =>
  evidence.some(({ genotype, slots }) => slots.length === 1 && genotype !== undefined && /[|/]/.test(genotype))

/** A reference allele is assigned because none of the defined variants was found, where several could have been. */
function namesReference(gene: Gene, called: Exclude<RuleResult, { reason: unknown }>): boolean {
  const { referenceAllele } = gene
  const several = gene.positions.filter(position => position.role === 'defining').length > 1
  return (
    several &&
    referenceAllele !== undefined &&
    called.diplotypes.some(({ haplotypes }) => haplotypes.some(({ name }) => name === referenceAllele))
  )
}

function fallbackLabel(gene: Gene, assembly: Assembly): readonly string[] {
  const position = gene.positions.find(({ index }) => index === gene.matching.fallback?.position)
  return position === undefined ? [] : [position.rsid ?? positionLabel(gene, position, assembly)]
}

/** Positions where this file's assembly has another reference base: "0/0" means the variant there. */
function differingReferences(gene: Gene, genotype: GeneGenotype): readonly string[] {
  return genotype.sites.flatMap(({ position }) => {
    const { GRCh38, GRCh37 } = position.loci
    if (GRCh37 === undefined || GRCh37.ref === GRCh38.ref) return []
    return [position.rsid ?? positionLabel(gene, position, 'GRCh37')]
  })
}
