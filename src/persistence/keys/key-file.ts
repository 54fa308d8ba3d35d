import { createSecretKey, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const KEY_BYTES = 32

export const KEY_ID = /^[A-Za-z0-9._-]{1,64}$/

const secret = z
  .base64()
  .transform(text => Buffer.from(text, 'base64'))
  .refine(bytes => bytes.byteLength === KEY_BYTES)

const keyFile = z
  .strictObject({
    /** Wraps what is wrapped from now on. */
    current: z.string(),
    keys: z.record(z.string().regex(KEY_ID), secret),
    /** Names and record numbers are found by hashes under keys derived from this one; it never rotates. */
    search: secret,
  })
  .refine(({ current, keys }) => current in keys)

export interface KeyFile {
  readonly current: string
  readonly keys: ReadonlyMap<string, KeyObject>
  readonly search: KeyObject
}

/** Says what is wrong with the keys, never what they are. */
export class KeyError extends Error {
  override readonly name = 'KeyError'
}

export function readKeyFile(path: string): KeyFile {
  const { current, keys, search } = parse(path)
  return {
    current,
    keys: new Map(Object.entries(keys).map(([id, bytes]) => [id, toKey(bytes)])),
    search: toKey(search),
  }
}

/** A file with one new key, for its owner alone; one that exists is left as it is, and then this is false. */
export function createKeyFile(path: string): boolean {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const id = newKeyId()
  const staging = write(path, { current: id, keys: { [id]: newSecret() }, search: newSecret() })
  try {
    // Unlike a rename this never replaces the file of a process that started at the same moment: its keys may be in use.
    linkSync(staging, path)
    return true
  } catch (error) {
    if (!existsSync(path)) throw error
    return false
  } finally {
    rmSync(staging)
  }
}

/** Adds a key and makes it the current one; returns its id. Those before it stay, for they still open what they wrapped. */
export function addKey(path: string): string {
  return alone(path, () => {
    const { keys, search } = parse(path)
    const id = newKeyId()
    const texts = Object.fromEntries(Object.entries(keys).map(([known, bytes]) => [known, bytes.toString('base64')]))
    const next = { current: id, keys: { ...texts, [id]: newSecret() }, search: search.toString('base64') }
    renameSync(write(path, next), path)
    return id
  })
}

/** Two who add at once would each forget the other's key. */
function alone<T>(path: string, work: () => T): T {
  const lock = `${path}.lock`
  let handle: number
  try {
    handle = openSync(lock, 'wx')
  } catch {
    throw new KeyError(`Somebody else changes the key file; if nobody does, remove ${lock}`)
  }
  try {
    return work()
  } finally {
    closeSync(handle)
    rmSync(lock)
  }
}

function parse(path: string): z.output<typeof keyFile> {
  // What the parsers would say quotes the file.
  const read = keyFile.safeParse(json(path))
  if (read.success) return read.data
  throw new KeyError(
    `The key file ${path} must be {"current": ID, "keys": {ID: KEY, …}, "search": KEY}, each KEY ${KEY_BYTES} bytes in base64`,
  )
}

function json(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new KeyError(`The key file ${path} cannot be read`)
  }
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function write(path: string, content: z.input<typeof keyFile>): string {
  const staging = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`
  writeFileSync(staging, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flush: true })
  return staging
}

function newKeyId(): string {
  return `${new Date().toISOString().slice(0, 10)}-${randomBytes(3).toString('hex')}`
}

function newSecret(): string {
  return randomBytes(KEY_BYTES).toString('base64')
}

function toKey(bytes: Buffer): KeyObject {
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}
