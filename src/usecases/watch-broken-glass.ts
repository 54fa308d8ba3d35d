import type { BreakGlass } from './access-facts.js'
import type { AccessUsecases } from './access-menu.js'
import { CLASSES_OF_ACTION, demand } from './decide.js'
import { leavable } from './leavable.js'
import type { Ports } from './ports.js'
import type { Actor } from './records.js'

const AT_ONCE = 100

/** Tells privacy officers of glass that is broken from now on; what was broken before stands in the list of reviews. */
export function watchBrokenGlass(ports: Ports): Pick<AccessUsecases, 'watchBrokenGlass'> {
  return {
    async watchBrokenGlass(actor) {
      demand(actor, 'REVIEW_BREAK_GLASS')
      const newest = await ports.transactions.run(actor.organisationId, unit => unit.notices.newest())
      return leavable(end => follow(ports, actor, newest, end.signal))
    },
  }
}

async function* follow(
  { transactions, glassEvents }: Ports,
  actor: Actor,
  newest: number,
  end: AbortSignal,
): AsyncGenerator<BreakGlass> {
  let last = newest
  for await (const _ of glassEvents.broken(end)) {
    const notices = await transactions.run(actor.organisationId, unit => unit.notices.since(last, AT_ONCE))
    for (const { number, breakGlass } of notices) {
      last = number
      noteReview(actor, breakGlass)
      yield breakGlass
    }
  }
}

/** Whoever reviews learns of a patient by it, and that is written down like any other look (S19). */
export function noteReview({ request }: Actor, { patientId }: BreakGlass): void {
  const classes = CLASSES_OF_ACTION.REVIEW_BREAK_GLASS
  request.trail.note({ patientId, action: 'REVIEW_BREAK_GLASS', classes, outcome: 'ALLOWED' })
}
