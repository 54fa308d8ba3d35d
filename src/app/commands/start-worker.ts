import type { Config } from '../../config.js'
import { prepareHome } from '../prepare-home.js'
import { reachDatabase } from '../reach-database.js'
import { refuseUnsafe } from '../refuse-unsafe.js'

/** `sextant worker`: reads and calls uploads that servers accepted; resolves when it takes jobs. */
export async function startWorker(
  config: Config,
): Promise<{ readonly metricsUrl?: string; readonly stop: () => Promise<void> }> {
  await refuseUnsafe(config)
  await prepareHome(config)
  // Loaded while the database starts; a failure is met where it is awaited.
  const loading = Promise.all([
    import('../service/open-backbone.js'),
    import('../service/run-worker.js'),
    import('../service/serve-metrics.js'),
  ])
  loading.catch(() => undefined)
  const server = await reachDatabase(config)
  const [{ openBackbone }, { runWorker }, { serveMetrics }] = await loading
  const backbone = await openBackbone(config, server, config.pool.worker)
  const worker = await runWorker(config, backbone)
  const watched = await serveMetrics(config, backbone, () => new Map())
  return {
    metricsUrl: watched?.url,
    async stop() {
      await worker.stop(config.worker.shutdownMilliseconds)
      await watched?.stop()
      await backbone.close()
    },
  }
}
