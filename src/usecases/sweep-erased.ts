import { demand } from './decide.js'
import type { Ports } from './ports.js'
import type { Actor } from './records.js'

/**
 * Erases once more whom somebody may have been writing to while they were erased: a change that began before and ended
 * after it would leave a row of somebody who does not exist.
 */
export function createSweepErased({ transactions, files }: Ports, periodMilliseconds: number) {
  return async (actor: Actor): Promise<void> => {
    demand(actor, 'CALL_SAMPLE')
    const left = await transactions.run(actor.organisationId, async unit => {
      const found: { readonly uploadId: string; readonly sha256: string }[] = []
      for (const id of await unit.patients.erasedWithin(periodMilliseconds))
        found.push(...(await unit.patients.erase(id)))
      return found
    })
    for (const { uploadId, sha256 } of left) await files.remove(uploadId, sha256)
  }
}
