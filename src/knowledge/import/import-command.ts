import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

import { loadKnowledge } from '../load-knowledge.js'
import { parseTexts, readReleaseTexts, SOURCES_FILE } from '../release-files.js'
import { sealRelease } from '../seal-release.js'
import { type ImportReport, importRelease } from './import-release.js'
import { importedSources } from './imported-sources.js'
import { readPublishedRelease } from './published-release.js'

export const IMPORT_USAGE =
  'knowledge import --from DIR [--to DIR] [--current DIR] [--release NAME] [--date YYYY-MM-DD] [--json]'

/** Everything was carried over: 0. A curator has to look at something: 3. */
const TO_BE_READ = 3

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  current: { type: 'string', default: 'data' },
  release: { type: 'string' },
  date: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const

/**
 * Reads a ClinPGx or PharmCAT release into a new, sealed folder beside the current one, and says what it could not turn
 * into structure. Answers 0, 3 when a curator has something to read, 1 when nothing could be imported, 2 for wrong usage.
 */
export async function runImport(args: readonly string[], print: (line: string) => void): Promise<number> {
  const options = readOptions(args)
  if (options?.from === undefined) {
    print(`usage: ${IMPORT_USAGE}`)
    return 2
  }
  const { from, current: currentFolder } = options
  const unparsed: { file: string; reason: string }[] = []
  const files = parseTexts(readReleaseTexts(from), (file, _, reason) => unparsed.push({ file, reason }))
  const read = readPublishedRelease(files)
  const published = { ...read, unread: [...unparsed, ...read.unread] }
  if (published.definitions.size + published.phenotypes.size + published.guidelines.length === 0) {
    for (const { file, reason } of published.unread) print(`${file}: ${reason}`)
    print(`${from}: holds no definition, no phenotypes and no guideline`)
    return 1
  }
  const today = new Date().toISOString().slice(0, 10)
  const { date = today } = options
  const version = published.version ?? date
  const { release = version } = options
  const to = options.to ?? `${currentFolder}-${release}`
  if (existsSync(to) && readdirSync(to).length > 0) {
    print(`${to}: is not empty`)
    return 2
  }
  const current = await loadKnowledge([currentFolder])
  const texts = readReleaseTexts(currentFolder)
  const source = `import-${release}`
  const imported = importRelease(published, { ...current, date }, texts, source)
  const sources = importedSources(texts, { name: release, date, source, version })
  for (const { path, text } of texts) write(to, path, imported.files.get(path) ?? text)
  for (const [path, text] of imported.files) write(to, path, text)
  write(to, SOURCES_FILE, sources)
  sealRelease(to)
  const knowledge = await loadKnowledge([to])
  const { report } = imported
  if (options.json) print(JSON.stringify({ to, release, date, version: knowledge.version, ...report }))
  else {
    for (const line of reportText(report)) print(line)
    print(`${resolve(to)}: release ${release}, version ${knowledge.version}`)
  }
  return isComplete(report) ? 0 : TO_BE_READ
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values
  } catch {
    return undefined
  }
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

function isComplete({ genes, refusedGenes, guidelines, unknownDrugs, lostKeys, unread }: ImportReport): boolean {
  return (
    genes.every(({ notes }) => notes.length === 0) &&
    refusedGenes.length + unknownDrugs.length + lostKeys.length + unread.length === 0 &&
    guidelines.every(({ toRead, gone }) => toRead.length + gone.length === 0)
  )
}

function reportText(report: ImportReport): string[] {
  const { genes, refusedGenes, guidelines, unknownDrugs, untouchedGuidelines, lostKeys, unread } = report
  const total = (count: (guideline: ImportReport['guidelines'][number]) => number): number =>
    guidelines.reduce((sum, guideline) => sum + count(guideline), 0)
  return [
    `${genes.length} genes imported, ${genes.reduce((sum, gene) => sum + gene.rowsReproduced, 0)} published diplotypes reproduced`,
    ...genes.flatMap(({ gene, notes }) => notes.map(note => `  ${gene}: ${note}`)),
    ...refusedGenes.flatMap(({ gene, reasons }) => [
      `  ${gene}: stays as it was`,
      ...reasons.map(reason => `    ${reason}`),
    ]),
    `${guidelines.length} guidelines imported, ${untouchedGuidelines.length} not in the import and left as they were`,
    `  ${total(({ sameText }) => sameText)} lookup keys keep what was read of them: their text is the same`,
    `  ${total(({ byId }) => byId)} lookup keys keep it by their id and facts: their text was never recorded`,
    `  ${total(({ toRead }) => toRead.length)} lookup keys are left out until a curator has read them`,
    ...guidelines.flatMap(({ guideline, isNew, toRead, gone }) => [
      ...(isNew ? [`  ${guideline}: is new`] : []),
      ...toRead.map(
        ({ id, key, why }) => `  ${guideline}: to read: ${[id, key, why].filter(part => part !== '').join(': ')}`,
      ),
      ...gone.map(key => `  ${guideline}: is gone: ${key}`),
    ]),
    ...lostKeys.map(key => `  can no longer be found, left out: ${key}`),
    ...unknownDrugs.map(drug => `  no file describes ${drug}`),
    ...unread.map(({ file, reason }) => `  not read: ${file}: ${reason}`),
  ]
}
