const TAB = 9
const DOT = 46
const LESS = 60

/** Last base the row speaks about: by the length of REF, for symbolic alleles also by END, SVLEN or LEN. */
export function endOfRow(buffer: Buffer, idStart: number, to: number, position: number, isSymbolic: boolean): number {
  const refStart = buffer.indexOf(TAB, idStart) + 1
  if (refStart === 0 || refStart > to) return Number.MAX_SAFE_INTEGER
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
  if (buffer.toString('latin1', info, Math.min(info + 4, to)) === 'END=')
    return Number.parseInt(buffer.toString('latin1', info + 4, Math.min(info + 16, to)), 10) || position
  return statedEnd(buffer.toString('latin1', info, skipTabs(buffer, info, to, 2)), position) ?? position
}

/** From the text of INFO and FORMAT; FORMAT/LEN differs between samples, so such a row may reach anywhere. */
function statedEnd(text: string, position: number): number | undefined {
  const [info = '', format = ''] = text.split('\t')
  const end = /(?:^|;)END=(\d+)/.exec(info)?.[1]
  const lengths = /(?:^|;)SVLEN=([-\d,]+)/.exec(info)?.[1]?.split(',') ?? []
  if (end === undefined && format.split(':').includes('LEN')) return Number.MAX_SAFE_INTEGER
  const ends = [
    ...(end === undefined ? [] : [Number(end)]),
    ...lengths.map(length => position + Math.abs(Number(length) || 0)),
  ]
  return ends.length === 0 ? undefined : Math.max(...ends)
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
