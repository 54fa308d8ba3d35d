import { readConfig } from '../../config.js'
import { loadCurrentRelease } from '../load-releases.js'

/** `sextant call`: no server, no database; returns the exit code. */
export async function runCallCommand(args: readonly string[]): Promise<number> {
  const [{ runCall }, { createVariantReader }] = await Promise.all([
    import('../../cli/call-command.js'),
    import('../../vcf/read-variants.js'),
  ])
  const config = readConfig()
  return runCall(args, {
    loadKnowledge: () => loadCurrentRelease(config),
    reader: createVariantReader(),
    // Limits protect a service from strangers; at the shell the file is its owner's.
    limits: { ...config.file, decompressedBytes: Infinity, ratio: Infinity, samples: 200_000 },
    streams: { input: process.stdin, output: process.stdout, messages: process.stderr },
    now: () => performance.now(),
  })
}
