import type { Writable } from 'node:stream'

import { DomainError } from '../domain/errors.js'

export interface Output {
  /**
   * Resolves when the reader has taken the bytes, so that a slow reader slows us down instead of filling memory. Fails
   * when they cannot be written (a full disk).
   */
  write(bytes: Uint8Array): Promise<void>
  /** The reader has gone (`… | head`): there is nobody left to write for. That is no error. */
  readonly closed: boolean
}

export function createOutput(stream: Writable): Output {
  let closed = false
  const settle = (error: NodeJS.ErrnoException | null | undefined): void => {
    if (!error) return
    closed = true
    if (error.code !== 'EPIPE')
      throw new DomainError('PROCESSING_FAILED', `the output cannot be written (${error.code ?? error.message})`)
  }
  // Every failed write is told to its callback below; without a listener the event would end the process.
  stream.on('error', () => undefined)
  return {
    get closed() {
      return closed
    },
    async write(bytes) {
      if (closed || bytes.length === 0) return
      settle(await new Promise<Error | null | undefined>(resolve => stream.write(bytes, resolve)))
    },
  }
}
