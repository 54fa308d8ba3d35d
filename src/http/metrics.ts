import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { AuditRow } from '../usecases/audit-row.js'
import type { EndedRequest } from './request-scope.js'

/** What is read when somebody looks; each may fail, and then only its own figures are missing. */
export interface MetricSources {
  /** Uploads that nobody has read yet, and changes that nobody has looked at. */
  readonly backlog: () => Promise<Backlog>
  /** Age in seconds of the oldest row of the audit that no seal covers; undefined when there is none. */
  readonly unsealed: () => Promise<number | undefined>
  readonly pool: () => PoolState
  /** Seconds since the keys of each issuer were fetched; undefined when they never were. */
  readonly keyAges: () => ReadonlyMap<string, number | undefined>
  readonly disk: () => Promise<{ readonly freeBytes: number; readonly totalBytes: number }>
}

export interface Backlog {
  readonly uploads: Waiting
  readonly outbox: Waiting
  readonly reviews: Waiting
}

export interface Waiting {
  readonly count: number
  /** Age in seconds of what has waited longest; 0 when nothing waits. */
  readonly oldestSeconds: number
}

export interface PoolState {
  readonly totalCount: number
  readonly idleCount: number
  readonly waitingCount: number
}

export interface MetricFacts {
  readonly version: string
  readonly knowledgeVersion: string
}

/** What an operator watches (S53): counts, periods and codes, never whom or what a request was about. */
export interface Metrics {
  readonly requestEnded: (request: EndedRequest) => void
  readonly accessesKept: (rows: readonly AuditRow[]) => void
  readonly uploadWorked: (outcome: string, milliseconds: number) => void
  /** Something of the worker's broke that is no end of an attempt. */
  readonly workFailed: () => void
  readonly waitedForConnection: (seconds: number) => void
  /** In the text format of Prometheus. */
  readonly text: (sources: MetricSources) => Promise<string>
  readonly contentType: string
  readonly stop: () => void
}

const LATENCIES = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120]
const COSTS = [10, 50, 100, 250, 500, 1000, 2500, 5000]
const WORK_PERIODS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800]
const WAITS = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 2, 5]

/** Codes are ours; were one ever not, it would still name nobody. */
const CODE = /^[A-Z][A-Z0-9_]{1,39}$/

export function createMetrics({ version, knowledgeVersion }: MetricFacts): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Counter({ name, help, labelNames, registers })
  const gauge = <T extends string>(name: string, help: string, labelNames: readonly T[] = []) =>
    new Gauge({ name, help, labelNames, registers })
  const histogram = <T extends string>(name: string, help: string, buckets: number[], labelNames: readonly T[] = []) =>
    new Histogram({ name, help, buckets, labelNames, registers })

  const requests = counter('sextant_requests_total', 'Requests answered, by their first error code or OK.', [
    'face',
    'code',
  ])
  const errors = counter('sextant_errors_total', 'Errors told, several of one request included.', ['face', 'code'])
  const latency = histogram('sextant_request_seconds', 'Time until a request was answered.', LATENCIES, ['face'])
  const cost = histogram('sextant_operation_cost_points', 'Cost of GraphQL operations that were executed.', COSTS)
  const accesses = counter('sextant_accesses_total', 'Rows of the audit, by how the access ended.', ['outcome'])
  const broken = counter('sextant_glass_accesses_total', 'Rows of the audit that rest on broken glass.')
  const breaks = counter('sextant_glass_broken_total', 'Times that somebody broke the glass.')
  const attempts = counter('sextant_upload_attempts_total', 'Attempts to read and call an upload, by their end.', [
    'outcome',
  ])
  const work = histogram('sextant_upload_attempt_seconds', 'Time of one attempt at an upload.', WORK_PERIODS)
  const waits = histogram('sextant_pool_wait_seconds', 'Time until a connection to the database was free.', WAITS)

  const uploads = gauge('sextant_uploads_waiting', 'Accepted uploads that are not yet read and called.')
  const oldestUpload = gauge('sextant_uploads_oldest_seconds', 'Age of the accepted upload that has waited longest.')
  const outbox = gauge('sextant_outbox_waiting', 'Changes of patients whose advice nobody has looked at again yet.')
  const oldestChange = gauge('sextant_outbox_oldest_seconds', 'Age of the change that has waited longest.')
  const unreviewed = gauge('sextant_glass_unreviewed', 'Emergency accesses that no privacy officer has reviewed.')
  const oldestReview = gauge('sextant_glass_unreviewed_oldest_seconds', 'Age of the one that has waited longest.')
  const unsealed = gauge('sextant_audit_unsealed_seconds', 'Age of the oldest row of the audit that no seal covers.')
  const pool = gauge('sextant_pool_connections', 'Connections to the database, and who waits for one.', ['state'])
  const keyAge = gauge('sextant_issuer_keys_age_seconds', 'Time since the keys of an issuer were fetched.', ['issuer'])
  const disk = gauge('sextant_disk_bytes', 'The disk that files are stored on.', ['state'])
  const unknown = gauge('sextant_watch_failed', '1: these figures could not be read this time.', ['source'])
  gauge('sextant_build_info', 'Software and knowledge that answer; always 1.', ['version', 'knowledge']).set(
    { version, knowledge: knowledgeVersion },
    1,
  )

  /** Figures that cannot be read are missing, not zero, and it is said that they are. */
  async function read<T>(
    source: string,
    find: () => T | Promise<T>,
    show: (found: T) => void,
    gauges: readonly Gauge[],
  ) {
    for (const each of gauges) each.reset()
    try {
      show(await find())
      unknown.set({ source }, 0)
    } catch {
      for (const each of gauges) each.remove()
      unknown.set({ source }, 1)
    }
  }

  return {
    requestEnded({ face, codes, seconds, points }) {
      const known = codes.map(code => (CODE.test(code) ? code : 'OTHER'))
      requests.inc({ face, code: known[0] ?? 'OK' })
      for (const code of known) errors.inc({ face, code })
      latency.observe({ face }, seconds)
      if (points !== undefined) cost.observe(points)
    },
    accessesKept(rows) {
      for (const { outcome, action, breakGlassId, occurrences = 1 } of rows) {
        accesses.inc({ outcome }, occurrences)
        if (breakGlassId === undefined) continue
        if (action === 'BREAK_GLASS') breaks.inc()
        else broken.inc(occurrences)
      }
    },
    uploadWorked(outcome, milliseconds) {
      attempts.inc({ outcome })
      work.observe(milliseconds / 1000)
    },
    workFailed: () => attempts.inc({ outcome: 'failed' }),
    waitedForConnection: seconds => waits.observe(seconds),
    async text(sources) {
      await Promise.all([
        read(
          'backlog',
          sources.backlog,
          found => {
            uploads.set(found.uploads.count)
            oldestUpload.set(found.uploads.oldestSeconds)
            outbox.set(found.outbox.count)
            oldestChange.set(found.outbox.oldestSeconds)
            unreviewed.set(found.reviews.count)
            oldestReview.set(found.reviews.oldestSeconds)
          },
          [uploads, oldestUpload, outbox, oldestChange, unreviewed, oldestReview],
        ),
        read('audit', sources.unsealed, seconds => unsealed.set(seconds ?? 0), [unsealed]),
        read(
          'pool',
          sources.pool,
          ({ totalCount, idleCount, waitingCount }) => {
            pool.set({ state: 'used' }, totalCount - idleCount)
            pool.set({ state: 'idle' }, idleCount)
            pool.set({ state: 'waiting' }, waitingCount)
          },
          [pool],
        ),
        read(
          'keys',
          sources.keyAges,
          ages => {
            for (const [issuer, seconds] of ages) if (seconds !== undefined) keyAge.set({ issuer }, seconds)
          },
          [keyAge],
        ),
        read(
          'disk',
          sources.disk,
          ({ freeBytes, totalBytes }) => {
            disk.set({ state: 'free' }, freeBytes)
            disk.set({ state: 'total' }, totalBytes)
          },
          [disk],
        ),
      ])
      return await registry.metrics()
    },
    contentType: registry.contentType,
    stop: () => registry.clear(),
  }
}
