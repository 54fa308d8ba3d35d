import { raw } from '@mikro-orm/postgresql'
import type { Visibility } from '../../usecases/access-facts.js'
import type { RelationKind } from '../../usecases/access-facts.js'

/**
 * Conditions by which lists find only whom their reader may see: they are part of the statement, so that pages, counts and
 * cursors know of nobody else (S12).
 */
export function isVisible(visibility: Visibility, column: 'id' | 'patient_id' = 'patient_id') {
  const glass = `exists (select 1 from break_glass b where b.patient_id = PATIENT and b.actor_id = ? and b.opened_at <= ?
    and b.expires_at > ?)`
  const { actorId, brokenGlass, now } = visibility
  const relation = related(visibility, visibility.kinds)
  return brokenGlass
    ? condition(column, `(${relation.sql} or ${glass})`, [...relation.parameters, actorId, now, now])
    : condition(column, relation.sql, relation.parameters)
}

/** Patients whose names the reader may see: only they are found by a name. */
export function isNamed(visibility: Visibility) {
  const relation = related(visibility, visibility.namedKinds)
  const denied = identityDenied(visibility)
  return condition('id', `${relation.sql} and not ${denied.sql}`, [...relation.parameters, ...denied.parameters])
}

/** Patients whose record number the reader may see. */
export function isIdentified(visibility: Visibility) {
  const { sql, parameters } = identityDenied(visibility)
  return condition('id', `not ${sql}`, parameters)
}

interface Fragment {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

function condition(column: 'id' | 'patient_id', sql: string, parameters: readonly unknown[]) {
  return { [raw(alias => sql.replaceAll('PATIENT', `${alias}.${column}`), [...parameters])]: [] }
}

function related({ actorId, now }: Visibility, kinds: readonly RelationKind[]): Fragment {
  return {
    sql: `exists (select 1 from relation r where r.patient_id = PATIENT and r.kind = any (?::text[])
      and (r.actor_id is null or r.actor_id = ?) and r.valid_from <= ? and (r.valid_to is null or r.valid_to > ?))`,
    parameters: [listOf(kinds), actorId, now, now],
  }
}

/** The patient's consent keeps their identity from this reader; nobody is kept from themselves. */
function identityDenied({ actorId, roles, purpose, now }: Visibility): Fragment {
  return {
    sql: `(exists (select 1 from consent c where c.patient_id = PATIENT and c.effect = 'DENY' and 'IDENTITY' = any (c.classes)
      and c.revoked_at is null and c.valid_from <= ? and (c.valid_to is null or c.valid_to > ?)
      and (c.recipient in ('ANYONE', 'ORGANISATION') or (c.recipient = 'ROLE' and c.recipient_role = any (?::text[]))
        or (c.recipient = 'ACTOR' and c.recipient_actor_id = ?))
      and (cardinality(c.purposes) = 0 or ? = any (c.purposes)))
      and not exists (select 1 from relation s where s.patient_id = PATIENT and s.kind = 'SELF' and s.actor_id = ?
        and s.valid_from <= ? and (s.valid_to is null or s.valid_to > ?)))`,
    parameters: [now, now, listOf(roles), actorId, purpose, actorId, now, now],
  }
}

function listOf(words: readonly string[]): string {
  return `{${words.join(',')}}`
}
