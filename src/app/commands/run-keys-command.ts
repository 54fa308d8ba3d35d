import { ConfigError, readConfig } from '../../config.js'
import type { Config } from '../../config.js'
import type { Database } from '../../persistence/database.js'
import type { Keys } from '../../persistence/keys/keys.js'
import { openKeysOf } from '../open-keys-of.js'
import { openMigrated } from '../open-migrated.js'
import { withDatabaseServer } from '../reach-database.js'

/** `sextant keys`: the keys that wrap the keys of patients. */
export async function runKeysCommand(args: readonly string[]): Promise<number> {
  const [{ runKeys }, { addKey, createKeyFile, KeyError }, { countKeys, rotateKeys }] = await Promise.all([
    import('../../cli/keys-command.js'),
    import('../../persistence/keys/key-file.js'),
    import('../../persistence/keys/rotate-keys.js'),
  ])
  const config = readConfig()
  try {
    return await runKeys(args, {
      list: () => withKeys(config, countKeys),
      create: async path => createKeyFile(path),
      add: async () => addKey(config.keyFile?.path ?? ''),
      rotate: () => withKeys(config, rotateKeys),
      output: process.stdout,
      messages: process.stderr,
    })
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    throw new ConfigError(error.message.split('\n'), config.mode)
  }
}

async function withKeys<T>(config: Config, work: (database: Database, keys: Keys) => Promise<T>): Promise<T> {
  return await withDatabaseServer(config, async url => {
    const database = await openMigrated(config, url, 1)
    try {
      return await work(database, await openKeysOf(config, database))
    } finally {
      await database.close(true)
    }
  })
}
