import { z } from 'zod'

import type { KnowledgeSource } from '../domain/knowledge.js'
import type { Report } from './knowledge-error.js'
import { checkFile, type DataFile } from './data-file.js'
import { SOURCES_FILE, type ReleaseText } from './release-files.js'

const text = z.string().min(1)
const isoDate = z.string().regex(/^\d{4}(-\d{2}){0,2}$/, 'must be an ISO date')

const sourcesFile = z.strictObject({
  release: text,
  /** From this day on the release counts. */
  date: z.iso.date(),
  sources: z.array(
    z.strictObject({
      id: text,
      title: text,
      publisher: text,
      release: text,
      date: isoDate,
      licence: text,
      url: z.url().optional(),
      attribution: text.optional(),
    }),
  ),
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256')),
})

export interface ReleaseSources {
  readonly release: string
  readonly date: string
  readonly sources: ReadonlyMap<string, KnowledgeSource>
  /** Path → SHA-256 of the file's bytes. */
  readonly checksums: ReadonlyMap<string, string>
}

export function decodeSources(file: DataFile, report: Report): ReleaseSources | undefined {
  const decoded = checkFile(sourcesFile, file, report)
  if (decoded === undefined) return undefined
  const sources = new Map<string, KnowledgeSource>()
  for (const [row, source] of decoded.sources.entries()) {
    if (sources.has(source.id)) report(file.path, `sources[${row}].id`, `"${source.id}" is listed twice`)
    sources.set(source.id, source)
  }
  const { release, date } = decoded
  return { release, date, sources, checksums: new Map(Object.entries(decoded.files)) }
}

/** A file that was changed, added or removed without sealing the release stops start-up (product promise P10). */
export function checkSeal(texts: readonly ReleaseText[], checksums: ReadonlyMap<string, string>, report: Report): void {
  const present = new Set<string>()
  for (const { path, sha256 } of texts) {
    if (path === SOURCES_FILE) continue
    present.add(path)
    const sealed = checksums.get(path)
    if (sealed === undefined) report(path, '', `is not sealed in ${SOURCES_FILE}`)
    else if (sealed !== sha256) report(path, '', `was changed after the release was sealed in ${SOURCES_FILE}`)
  }
  for (const path of checksums.keys()) {
    if (!present.has(path)) report(SOURCES_FILE, `files["${path}"]`, 'is sealed but does not exist')
  }
}
