import { inject } from 'vitest'
import { openDatabase } from '../../src/persistence/database.js'
import type { Database } from '../../src/persistence/database.js'
import { ensureMember } from '../../src/persistence/memberships.js'
import { actAs } from '../../src/usecases/act-as.js'
import type { Actor, Role } from '../../src/usecases/records.js'
import { withDatabase } from './database.js'

export interface TestDatabase {
  readonly url: string
  /** As the tables' owner: for arranging and for looking behind the wall. */
  readonly owner: Database
  /** As the service acts. */
  readonly service: Database
  /** A member of the organisation, which is made when it is new, in a request of their own. */
  actor(organisation: string, roles: readonly Role[]): Promise<Actor>
  drop(): Promise<void>
}

let clones = 0
let requests = 0

/** A database of this test file's own: a clone of the migrated template. */
export async function cloneDatabase(connections = 8): Promise<TestDatabase> {
  const { serverUrl, template } = inject('testDatabase')
  clones += 1
  const name = `sextant_test_${process.pid}_${Date.now()}_${clones}`
  const admin = await openDatabase({ url: serverUrl, as: 'owner', connections: 1, waitMilliseconds: 10_000 })
  await createFrom(admin, name, template)
  const url = withDatabase(serverUrl, name)
  const owner = await openDatabase({ url, as: 'owner', connections: 2, waitMilliseconds: 10_000 })
  const service = await openDatabase({ url, as: 'service', connections, waitMilliseconds: 10_000 })
  return {
    url,
    owner,
    service,
    async actor(organisation, roles) {
      const subject = roles.join('+')
      const member = { issuer: 'urn:test', subject, name: `Test ${subject}`, roles }
      const { actorId, organisationId } = await ensureMember(owner, { slug: organisation, name: organisation }, member)
      const caller = { id: actorId, name: member.name, organisationId, organisation, roles }
      return actAs(caller, { id: `request-${++requests}` })
    },
    async drop() {
      await owner.close(true)
      await service.close(true)
      await admin.em.getConnection().execute(`drop database if exists ${name} with (force)`)
      await admin.close(true)
    },
  }
}

/** Two files may clone at the same moment; PostgreSQL copies a template for one at a time. */
async function createFrom(admin: Database, name: string, template: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await admin.em.getConnection().execute(`create database ${name} template ${template}`)
      return
    } catch (error) {
      if (tries >= 50) throw error
      await new Promise(resolve => setTimeout(resolve, 20 * tries))
    }
  }
}
