import { hash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Report } from './knowledge-error.js'
import type { DataFile } from './data-file.js'

export const SOURCES_FILE = 'sources.json'

/** Demonstration patients and their files: beside the knowledge, no part of a release. */
const DEMO_FOLDER = 'demo'

export interface ReleaseText {
  readonly path: string
  readonly text: string
  readonly sha256: string
}

/**
 * Reads every JSON file below a release's folder, in path order; none when there is no such folder. Synchronous on purpose: about 800 small files take a
 * third of the time that the same reads take through the thread pool, and nothing else runs at start-up.
 */
export function readReleaseTexts(folder: string): ReleaseText[] {
  if (!existsSync(folder)) return []
  return jsonPaths(folder, '').map(path => {
    const text = readFileSync(join(folder, path), 'utf8')
    return { path, text, sha256: sha256(text) }
  })
}

export function sha256(text: string): string {
  return hash('sha256', text)
}

/** Parses the texts; one that is not JSON is reported and left out. */
export function parseTexts(texts: readonly ReleaseText[], report: Report): DataFile[] {
  const files: DataFile[] = []
  for (const { path, text } of texts) {
    try {
      files.push({ path, json: JSON.parse(text) as unknown })
    } catch (error) {
      report(path, '', `is not JSON: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return files
}

function jsonPaths(folder: string, below: string): string[] {
  const entries = readdirSync(join(folder, below), { withFileTypes: true })
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      if (path === DEMO_FOLDER) return []
      if (entry.isDirectory()) return jsonPaths(folder, path)
      return entry.name.endsWith('.json') ? [path] : []
    })
}
