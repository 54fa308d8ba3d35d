import { createSecretKey, hkdfSync } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { statSync } from 'node:fs'
import { readKeyFile } from './key-file.js'
import type { KeyFile } from './key-file.js'

/**
 * The keys that wrap the keys of patients. They live in a file and, as objects that print nothing of themselves, in the
 * memory of the processes that need them: never in the database, a log, a report of a crash or a child process (S26).
 */
export interface KeyRing {
  /** Id of the key that wraps what is wrapped from now on, by the file as it is now. */
  current(): string
  ids(): readonly string[]
  /** Absent when the file has none of this id; the file is read again first, for a running process meets rotations. */
  wrappingKey(id: string): KeyObject | undefined
  /** A key for one purpose, of a secret that no rotation changes. */
  derived(purpose: string): KeyObject
}

export function openKeyRing(path: string): KeyRing {
  let read = readAt(path)

  /** A file that cannot be read for the moment changes nothing. */
  function refresh(): void {
    try {
      if (statSync(path).mtimeMs !== read.modified) read = readAt(path)
    } catch {
      return
    }
  }

  return {
    current() {
      refresh()
      return read.ring.current
    },
    ids: () => [...read.ring.keys.keys()],
    wrappingKey(id) {
      if (!read.ring.keys.has(id)) refresh()
      return read.ring.keys.get(id)
    },
    derived: purpose => derive(read.ring.search, purpose),
  }
}

/** A key that says nothing about the one it comes from, nor about those for other purposes. */
export function derive(from: KeyObject, purpose: string, salt: Uint8Array = new Uint8Array()): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', from, salt, `sextant ${purpose}`, 32)))
}

function readAt(path: string): { readonly modified: number; readonly ring: KeyFile } {
  // Before the file: one that changes in between is read once more, not once too few.
  const { mtimeMs: modified } = statSync(path)
  return { modified, ring: readKeyFile(path) }
}
