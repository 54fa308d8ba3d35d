import type { AdviceEvents } from '../../usecases/ports.js'
import { OUTBOX_CHANNEL } from './advice-channels.js'
import type { NoticeListener } from './notice-listener.js'
import { namedOrganisations, wakes } from './wakes.js'

/** Without any notice a listener looks this often: notices may be lost, rows are not. */
const LOOK_MILLISECONDS = 2000

/** Every organisation's outbox is looked into this often without a notice. */
const SWEEP_MILLISECONDS = 10_000

export function postgresAdviceEvents(listener: NoticeListener): AdviceEvents {
  return {
    alerts: (patientId, signal) => wakes(listener, patientId, LOOK_MILLISECONDS, signal),
    waiting: signal => namedOrganisations(listener, OUTBOX_CHANNEL, SWEEP_MILLISECONDS, signal),
  }
}
