import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { derive } from './key-ring.js'
import { unreadable } from './seal.js'

/**
 * A file, encrypted while it flows: a head, then frames of 1 MiB, the last one shorter or empty. Each frame is sealed with
 * its number in the nonce, and with the upload, its number and whether it is the last one bound to it, so that a file that
 * was cut, put together in another order, continued, or that is another upload's, opens no further than to that place.
 *
 * Each file has a key of its own, of the patient's key and a salt in the head: a file sent again repeats no nonce.
 */
const MAGIC = Buffer.from('SEXTANT1')
const SALT_BYTES = 32
const HEAD_BYTES = MAGIC.byteLength + SALT_BYTES
export const FRAME_BYTES = 1024 * 1024
const TAG_BYTES = 16
const ALGORITHM = 'aes-256-gcm'

export async function* sealFile(
  patientKey: KeyObject,
  uploadId: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES)
  const frames = frameSealer(patientKey, uploadId, salt)
  yield Buffer.concat([MAGIC, salt])
  let next = Buffer.allocUnsafe(FRAME_BYTES)
  let filled = 0
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.byteLength;) {
      // Only when more comes is it known that a full frame is not the last.
      if (filled === FRAME_BYTES) {
        yield frames.seal(next, false)
        filled = 0
      }
      const part = chunk.subarray(from, from + FRAME_BYTES - filled)
      next.set(part, filled)
      filled += part.byteLength
      from += part.byteLength
    }
  }
  next = next.subarray(0, filled)
  yield frames.seal(next, true)
}

/** Frame by frame as it was checked; throws at the first that is not what was written there, and where the file ends early. */
export async function* openFile(
  patientKey: KeyObject,
  uploadId: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const reader = exactReader(bytes)
  const head = await reader.next(HEAD_BYTES)
  if (head.byteLength < HEAD_BYTES || !head.subarray(0, MAGIC.byteLength).equals(MAGIC)) throw unreadable()
  const frames = frameSealer(patientKey, uploadId, head.subarray(MAGIC.byteLength))
  for (;;) {
    const frame = await reader.next(FRAME_BYTES + TAG_BYTES)
    const isLast = await reader.isAtEnd()
    const plain = frames.open(frame, isLast)
    if (plain.byteLength > 0) yield plain
    if (isLast) return
  }
}

function frameSealer(patientKey: KeyObject, uploadId: string, salt: Uint8Array) {
  const key = derive(patientKey, `upload ${uploadId}`, salt)
  let index = 0

  /** Nonce and associated data of the next frame. */
  function place(isLast: boolean) {
    const nonce = Buffer.alloc(12)
    nonce.writeUIntBE(index, 6, 6)
    const associated = Buffer.from(`sextant frame ${uploadId} ${index} ${isLast ? 'last' : 'more'}`)
    index += 1
    return { nonce, associated }
  }

  return {
    seal(plain: Uint8Array, isLast: boolean): Buffer {
      const { nonce, associated } = place(isLast)
      const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(associated)
      return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    },
    open(frame: Buffer, isLast: boolean): Buffer {
      if (frame.byteLength < TAG_BYTES) throw unreadable()
      const { nonce, associated } = place(isLast)
      const end = frame.byteLength - TAG_BYTES
      const cipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(associated)
      cipher.setAuthTag(frame.subarray(end))
      const plain = cipher.update(frame.subarray(0, end))
      try {
        cipher.final()
      } catch {
        throw unreadable()
      }
      return plain
    },
  }
}

/** Pieces of a wanted size, whatever the sizes of the chunks. */
function exactReader(bytes: AsyncIterable<Uint8Array>) {
  const chunks = bytes[Symbol.asyncIterator]()
  let waiting: Uint8Array[] = []
  let size = 0

  async function fill(wanted: number): Promise<void> {
    while (size < wanted) {
      const { done, value } = await chunks.next()
      if (done === true) return
      waiting.push(value)
      size += value.byteLength
    }
  }

  return {
    /** Less only at the end. */
    async next(wanted: number): Promise<Buffer> {
      await fill(wanted)
      const all = waiting.length === 1 ? Buffer.from(waiting[0] ?? []) : Buffer.concat(waiting)
      const piece = all.subarray(0, wanted)
      waiting = [all.subarray(piece.byteLength)]
      size = all.byteLength - piece.byteLength
      return piece
    },
    async isAtEnd(): Promise<boolean> {
      await fill(1)
      return size === 0
    },
  }
}
