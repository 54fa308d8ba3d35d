import type { Config } from '../../config.js'
import { faultOf } from '../../http/log.js'
import { organisationIds } from '../../persistence/memberships.js'
import { READ_UPLOAD_QUEUE } from '../../persistence/queue.js'
import { actAs } from '../../usecases/act-as.js'
import { createCallSample } from '../../usecases/call-sample.js'
import { createFollowAdvice } from '../../usecases/follow-advice.js'
import { createSweepErased } from '../../usecases/sweep-erased.js'
import { createSweepFiles, createSweepUploads } from '../../usecases/sweep-uploads.js'
import { followChanges } from '../../worker/follow-changes.js'
import { startWorker } from '../../worker/start-worker.js'
import type { RunningWorker, WorkerEvent } from '../../worker/start-worker.js'
import type { Backbone } from './open-backbone.js'
import { tellPrivacy } from './tell-privacy.js'

const FILE_SWEEP_MILLISECONDS = 3_600_000

/** Nothing that was begun before an erasure goes on for as long as that. */
const ERASED_AGAIN_MILLISECONDS = 3_600_000

/** A part of this service, which acts for one organisation after the other. */
const SYSTEM_WORKER = {
  id: 'system-worker',
  name: 'System worker',
  organisation: '',
  roles: ['SYSTEM_WORKER'],
} as const

/** Calls uploads, follows what changes advice and broken glass, and clears away what was left. */
export async function runWorker(
  config: Config,
  { ports, log, database, queue, metrics }: Backbone,
): Promise<RunningWorker> {
  const { worker, upload } = config
  const callSample = createCallSample(ports)
  const abandonedMilliseconds = worker.leaseMilliseconds
  const sweepUploads = createSweepUploads(ports, {
    abandonedMilliseconds,
    openMilliseconds: upload.openMilliseconds,
  })
  const sweepFiles = createSweepFiles(ports, upload.orphanMilliseconds)
  const sweepErased = createSweepErased(ports, ERASED_AGAIN_MILLISECONDS)
  const owner = `${process.pid}-${ports.ids.next()}`
  const systemWorker = (organisationId: string) => actAs({ ...SYSTEM_WORKER, organisationId }, { id: ports.ids.next() })
  let filesSwept = 0
  const followAdvice = createFollowAdvice(ports)
  const changes = followChanges({
    events: ports.adviceEvents,
    organisations: () => organisationIds(database),
    follow: (organisationId, signal) => followAdvice(systemWorker(organisationId), signal),
    report: error => log.error({ fault: faultOf(error) }, 'changes of advice could not be followed'),
  })
  const privacy = await tellPrivacy(config, { ports, log, database }, systemWorker)
  const uploads = await startWorker({
    queue,
    queueName: READ_UPLOAD_QUEUE,
    concurrency: worker.concurrency,
    perOrganisation: worker.perOrganisation,
    sweepMilliseconds: worker.leaseMilliseconds,
    call: ({ uploadId, organisationId }, signal) =>
      callSample(systemWorker(organisationId), { uploadId, owner, signal }),
    async sweep() {
      const actors = (await organisationIds(database)).map(systemWorker)
      for (const actor of actors) {
        await sweepUploads(actor)
        await sweepErased(actor)
      }
      if (Date.now() - filesSwept < FILE_SWEEP_MILLISECONDS) return
      filesSwept = Date.now()
      await sweepFiles(actors)
    },
    report(event) {
      log.info(workerFields(event), event.kind)
      if (event.kind === 'called') metrics?.uploadWorked(event.outcome, event.milliseconds)
      else metrics?.workFailed()
    },
  })
  return {
    async stop(graceMilliseconds) {
      await Promise.all([uploads.stop(graceMilliseconds), changes.stop(), privacy?.stop()])
    },
  }
}

function workerFields(event: WorkerEvent) {
  if (event.kind === 'failed') return { fault: faultOf(event.error) }
  return { uploadId: event.uploadId, outcome: event.outcome, milliseconds: event.milliseconds }
}
