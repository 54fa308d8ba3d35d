import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'

import { DomainError } from '../domain/errors.js'

/** Large reads: the default of 64 KiB costs a third more system calls than the unzipper can use. */
const CHUNK_BYTES = 1 << 20

export interface InputFile {
  readonly bytes: AsyncIterable<Uint8Array>
  /** Absent for standard input. */
  readonly name?: string
  readonly sizeBytes?: number
}

/** Opens the VCF, or standard input for "-"; a file that cannot be read is an error before anything is called. */
export async function openInput(path: string, standardInput: AsyncIterable<Uint8Array>): Promise<InputFile> {
  if (path === '-') return { bytes: standardInput }
  const found = await orRefuse(path, stat(path))
  if (found.isDirectory()) throw new DomainError('BAD_USER_INPUT', `${path}: is a folder, not a file`)
  return {
    bytes: createReadStream(path, { highWaterMark: CHUNK_BYTES }),
    name: basename(path),
    // A named pipe says 0: its size is not known.
    sizeBytes: found.isFile() ? found.size : undefined,
  }
}

/** Reads a small text file whole (names, outside calls, regions), or standard input for "-". */
export async function readText(path: string, standardInput: AsyncIterable<Uint8Array>): Promise<string> {
  if (path !== '-') return orRefuse(path, readFile(path, 'utf8'))
  const chunks: Uint8Array[] = []
  for await (const chunk of standardInput) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'no permission to read it',
  EISDIR: 'is a folder, not a file',
}

async function orRefuse<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new DomainError('BAD_USER_INPUT', `${path}: ${REASONS[code] ?? code}`)
  }
}
