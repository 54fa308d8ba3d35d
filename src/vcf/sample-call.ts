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

const GENOTYPE = /^[|/]?(?:0|[1-9]\d{0,3}|\.)(?:[|/](?:0|[1-9]\d{0,3}|\.))*$/

/** GT, PS, allele depths against it, GQ, DP, FT, CN, LEN: reduced so that columns with the same meaning have the same key. */
export type CallKey = readonly [
  gt: string,
  ps: string,
  contradicts: string,
  gq: string,
  dp: string,
  ft: string,
  cn: string,
  len: string,
]

export function surplusKey(text: string): CallKey {
  return [text.slice(0, text.indexOf(':')) || '?', '', 'surplus', '', '', '', '', '']
}

export function keyOf(fields: readonly string[], reading: GenotypeReading): CallKey {
  const { layout } = reading
  const field = (index: number): string => (index < 0 ? '' : (fields[index] ?? ''))
  const gt = layout.gt < 0 ? '.' : field(layout.gt)
  const alleles = allelesOf(gt)
  const heterozygous = new Set(alleles.filter(allele => allele !== null)).size > 1
  return [
    gt,
    alleles.length > 1 && !gt.includes('/') ? phaseSet(field(layout.ps), field(layout.psl)) : '',
    reading.alleleDepths && heterozygous && oneDepthOnly(field(layout.ad)) ? 'contradicts' : '',
    reading.quality ? field(layout.gq) : '',
    reading.depth ? stated(field(layout.minDp)) || field(layout.dp) : '',
    reading.sampleFilter ? field(layout.ft) : '',
    reading.copyNumber ? field(layout.cn) : '',
    field(layout.len),
  ]
}

function stated(value: string): string {
  return value === '.' ? '' : value
}

/** What cannot be used as a phase set: then the order of the copies means nothing beyond this row. */
const NO_SET = '?'

/** PS is a number; PSL names a set per allele, and one set for both is what can be used. */
function phaseSet(ps: string, psl: string): string {
  if (stated(ps) !== '') return /^-?\d{1,15}$/.test(ps) ? ps : NO_SET
  const [name = '', ...others] = new Set(psl.split(','))
  return others.length === 0 ? stated(name) : NO_SET
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

export function toCall(key: CallKey, reading: GenotypeReading): SampleCall {
  const [gt, ps, contradicts, gq, dp, ft, cn, len] = key
  const alleles = allelesOf(gt)
  const outOfRange = alleles.some(allele => allele !== null && allele > reading.alternates)
  const badPhaseSet = ps === NO_SET
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
    ...(phased && !haploid && ps !== '' ? { phaseSet: ps } : {}),
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
