import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'

import type { Knowledge } from '../domain/knowledge.js'

/** A release that was read and checked before, with the checksums it rests on. */
export interface CheckedRelease {
  readonly knowledge: Knowledge
  readonly checksums: ReadonlyMap<string, string>
}

const HERE = import.meta.dirname
const KEPT = 4

/**
 * Where checked releases are remembered: beside the compiled code. Decoding and checking 1,200 files takes 450 ms and 60 MB
 * (two thirds of it the shapes), reading the result 100 ms and 20 MB, on two busy cores. Code that is not compiled (tests)
 * remembers nothing.
 */
export const MEMORY: string | undefined = import.meta.filename.endsWith('.js') ? join(HERE, 'checked') : undefined

export function recallRelease(memory: string, version: string): CheckedRelease | undefined {
  try {
    const remembered: unknown = deserialize(readFileSync(pathOf(memory, version)))
    return isCheckedRelease(remembered) ? remembered : undefined
  } catch {
    return undefined
  }
}

/** Best effort: a read-only installation checks again at every start. */
export function rememberRelease(memory: string, version: string, release: CheckedRelease): void {
  try {
    mkdirSync(memory, { recursive: true })
    const path = pathOf(memory, version)
    const part = `${path}.${process.pid}`
    writeFileSync(part, serialize(release))
    renameSync(part, path)
    forgetOldest(memory)
  } catch {
    return
  }
}

/** The name carries all that a checked release depends on: the release's seal, this room's code, the runtime. */
function pathOf(memory: string, version: string): string {
  const code = createHash('sha256').update(process.version)
  const files = readdirSync(HERE).filter(name => /\.[jt]s$/.test(name))
  for (const name of files.toSorted()) code.update(readFileSync(join(HERE, name)))
  return join(memory, `${version}-${code.digest('hex').slice(0, 16)}`)
}

/** Written by this very code (its hash is in the file's name), so its outline suffices. */
function isCheckedRelease(value: unknown): value is CheckedRelease {
  return typeof value === 'object' && value !== null && 'knowledge' in value && 'checksums' in value
}

function forgetOldest(memory: string): void {
  const byAge = readdirSync(memory)
    .map(name => ({ path: join(memory, name), time: statSync(join(memory, name)).mtimeMs }))
    .toSorted((a, b) => b.time - a.time)
  for (const { path } of byAge.slice(KEPT)) rmSync(path, { force: true })
}
