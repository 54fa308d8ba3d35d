import { DomainError } from '../domain/errors.js'
import type { Authenticate } from '../usecases/menu.js'
import type { Ports } from '../usecases/ports.js'

export interface RefusedSignIns {
  /** Signs in as before; what is refused leaves a row (S20). */
  over(authenticate: Authenticate): Authenticate
  /** Writes what is still counted. */
  stop(): Promise<void>
}

const MINUTE_MILLISECONDS = 60_000

/**
 * Rows of refused sign-ins, seen by no organisation, because nobody knows whose they are. So many get one each in a minute;
 * further ones are counted, and one row at its end says how many: whoever sends bad tokens fills no disk. The refusal does
 * not wait for its row, which carries nothing that a row would have to guard.
 */
export function recordRefusedSignIns(
  { audit, ids }: Pick<Ports, 'audit' | 'ids'>,
  rowsPerMinute: number,
): RefusedSignIns {
  let minuteEnds = 0
  let written = 0
  const counted = { DENIED: 0, FAILED: 0 }
  let timer: NodeJS.Timeout | undefined

  async function write(outcome: keyof typeof counted, occurrences: number): Promise<void> {
    const row = { requestId: ids.next(), roles: [], purpose: 'NONE', action: 'SIGN_IN', classes: [], operation: {} }
    // That it could not be written is reported where it was tried.
    await audit.write([{ ...row, outcome, occurrences }]).catch(() => {})
  }

  async function writeCounted(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const { DENIED, FAILED } = counted
    counted.DENIED = 0
    counted.FAILED = 0
    if (DENIED > 0) await write('DENIED', DENIED)
    if (FAILED > 0) await write('FAILED', FAILED)
  }

  function note(outcome: keyof typeof counted): void {
    const now = Date.now()
    if (now >= minuteEnds) {
      minuteEnds = now + MINUTE_MILLISECONDS
      written = 0
    }
    if (written < rowsPerMinute) {
      written += 1
      void write(outcome, 1)
      return
    }
    counted[outcome] += 1
    timer ??= setTimeout(() => void writeCounted(), minuteEnds - now).unref()
  }

  return {
    over: authenticate => async token => {
      try {
        return await authenticate(token)
      } catch (error) {
        const isRefusal = error instanceof DomainError && error.code !== 'SERVICE_UNAVAILABLE'
        // Without a token nobody tried to sign in.
        if (token !== undefined) note(isRefusal ? 'DENIED' : 'FAILED')
        throw error
      }
    },
    stop: writeCounted,
  }
}
