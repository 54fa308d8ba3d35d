import { createHash, createSecretKey, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createStagedFiles } from '../../src/persistence/staged-files.js'
import type { UploadKeys } from '../../src/persistence/staged-files.js'
import { uuidV7 } from '../../src/persistence/uuid-v7.js'
import { chunksOf } from '../support/test-ports.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sextant-files-'))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const key = createSecretKey(randomBytes(32))
const keyOf: UploadKeys = async () => key
const ownerOf = (id: string) => ({ id, organisationId: 'o', patientId: 'p' })
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

it('gives back the bytes it was given, under a name that says what they are', async () => {
  const files = createStagedFiles(folder, keyOf, () => {})
  const id = uuidV7()
  expect(await files.write(ownerOf(id), chunksOf('ab', 'c'), { bytes: 3 })).toEqual({
    sizeBytes: 3,
    sha256: sha256('abc'),
  })
  const chunks: Uint8Array[] = []
  for await (const chunk of files.read(ownerOf(id), sha256('abc'))) chunks.push(chunk)
  expect(Buffer.concat(chunks).toString()).toBe('abc')
  expect(readdirSync(folder)).toEqual([`${id}-${sha256('abc')}.sealed`])
})

it('S44 accepts a file of exactly the limit and keeps nothing of one a byte longer', async () => {
  const files = createStagedFiles(folder, keyOf, () => {})
  await files.write(ownerOf(uuidV7()), chunksOf('x'.repeat(10)), { bytes: 10 })
  await expect(files.write(ownerOf(uuidV7()), chunksOf('x'.repeat(11)), { bytes: 10 })).rejects.toMatchObject({
    code: 'PAYLOAD_TOO_LARGE',
  })
  expect(readdirSync(folder)).toHaveLength(1)
})

it('keeps nothing of a transfer that broke off', async () => {
  const files = createStagedFiles(folder, keyOf, () => {})
  async function* broken() {
    yield Buffer.from('abc')
    throw new Error('gone')
  }
  await expect(files.write(ownerOf(uuidV7()), broken(), { bytes: 10 })).rejects.toThrow('gone')
  expect(readdirSync(folder)).toEqual([])
})

it('two senders of different bytes for one upload do not overwrite each other', async () => {
  const files = createStagedFiles(folder, keyOf, () => {})
  const id = uuidV7()
  const written = await Promise.all(['one', 'two'].map(text => files.write(ownerOf(id), chunksOf(text), { bytes: 10 })))
  expect(written.map(each => each.sha256)).toEqual([sha256('one'), sha256('two')])
  expect(readdirSync(folder)).toHaveLength(2)
})

it('S29 sweeps what is old and promised to nobody, and nothing else', async () => {
  const files = createStagedFiles(folder, keyOf, () => {})
  const [kept, forgotten, fresh] = [uuidV7(), uuidV7(), uuidV7()]
  for (const id of [kept, forgotten, fresh]) await files.write(ownerOf(id), chunksOf(id), { bytes: 100 })
  writeFileSync(join(folder, 'staging-of-a-crash'), '')
  for (const name of readdirSync(folder)) if (!name.startsWith(fresh)) utimesSync(join(folder, name), 1, 1)
  expect(await files.sweep(60_000, async id => id === kept)).toBe(2)
  expect(
    readdirSync(folder)
      .map(name => name.slice(0, 36))
      .toSorted((a, b) => (a < b ? -1 : 1)),
  ).toEqual([kept, fresh])
})
