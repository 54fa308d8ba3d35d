export interface Sealer {
  /** Seals what is left and ends. */
  stop(): Promise<void>
}

export interface SealerLoop {
  /** Seals what is new; how many rows, undefined when somebody else is at it. */
  readonly seal: () => Promise<number | undefined>
  readonly milliseconds: number
  /** Rows of a round that leaves some for the next, which then begins soon. */
  readonly full: number
  readonly report: (error: unknown) => void
}

/** Between rounds of one seal each, so that nobody who asks meanwhile waits for more than one. */
const SOON_MILLISECONDS = 200

/** Seals again and again, one round at a time; a round that fails is reported, and the next one does its work. */
export function startSealer({ seal, milliseconds, full, report }: SealerLoop): Sealer {
  let stopped = false
  let round: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  const once = () => seal().catch(report)
  const later = (sealed?: unknown) => {
    if (stopped) return
    const isBehind = typeof sealed === 'number' && sealed >= full
    timer = setTimeout(
      () => {
        round = once().then(later)
      },
      isBehind ? Math.min(SOON_MILLISECONDS, milliseconds) : milliseconds,
    )
    timer.unref()
  }
  later()

  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await round
      await once()
    },
  }
}
