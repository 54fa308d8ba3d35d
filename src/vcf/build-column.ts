import type { PositionColumn, PositionEvidence } from '../domain/genotype/evidence.js'
import type { Gene } from '../domain/knowledge.js'
import type { QualityPolicy, ReadOptions } from '../usecases/ports.js'
import { canonicalChromosome } from './chromosome-names.js'
import type { RowCalls } from './genotypes.js'
import type { RowReading } from './match-row.js'
import type { Place } from './places.js'
import type { Silence } from './settle-position.js'
import { settlePosition } from './settle-position.js'
import type { Remark } from './vote.js'
import { castVote } from './vote.js'

/** One row at one position, with the columns of the chosen samples. */
export interface RowAtPlace {
  readonly reading: RowReading
  readonly calls: RowCalls
}

export interface ColumnQuestion {
  readonly samples: number
  readonly quality: QualityPolicy
  readonly assay: ReadOptions['assay']
  /** Per sample: its other rows on X have one copy. Absent when nobody asked. */
  readonly oneX?: Uint8Array
  /** A position of the mitochondrion is silent on another reference sequence, whatever was asked to be assumed. */
  readonly mayAssume: boolean
}

export interface BuiltColumn {
  readonly column: PositionColumn
  /** Findings with the samples they are about (all when absent). */
  readonly remarks: readonly Remark[]
  /** Samples whose gene cannot be called because of this position. */
  readonly held: readonly number[]
}

/**
 * Builds the column of one position. Samples whose rows have the same codes share the evidence, so each combination is
 * settled once.
 */
export function buildColumn(place: Place, rows: readonly RowAtPlace[], question: ColumnQuestion): BuiltColumn {
  const distinct: PositionEvidence[] = []
  const remarks: Remark[] = []
  const holding = new Set<number>()
  const origin = question.mayAssume ? silenceOrigin(place, question.assay) : undefined
  const oneX = place.ploidy === 'x-linked' && origin !== undefined ? question.oneX : undefined

  function settle(codes: readonly number[], hasOneX: boolean): number {
    const votes = rows.flatMap(({ reading, calls }, index) => {
      const call = calls.distinct[codes[index] ?? 0]
      return call === undefined ? [] : [castVote(place, reading, call, question.quality)]
    })
    const settled = settlePosition(place, votes, silenceOf(place, origin, hasOneX, question.assay.sex))
    const { evidence, remarks: more } = readBySex(place, settled.evidence, question.assay.sex)
    const all = [...settled.remarks, ...more]
    remarks.push(...all)
    distinct.push(evidence)
    if (all.some(remark => remark.holds)) holding.add(distinct.length - 1)
    return distinct.length - 1
  }

  const varying = rows.filter(row => row.calls.codes !== undefined)
  if (varying.length === 0 && oneX === undefined) {
    settle(
      rows.map(() => 0),
      question.assay.sex === 'male',
    )
    return {
      column: { distinct },
      remarks,
      held: holding.size > 0 ? Array.from({ length: question.samples }, (_, sample) => sample) : [],
    }
  }

  const known = new Map<number, number>()
  let codes: Uint8Array | Uint16Array | Uint32Array = new Uint8Array(question.samples)
  const held: number[] = []
  for (let sample = 0; sample < question.samples; sample += 1) {
    let key = oneX?.[sample] ?? 0
    let radix = 2
    for (const { calls } of varying) {
      key += (calls.codes?.[sample] ?? 0) * radix
      radix *= calls.distinct.length
    }
    let code = known.get(key)
    if (code === undefined) {
      code = settle(
        rows.map(row => row.calls.codes?.[sample] ?? 0),
        oneX?.[sample] === 1,
      )
      if (radix <= Number.MAX_SAFE_INTEGER) known.set(key, code)
      if (code > 255 && codes instanceof Uint8Array) codes = Uint16Array.from(codes)
      if (code > 65_535 && codes instanceof Uint16Array) codes = Uint32Array.from(codes)
    }
    codes[sample] = code
    if (holding.has(code)) held.push(sample)
  }
  return { column: distinct.length === 1 ? { distinct } : { distinct, codes }, remarks, held }
}

function silenceOrigin(place: Place, assay: ReadOptions['assay']): Silence['origin'] {
  const declared = assay.assayedRegions.some(
    region =>
      (canonicalChromosome(region.chromosome) ?? region.chromosome) === place.chromosome &&
      region.start <= place.position &&
      region.end >= place.end,
  )
  return declared ? 'declared-region' : assay.assumeReference ? 'assumption' : undefined
}

function silenceOf(
  place: Place,
  origin: Silence['origin'],
  hasOneX: boolean,
  sex: 'female' | 'male' | undefined,
): Silence {
  const one = place.ploidy === 'mitochondrial' || (place.ploidy === 'x-linked' && (hasOneX || sex === 'male'))
  return { ...(origin === undefined ? {} : { origin }), copies: one ? 1 : 2 }
}

/** A man has one X: equal copies are that one written twice; different ones contradict the stated sex. */
function readBySex(
  place: Place,
  evidence: PositionEvidence,
  sex: 'female' | 'male' | undefined,
): { evidence: PositionEvidence; remarks: readonly Remark[] } {
  if (sex !== 'male' || place.ploidy !== 'x-linked' || evidence.slots.length !== 2) return { evidence, remarks: [] }
  const line = evidence.line === undefined ? {} : { line: evidence.line }
  const [only, another] = new Set(evidence.slots.filter(slot => slot !== null))
  if (only !== undefined && another === undefined) {
    return {
      evidence: { ...evidence, slots: [only], phased: true },
      remarks: [{ code: 'HEMIZYGOUS_WRITTEN_AS_DIPLOID', ...line, holds: false }],
    }
  }
  return { evidence, remarks: [{ code: 'SEX_CONFLICT', ...line, holds: true }] }
}

/** Per sample, whether a row on X has a single copy. */
export function samplesWithOneX(rows: Iterable<RowAtPlace>, samples: number): Uint8Array {
  const one = new Uint8Array(samples)
  for (const { calls } of rows) {
    const single = calls.distinct.map(call => call.alleles.length === 1 && call.alleles[0] !== null)
    if (!single.includes(true)) continue
    for (let sample = 0; sample < samples; sample += 1) if (single[calls.codes?.[sample] ?? 0] === true) one[sample] = 1
  }
  return one
}

export function emptyColumns(gene: Gene): PositionColumn[] {
  return gene.positions.map(() => ({ distinct: [{ state: 'not-assayed', slots: [], phased: false }] }))
}
