import type { Writable } from 'node:stream'

const CHUNK_BYTES = 1 << 18

export interface Output {
  readonly append: (bytes: Uint8Array) => void
  /** Enough is buffered to be worth a write. */
  isFull(): boolean
  /** Writes what is buffered and waits until the reader has room for more. */
  flush(): Promise<void>
  /** A place to `rewind` to while nothing was flushed since. */
  mark(): number
  rewind(mark: number): void
  /** The reader has gone (`… | head`): there is nobody left to write for. */
  readonly closed: boolean
}

/**
 * Copies many small fragments into one buffer, so that a cohort's output costs a memory copy per fragment and no more
 * memory than a few samples. A reader that closes the pipe early is no error.
 */
export function createOutput(stream: Writable): Output {
  let buffer = Buffer.allocUnsafe(CHUNK_BYTES * 2)
  let size = 0
  let closed = false
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    closed = true
  })
  return {
    get closed() {
      return closed
    },
    append(bytes) {
      if (size + bytes.length > buffer.length) {
        const larger = Buffer.allocUnsafe((size + bytes.length) * 2)
        buffer.copy(larger, 0, 0, size)
        buffer = larger
      }
      buffer.set(bytes, size)
      size += bytes.length
    },
    isFull: () => size >= CHUNK_BYTES,
    flush() {
      if (closed || size === 0) return Promise.resolve()
      const bytes = buffer.subarray(0, size)
      buffer = Buffer.allocUnsafe(buffer.length)
      size = 0
      return new Promise(resolve => stream.write(bytes, () => resolve()))
    },
    mark: () => size,
    rewind(mark) {
      size = mark
    },
  }
}
