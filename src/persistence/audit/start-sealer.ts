export interface Sealer {
  /** Seals what is left and ends. */
  stop(): Promise<void>
}

export interface SealerLoop {
  /** Seals what is new; how many rows, undefined when somebody else is at it. */
  readonly seal: () => Promise<number | undefined>
  readonly milliseconds: number
  readonly report: (error: unknown) => void
}

/** Seals again and again, one round at a time; a round that fails is reported, and the next one does its work. */
export function startSealer({ seal, milliseconds, report }: SealerLoop): Sealer {
  let stopped = false
  let round: Promise<unknown> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined

  const once = () => seal().catch(report)
  const later = () => {
    if (stopped) return
    timer = setTimeout(() => {
      round = once().then(later)
    }, milliseconds)
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
