import { createHash } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError } from '../domain/errors.js'
import type { StagedFiles } from '../usecases/ports.js'
import { FRAME_BYTES, openFile, sealFile } from './keys/sealed-file.js'
import { isUnreadable } from './keys/seal.js'
import { uuidV7 } from './uuid-v7.js'

const FILE = /^([0-9a-f-]{36})-([0-9a-f]{64})(?:\.sealed)?$/

export type UploadKeys = (upload: Parameters<StagedFiles['read']>[0]) => Promise<KeyObject>

/**
 * Uploaded bytes, encrypted, in files whose names we made: the upload's id and what the bytes hash to, so that two senders
 * of different bytes for one upload can never overwrite each other.
 */
export function createStagedFiles(
  folder: string,
  keyOf: UploadKeys,
  onUnreadable: (error: unknown) => void,
): StagedFiles {
  const pathOf = (uploadId: string, sha256: string) => join(folder, sealedName(uploadId, sha256))

  return {
    async write(upload, bytes, limits) {
      const key = await keyOf(upload)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const staging = join(folder, `staging-${uuidV7()}`)
      try {
        const measured = measuring(bytes, limits.bytes)
        await writeDurably(staging, sealFile(key, upload.id, measured.bytes))
        const written = measured.end()
        await rename(staging, pathOf(upload.id, written.sha256))
        await syncFolder(folder)
        return written
      } catch (error) {
        await rm(staging, { force: true })
        throw error
      }
    },

    async *read(upload, sha256) {
      try {
        const key = await keyOf(upload)
        const stored = createReadStream(pathOf(upload.id, sha256), { highWaterMark: FRAME_BYTES })
        yield* openFile(key, upload.id, stored)
      } catch (error) {
        if (isUnreadable(error)) onUnreadable(error)
        throw error
      }
    },

    remove: (uploadId, sha256) => rm(pathOf(uploadId, sha256), { force: true }),

    async sweep(ageMilliseconds, isKept) {
      let removed = 0
      for (const name of await readdir(folder).catch(() => [])) {
        const path = join(folder, name)
        const facts = await stat(path).catch(() => undefined)
        if (facts === undefined || Date.now() - facts.mtimeMs < ageMilliseconds) continue
        const [, uploadId, sha256] = FILE.exec(name) ?? []
        if (uploadId !== undefined && sha256 !== undefined && (await isKept(uploadId, sha256))) continue
        await rm(path, { force: true })
        removed += 1
      }
      return removed
    },
  }
}

export function sealedName(uploadId: string, sha256: string): string {
  return `${uploadId}-${sha256}.sealed`
}

/** Counts and hashes what the sender sent, before it is encrypted. */
function measuring(bytes: AsyncIterable<Uint8Array>, limit: number) {
  const hash = createHash('sha256')
  let sizeBytes = 0
  async function* measured() {
    for await (const chunk of bytes) {
      sizeBytes += chunk.byteLength
      if (sizeBytes > limit)
        throw new DomainError('PAYLOAD_TOO_LARGE', 'The file is larger than an upload may be', { limitBytes: limit })
      hash.update(chunk)
      yield chunk
    }
  }
  return { bytes: measured(), end: () => ({ sizeBytes, sha256: hash.digest('hex') }) }
}

async function writeDurably(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of bytes) await file.writeFile(chunk)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A rename survives a power cut only once its folder was written as well. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
