import type { Writable } from 'node:stream'

const FLUSH_BYTES = 1 << 16

export interface Output {
  write(bytes: Uint8Array | string): Promise<void>
  /** Writes what is buffered. */
  flush(): Promise<void>
  /** The reader has gone (`… | head`): there is nobody left to write for. */
  readonly closed: boolean
}

/**
 * Collects small writes and waits when the reader is slower than we are, so that a cohort needs no more memory than a
 * sample. A reader that closes the pipe early is no error.
 */
export function createOutput(stream: Writable, flushBytes = FLUSH_BYTES): Output {
  let pending: Uint8Array[] = []
  let size = 0
  let closed = false
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    closed = true
  })
  const flush = (): Promise<void> => {
    const bytes = Buffer.concat(pending, size)
    pending = []
    size = 0
    if (closed || bytes.length === 0) return Promise.resolve()
    return new Promise(resolve => stream.write(bytes, () => resolve()))
  }
  return {
    flush,
    get closed() {
      return closed
    },
    write(bytes) {
      const chunk = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
      pending.push(chunk)
      size += chunk.length
      return size < flushBytes ? Promise.resolve() : flush()
    },
  }
}
