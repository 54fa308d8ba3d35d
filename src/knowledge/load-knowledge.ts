import type { Knowledge } from '../domain/knowledge.js'
import { deepFreeze } from './deep-freeze.js'
import { KnowledgeError } from './knowledge-error.js'
import { readReleaseTexts, type ReleaseText, SOURCES_FILE } from './release-files.js'
import { MEMORY, recallRelease, rememberRelease } from './remembered-release.js'

/**
 * Reads and checks the current release: the first of `paths`. A release that was checked before is recalled from
 * `memory`. Throws `KnowledgeError` naming files and fields.
 */
export async function loadKnowledge(paths: readonly string[], memory = MEMORY): Promise<Knowledge> {
  const [current] = paths
  if (current === undefined) {
    throw new KnowledgeError('no folder', [
      { file: SOURCES_FILE, field: '', message: 'no folder of knowledge was given' },
    ])
  }
  return loadRelease(current, memory)
}

/** Reads and checks all releases, current first. */
export async function loadReleases(paths: readonly string[], memory = MEMORY): Promise<readonly Knowledge[]> {
  const releases: Knowledge[] = []
  for (const path of paths) releases.push(await loadRelease(path, memory))
  return releases
}

async function loadRelease(folder: string, memory: string | undefined): Promise<Knowledge> {
  const texts = readReleaseTexts(folder)
  const version = texts.find(text => text.path === SOURCES_FILE)?.sha256.slice(0, 16) ?? ''
  const known = memory === undefined ? undefined : recallRelease(memory, version)
  if (known !== undefined && sealHolds(texts, known.checksums)) return deepFreeze(known.knowledge)
  /** Imported here only: the decoders' library takes longer to load than a checked release to recall. */
  const { decodeRelease } = await import('./decode-release.js')
  const checked = decodeRelease(folder, version, texts)
  if (memory !== undefined) rememberRelease(memory, version, checked)
  return deepFreeze(checked.knowledge)
}

function sealHolds(texts: readonly ReleaseText[], checksums: ReadonlyMap<string, string>): boolean {
  const files = texts.filter(text => text.path !== SOURCES_FILE)
  return files.length === checksums.size && files.every(({ path, sha256 }) => checksums.get(path) === sha256)
}
