import { ConfigError } from '../config.js'
import type { Config } from '../config.js'
import { developmentKeys } from './development-keys.js'

/** In production a service starts whole or not at all; asked before anything is opened. */
export async function refuseUnsafe(config: Config): Promise<void> {
  if (config.mode !== 'production') return
  const [{ productionProblems }, { existsSync }, inspector] = await Promise.all([
    import('../production.js'),
    import('node:fs'),
    import('node:inspector'),
  ])
  const problems = productionProblems(config, {
    hasDevelopmentKeys: existsSync(developmentKeys(config)),
    isDebugged: inspector.url() !== undefined,
    hasProto: !process.execArgv.includes('--disable-proto=delete'),
  })
  if (problems.length > 0) throw new ConfigError(problems, config.mode)
}
