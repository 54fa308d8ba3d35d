import { mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { sealRelease } from '../../src/knowledge/seal-release.js'
import { change, smallRelease } from './small-release.js'

function emptyMemory(): string {
  const memory = mkdtempSync(join(tmpdir(), 'checked-'))
  onTestFinished(() => rmSync(memory, { recursive: true, force: true }))
  return memory
}

describe('a release that was checked before', () => {
  it('is recalled exactly as it was read', async () => {
    const folder = smallRelease()
    const memory = emptyMemory()
    const read = await loadKnowledge([folder], memory)
    const [file = ''] = readdirSync(memory)
    expect(file.startsWith(`${read.version}-`)).toBe(true)
    const recalled = await loadKnowledge([folder], memory)
    expect(recalled).not.toBe(read)
    expect(recalled).toEqual(read)
    expect(Object.isFrozen(recalled.genes.get('CYP2D6')?.alleles)).toBe(true)
  })

  it('P10 is refused all the same when a file was changed since', async () => {
    const folder = smallRelease()
    const memory = emptyMemory()
    await loadKnowledge([folder], memory)
    change(folder, 'genes/CYP2D6/alleles.json', json => (json.alleles[1].value = '0.5'))
    await expect(loadKnowledge([folder], memory)).rejects.toThrow(
      'genes/CYP2D6/alleles.json: was changed after the release was sealed',
    )
  })

  it('is read again when the change was sealed', async () => {
    const folder = smallRelease()
    const memory = emptyMemory()
    const before = await loadKnowledge([folder], memory)
    change(folder, 'genes/CYP2D6/alleles.json', json => (json.alleles[1].note = 'seen'))
    sealRelease(folder)
    const after = await loadKnowledge([folder], memory)
    expect(after.version).not.toBe(before.version)
    expect(after.genes.get('CYP2D6')?.alleles[1]?.note).toBe('seen')
  })

  it('is read again when its memory is damaged', async () => {
    const folder = smallRelease()
    const memory = emptyMemory()
    const read = await loadKnowledge([folder], memory)
    truncateSync(join(memory, readdirSync(memory)[0] ?? ''), 1000)
    expect(await loadKnowledge([folder], memory)).toEqual(read)
  })

  it('does not need a memory that can be written', async () => {
    const folder = smallRelease()
    const memory = join(emptyMemory(), 'file')
    writeFileSync(memory, '')
    expect((await loadKnowledge([folder], memory)).genes.size).toBe(6)
  })

  it('pushes out the oldest, so that the memory does not grow', async () => {
    const memory = emptyMemory()
    for (const [index, name] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      writeFileSync(join(memory, name), '')
      utimesSync(join(memory, name), index, index)
    }
    const { version } = await loadKnowledge([smallRelease()], memory)
    const kept = readdirSync(memory)
      .toSorted()
      .map(name => name.slice(0, 16))
    expect(kept).toEqual([version, 'c', 'd', 'e'].toSorted())
  })
})
