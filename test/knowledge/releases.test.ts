import { describe, expect, it } from 'vitest'

import type { Knowledge } from '../../src/domain/knowledge.js'
import { releaseAsOf } from '../../src/domain/release-as-of.js'
import { loadKnowledge, loadReleases } from '../../src/knowledge/load-knowledge.js'
import { sealRelease } from '../../src/knowledge/seal-release.js'
import { DATA, knowledge } from './real-release.js'
import { change, smallRelease } from './small-release.js'

describe('releases', () => {
  it('can be several, current first, each with its own content', async () => {
    const older = smallRelease()
    change(older, 'sources.json', json => Object.assign(json, { release: '2025-11', date: '2025-11-05' }))
    change(
      older,
      'genes/CYP2D6/alleles.json',
      json => (json.alleles.find((row: { name: string }) => row.name === '*10').value = '0.5'),
    )
    sealRelease(older)
    const releases = await loadReleases([DATA, older])
    const valueOf10 = (release: Knowledge | undefined) =>
      release?.genes.get('CYP2D6')?.alleles.find(allele => allele.name === '*10')?.activityValue
    expect(releases.map(release => release.release)).toEqual(['2026-11', '2025-11'])
    expect(releases.map(valueOf10)).toEqual(['0.25', '0.5'])
    expect(valueOf10(releaseAsOf(releases, { date: '2026-06-30' }))).toBe('0.5')
    expect(valueOf10(releaseAsOf(releases, { date: '2026-11-23' }))).toBe('0.25')
    expect((await loadKnowledge([DATA, older])).version).toBe(knowledge.version)
  })

  it('need at least one folder', async () => {
    await expect(loadKnowledge([])).rejects.toThrow('no folder of knowledge was given')
  })

  it('name publisher, date and licence of every source', () => {
    for (const source of knowledge.sources.values()) {
      expect(source).toMatchObject({
        title: expect.stringMatching(/./),
        publisher: expect.stringMatching(/./),
        licence: expect.stringMatching(/./),
      })
    }
    expect(knowledge.sources.get('pharmcat-3.1.1')).toMatchObject({ licence: 'CC-BY-SA-4.0', date: '2025-11-05' })
    expect(knowledge.sources.get('pypgx-0.26.0')?.licence).toBe('MIT')
    expect(knowledge.sources.get('cpic')?.licence).toBe('CC0-1.0')
  })

  it('cannot be changed by whoever reads them', () => {
    const gene = knowledge.genes.get('CYP2C19')
    expect(Object.isFrozen(gene?.alleles)).toBe(true)
    expect(() => Array.prototype.reverse.call(gene?.positions)).toThrow(TypeError)
  })
})
