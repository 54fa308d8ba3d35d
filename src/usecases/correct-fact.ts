import { DomainError } from '../domain/errors.js'
import { openPatientForWrite } from './access.js'
import { demand } from './decide.js'
import { fingerprint } from './fingerprint.js'
import type { HistoryUsecases, RecordedEntry } from './history-menu.js'
import { requireText } from './input.js'
import { isRefused, problemsAlone, problemsAmong } from './judge-facts.js'
import type { Ports, UnitOfWork } from './ports.js'
import { isPatientAlone, prepareFact, UnstatableFact } from './prepare-fact.js'
import type { RecordedFact } from './recorded-fact.js'
import type { Actor } from './records.js'
import { type StoredFacts, storedFacts, requireRoom } from './stored-facts.js'

/** Puts another fact of the same kind in the place of one; both stay in the record. */
export function correctFact({ transactions, knowledge, ids, clock }: Ports): HistoryUsecases['correctFact'] {
  return async (actor, { factId, idempotencyKey, ...statement }) => {
    demand(actor, 'WRITE_HISTORY')
    const key = requireText('idempotencyKey', idempotencyKey, 200)
    const request = fingerprint({ factId, statement })
    const id = ids.next()
    const now = clock.now()
    const today = now.toISOString().slice(0, 10)
    return await transactions.run(actor.organisationId, async (unit): Promise<RecordedEntry> => {
      const { old, facts } = await findForWrite(unit, actor, factId, now)
      if (old.kind !== statement.fact.kind)
        throw new DomainError('BAD_USER_INPUT', 'A correction says something of the same kind', { field: 'fact' })
      try {
        const fact = prepareFact(statement, { id, supersedes: old.id }, actor, now)
        const alone = problemsAlone(fact, today, knowledge)
        if (isRefused(alone)) return { status: 'REFUSED', problems: alone }
        const restricted = old.restricted || statement.restricted === true
        const correction = { ...fact, ...insteadOf(old), recordedBy: actor.id, recordedAt: now, restricted }
        const answer = await unit.idempotency.remember(actor.id, 'correctFact', key, request, id)
        const stored = answer === id ? await addOnce(unit, correction, facts) : requireStored(facts, answer)
        const others = facts.inView.filter(each => each.id !== stored.id)
        const problems = problemsAmong([stored], others, today, knowledge).get(stored.id) ?? []
        return { status: 'RECORDED', fact: stored, problems }
      } catch (error) {
        if (error instanceof UnstatableFact) return { status: 'REFUSED', problems: [error.problem] }
        throw error
      }
    })
  }
}

/** Says that a fact was entered in error, by one more fact. */
export function retractFact({ transactions, ids, clock }: Ports): HistoryUsecases['retractFact'] {
  return async (actor, { factId, idempotencyKey }) => {
    demand(actor, 'WRITE_HISTORY')
    const key = requireText('idempotencyKey', idempotencyKey, 200)
    const id = ids.next()
    const now = clock.now()
    return await transactions.run(actor.organisationId, async unit => {
      const { old, facts } = await findForWrite(unit, actor, factId, now)
      const answer = await unit.idempotency.remember(actor.id, 'retractFact', key, fingerprint({ factId }), id)
      if (answer !== id) return requireStored(facts, answer)
      const retraction = { ...old, id, supersedes: old.id, enteredInError: true }
      const written = { recordedOn: now.toISOString(), recordedBy: actor.id, recordedAt: now }
      return await addOnce(unit, { ...retraction, ...written }, facts)
    })
  }
}

interface Found {
  readonly old: RecordedFact
  readonly facts: StoredFacts
}

/** A fact that the actor may not see is not there for them. */
async function findForWrite(unit: UnitOfWork, actor: Actor, factId: string, now: Date): Promise<Found> {
  const [found] = await unit.histories.find([factId])
  if (found === undefined) throw noSuchFact()
  const opened = await openPatientForWrite(unit, actor, 'WRITE_HISTORY', found.patientId, now)
  await unit.histories.lock(found.patientId)
  const facts = await storedFacts(unit, opened)
  const old = facts.visible.find(({ id }) => id === factId)
  if (old === undefined) throw noSuchFact()
  if (isPatientAlone(actor) && old.source.kind !== 'PATIENT')
    throw new DomainError('FORBIDDEN', 'A patient puts right what a patient has said', { action: 'WRITE_HISTORY' })
  return { old, facts }
}

async function addOnce(unit: UnitOfWork, fact: RecordedFact, { all }: StoredFacts): Promise<RecordedFact> {
  const newer = all.find(({ supersedes }) => supersedes === fact.supersedes)
  if (newer !== undefined)
    throw new DomainError('CONFLICT', 'The fact was corrected already; correct the newer one', { factId: newer.id })
  requireRoom(all.length + 1)
  await unit.histories.add([fact])
  return fact
}

/** A correction stands for the same patient, and for the same thing of another system. */
function insteadOf({ patientId, origin }: RecordedFact): Pick<RecordedFact, 'patientId' | 'origin'> {
  return origin === undefined ? { patientId } : { patientId, origin }
}

function requireStored({ all }: StoredFacts, id: string): RecordedFact {
  const stored = all.find(fact => fact.id === id)
  if (stored === undefined) throw noSuchFact()
  return stored
}

function noSuchFact(): DomainError {
  return new DomainError('NOT_FOUND', 'No such fact', {})
}
