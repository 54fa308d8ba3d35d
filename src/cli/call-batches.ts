import { availableParallelism } from 'node:os'

import { createByteBuffer } from './byte-buffer.js'
import type { CallRun } from './call-run.js'
import { createFormat } from './formats.js'
import { printBatch, type Batch } from './sample-batch.js'
import { threadedBatches } from './threaded-batches.js'

/** Samples per batch: about a megabyte of output either way. */
const BATCH = { calls: 128, recommendations: 8 }

/**
 * Threads start to gain from here on. Calls alone never do: most of that time goes into reading, which one thread does,
 * and every thread would call the frequent patterns again.
 */
const WORTH_THREADS = 5000

/** All samples in the order of the file, in batches: by this thread, or by several for a large cohort. */
export function callBatches(run: CallRun): AsyncIterable<Batch> {
  const { options, table } = run
  const work = options.recommendations && options.format !== 'tsv' ? 'recommendations' : 'calls'
  const isLarge = work === 'recommendations' && table.samples.length >= WORTH_THREADS
  const threads = options.threads ?? (isLarge ? availableParallelism() : 1)
  return threads > 1 ? threadedBatches(run, threads, BATCH[work]) : ownBatches(run, BATCH[work])
}

async function* ownBatches(run: CallRun, size: number): AsyncGenerator<Batch> {
  const format = createFormat(run)
  const buffer = createByteBuffer()
  const { length } = run.table.samples
  for (let start = 0; start < length; start += size) {
    yield printBatch(format, buffer, start, Math.min(length, start + size))
  }
}
