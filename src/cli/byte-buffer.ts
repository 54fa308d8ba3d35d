export interface ByteBuffer {
  readonly append: (bytes: Uint8Array) => void
  /** Length so far: where to `rewind` to. */
  size(): number
  rewind(size: number): void
  /** Everything appended, in memory of its own. */
  take(): Uint8Array<ArrayBuffer>
}

/** Joins many small fragments at the cost of a memory copy each. */
export function createByteBuffer(startBytes = 1 << 16): ByteBuffer {
  let buffer = new Uint8Array(startBytes)
  let size = 0
  return {
    append(bytes) {
      if (size + bytes.length > buffer.length) {
        const larger = new Uint8Array((size + bytes.length) * 2)
        larger.set(buffer.subarray(0, size))
        buffer = larger
      }
      buffer.set(bytes, size)
      size += bytes.length
    },
    size: () => size,
    rewind(to) {
      size = to
    },
    take() {
      const taken = buffer.slice(0, size)
      size = 0
      return taken
    },
  }
}
