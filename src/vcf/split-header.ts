import type { FileLimits } from '../usecases/ports.js'
import { refusal } from './refuse.js'

const NEWLINE = 10
const HASH = 35
const BYTE_ORDER_MARK = Buffer.from('efbbbf', 'hex')

export interface SplitFile {
  /** Lines up to and with `#CHROM`, without the last line end. */
  readonly headerText: string
  readonly body: AsyncIterable<Buffer>
}

/** Takes the header off the front of the text. Refuses what does not begin like a VCF, and a header beyond the limits. */
export async function splitHeader(text: AsyncIterable<Buffer>, limits: FileLimits): Promise<SplitFile> {
  const source = text[Symbol.asyncIterator]()
  try {
    return await takeHeader(source, limits)
  } catch (error) {
    await source.return?.()
    throw error
  }
}

async function takeHeader(source: AsyncIterator<Buffer>, limits: FileLimits): Promise<SplitFile> {
  let held: Buffer = Buffer.alloc(0)
  let lineStart = 0
  let line = 1
  for (;;) {
    const next = await source.next()
    if (next.done === true) break
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value])
    for (let newline = held.indexOf(NEWLINE, lineStart); newline !== -1; newline = held.indexOf(NEWLINE, lineStart)) {
      if (line === 1 && held.subarray(0, 3).equals(BYTE_ORDER_MARK)) lineStart = 3
      checkLimits(newline, newline - lineStart, line, limits)
      if (held[lineStart] !== HASH) throw notHeader(line)
      if (held[lineStart + 1] !== HASH)
        return { headerText: headerOf(held, newline), body: bodyFrom(held.subarray(newline + 1), source) }
      lineStart = newline + 1
      line += 1
    }
    checkLimits(held.length, held.length - lineStart, line, limits)
    if (line === 1 && held[0] !== HASH && held[0] !== BYTE_ORDER_MARK[0]) throw notHeader(1)
  }
  throw held.length === 0
    ? refusal('INVALID_VCF', 'the file is empty', 'Send a VCF file.', { byte: 0 })
    : refusal('INVALID_VCF', 'the file ends before the #CHROM line', 'Send the whole file.', { line })
}

function headerOf(held: Buffer, end: number): string {
  const start = held.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0
  return held.toString('utf8', start, end)
}

/** Closes the source when the reader stops early, so that a refusal frees the file. */
async function* bodyFrom(first: Buffer, source: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (first.length > 0) yield first
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value
  } finally {
    await source.return?.()
  }
}

function checkLimits(bytes: number, lineBytes: number, line: number, limits: FileLimits): void {
  if (line > limits.headerLines) throw tooLarge('lines', line, limits.headerLines)
  if (bytes > limits.headerBytes) throw tooLarge('bytes', line, limits.headerBytes)
  if (lineBytes > limits.lineBytes)
    throw refusal(
      'TOO_LARGE',
      'a header line is longer than is accepted',
      'Shorten the header.',
      { line },
      { limit: limits.lineBytes },
    )
}

function tooLarge(what: 'lines' | 'bytes', line: number, limit: number): Error {
  return refusal(
    'TOO_LARGE',
    `the header has more ${what} than are accepted`,
    'Shorten the header.',
    { line },
    { limit },
  )
}

function notHeader(line: number): Error {
  return line === 1
    ? refusal(
        'INVALID_VCF',
        'this is not a VCF: the file does not begin with "##"',
        'Send a VCF, plain, gzip or bgzip (BCF, BAM and archives are not read).',
        { byte: 0 },
      )
    : refusal('INVALID_VCF', 'the #CHROM line is missing', 'Repair the header.', { line })
}
