import { describe, expect, it } from 'vitest'

import type { Knowledge } from '../../src/domain/knowledge.js'
import { releaseAsOf } from '../../src/domain/release-as-of.js'

const release = (name: string, date: string): Knowledge => ({
  version: `version of ${name}`,
  release: name,
  date,
  sources: new Map(),
  genes: new Map(),
  drugs: new Map(),
  guidelines: new Map(),
  interactions: new Map(),
  phenoconversion: new Map(),
  terms: new Map(),
  populations: new Map(),
  algorithms: new Map(),
})

const current = release('2026-11', '2026-11-23')
const older = release('2026-05', '2026-05-02')
const releases = [current, older]

describe('the release that answers', () => {
  it.each([
    ['2027-01-01', current],
    ['2026-11-23', current],
    ['2026-11-22', older],
    ['2026-05-02', older],
  ])('on %s is the one that counted then', (date, expected) => {
    expect(releaseAsOf(releases, { date })).toBe(expected)
  })

  it('before the first is none: a later one does not pass for it', () => {
    expect(releaseAsOf(releases, { date: '2026-05-01' })).toBeUndefined()
  })

  it('is the older one where the operator put it first', () => {
    expect(releaseAsOf([older, current], { date: '2027-01-01' })).toBe(older)
  })

  it('can be named by version or by name, and an unknown name is none', () => {
    expect(releaseAsOf(releases, { version: 'version of 2026-05' })).toBe(older)
    expect(releaseAsOf(releases, { release: '2026-05' })).toBe(older)
    expect(releaseAsOf(releases, { release: '2026-06' })).toBeUndefined()
    expect(releaseAsOf(releases, { version: '2026-05' })).toBeUndefined()
  })
})
