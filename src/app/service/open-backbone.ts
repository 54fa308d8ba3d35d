import type { Config } from '../../config.js'
import { createLog, faultOf } from '../../http/log.js'
import { createNoticeListener } from '../../persistence/progress/notice-listener.js'
import { createStagedFiles } from '../../persistence/staged-files.js'
import { createUploadKeys } from '../../persistence/keys/upload-keys.js'
import { openQueue } from '../../persistence/queue.js'
import { sealPlainFiles } from '../../persistence/keys/seal-plain-files.js'
import { sealPlainRows } from '../../persistence/keys/seal-plain-rows.js'
import { watchPool } from '../../persistence/watch-pool.js'
import { createUsecases } from '../../usecases/create-usecases.js'
import { watchAccesses } from '../../usecases/watch-accesses.js'
import { loadAllReleases } from '../load-releases.js'
import { openKeysOf } from '../open-keys-of.js'
import { openMigrated } from '../open-migrated.js'
import type { ReachedDatabase } from '../reach-database.js'
import { childReader } from './child-reader.js'
import { openMetrics } from './open-metrics.js'
import { postgresPorts } from './postgres-ports.js'
import { refuseUnsafeDatabase } from './refuse-unsafe-database.js'
import { sealAudit } from './seal-audit.js'

export type Backbone = Awaited<ReturnType<typeof openBackbone>>

/** What server and worker share: the database, checked; the stores; the use cases over them. */
export async function openBackbone(config: Config, server: ReachedDatabase, connections: number) {
  // Closed in this order, the last opened first; also when something further on cannot be opened.
  const closers = [() => server.stop()]
  const close = async () => {
    for (const closeNext of closers) await closeNext()
  }
  try {
    const loadingReleases = loadAllReleases(config)
    // Met where it is awaited; until then a release that cannot be used must not end the process with a trace.
    loadingReleases.catch(() => undefined)
    const log = createLog(config.logLevel)
    const { url } = server
    const database = await openMigrated(config, url, connections)
    closers.unshift(() => database.close(true))
    await refuseUnsafeDatabase(config, database, log)
    const keys = await openKeysOf(config, database)
    const queue = openQueue({ url, connections: config.pool.queue, supervise: true })
    queue.on('error', error => log.warn({ fault: faultOf(error) }, 'queue'))
    await queue.start()
    closers.unshift(() => queue.stop({ graceful: false }))
    const listener = createNoticeListener(database)
    closers.unshift(async () => listener.close())
    const sealer = await sealAudit(config, url, error =>
      log.error({ fault: faultOf(error) }, 'the audit was not sealed'),
    )
    closers.unshift(() => sealer.stop())
    const onUnreadable = (error: unknown) => log.error({ fault: faultOf(error) }, 'stored data cannot be decrypted')
    const folder = `${config.home}/uploads`
    const files = createStagedFiles(folder, createUploadKeys(database, keys), onUnreadable)
    await sealPlainRows(database, keys)
    await sealPlainFiles(database, folder, files)
    const releases = await loadingReleases
    const [knowledge] = releases
    if (knowledge === undefined) throw new Error('no folder of knowledge was given')
    const metrics = await openMetrics(config, knowledge)
    closers.unshift(async () => metrics?.stop())
    const onUnwritten = (error: unknown) =>
      log.error({ fault: faultOf(error) }, 'the audit, or a message to privacy officers, could not be written')
    const unwatched = postgresPorts(config, {
      knowledge,
      releases,
      database,
      queue,
      keys,
      listener,
      files,
      reader: childReader(config),
      onUnwritten,
      onUnreadable,
    })
    const ports = metrics === undefined ? unwatched : watchAccesses(unwatched, metrics.accessesKept)
    if (metrics !== undefined)
      watchPool(await database.em.getConnection().getNativeClient(), metrics.waitedForConnection)
    const unsealedSeconds = () => sealer.unsealedSeconds()
    return { url, log, ports, keys, queue, database, metrics, unsealedSeconds, usecases: createUsecases(ports), close }
  } catch (error) {
    await close()
    throw error
  }
}
