import { DomainError } from '../../domain/errors.js'
import type { Page, PageRequest } from '../../usecases/records.js'
import { onlyIds } from '../uuid-v7.js'

/** Cursors name the row they stand behind; opaque, so that clients do not build on it. */
export function cursorOf(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
}

export function idOfCursor(cursor: string): string {
  const hex = Buffer.from(cursor, 'base64url').toString('hex')
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  if (onlyIds([id]).length === 0) throw new DomainError('BAD_USER_INPUT', 'The cursor is not one of ours', {})
  return id
}

/** From one row more than was asked for, which only says that there is a next page. */
export function pageOf<T extends { readonly id: string }>(
  rows: readonly T[],
  totalCount: number,
  page: PageRequest,
): Page<T> {
  const items = rows.slice(0, page.first)
  const cursors = items.map(item => cursorOf(item.id))
  return { items, cursors, totalCount, endCursor: cursors.at(-1), hasNextPage: rows.length > page.first }
}

/** Newest first; every one of `keys` has an entry. */
export function groupBy<T>(keys: readonly string[], items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>(keys.map(key => [key, []]))
  for (const item of items) groups.get(keyOf(item))?.push(item)
  return groups
}
