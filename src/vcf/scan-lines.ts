import type { FileLimits } from '../usecases/ports.js'
import { canonicalChromosome } from './chromosome-names.js'
import { tabCounter } from './count-tabs.js'
import type { Ranges } from './places.js'
import { refusal } from './refuse.js'
import { endOfRow, FAR } from './row-end.js'
import type { WholeLines } from './whole-lines.js'
import { tooLong, wholeLines } from './whole-lines.js'

/** What the scan tells of the rows it does not skip. */
export interface LineListener {
  /** A row that may speak about a position of interest: its bytes without the line end, which stay valid only during the call. */
  readonly candidate: (bytes: Buffer, line: number, chromosome: string, position: number) => void
  /** A row whose CHROM cannot be read (it could be anywhere), or whose POS cannot (`elsewhere`: on a sequence of no interest). */
  readonly unplaced: (line: number, where: 'anywhere' | 'elsewhere' | { readonly chromosome: string }) => void
  /** A row without as many columns as the header. With more of them it may hold a second row, whose place nobody knows. */
  readonly miscounted: (
    bytes: Buffer,
    line: number,
    chromosome: string | undefined,
    position: number,
    tooMany: boolean,
  ) => void
  /** A line with nothing in it, or a comment among the rows: nothing can have been lost with it. */
  readonly ignored: (line: number) => void
}

export interface LineScan extends WholeLines {
  /** Lines so far, the header's included. */
  readonly lines: () => number
}

const TAB = 9
const NEWLINE = 10
const RETURN = 13
const HASH = 35
const LESS = 60

export interface ScanQuestion {
  /** Line of the first row. */
  readonly firstLine: number
  readonly columns: number
  readonly ranges: ReadonlyMap<string, Ranges>
  readonly limits: FileLimits
}

/** A coordinate beyond this is no place on a human chromosome; it also keeps the arithmetic in 31 bits. */
const LAST_POSITION = 2_000_000_000

/**
 * Finds the rows that may speak about a position of interest, on bytes and without decoding any other row.
 *
 * Checked for every row: it is finished, its length, that CHROM is a name, that POS is `[1-9][0-9]*` (or 0, the telomere),
 * and the number of columns. Everything else (REF, ALT, FORMAT, genotypes) is checked for candidates only: such a fault
 * elsewhere in the genome can change no result.
 *
 * A row is a candidate when the bases of its REF overlap a range, and for symbolic alleles and reference blocks when the
 * bases up to END do; a row cannot have a REF longer than itself, so most rows are passed by two comparisons.
 */
export function scanLines({ firstLine, columns, ranges, limits }: ScanQuestion, listener: LineListener): LineScan {
  let line = firstLine - 1

  // The chromosome of the last row, with the tab behind its name: rows of one chromosome follow each other.
  let name: Uint8Array = new Uint8Array(0)
  let chromosome: string | undefined
  let readable = false
  let current: Ranges | undefined
  // Rows between `after` and `before` touch no range.
  let after = 0
  let before = 0

  function setGap(position: number): boolean {
    if (current === undefined) {
      after = -1
      before = FAR
      return false
    }
    const { starts, ends } = current
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ends[middle] ?? 0) < position) low = middle + 1
      else high = middle
    }
    after = low === 0 ? -1 : (ends[low - 1] ?? -1)
    before = low === starts.length ? FAR : (starts[low] ?? FAR)
    return before <= position
  }

  function changeChromosome(buffer: Buffer, start: number, end: number): void {
    const tab = buffer.indexOf(TAB, start)
    const stop = tab === -1 || tab >= end ? end : tab
    name = Uint8Array.from(buffer.subarray(start, Math.min(stop + 1, end)))
    const text = buffer.toString('latin1', start, stop)
    readable = stop < end && /^[!-~]+$/.test(text)
    chromosome = readable ? canonicalChromosome(text) : undefined
    current = chromosome === undefined ? undefined : ranges.get(chromosome)
    after = 0
    before = 0
  }

  /** Scans the whole lines from `start` on and returns where the unfinished one begins. */
  function scan(buffer: Buffer, start: number): number {
    const tabs = tabCounter(buffer)
    // Where the next row stands that may reach beyond its REF; most files have none, so these searches run once a chunk.
    let angle = next(buffer, LESS, start)
    let blockEnd = next(buffer, 'END=', start)
    for (;;) {
      const newline = buffer.indexOf(NEWLINE, start)
      if (newline === -1) return start
      line += 1
      let stop = newline
      if (stop > start && buffer[stop - 1] === RETURN) stop -= 1
      row(buffer, start, stop)
      start = newline + 1
    }

    function row(bytes: Buffer, from: number, to: number): void {
      if (to - from > limits.lineBytes) throw tooLong(line, limits.lineBytes)
      let at = from
      let same = name.length > 0
      for (let index = 0; index < name.length; index += 1) {
        if (bytes[from + index] !== name[index]) {
          same = false
          break
        }
      }
      if (!same) {
        if (bytes[from] === HASH || isBlank(bytes, from, to)) {
          hashOrBlank(bytes, from, to)
          return
        }
        changeChromosome(bytes, from, to)
      }
      if (!readable) {
        listener.unplaced(line, 'anywhere')
        name = new Uint8Array(0)
        return
      }
      at += name.length
      const firstDigit = at
      let position = 0
      for (; at < to; at += 1) {
        const digit = (bytes[at] ?? 0) - 48
        if (digit < 0 || digit > 9) break
        position = position * 10 + digit
        if (position > LAST_POSITION) break
      }
      const digits = at - firstDigit
      if (bytes[at] !== TAB || at >= to || digits === 0 || (bytes[firstDigit] === 48 && digits > 1)) {
        listener.unplaced(line, chromosome === undefined ? 'elsewhere' : { chromosome })
        return
      }
      const found = 3 + tabs(at + 1, to)
      if (found !== columns) listener.miscounted(bytes.subarray(from, to), line, chromosome, position, found > columns)
      if (found !== columns || chromosome === undefined || current === undefined) return
      if (angle < from) angle = next(bytes, LESS, from)
      if (angle >= to && blockEnd < from) blockEnd = next(bytes, 'END=', from)
      const mayReachFurther = angle < to || blockEnd < to
      if (position > after && position + (to - from) < before && !mayReachFurther) return
      const inside = setGap(position)
      if (inside || endOfRow(bytes, at + 1, to, position, mayReachFurther) >= before) {
        listener.candidate(bytes.subarray(from, to), line, chromosome, position)
      }
    }
  }

  function hashOrBlank(buffer: Buffer, from: number, to: number): void {
    if (buffer.toString('latin1', from, Math.min(to, from + 6)) === '#CHROM') {
      throw refusal(
        'INVALID_VCF',
        'a second header stands among the rows',
        'Files of different samples cannot be joined end to end; merge them.',
        { line },
      )
    }
    listener.ignored(line)
  }

  return { ...wholeLines(scan, () => line, limits.lineBytes), lines: () => line }
}

function next(buffer: Buffer, wanted: string | number, from: number): number {
  const found = buffer.indexOf(wanted, from, 'latin1')
  return found === -1 ? FAR : found
}

function isBlank(buffer: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = buffer[at]
    if (byte !== 32 && byte !== TAB) return false
  }
  return true
}
