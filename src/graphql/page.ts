import { ArgsType, Field, Int } from 'type-graphql'
import { DomainError } from '../domain/errors.js'
import type { PageRequest } from '../usecases/records.js'
import { MAXIMUM_PAGE } from './limits/maximum-page.js'

@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many to read, 1 to 100; more is refused, never cut down.' })
  readonly first!: number

  @Field(() => String, { nullable: true, description: 'Cursor of the item to read on behind.' })
  readonly after?: string | null
}

/** Checks what a client asked for; throws `BAD_USER_INPUT`. */
export function pageRequest({ first, after }: PageArgs): PageRequest {
  if (first < 1 || first > MAXIMUM_PAGE)
    throw new DomainError('BAD_USER_INPUT', `first must lie between 1 and ${MAXIMUM_PAGE}`, {
      first,
      maximum: MAXIMUM_PAGE,
    })
  return after === null || after === undefined ? { first } : { first, after }
}

/** At most as many ids as a page has rows; throws `BAD_USER_INPUT`. */
export function checkIdCount(ids: readonly string[]): void {
  if (ids.length > MAXIMUM_PAGE)
    throw new DomainError('BAD_USER_INPUT', `at most ${MAXIMUM_PAGE} ids at once`, {
      ids: ids.length,
      maximum: MAXIMUM_PAGE,
    })
}
