import VCF from '@gmod/vcf'
import type { FileLimits } from '../usecases/ports.js'
import type { AssemblyHint, Contig } from './assembly-hint.js'
import { assemblyHint, contigsOf } from './assembly-hint.js'
import { canonicalChromosome } from './chromosome-names.js'
import type { Notices } from './notices.js'
import { refusal } from './refuse.js'

/** What the header says. Its texts are data: they are compared with known words and never shown. */
export interface Header {
  readonly parser: VCF
  readonly samples: readonly string[]
  /** Lines up to and with `#CHROM`. */
  readonly lines: number
  /** What contig lengths and texts hint at; `other` is an assembly we do not know. */
  readonly assemblyHint: AssemblyHint
  readonly mitochondrion: { readonly length?: number; readonly ucscName: boolean; readonly otherAccession: boolean }
  /** Whether AD can be read as one count per allele: declared so, or not declared. A number of "." is no promise; others are wrong. */
  readonly alleleDepths: 'per-allele' | 'undeclared' | 'unstated' | 'wrong'
  /** The header declares reference blocks: their ALT needs no remark. */
  readonly isGvcf: boolean
}

const FIXED = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO']

/** The parser library keeps header entries in plain objects: such a key would write into `Object.prototype`. */
const FORBIDDEN = /((^|[<,])\s*|\bID=\s*["[]?\s*)(__proto__|constructor|prototype)\s*([=,>"\]]|$)/

/** Refuses a header that cannot be trusted (S33) before the parser library sees it. */
export function readHeader(text: string, limits: FileLimits, notices: Notices): Header {
  const lines = text.split('\n').map(line => (line.endsWith('\r') ? line.slice(0, -1) : line))
  const columnsLine = lines.length
  const meta = lines.slice(0, -1)
  const columns = lines.at(-1)?.split('\t') ?? []
  checkMeta(meta)
  checkVersion(meta[0] ?? '', notices)
  const samples = checkColumns(columns, columnsLine, limits)
  const parser = parse([...meta, columns.join('\t')].join('\n'), columnsLine)
  const contigs = contigsOf(meta)
  return {
    parser,
    samples,
    lines: columnsLine,
    assemblyHint: assemblyHint(meta, contigs),
    mitochondrion: mitochondrionOf(contigs),
    alleleDepths: alleleDepths(meta),
    isGvcf: meta.some(line => /^##(GVCFBlock|ALT=<ID=(NON_REF|\*)[,>])/.test(line)),
  }
}

function checkMeta(meta: readonly string[]): void {
  meta.forEach((line, index) => {
    const place = { line: index + 1 }
    if (!line.startsWith('##'))
      throw refusal('INVALID_VCF', 'a header line does not begin with "##"', 'Remove it or repair the header.', place)
    if (!/^##[^=]+=/.test(line))
      throw refusal(
        'INVALID_VCF',
        'a header line is not of the form "##key=value"',
        'Remove it or repair the header.',
        place,
      )
    if (FORBIDDEN.test(line.slice(2)))
      throw refusal('INVALID_VCF', 'a header line uses a reserved word as key or id', 'Remove it.', place)
  })
}

/** 4.1 to 4.5 are what this reader was written for; 3.x spelled insertions and deletions differently. */
function checkVersion(first: string, notices: Notices): void {
  const version = /^##fileformat=VCFv(\d+)\.(\d+)$/.exec(first)
  if (version === null) {
    notices.add({
      code: 'UNKNOWN_FILE_FORMAT',
      severity: 'warning',
      line: 1,
      message: 'The first line does not name a VCF version (##fileformat=VCFv4.x); the file was read as VCF 4.',
    })
    return
  }
  const [major, minor] = [Number(version[1]), Number(version[2])]
  if (major < 4)
    throw refusal('INVALID_VCF', 'the file is of a VCF version before 4', 'Convert it to VCF 4.1 to 4.5.', { line: 1 })
  if (major > 4 || minor < 1 || minor > 5) {
    notices.add({
      code: 'UNKNOWN_FILE_FORMAT',
      severity: 'warning',
      line: 1,
      message: 'The file names a VCF version outside 4.1 to 4.5; it was read as VCF 4.',
    })
  }
}

function checkColumns(columns: readonly string[], line: number, limits: FileLimits): readonly string[] {
  if (FIXED.some((name, index) => columns[index] !== name)) {
    throw refusal(
      'INVALID_VCF',
      'the #CHROM line does not have the columns of a VCF, separated by tabs',
      'Repair the header.',
      { line },
    )
  }
  const samples = columns.slice(9)
  if (columns[8] !== 'FORMAT' || samples.length === 0) {
    throw refusal(
      'INVALID_VCF',
      'the file has no samples',
      'Send a VCF with genotypes (FORMAT and one column per sample).',
      { line },
    )
  }
  if (samples.length > limits.samples) {
    throw refusal(
      'TOO_LARGE',
      'the file has more samples than are accepted',
      'Split it by samples.',
      { line },
      { limit: limits.samples },
    )
  }
  if (samples.some(name => name.trim() === ''))
    throw refusal('INVALID_VCF', 'a sample has no name', 'Name every sample column.', { line })
  if (samples.some(name => FORBIDDEN.test(name.trim())))
    throw refusal('INVALID_VCF', 'a sample is named with a reserved word', 'Rename it.', { line })
  if (new Set(samples).size !== samples.length) {
    throw refusal('INVALID_VCF', 'two samples have the same name', 'Give every sample column its own name.', { line })
  }
  return samples
}

function parse(text: string, line: number): VCF {
  try {
    return new VCF({ header: text, strict: false })
  } catch {
    throw refusal('INVALID_VCF', 'the header cannot be read', 'Repair the header.', { line })
  }
}

function mitochondrionOf(contigs: readonly Contig[]): Header['mitochondrion'] {
  const contig = contigs.find(({ name }) => canonicalChromosome(name) === 'chrM')
  return {
    ...(contig?.length === undefined ? {} : { length: contig.length }),
    ucscName: contigs.some(({ name }) => name === 'chrM'),
    otherAccession: contigs.some(({ name }) => name.startsWith('NC_001807')),
  }
}

function alleleDepths(meta: readonly string[]): Header['alleleDepths'] {
  const declaration = meta.find(line => line.startsWith('##FORMAT=<ID=AD,'))
  if (declaration === undefined) return 'undeclared'
  if (/[,<]Number=R[,>]/.test(declaration)) return 'per-allele'
  return /[,<]Number=\.[,>]/.test(declaration) ? 'unstated' : 'wrong'
}
