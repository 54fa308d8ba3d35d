import { createHash } from 'node:crypto'
import { Readable, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { FileLimits } from '../usecases/ports.js'
import { refusal } from './refuse.js'

/** The default of 16 KiB makes inflating 1.3 times slower; more than this only takes memory. Two may be ready ahead of the scan. */
const CHUNK = 1 << 19

/** Below this much text a high ratio says nothing: a header of repeated lines compresses as well as a bomb. */
const RATIO_FROM = 10 * (1 << 20)

/** The empty block that ends every bgzip file. Without it the file was cut between two blocks, which inflates without error. */
const BGZIP_END = Buffer.from('1f8b08040000000000ff0600424302001b0003000000000000000000', 'hex')

export interface FileText {
  /** Uncompressed bytes, in pieces of any length. */
  readonly text: AsyncIterable<Buffer>
  /** Of the bytes as given; complete once `text` has ended. */
  readonly facts: () => { readonly sha256: string; readonly bytes: number }
  /** From here on the ratio of a single person's file is limited; cohorts repeat themselves and compress further. */
  readonly limitRatio: () => void
  readonly bytesRead: () => number
}

/**
 * Turns the bytes of a file into text: plain, gzip or bgzip by its first bytes. Refuses what cannot be trusted to be
 * whole: a cut or damaged stream, a bgzip file without its end block, bytes after the end, too much output.
 *
 * A gzip file of several members that was cut between two of them, or a plain file cut at the end of a line, cannot be
 * told from a shorter file; positions that are lost that way are `not-assayed`, never reference.
 */
export function fileText(bytes: AsyncIterable<Uint8Array>, limits: FileLimits, signal?: AbortSignal): FileText {
  const hash = createHash('sha256')
  let read = 0
  let tail: Buffer = Buffer.alloc(0)
  let ratioLimited = false
  let digest: string | undefined

  async function* counted(): AsyncGenerator<Buffer> {
    for await (const piece of bytes) {
      signal?.throwIfAborted()
      const buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
      if (buffer.length === 0) continue
      hash.update(buffer)
      read += buffer.length
      tail = Buffer.concat([tail, buffer.subarray(-BGZIP_END.length)]).subarray(-BGZIP_END.length)
      yield buffer
    }
  }

  async function* limited(pieces: AsyncIterable<Buffer>, consumed: () => number): AsyncGenerator<Buffer> {
    let written = 0
    for await (const piece of pieces) {
      signal?.throwIfAborted()
      written += piece.length
      if (written > limits.decompressedBytes) {
        throw refusal(
          'TOO_LARGE',
          'the file holds more text than is accepted',
          'Cut it to the genes of interest.',
          { byte: read },
          { limit: limits.decompressedBytes },
        )
      }
      if (ratioLimited && written > RATIO_FROM && written > limits.ratio * consumed()) {
        throw refusal(
          'TOO_LARGE',
          'the file grows beyond the accepted ratio when it is decompressed',
          'Send it uncompressed or cut to the genes of interest.',
          { byte: read },
          { limit: limits.ratio },
        )
      }
      yield piece
    }
  }

  async function* text(): AsyncGenerator<Buffer> {
    const source = counted()
    const { head, rest } = await peek(source)
    const kind = kindOf(head)
    if (kind === 'plain') {
      yield* limited(rest, () => read)
      return
    }
    const gunzip = createGunzip({ chunkSize: CHUNK, readableHighWaterMark: 2 * CHUNK } as Parameters<
      typeof createGunzip
    >[0])
    pipeline(Readable.from(rest, { objectMode: true, highWaterMark: 2 }), gunzip, () => {})
    try {
      yield* limited(gunzip as AsyncIterable<Buffer>, () => gunzip.bytesWritten)
    } catch (error) {
      throw isZlibError(error) ? brokenCompression(error.code, gunzip.bytesWritten) : error
    }
    if (gunzip.bytesWritten < read) {
      throw refusal(
        'INVALID_VCF',
        'there are bytes after the end of the compressed data',
        'Send the file as it was written.',
        { byte: gunzip.bytesWritten },
      )
    }
    if (kind === 'bgzip' && !tail.equals(BGZIP_END)) {
      throw refusal(
        'INVALID_VCF',
        'the bgzip file does not end with its end block: it was cut',
        'Send the whole file again.',
        { byte: read },
      )
    }
  }

  return {
    text: text(),
    facts: () => ({ sha256: (digest ??= hash.digest('hex')), bytes: read }),
    limitRatio: () => {
      ratioLimited = true
    },
    bytesRead: () => read,
  }
}

/** Enough of the beginning to see a gzip header with its bgzip field. */
const HEAD = 18

async function peek(source: AsyncGenerator<Buffer>): Promise<{ head: Buffer; rest: AsyncIterable<Buffer> }> {
  const pieces: Buffer[] = []
  let length = 0
  while (length < HEAD) {
    const next = await source.next()
    if (next.done) break
    pieces.push(next.value)
    length += next.value.length
  }
  async function* rest(): AsyncGenerator<Buffer> {
    yield* pieces.splice(0)
    yield* source
  }
  return { head: Buffer.concat(pieces).subarray(0, HEAD), rest: rest() }
}

function kindOf(head: Buffer): 'plain' | 'gzip' | 'bgzip' {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return 'plain'
  const extra = head[2] === 8 && ((head[3] ?? 0) & 4) !== 0
  return extra && head[12] === 0x42 && head[13] === 0x43 ? 'bgzip' : 'gzip'
}

function isZlibError(error: unknown): error is Error & { code: string } {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(Z_|ERR_ZLIB)/.test(error.code)
  )
}

function brokenCompression(code: string, byte: number): Error {
  return code === 'Z_BUF_ERROR'
    ? refusal('INVALID_VCF', 'the compressed data ends too early: the file was cut', 'Send the whole file again.', {
        byte,
      })
    : refusal('INVALID_VCF', 'the compressed data is damaged', 'Compress and send the file again.', { byte })
}
