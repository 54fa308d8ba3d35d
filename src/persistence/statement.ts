import type { EntityManager } from '@mikro-orm/postgresql'
import { CompiledQuery } from 'kysely'

/**
 * Rows of one statement, in the transaction of the entity manager if it is in one. The parameters ($1, $2 …) travel beside
 * the text, which therefore never changes, so that a connection plans it once; the ORM's own statements carry theirs inside.
 */
export async function rowsOf<Row>(
  em: EntityManager,
  statement: string,
  parameters: readonly unknown[],
): Promise<readonly Row[]> {
  const { rows } = await em.getKysely().executeQuery<Row>(CompiledQuery.raw(statement, [...parameters]))
  return rows
}
