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

/** A piece of a statement, with a question mark for each of its parameters. */
export interface Fragment {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** Pieces, one after the other, as `rowsOf` takes a statement. */
export function statementOf(...pieces: readonly (Fragment | string)[]): readonly [string, readonly unknown[]] {
  const fragments = pieces.map(piece => (typeof piece === 'string' ? { sql: piece, parameters: [] } : piece))
  let number = 0
  const text = fragments.map(({ sql }) => sql.replaceAll('?', () => `$${(number += 1)}`)).join(' ')
  return [text, fragments.flatMap(({ parameters }) => parameters)]
}
