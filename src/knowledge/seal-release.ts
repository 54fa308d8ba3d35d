import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { readReleaseTexts, SOURCES_FILE } from './release-files.js'

/**
 * Writes the checksum of every file of a release into its sources.json and says which changed. A person who edits
 * knowledge seals it on purpose; a file that changed by accident stops start-up.
 */
export function sealRelease(folder: string): readonly string[] {
  const path = join(folder, SOURCES_FILE)
  const content = JSON.parse(readFileSync(path, 'utf8')) as {
    release: unknown
    sources: readonly unknown[]
    files: Record<string, string>
  }
  const files = Object.fromEntries(
    readReleaseTexts(folder)
      .filter(file => file.path !== SOURCES_FILE)
      .map(file => [file.path, file.sha256]),
  )
  const paths = new Set([...Object.keys(content.files), ...Object.keys(files)])
  writeFileSync(path, formatSources({ ...content, files }))
  return [...paths].filter(file => content.files[file] !== files[file]).toSorted()
}

/** One source and one checksum per line, so that a release's diff is readable. */
function formatSources(content: {
  release: unknown
  sources: readonly unknown[]
  files: Record<string, string>
}): string {
  const sources = content.sources.map(source => `    ${JSON.stringify(source)}`).join(',\n')
  const files = Object.entries(content.files).map(
    ([path, sum]) => `    ${JSON.stringify(path)}: ${JSON.stringify(sum)}`,
  )
  return [
    '{',
    `  "release": ${JSON.stringify(content.release)},`,
    '  "sources": [',
    sources,
    '  ],',
    '  "files": {',
    files.join(',\n'),
    '  }',
    '}',
    '',
  ].join('\n')
}
