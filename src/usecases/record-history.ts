import { DomainError } from '../domain/errors.js'
import { openPatientForWrite } from './access.js'
import { batchMemberId } from './batch-ids.js'
import { demand } from './decide.js'
import { fingerprint } from './fingerprint.js'
import type { EntryProblem, HistoryUsecases, RecordedEntry } from './history-menu.js'
import { requireText } from './input.js'
import { isRefused, problemsAlone, problemsAmong } from './judge-facts.js'
import type { Ports } from './ports.js'
import { prepareFact, UnstatableFact } from './prepare-fact.js'
import type { RecordedFact } from './recorded-fact.js'
import { storedFacts, requireRoom } from './stored-facts.js'

const MOST_FACTS_AT_ONCE = 100

type Prepared = { readonly fact: RecordedFact } | { readonly problems: readonly EntryProblem[] }

/** Adds facts to a patient's history, each answered by itself. */
export function recordHistory({ transactions, knowledge, ids, clock }: Ports): HistoryUsecases['recordHistory'] {
  return async (actor, { patientId, facts: statements, idempotencyKey }) => {
    demand(actor, 'WRITE_HISTORY')
    if (statements.length === 0 || statements.length > MOST_FACTS_AT_ONCE)
      throw new DomainError('BAD_USER_INPUT', `facts must have 1 to ${MOST_FACTS_AT_ONCE} entries`, { field: 'facts' })
    const key = requireText('idempotencyKey', idempotencyKey, 200)
    const request = fingerprint({ patientId, statements })
    const own = ids.next()
    const now = clock.now()
    const today = now.toISOString().slice(0, 10)
    return await transactions.run(actor.organisationId, async unit => {
      const opened = await openPatientForWrite(unit, actor, 'WRITE_HISTORY', patientId, now)
      const batch = await unit.idempotency.remember(actor.id, 'recordHistory', key, request, own)
      await unit.histories.lock(patientId)
      const { all, inView } = await storedFacts(unit, opened)
      const known = new Map(all.map(fact => [fact.id, fact]))
      const prepared = statements.map((statement, index): Prepared => {
        const id = batchMemberId(batch, index)
        const stored = known.get(id)
        if (stored !== undefined) return { fact: stored }
        try {
          const fact = prepareFact(statement, { id }, actor, now)
          const problems = problemsAlone(fact, today, knowledge)
          if (isRefused(problems)) return { problems }
          const restricted = statement.restricted ?? false
          return { fact: { ...fact, patientId, recordedBy: actor.id, recordedAt: now, restricted } }
        } catch (error) {
          if (error instanceof UnstatableFact) return { problems: [error.problem] }
          throw error
        }
      })
      const kept = prepared.flatMap(each => ('fact' in each ? [each.fact] : []))
      if (batch === own) {
        requireRoom(all.length + kept.length)
        await unit.histories.add(kept)
      }
      const others = inView.filter(({ id }) => !kept.some(fact => fact.id === id))
      const problems = problemsAmong(kept, others, today, knowledge)
      const entries = prepared.map((each): RecordedEntry =>
        'fact' in each
          ? { status: 'RECORDED', fact: each.fact, problems: problems.get(each.fact.id) ?? [] }
          : { status: 'REFUSED', problems: each.problems },
      )
      return { patient: opened.patient, entries }
    })
  }
}
