import type { EntityManager } from '@mikro-orm/postgresql'
import type { ProgressEvents } from '../../usecases/ports.js'
import type { UploadProgress, UploadState } from '../../usecases/records.js'
import type { Database } from '../database.js'
import { onlyIds } from '../uuid-v7.js'
import { withinOrganisation } from '../within-organisation.js'
import type { NoticeListener } from './notice-listener.js'
import { announceUpload } from './upload-channel.js'
import { wakes } from './wakes.js'

/** Without any notice a listener looks this often: notices may be lost, rows are not. */
const LOOK_MILLISECONDS = 2000

interface ProgressRow {
  readonly id: string
  readonly state: UploadState
  /** As PostgreSQL writes it; the ORM reads dates only into entities. */
  readonly updated_at: string
  readonly size_bytes: string | number | null
  readonly bytes_done: string | number | null
  readonly bytes_total: string | number | null
  readonly genes_done: number | null
  readonly genes_total: number | null
  readonly at: string | null
}

export function postgresProgress(database: Database, listener: NoticeListener): ProgressEvents {
  const within = <T>(organisationId: string, work: (em: EntityManager) => Promise<T>) =>
    withinOrganisation(database, organisationId, work)

  return {
    report(organisationId, uploadId, attempt, progress) {
      return within(organisationId, async em => {
        await em.execute(
          `insert into upload_progress (upload_id, organisation_id, bytes_done, bytes_total, genes_done, genes_total, at)
           select id, organisation_id, ?, ?, ?, ?, now() from upload where id = ? and attempt = ?
           on conflict (upload_id) do update set bytes_done = excluded.bytes_done, bytes_total = excluded.bytes_total,
             genes_done = excluded.genes_done, genes_total = excluded.genes_total, at = excluded.at`,
          [progress.bytesDone, progress.bytesTotal ?? null, progress.genesDone, progress.genesTotal, uploadId, attempt],
        )
        await announceUpload(em, uploadId)
      })
    },

    latest(organisationId, uploadIds) {
      const known = onlyIds(uploadIds)
      if (known.length === 0) return Promise.resolve(new Map())
      return within(organisationId, async em => {
        const rows = await em.execute<ProgressRow[]>(
          `select u.id, u.state, u.updated_at, u.size_bytes, p.bytes_done, p.bytes_total, p.genes_done, p.genes_total, p.at
           from upload u left join upload_progress p on p.upload_id = u.id where u.id = any (?::uuid[])`,
          [`{${known.join(',')}}`],
        )
        return new Map(rows.map(row => [row.id, toProgress(row)]))
      })
    },

    changes: (uploadId, signal) => wakes(listener, uploadId, LOOK_MILLISECONDS, signal),
  }
}

function toProgress(row: ProgressRow): UploadProgress {
  const total = row.bytes_total ?? row.size_bytes
  const [at, updatedAt] = [new Date(row.at ?? 0), new Date(row.updated_at)]
  return {
    uploadId: row.id,
    state: row.state,
    bytesDone: Number(row.bytes_done ?? 0),
    bytesTotal: total === null ? undefined : Number(total),
    genesDone: row.genes_done ?? 0,
    genesTotal: row.genes_total ?? 0,
    at: at > updatedAt ? at : updatedAt,
  }
}
