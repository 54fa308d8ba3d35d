import type { AdviceEvents } from '../usecases/ports.js'

export interface ChangePorts {
  readonly events: Pick<AdviceEvents, 'waiting'>
  readonly organisations: () => Promise<readonly string[]>
  /** Looks at some of those who wait in an organisation; how many. */
  readonly follow: (organisationId: string, signal: AbortSignal) => Promise<number>
  readonly report: (error: unknown) => void
}

/** Empties the outboxes: one organisation when it is named, all of them from time to time. */
export function followChanges({ events, organisations, follow, report }: ChangePorts): { stop(): Promise<void> } {
  const end = new AbortController()

  async function empty(organisationId: string): Promise<void> {
    try {
      while (!end.signal.aborted && (await follow(organisationId, end.signal)) > 0);
    } catch (error) {
      // What waits stays where it is, and is looked at with the next round.
      if (!end.signal.aborted) report(error)
    }
  }

  async function run(): Promise<void> {
    for await (const named of events.waiting(end.signal)) {
      const all = named === undefined ? await organisations().catch(() => []) : [named]
      for (const organisationId of all) await empty(organisationId)
    }
  }

  const running = run().catch(report)
  return {
    async stop() {
      end.abort()
      await running
    },
  }
}
