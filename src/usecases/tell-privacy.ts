import { demand } from './decide.js'
import type { SendGlassMessage } from './glass-message.js'
import type { Ports } from './ports.js'
import type { Actor } from './records.js'

const AT_ONCE = 20

export interface TellPrivacy {
  /** Sends what is due in one organisation; how many were tried, 0: nothing is due. */
  (actor: Actor, signal: AbortSignal): Promise<number>
}

/**
 * Tells somebody outside that glass was broken, at least once (S17, S38). Whoever dies between sending and writing that it was
 * sent leaves it to be sent again; nothing is given up, it is only tried more rarely. `report` hears of what did not arrive.
 */
export function createTellPrivacy(
  { transactions, clock, policy }: Pick<Ports, 'transactions' | 'clock' | 'policy'>,
  send: SendGlassMessage,
  report: (error: unknown) => void,
): TellPrivacy {
  const { noticeBackoffMilliseconds: waits } = policy
  return async ({ organisationId, ...rest }, signal) => {
    demand({ organisationId, ...rest }, 'TELL_PRIVACY')
    const now = clock.now()
    const nextTry = (attempts: number) => new Date(now.getTime() + (waits[attempts] ?? waits.at(-1) ?? 0))
    const due = await transactions.run(organisationId, unit => unit.notices.claim(now, nextTry, AT_ONCE))
    for (const message of due) {
      if (signal.aborted) break
      try {
        await send(message)
        await transactions.run(organisationId, unit => unit.notices.delivered(message.id, clock.now()))
      } catch (error) {
        report(error)
      }
    }
    return due.length
  }
}
