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
  const text = pieces.map(piece => (typeof piece === 'string' ? piece : piece.sql)).join(' ')
  return [numbered(text), pieces.flatMap(piece => (typeof piece === 'string' ? [] : piece.parameters))]
}

/** Texts that came before: what differs between questions are parameters, so there are few. */
const known = new Map<string, string>()
const MOST_KNOWN = 200

function numbered(text: string): string {
  const before = known.get(text)
  if (before !== undefined) return before
  let number = 0
  const now = text.replaceAll('?', () => `$${(number += 1)}`)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(text, now)
  return now
}
