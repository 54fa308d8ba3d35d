import { ConfigError } from '../config.js'
import type { Config } from '../config.js'
import type { Database } from '../persistence/database.js'
import type { Keys } from '../persistence/keys/keys.js'

/** The keys of this process, which must be those that the database was written with (S26). */
export async function openKeysOf({ keyFile, mode }: Config, database: Database): Promise<Keys> {
  const [{ openKeys }, { createKeyFile, KeyError }, { checkKeyRing }] = await Promise.all([
    import('../persistence/keys/keys.js'),
    import('../persistence/keys/key-file.js'),
    import('../persistence/keys/check-key-ring.js'),
  ])
  if (keyFile === undefined) throw new ConfigError(['SEXTANT_KEY_FILE: names no file with keys for encryption'], mode)
  try {
    if (keyFile.make) createKeyFile(keyFile.path)
    const keys = openKeys(keyFile.path)
    await checkKeyRing(database, keys.ring)
    return keys
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    throw new ConfigError(error.message.split('\n'), mode)
  }
}
