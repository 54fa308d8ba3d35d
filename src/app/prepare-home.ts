import type { Config } from '../config.js'

/** What a run leaves behind is its owner's alone. Libraries are most of a start: what the engine made of them is kept there. */
export async function prepareHome({ home }: Config): Promise<void> {
  const [{ mkdirSync }, { enableCompileCache }] = await Promise.all([import('node:fs'), import('node:module')])
  mkdirSync(home, { recursive: true, mode: 0o700 })
  enableCompileCache(`${home}/compiled`)
}
