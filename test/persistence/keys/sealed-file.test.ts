import { createSecretKey, randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { FRAME_BYTES, openFile, sealFile } from '../../../src/persistence/keys/sealed-file.js'
import { chunksOf } from '../../support/test-ports.js'

const key = createSecretKey(randomBytes(32))
const UPLOAD = '01a00000-0000-7000-8000-000000000001'
const HEAD = 40
const SEALED_FRAME = FRAME_BYTES + 16

async function sealed(bytes: Buffer, uploadId = UPLOAD, pieces = 3): Promise<Buffer> {
  const size = Math.max(1, Math.ceil(bytes.byteLength / pieces))
  const chunks = Array.from({ length: pieces }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
  return await collect(sealFile(key, uploadId, chunksOf(...chunks)))
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

/** As a file is read: in pieces that know nothing of frames. */
function opened(bytes: Buffer, uploadId = UPLOAD): Promise<Buffer> {
  return collect(
    openFile(key, uploadId, chunksOf(bytes.subarray(0, 7), bytes.subarray(7, 70_000), bytes.subarray(70_000))),
  )
}

const UNREADABLE = 'cannot be decrypted'

describe('S25 an encrypted file', () => {
  it.each([0, 1, 1000, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 2 * FRAME_BYTES, 2 * FRAME_BYTES + 17])(
    'of %i bytes comes back as it was, and is longer by its head and 16 bytes a frame',
    async size => {
      const plain = randomBytes(size)
      const file = await sealed(plain)
      expect((await opened(file)).equals(plain)).toBe(true)
      expect(file.byteLength).toBe(HEAD + size + 16 * Math.max(1, Math.ceil(size / FRAME_BYTES)))
    },
  )

  it('comes back the same whatever pieces it arrived in', async () => {
    const plain = randomBytes(FRAME_BYTES + 5000)
    for (const pieces of [1, 2, 977])
      expect((await opened(await sealed(plain, UPLOAD, pieces))).equals(plain)).toBe(true)
  })
})

describe('S25 tampering with an encrypted file is noticed', () => {
  const plain = randomBytes(3 * FRAME_BYTES + 100)
  let file: Buffer
  let head: Buffer
  let frames: readonly Buffer[]

  beforeAll(async () => {
    file = await sealed(plain)
    head = file.subarray(0, HEAD)
    frames = [0, 1, 2, 3].map(index => file.subarray(HEAD + index * SEALED_FRAME, HEAD + (index + 1) * SEALED_FRAME))
  })

  const put = (...parts: readonly (Buffer | undefined)[]) =>
    Buffer.concat([head, ...parts.map(part => part ?? Buffer.of())])

  it('the parts put together as they were are the file', async () => {
    expect((await opened(put(...frames))).equals(plain)).toBe(true)
  })

  it('a bit of the head, of the first, a middle or the last frame, of its text or its tag', async () => {
    const places = [
      0,
      7,
      8,
      39,
      ...[0, 1, 2].flatMap(index =>
        [0, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 15].map(at => HEAD + index * SEALED_FRAME + at),
      ),
      ...[0, 99, 100, 115].map(at => HEAD + 3 * SEALED_FRAME + at),
    ]
    for (const place of places) {
      const changed = Buffer.from(file)
      changed.writeUInt8(changed.readUInt8(place) ^ 1, place)
      await expect(opened(changed), `byte ${place}`).rejects.toThrow(UNREADABLE)
    }
  })

  it.each([
    ['cut behind a whole frame', () => put(frames[0], frames[1], frames[2])],
    ['cut behind the first frame', () => put(frames[0])],
    ['cut to its head', () => put()],
    ['cut within its head', () => head.subarray(0, 20)],
    ['cut to nothing', () => Buffer.of()],
    ['cut within a frame', () => file.subarray(0, file.byteLength - 1)],
    ['with two frames changed about', () => put(frames[1], frames[0], frames[2], frames[3])],
    ['with a frame twice', () => put(frames[0], frames[0], frames[1], frames[2], frames[3])],
    ['with a frame left out', () => put(frames[0], frames[2], frames[3])],
    ['with its first frame left out', () => put(frames[1], frames[2], frames[3])],
    ['with its last frame twice', () => put(frames[0], frames[1], frames[2], frames[3], frames[3])],
    ['with an empty frame behind', () => put(frames[0], frames[1], frames[2], frames[3], Buffer.alloc(16))],
    ['with a byte behind', () => Buffer.concat([file, Buffer.of(0)])],
  ])('a file %s', async (_, tampered) => {
    await expect(opened(tampered())).rejects.toThrow(UNREADABLE)
  })

  it('another upload’s file, and another upload’s frame of the same patient, number and length', async () => {
    const other = '01a00000-0000-7000-8000-000000000002'
    const foreign = await sealed(plain, other)
    await expect(opened(foreign)).rejects.toThrow(UNREADABLE)
    expect((await opened(foreign, other)).equals(plain)).toBe(true)
    const frame = foreign.subarray(HEAD + SEALED_FRAME, HEAD + 2 * SEALED_FRAME)
    await expect(opened(put(frames[0], frame, frames[2], frames[3]))).rejects.toThrow(UNREADABLE)
  })

  it('a frame of the same upload, sent another time', async () => {
    const again = await sealed(plain)
    const frame = again.subarray(HEAD + SEALED_FRAME, HEAD + 2 * SEALED_FRAME)
    await expect(opened(put(frames[0], frame, frames[2], frames[3]))).rejects.toThrow(UNREADABLE)
  })

  it('and whatever came before the tampered frame was what was written', async () => {
    const seen: Buffer[] = []
    const reading = (async () => {
      for await (const chunk of openFile(key, UPLOAD, chunksOf(put(frames[0], frames[2], frames[3])))) seen.push(chunk)
    })()
    await expect(reading).rejects.toThrow(UNREADABLE)
    expect(Buffer.concat(seen).equals(plain.subarray(0, FRAME_BYTES))).toBe(true)
  })
})
