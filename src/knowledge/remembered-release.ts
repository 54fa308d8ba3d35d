import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { deserialize, serialize } from 'node:v8'

import type { Knowledge } from '../domain/knowledge.js'

/** A release that was read and checked before, with the checksums it rests on. */
export interface CheckedRelease {
  readonly knowledge: Knowledge
  readonly checksums: ReadonlyMap<string, string>
}

const KEPT = 4

/**
 * Checked releases are remembered beside the compiled code: decoding and checking costs 300 ms and 60 MB, reading the
 * result 50 ms. The name of a file carries everything it depends on: the release's seal, this room's code, the runtime.
 * Uncompiled code (tests, type checks) remembers nothing.
 */
export function recallRelease(version: string): CheckedRelease | undefined {
  try {
    const path = rememberedPath(version)
    const remembered: unknown = path === undefined ? undefined : deserialize(readFileSync(path))
    return isCheckedRelease(remembered) ? remembered : undefined
  } catch {
    return undefined
  }
}

/** Best effort: a read-only installation checks again at every start. */
export function rememberRelease(version: string, release: CheckedRelease): void {
  const path = rememberedPath(version)
  if (path === undefined) return
  try {
    mkdirSync(FOLDER, { recursive: true })
    const part = `${path}.${process.pid}`
    writeFileSync(part, serialize(release))
    renameSync(part, path)
    forgetOldest()
  } catch {
    return
  }
}

/** Written by this very code (its hash is in the file's name), so its outline suffices. */
function isCheckedRelease(value: unknown): value is CheckedRelease {
  return typeof value === 'object' && value !== null && 'knowledge' in value && 'checksums' in value
}

const HERE = import.meta.dirname
const FOLDER = join(HERE, 'checked')

function rememberedPath(version: string): string | undefined {
  if (basename(import.meta.filename).endsWith('.ts')) return undefined
  const code = createHash('sha256').update(process.version)
  for (const name of readdirSync(HERE)
    .filter(file => file.endsWith('.js'))
    .toSorted())
    code.update(readFileSync(join(HERE, name)))
  return join(FOLDER, `${version}-${code.digest('hex').slice(0, 16)}`)
}

function forgetOldest(): void {
  const byAge = readdirSync(FOLDER)
    .map(name => ({ path: join(FOLDER, name), time: statSync(join(FOLDER, name)).mtimeMs }))
    .toSorted((a, b) => b.time - a.time)
  for (const { path } of byAge.slice(KEPT)) rmSync(path, { force: true })
}
