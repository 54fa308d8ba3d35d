import { Worker } from 'node:worker_threads'

import type { VariantTable } from '../domain/genotype/evidence.js'
import type { CallRun } from './call-run.js'
import type { Batch } from './sample-batch.js'

/** Samples to print, from `start` to `end` (excluded). */
export interface BatchOrder {
  readonly start: number
  readonly end: number
}

/** Batches that are ordered before the first of them was written: enough to keep every thread busy, few enough to fit. */
const AHEAD_PER_THREAD = 3

/** Hands ranges of samples to threads and yields what they print in the order of the file. */
export async function* threadedBatches(run: CallRun, threads: number, size: number): AsyncGenerator<Batch> {
  const shared = { ...run, table: shareCodes(run.table) }
  const { length } = run.table.samples
  const workers = Array.from({ length: threads }, () => startWorker(shared))
  const pending: Promise<Batch>[] = []
  const order = (start: number): void => {
    const worker = workers[(start / size) % threads]
    if (worker === undefined) throw new RangeError('no thread')
    const batch = worker.print({ start, end: Math.min(length, start + size) })
    // A rejection is met when its turn comes; until then it is not unhandled.
    batch.catch(() => undefined)
    pending.push(batch)
  }
  try {
    for (let start = 0; start < length; start += size) {
      order(start)
      const oldest = pending.length < threads * AHEAD_PER_THREAD ? undefined : pending.shift()
      if (oldest !== undefined) yield await oldest
    }
    for (const batch of pending) yield await batch
  } finally {
    await Promise.all(workers.map(worker => worker.stop()))
  }
}

interface BatchWorker {
  print(order: BatchOrder): Promise<Batch>
  stop(): Promise<unknown>
}

function startWorker(run: CallRun): BatchWorker {
  const worker = new Worker(new URL('./call-thread.js', import.meta.url), { workerData: run })
  const waiting: { readonly resolve: (batch: Batch) => void; readonly reject: (error: Error) => void }[] = []
  worker.on('message', (batch: Batch) => waiting.shift()?.resolve(batch))
  worker.on('error', error => {
    const reason = error instanceof Error ? error : new Error(String(error))
    for (const { reject } of waiting.splice(0)) reject(reason)
  })
  return {
    print: order =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        worker.postMessage(order)
      }),
    stop: () => worker.terminate(),
  }
}

/** Codes are by far the largest part of a table: all threads look at the same ones. */
function shareCodes(table: VariantTable): VariantTable {
  const columns = [...table.columns].map(
    ([gene, list]) =>
      [
        gene,
        list.map(column => (column.codes === undefined ? column : { ...column, codes: share(column.codes) })),
      ] as const,
  )
  return { ...table, columns: new Map(columns) }
}

function share(codes: Uint8Array | Uint16Array | Uint32Array): Uint8Array | Uint16Array | Uint32Array {
  const memory = new SharedArrayBuffer(codes.byteLength)
  const copy =
    codes instanceof Uint8Array
      ? new Uint8Array(memory)
      : codes instanceof Uint16Array
        ? new Uint16Array(memory)
        : new Uint32Array(memory)
  copy.set(codes)
  return copy
}
