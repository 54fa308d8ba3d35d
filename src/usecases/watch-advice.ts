import { DomainError } from '../domain/errors.js'
import type { AdviceAlert } from './advice-alert.js'
import { openPatient, openPatients } from './access.js'
import type { OpenedPatient } from './access.js'
import { demand } from './decide.js'
import { leavable } from './leavable.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'
import type { Actor } from './records.js'

const ALERTS_AT_ONCE = 100

type WatchAdvice = Pick<Usecases, 'watchAdvice' | 'alertsOfPatients'>

/** What was told when advice on a patient's medicines changed: as it happens, and afterwards. */
export function watchAdvice(ports: Ports): WatchAdvice {
  const { transactions, clock } = ports
  return {
    async watchAdvice(actor, patientId) {
      demand(actor, 'ASK_ADVICE')
      const newest = await transactions.run(actor.organisationId, async unit => {
        requireAdvice(await openPatient(unit, actor, 'ASK_ADVICE', patientId, clock.now()))
        return (await unit.alerts.ofPatients([patientId], { first: 1 })).get(patientId)?.items[0]?.id
      })
      return leavable(end => follow(ports, actor, patientId, newest, end.signal))
    },
    async alertsOfPatients(actor, patientIds, page) {
      demand(actor, 'ASK_ADVICE')
      return await transactions.read(actor, async unit => {
        const opened = await openPatients(unit, actor, 'ASK_ADVICE', patientIds, clock.now())
        const shown = [...opened].filter(([, patient]) => maySeeAlerts(patient))
        return await unit.alerts.ofPatients(
          shown.map(([id]) => id),
          page,
        )
      })
    },
  }
}

/** An alert speaks of medicines and of what genes say of them: whoever may not see both sees none. */
function maySeeAlerts({ withheld }: OpenedPatient): boolean {
  return !withheld.has('CLINICAL') && !withheld.has('GENOMIC_SUMMARY')
}

function requireAdvice(opened: OpenedPatient): void {
  if (!maySeeAlerts(opened))
    throw new DomainError('FORBIDDEN', 'This is not yours to do for this patient', { action: 'ASK_ADVICE' })
}

/** Every alert behind the last one, once and in order; whoever may no longer see the patient is told so before the next. */
async function* follow(
  { transactions, adviceEvents, clock }: Ports,
  actor: Actor,
  patientId: string,
  newest: string | undefined,
  end: AbortSignal,
): AsyncGenerator<AdviceAlert> {
  let last = newest
  for await (const _ of adviceEvents.alerts(patientId, end)) {
    const alerts = await transactions.run(actor.organisationId, async unit => {
      const found = await unit.alerts.since(patientId, last, ALERTS_AT_ONCE)
      if (found.length > 0) requireAdvice(await openPatient(unit, actor, 'ASK_ADVICE', patientId, clock.now()))
      return found
    })
    for (const alert of alerts) {
      last = alert.id
      yield alert
    }
  }
}
