import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConditionMap, withConditionMap } from '../../src/knowledge/condition-map.js'
import { knowledge } from './real-release.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sextant-map-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function fileOf(text: string): string {
  const path = join(folder, 'map.tsv')
  writeFileSync(path, text)
  return path
}

describe('the licensed map of conditions', () => {
  it('has a pair per line, several codes for one concept, and remarks', () => {
    const map = readConditionMap(fileOf('# supplied\n84757009\tG40.909\r\n84757009\tG40.901\n\n195967001\tJ45\n'))
    expect([...map]).toEqual([
      ['84757009', ['G40.909', 'G40.901']],
      ['195967001', ['J45']],
    ])
  })

  it('stops the start when a line is none, naming it', () => {
    expect(() => readConditionMap(fileOf('84757009\tG40.909\n84757009 G40.909\n'))).toThrow(/line 2: is not a SNOMED/)
    expect(() => readConditionMap(fileOf('84757009\tepilepsy\n'))).toThrow(/line 1/)
  })

  it('is named in the version of the release that answers with it', () => {
    const one = withConditionMap(knowledge, fileOf('84757009\tG40.909\n'))
    const other = withConditionMap(knowledge, fileOf('84757009\tG40.901\n'))
    expect(one.version).toMatch(new RegExp(`^${knowledge.version}\\+map-[0-9a-f]{8}$`))
    expect(other.version).not.toBe(one.version)
  })
})
