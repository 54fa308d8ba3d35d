import type { CallKey, GenotypeReading, SampleCall } from './sample-call.js'
import { keyOf, surplusKey, toCall } from './sample-call.js'

/** The columns of one row: each distinct call once, and which one each chosen sample has. */
export interface RowCalls {
  readonly distinct: readonly SampleCall[]
  /** Per chosen sample; absent when all have `distinct[0]`. */
  readonly codes?: Uint8Array | Uint16Array | Uint32Array
}

type Codes = Uint8Array | Uint16Array | Uint32Array

const TAB = 9
const COLON = 58

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
  const calls = distinctCalls(reading)
  const codes =
    readEvenColumns(bytes, from, chosen, samples, reading, calls) ??
    readColumns(bytes, from, chosen, samples, reading, calls)
  if (codes === undefined) return undefined
  const distinct = calls.list()
  return distinct.length <= 1 ? { distinct } : { distinct, codes }
}

interface DistinctCalls {
  readonly codeOf: (key: CallKey) => number
  readonly list: () => readonly SampleCall[]
}

function distinctCalls(reading: GenotypeReading): DistinctCalls {
  const byKey = new Map<string, number>()
  const distinct: SampleCall[] = []
  return {
    codeOf: key => {
      const text = key.join('\t')
      const known = byKey.get(text)
      if (known !== undefined) return known
      distinct.push(toCall(key, reading))
      byKey.set(text, distinct.length - 1)
      return distinct.length - 1
    },
    list: () => distinct,
  }
}

/**
 * Large cohorts are mostly rows of GT alone with three bytes a column ("0|1"): these are read by stride, with a small table
 * in place of a map (four times faster). Undefined when the row is not so.
 */
function readEvenColumns(
  bytes: Buffer,
  from: number,
  chosen: Int32Array,
  samples: number,
  reading: GenotypeReading,
  calls: DistinctCalls,
): Codes | undefined {
  const columns = chosen.length
  if (reading.layout.gt !== 0 || reading.layout.count !== 1 || bytes.length - from !== columns * 4 - 1) return undefined
  const seen = new Int32Array(4096)
  const seenCodes = new Uint8Array(4096)
  const codes = new Uint8Array(samples)
  let at = from
  for (let column = 0; column < columns; column += 1, at += 4) {
    const first = bytes[at] ?? 0
    const second = bytes[at + 1] ?? 0
    const third = bytes[at + 2] ?? 0
    if (at + 3 < bytes.length && bytes[at + 3] !== TAB) return undefined
    const sample = chosen[column] ?? -1
    if (sample < 0) continue
    const key = first | (second << 8) | (third << 16)
    const slot = (first & 15) | ((second & 15) << 4) | ((third & 15) << 8)
    if (seen[slot] !== key) {
      const text = bytes.toString('latin1', at, at + 3)
      if (/[\t:]/.test(text)) return undefined
      const code = calls.codeOf(keyOf([text], reading))
      if (code > 255) return undefined
      seen[slot] = key
      seenCodes[slot] = code
    }
    codes[sample] = seenCodes[slot] ?? 0
  }
  return codes
}

function readColumns(
  bytes: Buffer,
  from: number,
  chosen: Int32Array,
  samples: number,
  reading: GenotypeReading,
  calls: DistinctCalls,
): Codes | undefined {
  const { count } = reading.layout
  const onlyGt = needsOnlyGt(reading)
  const byBytes = new Map<number, number>()
  const byText = new Map<string, number>()
  let codes: Codes = new Uint8Array(samples)
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
    let code: number | undefined
    if (onlyGt && colons < count && gtEnd - start <= 4) {
      code = byBytes.get(key)
      if (code === undefined) {
        code = calls.codeOf(keyOf([bytes.toString('latin1', start, gtEnd)], reading))
        byBytes.set(key, code)
      }
    } else {
      const text = bytes.toString('latin1', start, end)
      code = byText.get(text)
      if (code === undefined) {
        code = calls.codeOf(colons < count ? keyOf(text.split(':'), reading) : surplusKey(text))
        // Columns with likelihoods hardly repeat: remembering all of them would cost more than it saves.
        if (byText.size < 10_000) byText.set(text, code)
      }
    }
    if (code > 255 && codes instanceof Uint8Array) codes = Uint16Array.from(codes)
    if (code > 65_535 && codes instanceof Uint16Array) codes = Uint32Array.from(codes)
    codes[sample] = code
  }
  // The last column ends the line: a tab behind it would begin another.
  return at === length + 1 ? codes : undefined
}

/** GT comes first and nothing else that the row has is read. */
function needsOnlyGt({ layout, alleleDepths, quality, depth, sampleFilter, copyNumber }: GenotypeReading): boolean {
  if (layout.gt !== 0 || layout.ps >= 0 || layout.psl >= 0 || layout.len >= 0) return false
  if (alleleDepths && layout.ad >= 0) return false
  if (quality && layout.gq >= 0) return false
  if (depth && (layout.dp >= 0 || layout.minDp >= 0)) return false
  return !(sampleFilter && layout.ft >= 0) && !(copyNumber && layout.cn >= 0)
}
