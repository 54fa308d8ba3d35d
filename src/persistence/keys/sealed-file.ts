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
  const frame = Buffer.allocUnsafe(FRAME_BYTES)
  let filled = 0
  for await (const chunk of bytes) {
    for (let from = 0; from < chunk.byteLength;) {
      // Only when more comes is it known that a full frame is not the last.
      if (filled === FRAME_BYTES) {
        yield* frames.seal(frame, false)
        filled = 0
      }
      const part = chunk.subarray(from, from + FRAME_BYTES - filled)
      frame.set(part, filled)
      filled += part.byteLength
      from += part.byteLength
    }
  }
  yield* frames.seal(frame.subarray(0, filled), true)
}

/** Frame by frame as it was checked; throws at the first that is not what was written there, and where the file ends early. */
export async function* openFile(
  patientKey: KeyObject,
  uploadId: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const stream = byteQueue(bytes)
  if ((await stream.reach(HEAD_BYTES)) < HEAD_BYTES) throw unreadable()
  if (!Buffer.concat(stream.take(MAGIC.byteLength)).equals(MAGIC)) throw unreadable()
  const frames = frameSealer(patientKey, uploadId, Buffer.concat(stream.take(SALT_BYTES)))
  for (let isLast = false; !isLast;) {
    const length = (await stream.reach(FRAME_BYTES + TAG_BYTES)) - TAG_BYTES
    if (length < 0) throw unreadable()
    const [text, tag] = [stream.take(length), Buffer.concat(stream.take(TAG_BYTES))]
    isLast = (await stream.reach(1)) === 0
    yield* frames.open(text, tag, isLast)
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
    /** Text and tag, one behind the other: a frame is not copied once more to make it one piece. */
    seal(plain: Uint8Array, isLast: boolean): readonly Buffer[] {
      const { nonce, associated } = place(isLast)
      const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(associated)
      const sealed = cipher.update(plain)
      cipher.final()
      return [sealed, cipher.getAuthTag()]
    },
    /** Nothing of a frame leaves before all of it was checked. */
    open(text: readonly Uint8Array[], tag: Buffer, isLast: boolean): readonly Buffer[] {
      const { nonce, associated } = place(isLast)
      const cipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(associated)
      cipher.setAuthTag(tag)
      const plain = text.map(part => cipher.update(part))
      try {
        cipher.final()
      } catch {
        throw unreadable()
      }
      return plain
    },
  }
}

/** Takes pieces of any length from a stream, as parts of its chunks: nothing is copied. */
function byteQueue(bytes: AsyncIterable<Uint8Array>) {
  const chunks = bytes[Symbol.asyncIterator]()
  const waiting: Uint8Array[] = []
  let size = 0

  return {
    /** How much of the wanted length is there; less only at the end. */
    async reach(wanted: number): Promise<number> {
      while (size < wanted) {
        const { done, value } = await chunks.next()
        if (done === true) break
        waiting.push(value)
        size += value.byteLength
      }
      return Math.min(size, wanted)
    },
    take(length: number): readonly Uint8Array[] {
      const parts: Uint8Array[] = []
      for (let missing = length; missing > 0;) {
        const first = waiting.shift()
        if (first === undefined) break
        const part = first.subarray(0, missing)
        if (part.byteLength < first.byteLength) waiting.unshift(first.subarray(missing))
        parts.push(part)
        missing -= part.byteLength
        size -= part.byteLength
      }
      return parts
    },
  }
}
