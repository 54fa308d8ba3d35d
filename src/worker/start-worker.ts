import type { PgBoss } from 'pg-boss'
import type { CallOutcome } from '../usecases/call-sample.js'

export interface WorkerPorts {
  readonly queue: PgBoss
  readonly queueName: string
  readonly concurrency: number
  readonly perOrganisation: number
  /** How often unfinished work that nobody has is sent again. */
  readonly sweepMilliseconds: number
  readonly call: (job: UploadJob, signal: AbortSignal) => Promise<CallOutcome>
  readonly sweep: () => Promise<void>
  readonly report: (event: WorkerEvent) => void
}

export interface UploadJob {
  readonly uploadId: string
  readonly organisationId: string
}

export type WorkerEvent =
  | { readonly kind: 'called'; readonly uploadId: string; readonly outcome: CallOutcome; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly error: unknown }

export interface RunningWorker {
  /** Takes no more work, lets the running end within the grace, then gives it back. */
  stop(graceMilliseconds: number): Promise<void>
}

/** Receives jobs and runs the use case for each; the queue only delivers, the upload's row decides. */
export async function startWorker(ports: WorkerPorts): Promise<RunningWorker> {
  const { queue, queueName, concurrency, perOrganisation, report } = ports
  const end = new AbortController()
  const running = new Set<Promise<void>>()

  async function handle(job: UploadJob): Promise<void> {
    const started = performance.now()
    try {
      const outcome = await ports.call(job, end.signal)
      report({ kind: 'called', uploadId: job.uploadId, outcome, milliseconds: Math.round(performance.now() - started) })
    } catch (error) {
      report({ kind: 'failed', error })
      throw error
    }
  }

  async function take(jobs: readonly { readonly data: UploadJob }[]): Promise<void> {
    for (const { data } of jobs) {
      const work = handle(data)
      const settled = work.catch(() => {})
      running.add(settled)
      try {
        await work
      } finally {
        running.delete(settled)
      }
    }
  }

  for (let hand = 0; hand < concurrency; hand += 1) {
    const self = { id: '' }
    self.id = await queue.work<UploadJob>(
      queueName,
      { groupConcurrency: perOrganisation, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 },
      async jobs => {
        await take(jobs)
        // What waits behind this job was announced while all hands were busy: look again instead of waiting for the poll.
        queue.notifyWorker(self.id)
      },
    )
  }

  const sweeping = sweepFromTimeToTime(ports, running)
  return {
    async stop(graceMilliseconds) {
      clearInterval(sweeping)
      await queue.offWork(queueName, { wait: false })
      const grace = setTimeout(() => end.abort(), graceMilliseconds)
      await Promise.all(running)
      clearTimeout(grace)
    },
  }
}

function sweepFromTimeToTime(
  { sweep, sweepMilliseconds, report }: WorkerPorts,
  running: Set<Promise<void>>,
): NodeJS.Timeout {
  let busy = false
  return setInterval(() => {
    if (busy) return
    busy = true
    const round = sweep()
      .catch(error => report({ kind: 'failed', error }))
      .finally(() => {
        busy = false
        running.delete(round)
      })
    running.add(round)
  }, sweepMilliseconds)
}
