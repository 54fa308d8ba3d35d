import type { GlassEvents } from '../../usecases/ports.js'
import { GLASS_CHANNEL } from './advice-channels.js'
import type { NoticeListener } from './notice-listener.js'
import { namedOrganisations, wakes } from './wakes.js'

/** Without any notice a listener looks this often: notices may be lost, rows are not. */
const LOOK_MILLISECONDS = 2000

/** What could not be delivered is tried again at the earliest when its time has come, and then within this. */
const SWEEP_MILLISECONDS = 10_000

export function postgresGlassEvents(listener: NoticeListener): GlassEvents {
  return {
    // Rare enough that whoever follows one organisation may be woken for all of them.
    broken: signal => wakes(listener, GLASS_CHANNEL, LOOK_MILLISECONDS, signal),
    waiting: signal => namedOrganisations(listener, GLASS_CHANNEL, SWEEP_MILLISECONDS, signal),
  }
}
