import type { Config } from '../../config.js'
import { prepareHome } from '../prepare-home.js'
import { reachDatabase } from '../reach-database.js'
import { refuseUnsafe } from '../refuse-unsafe.js'
import type { RunningServer } from '../../cli/server-commands.js'
import type { ServeOptions } from '../service/serve.js'

/** `sextant serve`: resolves when requests are answered. */
export async function startServer(config: Config, options: ServeOptions): Promise<RunningServer> {
  await refuseUnsafe(config)
  await prepareHome(config)
  // Loaded while the database starts; a failure is met where it is awaited.
  const loadingBackbone = import('../service/open-backbone.js')
  const loadingServe = import('../service/serve.js')
  for (const loading of [loadingBackbone, loadingServe]) loading.catch(() => undefined)
  const server = await reachDatabase(config)
  const { openBackbone } = await loadingBackbone
  const connections = config.pool.api + (options.worker ? config.pool.worker : 0)
  const backbone = await openBackbone(config, server, connections)
  try {
    const { serve } = await loadingServe
    return await serve(config, options, backbone)
  } catch (error) {
    await backbone.close()
    throw error
  }
}
