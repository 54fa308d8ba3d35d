import { raw } from '@mikro-orm/postgresql'
import type { Visibility } from '../../usecases/access-facts.js'
import type { RelationKind } from '../../usecases/access-facts.js'
import type { Fragment } from '../statement.js'

/**
 * Conditions by which lists find only whom their reader may see: they are part of the statement, so that pages, counts and
 * cursors know of nobody else (S12).
 */
export function isVisible(visibility: Visibility) {
  const conditions = visible(visibility)
  return { [raw(alias => ofAll(`${alias}.patient_id`, conditions).sql, [...conditions.parameters])]: [] }
}

/** A condition of this file on the patient with this id, wherever it is asked of many patients. */
export function ofAll(patientId: string, { sql, parameters }: Fragment): Fragment {
  return { sql: sql.replaceAll('PATIENT', patientId).replaceAll(' LOOKUP', ''), parameters }
}

/** The same where it is asked of few: with an offset the rows of each are looked up, instead of those of everybody first. */
export function ofFew(patientId: string, { sql, parameters }: Fragment): Fragment {
  return { sql: sql.replaceAll('PATIENT', patientId).replaceAll(' LOOKUP', ' offset 0'), parameters }
}

/** The same as a piece of a statement, for `ofAll` or `ofFew`. */
export function visible(visibility: Visibility): Fragment {
  const glass = `exists (select 1 from break_glass b where b.patient_id = PATIENT and b.actor_id = ? and b.opened_at <= ?
    and b.expires_at > ? LOOKUP)`
  const { actorId, brokenGlass } = visibility
  const now = visibility.now.toISOString()
  const relation = related(visibility, visibility.kinds)
  return brokenGlass
    ? { sql: `(${relation.sql} or ${glass})`, parameters: [...relation.parameters, actorId, now, now] }
    : relation
}

/** Patients who are found by a name by this reader, if they are `identified` as well. */
export function named(visibility: Visibility): Fragment {
  return related(visibility, visibility.namedKinds)
}

/** Patients whose identity no consent keeps from the reader: nobody else is found by their name or their record number. */
export function identified(visibility: Visibility): Fragment {
  const { sql, parameters } = identityDenied(visibility)
  return { sql: `not ${sql}`, parameters }
}

function related({ actorId, now: moment }: Visibility, kinds: readonly RelationKind[]): Fragment {
  const now = moment.toISOString()
  return {
    sql: `exists (select 1 from relation r where r.patient_id = PATIENT and r.kind = any (?::text[])
      and (r.actor_id is null or r.actor_id = ?::uuid) and r.valid_from <= ?::timestamptz
      and (r.valid_to is null or r.valid_to > ?::timestamptz) LOOKUP)`,
    parameters: [listOf(kinds), actorId, now, now],
  }
}

/** The patient's consent keeps their identity from this reader; nobody is kept from themselves. */
function identityDenied({ actorId, roles, purpose, now: moment }: Visibility): Fragment {
  const now = moment.toISOString()
  return {
    sql: `(exists (select 1 from consent c where c.patient_id = PATIENT and c.effect = 'DENY' and 'IDENTITY' = any (c.classes)
      and c.revoked_at is null and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)
      and (c.recipient in ('ANYONE', 'ORGANISATION') or (c.recipient = 'ROLE' and c.recipient_role = any (?::text[]))
        or (c.recipient = 'ACTOR' and c.recipient_actor_id = ?))
      and (cardinality(c.purposes) = 0 or ? = any (c.purposes)) LOOKUP)
      and not exists (select 1 from relation s where s.patient_id = PATIENT and s.kind = 'SELF' and s.actor_id = ?
        and s.valid_from <= ? and (s.valid_to is null or s.valid_to > ?) LOOKUP))`,
    parameters: [now, now, listOf(roles), actorId, purpose, actorId, now, now],
  }
}

function listOf(words: readonly string[]): string {
  return `{${words.join(',')}}`
}
