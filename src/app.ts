import { readConfig } from './config.js'

/** The rooms meet here and nowhere else. Each command loads what it needs when it runs, so that `call` knows no server. */

/** `sextant call`: no server, no database; returns the exit code. */
export async function runCallCommand(args: readonly string[]): Promise<number> {
  const [{ runCall }, { createVariantReader }, { loadKnowledge }] = await Promise.all([
    import('./cli/call-command.js'),
    import('./vcf/read-variants.js'),
    import('./knowledge/load-knowledge.js'),
  ])
  const config = readConfig()
  return runCall(args, {
    loadKnowledge: () => loadKnowledge(config.knowledgePaths),
    reader: createVariantReader(),
    // Limits protect a service from strangers; at the shell the file is its owner's.
    limits: { ...config.file, decompressedBytes: Infinity, ratio: Infinity, samples: 200_000 },
    streams: { input: process.stdin, output: process.stdout, messages: process.stderr },
    now: () => performance.now(),
  })
}

export async function version(): Promise<string> {
  return readConfig().version
}
