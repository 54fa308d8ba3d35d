import { z } from 'zod'

import type { Gene, MatchingRules } from '../domain/knowledge.js'
import { checkGene } from './check-gene.js'
import { decodeAlleles } from './decode-alleles.js'
import { decodePhenotypes } from './decode-phenotypes.js'
import { decodePositions, positionRow } from './decode-positions.js'
import type { Report } from './knowledge-error.js'
import { checkFile, type DataFile } from './data-file.js'
import { fileProvenance, text } from './provenance.js'

const regionText = z.string().regex(/^\d+-\d+$/, 'must read "start-end"')
const positionKey = text

const geneFile = z.strictObject({
  symbol: text,
  /** Number of the HUGO Gene Nomenclature Committee. */
  hgnc: z
    .string()
    .regex(/^[1-9]\d*$/, 'must be the number alone')
    .optional(),
  /** LOINC code of the observation that states this gene's phenotype. */
  phenotypeLoinc: z
    .string()
    .regex(/^\d+-\d$/, 'must be a LOINC code')
    .optional(),
  name: text.optional(),
  tier: z.enum(['core', 'extended']),
  ...fileProvenance,
  /** Where GRCh37 coordinates were read, when not in `source`. */
  grch37Source: text.optional(),
  /** Where the bases around insertions and deletions were read. */
  windowSource: text.optional(),
  chromosome: z
    .string()
    .regex(/^chr([1-9]|1\d|2[0-2]|X|Y|M)(_\w+)?$/, 'must be chr1 … chr22, chrX, chrY or chrM, or a contig of one'),
  /** RefSeq accession of the chromosome, for HGVS names. */
  sequence: text.optional(),
  strand: z.enum(['+', '-']),
  region: z.strictObject({ GRCh38: regionText, GRCh37: regionText }).optional(),
  definitionDate: z.iso.date().optional(),
  ploidy: z.enum(['diploid', 'x-linked', 'mitochondrial']),
  callingRule: z.enum(['named-alleles', 'lowest-function', 'outside-call-only']),
  needsCopyNumber: z.boolean(),
  undocumentedAsReference: z.boolean(),
  labelStyle: z.enum(['plain', 'variant']),
  lookupMethod: z.enum(['phenotype', 'activity-score', 'allele-status', 'diplotype', 'none']),
  restricted: z.boolean(),
  referenceAllele: text.optional(),
  matching: z
    .strictObject({
      required: z.array(positionKey).optional(),
      fallback: z.strictObject({ position: positionKey, alleles: z.record(z.string(), text) }).optional(),
      linkedPair: z.strictObject({ causal: positionKey, tag: positionKey, both: text, causalOnly: text }).optional(),
      noCombination: z.array(text).optional(),
      worstFunctions: z.array(text).optional(),
    })
    .optional(),
  notes: z.array(text).optional(),
  unphasedPriorities: z.array(z.strictObject({ among: z.array(text).min(2), pick: text })).optional(),
  positions: z.array(positionRow),
})

type GeneFile = z.infer<typeof geneFile>

export interface GeneFiles {
  readonly gene: DataFile
  readonly alleles: DataFile
  readonly phenotypes: DataFile
}

/** Reads one gene from its three files and checks it against itself; `sources` are the ids a release knows. */
export function decodeGene(files: GeneFiles, sources: ReadonlySet<string>, report: Report): Gene | undefined {
  const { gene: geneFileOfRelease } = files
  const head = checkFile(geneFile, geneFileOfRelease, report)
  const table = decodePhenotypes(files.phenotypes, report)
  if (head === undefined) return undefined
  const positions = decodePositions(head.positions, referenceSequence(head), geneFileOfRelease.path, report)
  const definitions = decodeAlleles(files.alleles, positions, report)
  if (table === undefined || definitions === undefined) return undefined
  for (const [file, named] of [
    [geneFileOfRelease, [head.source, head.grch37Source ?? head.source, head.windowSource ?? head.source]],
    [files.alleles, definitions.sources],
    [files.phenotypes, table.sources],
  ] as const) {
    for (const id of named) if (!sources.has(id)) report(file.path, 'source', `"${id}" is no source of this release`)
  }
  const gene: Gene = {
    symbol: head.symbol,
    ...(head.hgnc === undefined ? {} : { hgnc: head.hgnc }),
    ...(head.phenotypeLoinc === undefined ? {} : { phenotypeLoinc: head.phenotypeLoinc }),
    ...(head.name === undefined ? {} : { name: head.name }),
    tier: head.tier,
    chromosome: head.chromosome,
    strand: head.strand,
    ...(head.region === undefined
      ? {}
      : { region: { GRCh38: parseRegion(head.region.GRCh38), GRCh37: parseRegion(head.region.GRCh37) } }),
    ...(head.definitionDate === undefined ? {} : { definitionDate: head.definitionDate }),
    ploidy: head.ploidy,
    callingRule: head.callingRule,
    needsCopyNumber: head.needsCopyNumber,
    undocumentedAsReference: head.undocumentedAsReference,
    labelStyle: head.labelStyle,
    lookupMethod: head.lookupMethod,
    restricted: head.restricted,
    positions: positions.positions,
    alleles: definitions.alleles,
    ...(head.referenceAllele === undefined ? {} : { referenceAllele: head.referenceAllele }),
    matching: matchingRules(head, positions.indexOf, geneFileOfRelease.path, report),
    phenotypes: table.table,
    ehrPriority: table.ehrPriority,
    notes: head.notes ?? [],
    provenance: { source: head.source, basis: head.basis, reviewed: head.reviewed },
  }
  checkGene(gene, files, report)
  return gene
}

function referenceSequence(head: GeneFile) {
  if (head.sequence === undefined) return undefined
  return { accession: head.sequence, kind: head.ploidy === 'mitochondrial' ? 'm' : 'g' } as const
}

function parseRegion(region: string): { start: number; end: number } {
  const [start, end] = region.split('-').map(Number)
  return { start: start ?? 0, end: end ?? 0 }
}

function matchingRules(
  head: GeneFile,
  indexOf: ReadonlyMap<string, number>,
  file: string,
  report: Report,
): MatchingRules {
  const rules = head.matching ?? {}
  const index = (key: string, field: string): number => {
    const found = indexOf.get(key)
    if (found === undefined) report(file, `matching.${field}`, `"${key}" is no position of this gene`)
    return found ?? -1
  }
  const { fallback, linkedPair } = rules
  return {
    required: (rules.required ?? []).map((key, row) => index(key, `required[${row}]`)),
    unphasedPriorities: head.unphasedPriorities ?? [],
    ...(fallback === undefined
      ? {}
      : { fallback: { position: index(fallback.position, 'fallback.position'), alleles: fallback.alleles } }),
    ...(linkedPair === undefined
      ? {}
      : {
          linkedPair: {
            causal: index(linkedPair.causal, 'linkedPair.causal'),
            tag: index(linkedPair.tag, 'linkedPair.tag'),
            both: linkedPair.both,
            causalOnly: linkedPair.causalOnly,
          },
        }),
    noCombination: rules.noCombination ?? [],
    worstFunctions: rules.worstFunctions ?? [],
  }
}
