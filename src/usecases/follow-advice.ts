import { reviewMedicines } from '../domain/advise-options.js'
import { adviceChanges, type AlertCause, remember } from '../domain/medication/advice-changes.js'
import { drugsTaken } from '../domain/medication/medication-review.js'
import { openPatients } from './access.js'
import { genesAskedFor } from './asked-candidates.js'
import { demand } from './decide.js'
import { backgroundOf, peopleOf } from './person.js'
import { NOTHING_STATED } from './option-questions.js'
import type { Ports, UnitOfWork } from './ports.js'
import type { Actor } from './records.js'

/** Patients looked at before others get their turn. */
const AT_ONCE = 50

export interface FollowAdvice {
  /** Looks at the patients for whom something changed, in one organisation; how many were looked at, 0: nothing waits. */
  (actor: Actor, signal: AbortSignal): Promise<number>
}

/**
 * Looks again at the medicines of patients for whom something changed: a medicine, a value, a result, anything else of the
 * history; and of all who were last looked at under an older release. Where a verdict is another than at the last look, an
 * alert is written. Each patient has a transaction of their own: what waits is gone when what follows from it is stored,
 * and whoever dies in between leaves all of it for the next.
 */
export function createFollowAdvice(ports: Ports): FollowAdvice {
  const { transactions, knowledge } = ports
  return async (actor, signal) => {
    demand(actor, 'FOLLOW_ADVICE')
    if (knowledge.options === undefined) return 0
    const { version, date } = knowledge
    const due = await transactions.run(actor.organisationId, async unit => {
      const waiting = await unit.outbox.waiting(AT_ONCE)
      const behind = await unit.alerts.seenBefore({ version, date }, AT_ONCE - waiting.length)
      return new Set([...waiting, ...behind])
    })
    for (const patientId of due) {
      if (signal.aborted) break
      await transactions.run(actor.organisationId, unit => lookAgain(ports, unit, actor, patientId))
    }
    return due.size
  }
}

async function lookAgain(ports: Ports, unit: UnitOfWork, actor: Actor, patientId: string): Promise<void> {
  const { knowledge, ids, clock } = ports
  const now = clock.now()
  const written = await unit.outbox.take(patientId)
  const seen = await unit.alerts.lastSeen(patientId)
  const isOtherRelease = seen !== undefined && seen.knowledgeVersion !== knowledge.version
  // A process of an older release does not take back what a newer one has told.
  const isOlder = isOtherRelease && seen.knowledgeDate > knowledge.date
  if (isOlder || (written.length === 0 && !isOtherRelease)) return
  const person = await personToFollow(ports, unit, actor, patientId)
  if (person === undefined) return
  const { history, facts } = backgroundOf(person, NOTHING_STATED, now, knowledge)
  const genes = genesAskedFor(drugsTaken(history, knowledge), knowledge)
  const calls = person.calls.filter(({ gene }) => genes.has(gene))
  const { medicines } = reviewMedicines(calls, history, facts, knowledge, person.withheld)
  const looks = [
    ...new Map(medicines.flatMap(({ drugs }) => drugs.map(drug => [drug.advice.drug.name, remember(drug)]))),
  ].map(([, look]) => look)
  const changes = adviceChanges(seen?.looks ?? [], looks)
  const { version: knowledgeVersion, date: knowledgeDate } = knowledge
  const causes: readonly AlertCause[] = isOtherRelease ? [...written, 'KNOWLEDGE'] : written
  await unit.alerts.keep({ patientId, knowledgeVersion, knowledgeDate, looks, at: now })
  if (changes.length > 0)
    await unit.alerts.add({ id: ids.next(), patientId, at: now, causes, changes, knowledgeVersion })
}

/** Specially protected facts are left out, so that an alert tells the same to everybody who may read it. */
async function personToFollow({ knowledge, clock }: Ports, unit: UnitOfWork, actor: Actor, patientId: string) {
  const opened = await openPatients(unit, actor, 'FOLLOW_ADVICE', [patientId], clock.now())
  const seen = [...opened.values()].map(opening => ({
    ...opening,
    withheld: new Map([...opening.withheld, ['RESTRICTED', 'RESTRICTED'] as const]),
  }))
  return (await peopleOf(unit, seen, knowledge)).get(patientId)
}
