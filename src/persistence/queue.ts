import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { SERVICE_ROLE } from './database.js'

export const QUEUE_SCHEMA = 'pgboss'

export const READ_UPLOAD_QUEUE = 'read-upload'

/** Beyond what reading a file may take; a worker that died is noticed by its missing heartbeat long before. */
const LONGEST_JOB_SECONDS = 2 * 3600

/** Ids only: what a job is about is read from its row when it runs. */
export interface ReadUploadJob {
  readonly uploadId: string
  readonly organisationId: string
}

export interface QueueOptions {
  readonly url: string
  readonly connections: number
  /** Watches heartbeats and removes old jobs; one of several processes is enough, all may. */
  readonly supervise: boolean
}

/** The queue as the service uses it: no right to make tables, and no wish to. */
export function openQueue(options: QueueOptions): PgBoss {
  return new PgBoss({
    connectionString: options.url,
    options: `-c role=${SERVICE_ROLE}`,
    schema: QUEUE_SCHEMA,
    max: options.connections,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: options.supervise,
    // Both need the tables' owner.
    reindex: false,
    monitorVacuum: false,
    useListenNotify: true,
    monitorIntervalSeconds: 5,
    superviseIntervalSeconds: 5,
    application_name: 'sextant-queue',
  })
}

const manifest = z.object({ version: z.string() })

/** The version of the queue's tables: that of the library that made them. */
export function queueVersion(): string {
  const path = createRequire(import.meta.url).resolve('pg-boss/package.json')
  return manifest.parse(JSON.parse(readFileSync(path, 'utf8'))).version
}

/** Makes the queue's schema and queues, as their owner. */
export async function migrateQueue(url: string, execute: (sql: string) => Promise<unknown>): Promise<void> {
  const boss = new PgBoss({ connectionString: url, schema: QUEUE_SCHEMA, max: 1, supervise: false, schedule: false })
  // Without a listener an error event would end the process; the calls below reject as well.
  boss.on('error', () => {})
  await boss.start()
  try {
    const exists = await boss.getQueue(READ_UPLOAD_QUEUE)
    // `short`: while one job of an upload waits, another would say nothing new.
    if (exists === null)
      await boss.createQueue(READ_UPLOAD_QUEUE, {
        policy: 'short',
        heartbeatSeconds: 10,
        expireInSeconds: LONGEST_JOB_SECONDS,
        retryLimit: 3,
        notify: true,
      })
  } finally {
    await boss.stop({ graceful: false })
  }
  await execute(`grant usage on schema ${QUEUE_SCHEMA} to ${SERVICE_ROLE}`)
  await execute(`grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${SERVICE_ROLE}`)
  await execute(`grant execute on all functions in schema ${QUEUE_SCHEMA} to ${SERVICE_ROLE}`)
  await execute(`comment on schema ${QUEUE_SCHEMA} is '${queueVersion()}'`)
}
