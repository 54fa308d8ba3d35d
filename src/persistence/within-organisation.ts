import type { EntityManager } from '@mikro-orm/postgresql'
import type { Database } from './database.js'

/** One transaction behind the wall of an organisation (S16), for what is no unit of a use case's work. */
export function withinOrganisation<T>(
  database: Database,
  organisationId: string,
  work: (em: EntityManager) => Promise<T>,
): Promise<T> {
  const em = database.em.fork({ clear: true })
  em.setSessionContext({ variables: { 'app.organisation': organisationId } })
  return em.transactional(work)
}
