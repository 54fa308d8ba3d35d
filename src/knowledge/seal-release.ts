import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

import { readReleaseTexts, SOURCES_FILE } from './release-files.js'

/** Loose on purpose: a seal must be possible before everything else is right. */
const sourcesFile = z.object({
  release: z.unknown(),
  date: z.unknown(),
  sources: z.array(z.unknown()),
  files: z.record(z.string(), z.string()),
})

/**
 * Writes the checksum of every file of a release into its sources.json and says which changed. A person who edits
 * knowledge seals it on purpose; a file that changed by accident stops start-up.
 */
export function sealRelease(folder: string): readonly string[] {
  const path = join(folder, SOURCES_FILE)
  const { files: before, ...head } = sourcesFile.parse(JSON.parse(readFileSync(path, 'utf8')))
  const files = Object.fromEntries(
    readReleaseTexts(folder)
      .filter(file => file.path !== SOURCES_FILE)
      .map(file => [file.path, file.sha256]),
  )
  const text = formatSources(head, files)
  if (text !== readFileSync(path, 'utf8')) writeFileSync(path, text)
  const paths = new Set([...Object.keys(before), ...Object.keys(files)])
  return [...paths].filter(file => before[file] !== files[file]).toSorted()
}

/** One source and one checksum per line, so that a release's diff is readable. */
function formatSources(
  {
    release,
    date,
    sources,
  }: { readonly release?: unknown; readonly date?: unknown; readonly sources: readonly unknown[] },
  files: Readonly<Record<string, string>>,
): string {
  const rows = sources.map(source => `    ${JSON.stringify(source)}`)
  const sums = Object.entries(files).map(([path, sum]) => `    ${JSON.stringify(path)}: ${JSON.stringify(sum)}`)
  return [
    '{',
    `  "release": ${JSON.stringify(release)},`,
    `  "date": ${JSON.stringify(date)},`,
    '  "sources": [',
    rows.join(',\n'),
    '  ],',
    '  "files": {',
    sums.join(',\n'),
    '  }',
    '}',
    '',
  ].join('\n')
}
