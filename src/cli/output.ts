import type { Writable } from 'node:stream'

export interface Output {
  /** Resolves when the reader has taken the bytes, so that a slow reader slows us down instead of filling memory. */
  write(bytes: Uint8Array): Promise<void>
  /** The reader has gone (`… | head`): there is nobody left to write for. */
  readonly closed: boolean
}

/** Standard output; a reader that closes the pipe early is no error. */
export function createOutput(stream: Writable): Output {
  let closed = false
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    closed = true
  })
  return {
    get closed() {
      return closed
    },
    write(bytes) {
      if (closed || bytes.length === 0) return Promise.resolve()
      return new Promise(resolve => stream.write(bytes, () => resolve()))
    },
  }
}
