import type { Database } from './database.js'
import { organisationIds } from './memberships.js'

/** What waits to be done, over all organisations. */
export interface Backlog {
  readonly uploads: Waiting
  readonly outbox: Waiting
  /** Broken glass that nobody has reviewed. */
  readonly reviews: Waiting
}

interface Waiting {
  readonly count: number
  /** Age in seconds of what has waited longest; 0 when nothing waits. */
  readonly oldestSeconds: number
}

const AGE = 'coalesce(extract(epoch from now() - min(at)), 0)::float8'

const WAITING = `select
  (select json_build_object('count', count(*), 'oldestSeconds', ${AGE})
   from (select updated_at as at from upload where state in ('RECEIVED', 'READING', 'CALLING')) as waiting) as uploads,
  (select json_build_object('count', count(*), 'oldestSeconds', ${AGE}) from outbox) as outbox,
  (select json_build_object('count', count(*), 'oldestSeconds', ${AGE})
   from (select opened_at as at from break_glass where reviewed_at is null) as unreviewed) as reviews`

/** Counted behind the wall of each organisation, one after the other: the service sees them all only in this way (S16). */
export async function readBacklog(database: Database): Promise<Backlog> {
  const organisations = await organisationIds(database)
  return await database.em.fork({ clear: true }).transactional(async em => {
    const found: Backlog[] = []
    for (const id of organisations) {
      await em.execute(`select set_config('app.organisation', ?, true)`, [id])
      found.push(...(await em.execute<Backlog[]>(WAITING)))
    }
    return {
      uploads: together(found.map(each => each.uploads)),
      outbox: together(found.map(each => each.outbox)),
      reviews: together(found.map(each => each.reviews)),
    }
  })
}

function together(all: readonly Waiting[]): Waiting {
  return {
    count: all.reduce((sum, { count }) => sum + count, 0),
    oldestSeconds: Math.max(0, ...all.map(({ oldestSeconds }) => oldestSeconds)),
  }
}

/** Age in seconds of the oldest row that no seal covers; asked as the auditor. */
export async function readUnsealedAge(database: Database): Promise<number | undefined> {
  const [found] = await database.em.getConnection().execute<{ seconds: number | null }[]>(
    `select extract(epoch from now() - min(at))::float8 as seconds from audit_event
     where transaction_id > coalesce((select through from audit_seal order by number desc limit 1), '0')`,
  )
  return found?.seconds ?? undefined
}
