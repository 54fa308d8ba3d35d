import { DomainError } from '../domain/errors.js'
import { PURPOSES } from './records.js'
import type { Purpose } from './records.js'

/** Header of a request, and parameter of a socket's connection, that says what the answer is for. */
export const PURPOSE_HEADER = 'X-Purpose-Of-Use'

/** An emergency is not a word of the caller's: broken glass makes it one (S17). */
export const STATABLE_PURPOSES: readonly Purpose[] = PURPOSES.filter(purpose => purpose !== 'ETREAT')

/** Why somebody asks, in their words; treatment when they say nothing. */
export function statedPurpose(stated: unknown): Purpose {
  if (stated === undefined) return 'TREAT'
  const purpose = STATABLE_PURPOSES.find(each => each === stated)
  if (purpose !== undefined) return purpose
  throw new DomainError('BAD_USER_INPUT', `${PURPOSE_HEADER} is not a purpose that can be stated`, {
    field: PURPOSE_HEADER,
    accepted: STATABLE_PURPOSES,
  })
}
