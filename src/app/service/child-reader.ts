import { createRequire } from 'node:module'
import type { Config } from '../../config.js'
import { decodeReadSample } from '../../persistence/decoders/read-sample-decoder.js'
import type { Ports } from '../../usecases/ports.js'
import { createChildReader } from '../../worker/child-reader.js'

/** Reads each uploaded file in a process that may read no more than it needs. */
export function childReader(config: Config): Ports['reader'] {
  const knowledgePath = config.knowledgePaths[0] ?? ''
  return createChildReader({
    // The child is a plain Node process, also when this one runs TypeScript.
    module: childModule(config),
    readable: readableByChild(config),
    knowledgePath,
    quality: config.quality,
    limits: config.file,
    heapMegabytes: config.parse.heapMegabytes,
    wallMilliseconds: config.parse.wallMilliseconds,
    decode: decodeReadSample,
  })
}

/** Address of the code that runs there. */
export function childModule({ root }: Pick<Config, 'root'>): string {
  return `file://${root}/dist/src/app/service/read-file-as-child.js`
}

/** Code and knowledge: not the home, which may lie beside them and holds keys (S26). */
export function readableByChild({ root, knowledgePaths: [knowledgePath = ''] }: Config): readonly string[] {
  return [`${root}/dist`, `${root}/package.json`, libraries(), knowledgePath]
}

/** The folder of installed packages, which need not lie below ours. */
function libraries(): string {
  const path = createRequire(import.meta.url).resolve('zod')
  return path.slice(0, path.lastIndexOf('node_modules') + 'node_modules'.length)
}
