import type { AdviceEvents } from '../../usecases/ports.js'
import { OUTBOX_CHANNEL } from './advice-channels.js'
import { createLatch } from './latch.js'
import type { NoticeListener } from './notice-listener.js'
import { wakes } from './wakes.js'

/** Without any notice a listener looks this often: notices may be lost, rows are not. */
const LOOK_MILLISECONDS = 2000

/** Every organisation's outbox is looked into this often without a notice. */
const SWEEP_MILLISECONDS = 10_000

export function postgresAdviceEvents(listener: NoticeListener): AdviceEvents {
  return {
    alerts: (patientId, signal) => wakes(listener, patientId, LOOK_MILLISECONDS, signal),

    async *waiting(signal) {
      const latch = createLatch()
      const named = new Set<string>()
      const stop = await listener.listen(OUTBOX_CHANNEL, organisationId => {
        if (organisationId !== undefined) named.add(organisationId)
        latch.open()
      })
      try {
        yield undefined
        while (!signal.aborted) {
          await latch.opened(SWEEP_MILLISECONDS, signal)
          const organisations = [...named]
          named.clear()
          if (organisations.length === 0) yield undefined
          else yield* organisations
        }
      } finally {
        stop()
      }
    },
  }
}
