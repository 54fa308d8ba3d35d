import { demand } from './decide.js'
import type { Ports } from './ports.js'
import type { Actor } from './records.js'

export interface SweepPeriods {
  /** An accepted upload that nobody has touched for so long is sent to the workers again. */
  readonly abandonedMilliseconds: number
  /** An upload whose bytes never came ends after this. */
  readonly openMilliseconds: number
}

/** Recovery that does not wait for the queue (S36): one organisation's uploads that nobody works on, and those never sent. */
export function createSweepUploads({ transactions }: Ports, periods: SweepPeriods): (actor: Actor) => Promise<void> {
  return async actor => {
    demand(actor, 'CALL_SAMPLE')
    await transactions.run(actor.organisationId, async unit => {
      for (const id of await unit.uploads.findAbandoned(periods.abandonedMilliseconds))
        await unit.jobs.enqueueUpload(id, actor.organisationId)
      for (const id of await unit.uploads.findExpired(periods.openMilliseconds))
        await unit.uploads.transition(id, { from: ['OPEN'], to: 'EXPIRED' })
    })
  }
}

/** Removes files that no upload promises to have: of transfers that broke off, and of refused uploads. */
export function createSweepFiles({ transactions, files }: Ports, orphanMilliseconds: number) {
  return async (actors: readonly Actor[]): Promise<number> => {
    for (const actor of actors) demand(actor, 'CALL_SAMPLE')
    return await files.sweep(orphanMilliseconds, async (uploadId, sha256) => {
      for (const { organisationId } of actors) {
        const [upload] = await transactions.run(organisationId, unit => unit.uploads.find([uploadId]))
        if (upload !== undefined) return upload.sha256 === sha256 && upload.state !== 'REJECTED'
      }
      return false
    })
  }
}
