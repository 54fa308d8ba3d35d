import { openUpload } from './access.js'
import { demand } from './decide.js'
import { leavable } from './leavable.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'
import { TERMINAL_STATES } from './records.js'
import type { Actor, UploadProgress } from './records.js'

/** Follows one upload: its present state first, then every change, until it has ended. */
export function watchUpload(ports: Ports): Usecases['watchUpload'] {
  return async (actor, uploadId) => {
    demand(actor, 'READ_UPLOAD')
    await open(ports, actor, uploadId)
    return leavable(end => follow(ports, actor, uploadId, end.signal))
  }
}

function open({ transactions, clock }: Ports, actor: Actor, uploadId: string) {
  return transactions.run(actor.organisationId, unit => openUpload(unit, actor, 'READ_UPLOAD', uploadId, clock.now()))
}

async function* follow(ports: Ports, actor: Actor, uploadId: string, end: AbortSignal) {
  const { progress } = ports
  let last: UploadProgress | undefined
  for await (const _ of progress.changes(uploadId, end)) {
    const now = (await progress.latest(actor.organisationId, [uploadId])).get(uploadId)
    if (now === undefined) return
    if (last === undefined || isOther(last, now)) {
      // Whoever may no longer see the patient is told so instead of the next event (S7).
      if (last !== undefined) await open(ports, actor, uploadId)
      yield now
    }
    last = now
    if (TERMINAL_STATES.includes(now.state)) return
  }
}

function isOther(before: UploadProgress, now: UploadProgress): boolean {
  return before.state !== now.state || before.bytesDone !== now.bytesDone || before.genesDone !== now.genesDone
}
