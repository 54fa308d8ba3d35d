import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError } from '../../domain/errors.js'
import type { IdempotencyKeys } from '../../usecases/ports.js'
import type { SearchHashes } from '../keys/search-hashes.js'

export function postgresIdempotencyKeys(
  em: EntityManager,
  organisationId: string,
  hashes: SearchHashes,
  keepMilliseconds: number,
): IdempotencyKeys {
  return {
    async remember(actorId, operation, key, request, answer) {
      // Senders make keys of what they have at hand, a record number for one; a request's own hash could be guessed.
      const place = [organisationId, actorId, operation, hashes.request(key)]
      const fingerprint = hashes.request(request)
      const columns = 'organisation_id = ? and actor_id = ? and operation = ? and key = ?'
      const age = `interval '${Math.round(keepMilliseconds)} milliseconds'`
      await em.execute(`delete from idempotency_key where ${columns} and created_at < now() - ${age}`, place)
      // While another transaction answers the same request this insert waits, and then finds its answer.
      const inserted = await em.execute<{ answer: string }[]>(
        `insert into idempotency_key (organisation_id, actor_id, operation, key, fingerprint, answer, created_at)
         values (?, ?, ?, ?, ?, ?, now()) on conflict do nothing returning answer`,
        [...place, fingerprint, answer],
      )
      if (inserted.length > 0) return answer
      const [first] = await em.execute<{ fingerprint: string; answer: string }[]>(
        `select fingerprint, answer from idempotency_key where ${columns}`,
        place,
      )
      if (first === undefined) throw new DomainError('CONFLICT', 'The same request is being answered', {}, true)
      if (first.fingerprint !== fingerprint)
        throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'This idempotency key was used for another request', {
          operation,
        })
      return first.answer
    },
  }
}
