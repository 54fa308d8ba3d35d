import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sealRelease } from '../../src/knowledge/seal-release.js'

const DATA = new URL('../../data', import.meta.url).pathname
/** What a release consists of; demonstration people and prose are none of it. */
const PARTS = ['sources.json', 'algorithms', 'drugs', 'genes', 'guidelines', 'interactions']

/** JSON as a test bends it. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any

export interface SecondRelease {
  readonly folder: string
  change(file: string, edit: (json: Json) => void): void
  seal(): void
  remove(): void
}

/** A changed copy of the real release, of another name and day: what an operator keeps beside the current one. */
export function secondRelease(release: string, date: string): SecondRelease {
  const folder = mkdtempSync(join(tmpdir(), 'release-'))
  for (const part of PARTS) cpSync(join(DATA, part), join(folder, part), { recursive: true })
  const change: SecondRelease['change'] = (file, edit) => {
    const path = join(folder, file)
    const json: Json = JSON.parse(readFileSync(path, 'utf8'))
    edit(json)
    writeFileSync(path, JSON.stringify(json))
  }
  change('sources.json', json => Object.assign(json, { release, date }))
  return {
    folder,
    change,
    seal: () => sealRelease(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
