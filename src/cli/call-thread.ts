import { parentPort, workerData } from 'node:worker_threads'

import { createByteBuffer } from './byte-buffer.js'
import type { CallRun } from './call-run.js'
import { createFormat } from './formats.js'
import { printBatch } from './sample-batch.js'
import type { BatchOrder } from './threaded-batches.js'

/** One of the threads of `threaded-batches.ts`: prints the ranges of samples it is sent. */
const run: CallRun = workerData
const format = createFormat(run)
const buffer = createByteBuffer()

parentPort?.on('message', ({ start, end }: BatchOrder) => {
  const batch = printBatch(format, buffer, start, end)
  parentPort?.postMessage(batch, [batch.bytes.buffer])
})
