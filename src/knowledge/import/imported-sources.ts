import { z } from 'zod'

import { type ReleaseText, SOURCES_FILE } from '../release-files.js'

const sourcesFile = z.looseObject({ sources: z.array(z.looseObject({ id: z.string() })) })

/** `sources.json` of the new release: its name and day, and where its rows come from. */
export function importedSources(
  texts: readonly ReleaseText[],
  release: { readonly name: string; readonly date: string; readonly source: string; readonly version: string },
): string {
  const head = sourcesFile.parse(JSON.parse(texts.find(({ path }) => path === SOURCES_FILE)?.text ?? '{}'))
  const source = {
    id: release.source,
    title: 'Definitions, phenotype tables and guideline annotations as imported',
    publisher: 'ClinPGx',
    release: release.version,
    date: release.version,
    licence: 'CC-BY-SA-4.0',
    attribution: 'ClinPGx (formerly PharmGKB) and PharmCAT, CC BY-SA 4.0; CPIC content CC0',
  }
  const sources = [...head.sources.filter(({ id }) => id !== source.id), source]
  return JSON.stringify({ ...head, release: release.name, date: release.date, sources })
}
