import { createReadStream } from 'node:fs'
import { callGenes } from '../../src/domain/call-genes.js'
import type { CallOptions, GeneCall, OutsideCall } from '../../src/domain/diplotype/gene-call.js'
import { sampleEvidence, type SampleEvidence, type VariantTable } from '../../src/domain/genotype/evidence.js'
import type { Knowledge } from '../../src/domain/knowledge.js'
import { assignPhenotype } from '../../src/domain/phenotype/assign-phenotype.js'
import type { GenePhenotype } from '../../src/domain/phenotype/gene-phenotype.js'
import type { ReadOptions } from '../../src/usecases/ports.js'
import { createVariantReader } from '../../src/vcf/read-variants.js'

/** What our system says of one sample: the values that every face shows. */
export interface SampleRun {
  readonly knowledge: Knowledge
  readonly sample: string
  readonly table: VariantTable
  readonly evidence: SampleEvidence
  readonly calls: ReadonlyMap<string, GeneCall>
  readonly phenotypes: ReadonlyMap<string, GenePhenotype>
}

export const READ_OPTIONS: ReadOptions = {
  assay: { assembly: 'GRCh38', assumeReference: false, assayedRegions: [] },
  quality: { requirePass: false },
  limits: {
    decompressedBytes: 2 ** 31,
    ratio: 2000,
    headerBytes: 2 ** 24,
    headerLines: 100_000,
    lineBytes: 2 ** 24,
    samples: 100_000,
    alternates: 10_000,
    diagnostics: 10_000,
  },
}

export async function readFile(file: string, knowledge: Knowledge, options = READ_OPTIONS): Promise<VariantTable> {
  return createVariantReader().read(createReadStream(file), knowledge, options)
}

export function runSample(
  knowledge: Knowledge,
  table: VariantTable,
  sampleIndex: number,
  outsideCalls: readonly OutsideCall[],
  options: CallOptions,
): SampleRun {
  const evidence = sampleEvidence(table, sampleIndex)
  return runEvidence(knowledge, table, evidence, outsideCalls, options)
}

/** A case without a VCF: nothing was read. */
export function runWithoutFile(
  knowledge: Knowledge,
  outsideCalls: readonly OutsideCall[],
  options: CallOptions,
): SampleRun {
  const table: VariantTable = {
    file: { sha256: '', bytes: 0, lines: 0 },
    assembly: 'GRCh38',
    samples: ['sample'],
    columns: new Map(),
    diagnostics: [],
    quarantined: new Set(),
    otherReferenceSequence: new Set(),
  }
  return runEvidence(knowledge, table, sampleEvidence(table, 0), outsideCalls, options)
}

function runEvidence(
  knowledge: Knowledge,
  table: VariantTable,
  evidence: SampleEvidence,
  outsideCalls: readonly OutsideCall[],
  options: CallOptions,
): SampleRun {
  const calls = callGenes(evidence, outsideCalls, knowledge, options)
  return {
    knowledge,
    sample: evidence.sample,
    table,
    evidence,
    calls: new Map(calls.map(call => [call.gene, call])),
    phenotypes: new Map(calls.map(call => [call.gene, assignPhenotype(call, knowledge)])),
  }
}
