/** Behind every chromosome and every chunk. A small integer: larger ones are boxed, and these are compared for every row. */
export const FAR = 2 ** 31 - 1

const TAB = 9
const DOT = 46
const LESS = 60

/** Last base the row speaks about: by the length of REF, for symbolic alleles also by END, SVLEN or LEN. */
export function endOfRow(buffer: Buffer, idStart: number, to: number, position: number, isSymbolic: boolean): number {
  const refStart = skipTabs(buffer, idStart, to, 1)
  let refEnd = refStart
  while (refEnd < to && buffer[refEnd] !== TAB) refEnd += 1
  const byRef = position + refEnd - refStart - 1
  if (!isSymbolic) return byRef
  return Math.max(byRef, symbolicEnd(buffer, refEnd, to, position))
}

/** Where a symbolic allele or a reference block ends, by END, SVLEN or LEN; the row's own place when it states none. */
function symbolicEnd(buffer: Buffer, refEnd: number, to: number, position: number): number {
  if (!mayStateEnd(buffer, refEnd + 1, to)) return position
  const info = skipTabs(buffer, refEnd + 1, to, 3)
  if (startsWithEnd(buffer, info)) return digitsAt(buffer, info + 4, to)
  return statedEnd(buffer.toString('latin1', info, skipTabs(buffer, info, to, 2)), position) ?? position
}

/** From the text of INFO and FORMAT; FORMAT/LEN differs between samples, so such a row may reach anywhere. */
function statedEnd(text: string, position: number): number | undefined {
  const [info = '', format = ''] = text.split('\t')
  const end = /(?:^|;)END=(\d+)/.exec(info)?.[1]
  const lengths = /(?:^|;)SVLEN=([-\d,]+)/.exec(info)?.[1]?.split(',') ?? []
  if (end === undefined && format.split(':').includes('LEN')) return FAR
  const ends = [
    ...(end === undefined ? [] : [Number(end)]),
    ...lengths.map(length => position + Math.abs(Number(length) || 0)),
  ]
  return ends.length === 0 ? undefined : Math.max(...ends)
}

/** Blocks begin their INFO with END: the usual case, and there are millions of them. */
function startsWithEnd(buffer: Buffer, at: number): boolean {
  return buffer[at] === 69 && buffer[at + 1] === 78 && buffer[at + 2] === 68 && buffer[at + 3] === 61
}

function digitsAt(buffer: Buffer, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at += 1) {
    const digit = (buffer[at] ?? 0) - 48
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
  }
  return value
}

function skipTabs(buffer: Buffer, from: number, to: number, count: number): number {
  let at = from
  for (let seen = 0; at < to && seen < count; at += 1) if (buffer[at] === TAB) seen += 1
  return at
}

/** ALT is "." or names a symbolic allele. */
function mayStateEnd(buffer: Buffer, altStart: number, to: number): boolean {
  if (buffer[altStart] === DOT && buffer[altStart + 1] === TAB) return true
  for (let at = altStart; at < to && buffer[at] !== TAB; at += 1) if (buffer[at] === LESS) return true
  return false
}
