import { createHmac } from 'node:crypto'
import type { Database } from '../database.js'
import { KeyError } from './key-file.js'
import { derive } from './key-ring.js'
import type { KeyRing } from './key-ring.js'

/** Names the secret of the hashes; no key can be called that. */
export const SEARCH = 'search*'

/**
 * Refuses a key file that is not the one this database was written with: with it names would be stored that nobody finds,
 * and what is stored could not be read. Keys that are new to the database are remembered there by a digest.
 */
export async function checkKeyRing(database: Database, ring: KeyRing): Promise<void> {
  const own = new Map([...ring.ids(), SEARCH].map(id => [id, digestOf(ring, id)]))
  const connection = database.em.getConnection()
  await compare(database, own)
  // Only a file that fits may add to what later ones are compared with; of two that start at once, the first counts.
  const used = [ring.current(), SEARCH]
  await connection.execute(
    'insert into key_check (key_id, digest) values (?, ?), (?, ?) on conflict do nothing',
    used.flatMap(id => [id, own.get(id) ?? '']),
  )
  await compare(database, own)
}

async function compare(database: Database, own: ReadonlyMap<string, string>): Promise<void> {
  const known = await database.em
    .getConnection()
    .execute<{ key_id: string; digest: string }[]>('select key_id, digest from key_check order by key_id')
  const problems = known.flatMap(({ key_id: id, digest }) => {
    if (!own.has(id)) return [`The key file lacks key ${id}, which this database was written with`]
    if (own.get(id) === digest) return []
    return [id === SEARCH ? 'The search key is not that of this database' : `Key ${id} is not that of this database`]
  })
  if (problems.length > 0) throw new KeyError(problems.join('\n'))
}

function digestOf(ring: KeyRing, id: string): string {
  const key = ring.wrappingKey(id)
  const derived = id === SEARCH ? ring.derived('check') : key === undefined ? undefined : derive(key, 'check')
  if (derived === undefined) throw new KeyError(`The key file lacks key ${id}`)
  return createHmac('sha256', derived).update('sextant key check').digest('base64url')
}
