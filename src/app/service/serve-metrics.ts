import type { Config } from '../../config.js'
import type { MetricSources } from '../../http/metrics.js'
import type { Backbone } from './open-backbone.js'

/** `/metrics`, where the configuration names a port for it. */
export async function serveMetrics(
  { metrics: address, home }: Config,
  { metrics, log, database, unsealedSeconds }: Backbone,
  keyAges: MetricSources['keyAges'],
) {
  if (metrics === undefined || address === undefined) return undefined
  const [{ startMetricsServer }, { readBacklog }, { statfs }] = await Promise.all([
    import('../../http/metrics-server.js'),
    import('../../persistence/backlog.js'),
    import('node:fs/promises'),
  ])
  const pool = await database.em.getConnection().getNativeClient()
  const sources: MetricSources = {
    backlog: () => readBacklog(database),
    unsealed: unsealedSeconds,
    pool: () => pool,
    keyAges,
    async disk() {
      const { bavail, blocks, bsize } = await statfs(home)
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
    },
  }
  const page = { contentType: metrics.contentType, text: () => metrics.text(sources) }
  return await startMetricsServer(address, page, log)
}
