import type { ByteBuffer } from './byte-buffer.js'
import type { SampleFormat } from './call-run.js'

/** What was printed of consecutive samples. */
export interface Batch {
  /** One past the last sample. */
  readonly end: number
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly anyCalled: boolean
  /** Samples that could not be printed, each with its reason; the others of the batch are complete. */
  readonly failures: readonly { readonly sample: number; readonly reason: string }[]
}

/** Prints samples from `start` to `end` (excluded). One that fails leaves nothing behind and costs no other. */
export function printBatch(format: SampleFormat, buffer: ByteBuffer, start: number, end: number): Batch {
  const failures: { sample: number; reason: string }[] = []
  let anyCalled = false
  for (let sample = start; sample < end; sample++) {
    const before = buffer.size()
    try {
      anyCalled = format.append(sample, buffer.append) || anyCalled
    } catch (error) {
      buffer.rewind(before)
      failures.push({ sample, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return { end, bytes: buffer.take(), anyCalled, failures }
}
