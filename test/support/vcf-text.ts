import type { PositionEvidence, VariantTable } from '../../src/domain/genotype/evidence.js'
import { evidenceAt } from '../../src/domain/genotype/evidence.js'
import type { DiagnosticCode } from '../../src/domain/diagnostics.js'
import type { Knowledge } from '../../src/domain/knowledge.js'
import type { ReadOptions } from '../../src/usecases/ports.js'
import { createVariantReader } from '../../src/vcf/read-variants.js'

export interface VcfText {
  /** "chr10 1000 A G 0/1", or with FORMAT: "chr10 1000 A G GT:DP 0/1:30 1/1:12"; FILTER and INFO: `row()`. */
  readonly rows: readonly string[]
  readonly samples?: readonly string[]
  /** Header lines without "##", besides the file format. */
  readonly header?: readonly string[]
  readonly version?: string
}

/** The text of a VCF. Rows are written with blanks and few columns, and come out with tabs and all of them. */
export function vcfText({
  rows,
  samples = ['PERSON'],
  header = ['reference=GRCh38'],
  version = 'VCFv4.2',
}: VcfText): string {
  return [
    `##fileformat=${version}`,
    ...header.map(line => `##${line}`),
    `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${samples.join('\t')}`,
    ...rows.map(text => (text.includes('\t') ? text : row(text))),
    '',
  ].join('\n')
}

export function row(
  text: string,
  { filter = 'PASS', info = '.' }: { readonly filter?: string; readonly info?: string } = {},
): string {
  const [chromosome, position, ref, alt, ...rest] = text.split(' ')
  const [first = '', ...others] = rest
  const hasFormat = /^[A-Z]/.test(first)
  const samples = hasFormat ? others : rest
  return [chromosome, position, '.', ref, alt, '.', filter, info, hasFormat ? first : 'GT', ...samples].join('\t')
}

export type TestOptions = Partial<Omit<ReadOptions, 'assay' | 'limits'>> & {
  readonly assay?: Partial<ReadOptions['assay']>
  readonly limits?: Partial<ReadOptions['limits']>
}

export async function readBytes(
  bytes: string | Uint8Array | AsyncIterable<Uint8Array>,
  knowledge: Knowledge,
  options: TestOptions = {},
): Promise<VariantTable> {
  const source = typeof bytes === 'string' || bytes instanceof Uint8Array ? piece(Buffer.from(bytes)) : bytes
  return createVariantReader().read(source, knowledge, fullOptions(options))
}

export function fullOptions(options: TestOptions): ReadOptions {
  return {
    quality: { requirePass: false },
    ...options,
    assay: { assumeReference: false, assayedRegions: [], ...options.assay },
    limits: {
      decompressedBytes: 20 * 2 ** 30,
      ratio: 200,
      headerBytes: 10 * 2 ** 20,
      headerLines: 20_000,
      lineBytes: 16 * 2 ** 20,
      samples: 10_000,
      alternates: 100,
      diagnostics: 1_000,
      ...options.limits,
    },
  }
}

async function* piece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

/** Bytes in pieces of `size`, as a network delivers them. */
export async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export function evidenceOf(table: VariantTable, gene: string, index = 0, sample = 0): PositionEvidence {
  const column = table.columns.get(gene)?.[index]
  if (column === undefined) throw new Error(`no position ${index} of ${gene}`)
  return evidenceAt(column, sample)
}

/** "reference A/A", "variant A|G", "no-call GENOTYPE_MISSING", "not-assayed": what a test compares. */
export function stateOf(table: VariantTable, gene: string, index = 0, sample = 0): string {
  const { state, slots, phased, reason, undocumented } = evidenceOf(table, gene, index, sample)
  if (state === 'not-assayed') return state
  if (state === 'no-call') return `${state} ${reason}`
  const bases = slots.map(slot => slot ?? '.').join(phased ? '|' : '/')
  return `${state} ${bases}${undocumented === true ? ' undocumented' : ''}`
}

export function codesOf(table: VariantTable): readonly DiagnosticCode[] {
  return table.diagnostics.map(diagnostic => diagnostic.code)
}
