import { DomainError } from '../domain/errors.js'
import type { Page, PageRequest } from './records.js'

/** A page of values in memory, in the order of their keys; the cursor is the key, so it survives a new release. */
export function pageByKey<T>(items: Iterable<T>, keyOf: (item: T) => string, { first, after }: PageRequest): Page<T> {
  const sorted = [...items].map(item => ({ item, key: keyOf(item) })).toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const behind = after === undefined ? undefined : keyOfCursor(after)
  const rest = behind === undefined ? sorted : sorted.filter(({ key }) => key > behind)
  const page = rest.slice(0, first)
  const cursors = page.map(({ key }) => Buffer.from(key, 'utf8').toString('base64url'))
  return {
    items: page.map(({ item }) => item),
    cursors,
    totalCount: sorted.length,
    endCursor: cursors.at(-1),
    hasNextPage: rest.length > page.length,
  }
}

function keyOfCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8')
  if (Buffer.from(key, 'utf8').toString('base64url') !== cursor)
    throw new DomainError('BAD_USER_INPUT', 'The cursor is not one of ours', {})
  return key
}
