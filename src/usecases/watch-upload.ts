import { openUpload } from './access.js'
import { demand } from './decide.js'
import { leavable } from './leavable.js'
import type { Usecases } from './menu.js'
import type { Ports, ProgressEvents } from './ports.js'
import { TERMINAL_STATES } from './records.js'
import type { Actor, UploadProgress } from './records.js'

/** Follows one upload: its present state first, then every change, until it has ended. */
export function watchUpload({ transactions, progress, clock }: Ports): Usecases['watchUpload'] {
  return async (actor, uploadId) => {
    demand(actor, 'READ_UPLOAD')
    await transactions.run(actor.organisationId, unit => openUpload(unit, actor, 'READ_UPLOAD', uploadId, clock.now()))
    return leavable(end => follow(progress, actor, uploadId, end.signal))
  }
}

async function* follow(progress: ProgressEvents, actor: Actor, uploadId: string, end: AbortSignal) {
  let last: UploadProgress | undefined
  for await (const _ of progress.changes(uploadId, end)) {
    const now = (await progress.latest(actor.organisationId, [uploadId])).get(uploadId)
    if (now === undefined) return
    if (last === undefined || isOther(last, now)) yield now
    last = now
    if (TERMINAL_STATES.includes(now.state)) return
  }
}

function isOther(before: UploadProgress, now: UploadProgress): boolean {
  return before.state !== now.state || before.bytesDone !== now.bytesDone || before.genesDone !== now.genesDone
}
