import type { FormatLayout } from './row.js'

/** What one sample's column says, reduced to what can change the evidence. Equal texts of a row share one of these. */
export interface SampleCall {
  /** GT as written. */
  readonly genotype: string
  /** Allele indices, null for a missing one. Empty when the text is no genotype. */
  readonly alleles: readonly (number | null)[]
  readonly phased: boolean
  readonly phaseSet?: string
  readonly fault?: 'BAD_GENOTYPE' | 'ALLELE_INDEX_OUT_OF_RANGE' | 'BAD_PHASE_SET'
  /** Heterozygous, while the reads show one allele only. */
  readonly depthContradicts: boolean
  readonly quality: number | undefined
  readonly depth: number | undefined
  readonly filtered: boolean
  readonly copyNumber: number | undefined
  /** Bases of a reference block, where the sample states them (LEN, from VCF 4.5 on). */
  readonly blockLength: number | undefined
}

/** The columns of one row: each distinct call once, and which one each chosen sample has. */
export interface RowCalls {
  readonly distinct: readonly SampleCall[]
  /** Per chosen sample; absent when all have `distinct[0]`. */
  readonly codes?: Uint8Array | Uint16Array | Uint32Array
}

/** Which subfields are read; every one that is not read makes more samples equal. */
export interface GenotypeReading {
  readonly alternates: number
  readonly layout: FormatLayout
  /** AD is one count per allele. */
  readonly alleleDepths: boolean
  readonly quality: boolean
  readonly depth: boolean
  readonly sampleFilter: boolean
  readonly copyNumber: boolean
}

const TAB = 9
const COLON = 58
const GENOTYPE = /^[|/]?(?:0|[1-9]\d{0,3}|\.)(?:[|/](?:0|[1-9]\d{0,3}|\.))*$/

/**
 * Reads the sample columns of a row from its bytes. `chosen[column]` is the index of the sample in the table or -1.
 * Returns undefined when the number of columns is not that of the header.
 *
 * No string is made per sample: a column is looked up by the bytes that matter, and only a text not seen in this row yet is
 * decoded. That is what makes cohorts fast.
 */
export function readGenotypes(
  bytes: Buffer,
  from: number,
  chosen: Int32Array,
  samples: number,
  reading: GenotypeReading,
): RowCalls | undefined {
  const { layout } = reading
  const onlyGt = layout.gt === 0 && layout.count === 1
  const simple =
    layout.gt === 0 &&
    layout.ps < 0 &&
    !(reading.alleleDepths && layout.ad >= 0) &&
    !reading.quality &&
    !reading.depth &&
    !reading.sampleFilter &&
    !reading.copyNumber &&
    layout.len < 0
  const byBytes = new Map<number, number>()
  const byText = new Map<string, number>()
  const distinct: SampleCall[] = []
  let codes: Uint8Array | Uint16Array | Uint32Array = new Uint8Array(samples)
  const length = bytes.length
  let at = from
  for (let column = 0; column < chosen.length; column += 1) {
    if (at > length) return undefined
    const start = at
    let key = 0
    let colons = 0
    let gtEnd = -1
    for (; at < length; at += 1) {
      const byte = bytes[at] ?? 0
      if (byte === TAB) break
      if (byte === COLON) {
        if (colons === 0) gtEnd = at
        colons += 1
      } else if (colons === 0) key = (key << 8) | byte
    }
    const end = at
    at += 1
    const sample = chosen[column] ?? -1
    if (sample < 0) continue
    if (gtEnd === -1) gtEnd = end
    const surplus = colons >= layout.count
    let code: number | undefined
    if (!surplus && (onlyGt || simple) && gtEnd - start <= 4) {
      code = byBytes.get(key)
      if (code === undefined) {
        code = addCall(keyOf(bytes.toString('latin1', start, gtEnd).split(':'), reading))
        byBytes.set(key, code)
      }
    } else {
      const text = bytes.toString('latin1', start, end)
      code = addCall(surplus ? surplusKey(text) : keyOf(text.split(':'), reading))
    }
    if (code > 255 && codes instanceof Uint8Array) codes = Uint16Array.from(codes)
    if (code > 65_535 && codes instanceof Uint16Array) codes = Uint32Array.from(codes)
    codes[sample] = code
  }
  // The last column ends the line: a tab behind it would begin another.
  if (at !== length + 1) return undefined
  return distinct.length <= 1 ? { distinct } : { distinct, codes }

  function addCall(key: CallKey): number {
    const text = key.join('\t')
    const known = byText.get(text)
    if (known !== undefined) return known
    distinct.push(toCall(key, reading))
    byText.set(text, distinct.length - 1)
    return distinct.length - 1
  }
}

/** GT, PS, allele depths against it, GQ, DP, FT, CN, LEN: reduced so that columns with the same meaning have the same key. */
type CallKey = readonly [
  gt: string,
  ps: string,
  contradicts: string,
  gq: string,
  dp: string,
  ft: string,
  cn: string,
  len: string,
]

function surplusKey(text: string): CallKey {
  return [text.slice(0, text.indexOf(':')) || '?', '', 'surplus', '', '', '', '', '']
}

function keyOf(fields: readonly string[], reading: GenotypeReading): CallKey {
  const { layout } = reading
  const field = (index: number): string => (index < 0 ? '' : (fields[index] ?? ''))
  const gt = layout.gt < 0 ? '.' : field(layout.gt)
  const alleles = allelesOf(gt)
  const heterozygous = new Set(alleles.filter(allele => allele !== null)).size > 1
  return [
    gt,
    alleles.length > 1 && !gt.includes('/') ? field(layout.ps) : '',
    reading.alleleDepths && heterozygous && oneDepthOnly(field(layout.ad)) ? 'contradicts' : '',
    reading.quality ? field(layout.gq) : '',
    reading.depth ? field(layout.minDp) || field(layout.dp) : '',
    reading.sampleFilter ? field(layout.ft) : '',
    reading.copyNumber ? field(layout.cn) : '',
    field(layout.len),
  ]
}

/** "20,0" under a heterozygous call; "0,0" says nothing. */
function oneDepthOnly(depths: string): boolean {
  const counts = depths.split(',').map(Number)
  return counts.length > 1 && counts.filter(count => count > 0).length === 1
}

function allelesOf(gt: string): readonly (number | null)[] {
  if (!GENOTYPE.test(gt)) return []
  return gt
    .replace(/^[|/]/, '')
    .split(/[|/]/)
    .map(allele => (allele === '.' ? null : Number(allele)))
}

function toCall(key: CallKey, reading: GenotypeReading): SampleCall {
  const [gt, ps, contradicts, gq, dp, ft, cn, len] = key
  const alleles = allelesOf(gt)
  const outOfRange = alleles.some(allele => allele !== null && allele > reading.alternates)
  const badPhaseSet = ps !== '' && ps !== '.' && !/^-?\d{1,15}$/.test(ps)
  const fault =
    contradicts === 'surplus' || alleles.length === 0
      ? 'BAD_GENOTYPE'
      : outOfRange
        ? 'ALLELE_INDEX_OUT_OF_RANGE'
        : badPhaseSet
          ? 'BAD_PHASE_SET'
          : undefined
  const haploid = alleles.length === 1
  const phased = haploid || (!gt.includes('/') && !badPhaseSet)
  return {
    genotype: gt,
    alleles,
    phased,
    ...(phased && !haploid && ps !== '' && ps !== '.' ? { phaseSet: ps } : {}),
    ...(fault === undefined ? {} : { fault }),
    depthContradicts: contradicts === 'contradicts',
    quality: numberOf(gq),
    depth: numberOf(dp),
    filtered: ft !== '' && ft !== '.' && ft !== 'PASS',
    copyNumber: numberOf(cn),
    blockLength: numberOf(len),
  }
}

function numberOf(text: string): number | undefined {
  return text === '' || text === '.' || !Number.isFinite(Number(text)) ? undefined : Number(text)
}
