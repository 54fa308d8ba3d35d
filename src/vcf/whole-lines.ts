import { refusal } from './refuse.js'

export interface WholeLines {
  readonly push: (chunk: Buffer) => void
  /** After the last chunk. Refuses an unfinished last line: it may have been cut. */
  readonly end: () => void
}

const NEWLINE = 10

/**
 * Gives `scan` whole lines only: it is handed a buffer from `start` on and returns where the unfinished last line begins,
 * which is kept and put before the next chunk.
 */
export function wholeLines(
  scan: (buffer: Buffer, start: number) => number,
  line: () => number,
  longest: number,
): WholeLines {
  let pending: Buffer[] = []
  let length = 0

  function hold(piece: Buffer): void {
    pending.push(piece)
    length += piece.length
    // The line end, of one or two bytes, is not counted.
    if (length > longest + 2) throw tooLong(line() + 1, longest)
  }

  return {
    push: chunk => {
      let start = 0
      if (length > 0) {
        const newline = chunk.indexOf(NEWLINE)
        hold(newline === -1 ? chunk : chunk.subarray(0, newline + 1))
        if (newline === -1) return
        const whole = Buffer.concat(pending, length)
        pending = []
        length = 0
        scan(whole, 0)
        start = newline + 1
      }
      const rest = scan(chunk, start)
      // A copy, so that a short remainder does not keep the whole chunk.
      if (rest < chunk.length) hold(Buffer.from(chunk.subarray(rest)))
    },
    end: () => {
      if (length === 0) return
      const advice = 'Send the whole file; it ends with a line end.'
      throw refusal('INVALID_VCF', 'the last line is not finished: the file may have been cut', advice, {
        line: line() + 1,
      })
    },
  }
}

export function tooLong(line: number, limit: number): Error {
  return refusal('TOO_LARGE', 'a line is longer than is accepted', 'Split the file by samples.', { line }, { limit })
}
