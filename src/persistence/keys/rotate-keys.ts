import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError } from '../../domain/errors.js'
import type { Database } from '../database.js'
import { organisationIds } from '../memberships.js'
import { withinOrganisation } from '../within-organisation.js'
import { SEARCH } from './check-key-ring.js'
import type { Keys } from './keys.js'

const BATCH = 500

/** How many patients' keys a key of the ring wraps. */
export interface KeyUse {
  readonly id: string
  readonly patients: number
  readonly isCurrent: boolean
  readonly isInFile: boolean
}

export async function countKeys(database: Database, { ring }: Keys): Promise<readonly KeyUse[]> {
  const uses = new Map(ring.ids().map(id => [id, 0]))
  for (const organisationId of await organisationIds(database)) {
    const rows = await withinOrganisation(database, organisationId, em =>
      em.execute<{ kek_id: string; count: number }[]>(
        'select kek_id, count(*)::int as count from patient_key group by kek_id',
      ),
    )
    for (const { kek_id, count } of rows) uses.set(kek_id, (uses.get(kek_id) ?? 0) + count)
  }
  return [...uses].map(([id, patients]) => ({
    id,
    patients,
    isCurrent: id === ring.current(),
    isInFile: ring.wrappingKey(id) !== undefined,
  }))
}

export interface Rotation {
  readonly rewrapped: number
  /** Keys that the file does not open: they stay as they are. */
  readonly failed: number
}

/**
 * Wraps every patient's key with the current key of the ring. What the keys opened stays as it is, and stays readable
 * throughout; may be interrupted and run again.
 */
export async function rotateKeys(database: Database, keys: Keys): Promise<Rotation> {
  let [rewrapped, failed] = [0, 0]
  for (const organisationId of await organisationIds(database)) {
    for (let after: string | undefined = FIRST; after !== undefined;) {
      const from: string = after
      const batch = await withinOrganisation(database, organisationId, em => rewrapBatch(em, keys, from))
      rewrapped += batch.rewrapped
      failed += batch.failed
      after = batch.last
    }
  }
  await forgetUnused(database, keys)
  return { rewrapped, failed }
}

const FIRST = '00000000-0000-0000-0000-000000000000'

interface KeyRow {
  readonly patient_id: string
  readonly kek_id: string
  readonly wrapped: Buffer
}

async function rewrapBatch(em: EntityManager, { ring, patients }: Keys, after: string) {
  const rows = await em.execute<KeyRow[]>(
    `select patient_id, kek_id, wrapped from patient_key where kek_id <> ? and patient_id > ?::uuid
     order by patient_id limit ${BATCH} for update`,
    [ring.current(), after],
  )
  const fresh = rows.flatMap(({ patient_id, kek_id, wrapped }) => {
    try {
      const next = patients.rewrap(patient_id, { kekId: kek_id, wrapped })
      return [{ id: patient_id, kek_id: next.kekId, wrapped: next.wrapped.toString('hex') }]
    } catch (error) {
      // One that cannot be opened is somebody's to look at; the others wait for nobody.
      if (error instanceof DomainError) return []
      throw error
    }
  })
  await em.execute(
    `update patient_key p set kek_id = v.kek_id, wrapped = decode(v.wrapped, 'hex')
     from json_to_recordset(?::json) as v (id uuid, kek_id text, wrapped text) where p.patient_id = v.id`,
    [JSON.stringify(fresh)],
  )
  return { rewrapped: fresh.length, failed: rows.length - fresh.length, last: rows.at(-1)?.patient_id }
}

/** A start asks no more for a key that wraps nothing: it may leave the file. */
async function forgetUnused(database: Database, keys: Keys): Promise<void> {
  const used = (await countKeys(database, keys)).filter(({ patients, isCurrent }) => patients > 0 || isCurrent)
  const ids = used.map(({ id }) => id)
  await database.em
    .getConnection()
    .execute(`delete from key_check where key_id <> '${SEARCH}' and not (key_id = any (string_to_array(?, ' ')))`, [
      ids.join(' '),
    ])
}
