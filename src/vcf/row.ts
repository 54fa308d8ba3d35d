import type { Header } from './header.js'

/** A row that may speak about positions of interest, its fixed columns read and checked. */
export interface Row {
  readonly line: number
  readonly chromosome: string
  readonly position: number
  /** Upper case. */
  readonly ref: string
  /** Upper case where they are bases; symbolic alleles as written. Empty for ".". */
  readonly alts: readonly string[]
  /** FILTER names other than PASS. */
  readonly filters: readonly string[]
  /** Last base of REF; of the block or symbolic allele, where one is stated. */
  readonly end: number
  /** Nothing but reference is described: ALT is ".", `<NON_REF>` or `<*>`. */
  readonly referenceOnly: boolean
  readonly layout: FormatLayout
}

/** Where the subfields that matter stand in FORMAT; -1 when absent. */
export interface FormatLayout {
  readonly count: number
  readonly gt: number
  readonly ps: number
  /** Phase sets by name, one per allele (from VCF 4.4 on). */
  readonly psl: number
  readonly ad: number
  readonly dp: number
  readonly minDp: number
  readonly gq: number
  readonly ft: number
  readonly cn: number
  readonly len: number
}

export type RowFault = 'WRONG_COLUMN_COUNT' | 'MALFORMED_ROW' | 'DUPLICATE_FORMAT_KEY'

const BASES = /^[ACGTN]+$/
const REFERENCE_BLOCK_ALTS: ReadonlySet<string> = new Set(['<NON_REF>', '<*>', '<X>'])
const REFERENCE = /^[A-Z.-]+$/

/** The allele stands for "whatever else": it is no claim about the sample unless the sample carries it. */
export function isPlaceholder(alt: string): boolean {
  return REFERENCE_BLOCK_ALTS.has(alt)
}

export function isBases(alt: string): boolean {
  return BASES.test(alt)
}

/** Reads the nine fixed columns; `fixed` is their text. */
export function readRow(fixed: string, line: number, chromosome: string, header: Header): Row | RowFault {
  const info = fixed.split('\t', 8)[7]
  if (info === undefined || /(^|;)(__proto__|constructor|prototype)(=|;|$)/.test(info)) return 'MALFORMED_ROW'
  const variant = header.parser.parseLine(fixed)
  const ref = (variant.REF ?? '').toUpperCase()
  const format = variant.FORMAT ?? ''
  const alts = (variant.ALT ?? []).map(alt => (alt.startsWith('<') ? alt : alt.toUpperCase()))
  if (!REFERENCE.test(ref) || ref === '.' || format === '' || alts.some(alt => alt === '' || /\s/.test(alt)))
    return 'MALFORMED_ROW'
  const keys = format.split(':')
  if (keys.some(key => key === '')) return 'MALFORMED_ROW'
  if (new Set(keys).size !== keys.length) return 'DUPLICATE_FORMAT_KEY'
  const position = variant.POS
  const refEnd = position + ref.length - 1
  const statesEnd = alts.length === 0 || alts.some(alt => alt.startsWith('<'))
  return {
    line,
    chromosome,
    position,
    ref,
    alts,
    filters: filtersOf(variant.FILTER),
    end: statesEnd ? Math.max(refEnd, statedEnd(variant.INFO, position)) : refEnd,
    referenceOnly: alts.every(isPlaceholder),
    layout: layoutOf(keys),
  }
}

function filtersOf(filter: string | readonly string[] | undefined): readonly string[] {
  if (filter === undefined || filter === 'PASS') return []
  return (typeof filter === 'string' ? [filter] : filter).filter(name => name !== '' && name !== '0' && name !== 'PASS')
}

function statedEnd(info: Readonly<Record<string, unknown>>, position: number): number {
  const end = Array.isArray(info.END) ? Number(info.END[0]) : 0
  const lengths = Array.isArray(info.SVLEN) ? info.SVLEN.map(Number) : []
  return Math.max(0, ...[end, ...lengths.map(length => position + Math.abs(length))].filter(Number.isFinite))
}

function layoutOf(keys: readonly string[]): FormatLayout {
  return {
    count: keys.length,
    gt: keys.indexOf('GT'),
    ps: keys.indexOf('PS'),
    psl: keys.indexOf('PSL'),
    ad: keys.indexOf('AD'),
    dp: keys.indexOf('DP'),
    minDp: keys.indexOf('MIN_DP'),
    gq: keys.indexOf('GQ'),
    ft: keys.indexOf('FT'),
    cn: keys.indexOf('CN'),
    len: keys.indexOf('LEN'),
  }
}
