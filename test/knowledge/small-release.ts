import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

import { KnowledgeError } from '../../src/knowledge/knowledge-error.js'
import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { sealRelease } from '../../src/knowledge/seal-release.js'
import { DATA } from './real-release.js'

/** Enough of the real release to break every kind of file: six genes, one drug, its guideline, the vocabulary. */
const PARTS = [
  'sources.json',
  ...['CYP2D6', 'NAT2', 'RYR1', 'SLCO1B1', 'UGT1A1', 'HLA-B'].map(symbol => `genes/${symbol}`),
  'drugs/codeine.json',
  'guidelines/cpic/codeine.json',
  'guidelines/terms.json',
  'guidelines/populations.json',
  'interactions/CYP2D6.json',
]

/** JSON as a test bends it. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any

/** A sealed copy of part of the real release, in a folder of its own that the test leaves clean. */
export function smallRelease(): string {
  const folder = mkdtempSync(join(tmpdir(), 'knowledge-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const part of PARTS) cpSync(join(DATA, part), join(folder, part), { recursive: true })
  // Circumstances that genes decide name more genes than are here.
  change(folder, 'guidelines/terms.json', json => {
    for (const term of Object.values<Json>(json.terms)) delete term.genes
  })
  sealRelease(folder)
  return folder
}

export function change(folder: string, file: string, edit: (json: Json) => void): void {
  const path = join(folder, file)
  const json: Json = JSON.parse(readFileSync(path, 'utf8'))
  edit(json)
  writeFileSync(path, JSON.stringify(json))
}

export function addFile(folder: string, file: string, text: string): void {
  cpSync(join(folder, 'sources.json'), join(folder, file), { recursive: true })
  writeFileSync(join(folder, dirname(file), file.slice(file.lastIndexOf('/') + 1)), text)
}

/** What the loader says is wrong, as "file | field | message". */
export async function problemsOf(folder: string): Promise<string[]> {
  try {
    await loadKnowledge([folder])
    return []
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error
    return error.problems.map(({ file, field, message }) => `${file} | ${field} | ${message}`)
  }
}
