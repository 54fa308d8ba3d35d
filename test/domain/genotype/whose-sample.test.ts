import { describe, expect, it } from 'vitest'
import type { SampleEvidence } from '../../../src/domain/genotype/evidence.js'
import { doubtsAboutPerson } from '../../../src/domain/genotype/whose-sample.js'
import { knowledge } from '../../knowledge/real-release.js'
import { aSample } from '../../support/a-sample.js'

const X = [...knowledge.genes.values()].find(({ ploidy }) => ploidy === 'x-linked')
if (X === undefined) throw new Error('no gene on X')
const site = X.positions.find(({ rsid, loci }) => rsid !== undefined && loci.GRCh38.ref.length === 1)
if (site === undefined) throw new Error('no simple position')
const place = site.rsid ?? ''
const { ref, alts } = site.loci.GRCh38
const twoDifferent = aSample().reference(X.symbol).with(place, `${ref}/${alts[0]}`).evidence()
const twoEqual = aSample().reference(X.symbol).evidence()
const single = aSample().reference(X.symbol).oneCopy(X.symbol).evidence()

describe('C4 the recorded sex', () => {
  it.each([
    ['two different copies of X', 'male', twoDifferent, ['OTHER_SEX_THAN_RECORDED']],
    ['two different copies of X', 'female', twoDifferent, []],
    ['two different copies of X', undefined, twoDifferent, []],
    ['single copies of X', 'female', single, ['OTHER_SEX_THAN_RECORDED']],
    ['single copies of X', 'male', single, []],
    ['two equal copies, which may be one written twice,', 'male', twoEqual, []],
    ['two equal copies, which may be one written twice,', 'female', twoEqual, []],
    ['nothing read of X', 'male', aSample().evidence(), []],
  ] as const)('%s in a patient recorded as %s', (_what, sex, evidence, doubts) => {
    expect(doubtsAboutPerson(evidence, sex, [], knowledge)).toEqual(doubts)
  })
})

const gene = [...knowledge.genes.values()].find(({ symbol, positions }) => symbol !== X.symbol && positions.length > 60)
if (gene === undefined) throw new Error('no gene with many positions')

/** Variants at the first so many positions, from the given one on. */
function variants(from: number, count: number): SampleEvidence {
  const positions = gene?.positions.map(({ index, loci }) => {
    const isVariant = index >= from && index < from + count
    const second = isVariant ? (loci.GRCh38.alts[0] ?? '') : loci.GRCh38.ref
    return { state: isVariant ? 'variant' : 'reference', slots: [second, loci.GRCh38.ref], phased: false } as const
  })
  return { ...twoEqual, positions: new Map([[gene?.symbol ?? '', positions ?? []]]) }
}

describe('C4 earlier samples of the same patient', () => {
  const doubts = (evidence: SampleEvidence, now: SampleEvidence) =>
    doubtsAboutPerson(now, undefined, [{ evidence, isDoubted: false }], knowledge)

  it.each([
    ['the same at 20 positions with variants', variants(0, 20), variants(0, 20), []],
    // 20 + 5 positions, 5 of which differ: a fifth, which is the most.
    ['a fifth of them different', variants(0, 20), variants(0, 25), []],
    ['more than a fifth of them different', variants(0, 20), variants(0, 26), ['OTHER_PERSON_THAN_BEFORE']],
    ['all of them different', variants(0, 20), variants(20, 20), ['OTHER_PERSON_THAN_BEFORE']],
    ['all different, but ten positions', variants(0, 5), variants(5, 5), ['OTHER_PERSON_THAN_BEFORE']],
    ['all different, but nine positions', variants(0, 5), variants(5, 4), []],
    ['nothing in common that was read', variants(0, 20), single, []],
  ] as const)('%s', (_what, before, now, expected) => {
    expect(doubts(before, now)).toEqual(expected)
    expect(doubts(now, before)).toEqual(expected)
  })

  it('one of several is enough, and the order of the two copies does not matter', () => {
    const turned = (of: SampleEvidence): SampleEvidence => ({
      ...of,
      positions: new Map(
        [...of.positions].map(([symbol, list]) => [
          symbol,
          list.map(each => ({ ...each, slots: each.slots.toReversed() })),
        ]),
      ),
    })
    const [one, other] = [variants(0, 20), variants(30, 20)]
    const before = [one, other].map(evidence => ({ evidence, isDoubted: false }))
    expect(doubtsAboutPerson(turned(one), undefined, before.slice(0, 1), knowledge)).toEqual([])
    expect(doubtsAboutPerson(one, undefined, before, knowledge)).toEqual(['OTHER_PERSON_THAN_BEFORE'])
  })

  /** Different at all that was read of it, which are nine positions. */
  const tooLittle = (of: SampleEvidence): SampleEvidence => ({
    ...of,
    positions: new Map(
      [...of.positions].map(([symbol, list]) => [
        symbol,
        list.map((each, index) => (index < 9 ? each : { state: 'not-assayed', slots: [], phased: false })),
      ]),
    ),
  })
  const [same, other] = [variants(0, 20), variants(30, 20)]
  const little = tooLittle(other)

  it.each([
    ['one nobody doubts differs', [other], [], true],
    ['one nobody doubts differs, a doubted one is the same', [other], [same], true],
    ['of those nobody doubts one is the same and one differs', [same, other], [], true],
    ['one nobody doubts is the same', [same], [], false],
    ['one nobody doubts is the same, a doubted one differs', [same], [other], false],
    [
      'one nobody doubts is the same, another has too little in common, a doubted one differs',
      [same, little],
      [other],
      false,
    ],
    ['there are only doubted ones, and one differs', [], [same, other], true],
    ['those nobody doubts have too little in common, and a doubted one differs', [little], [other], true],
    ['there are only doubted ones, which are the same', [], [same], false],
    ['there are none', [], [], false],
  ] as const)('%s', (_what, undoubted, doubted, isDoubtful) => {
    const earlier = [
      ...undoubted.map(evidence => ({ evidence, isDoubted: false })),
      ...doubted.map(evidence => ({ evidence, isDoubted: true })),
    ]
    expect(doubtsAboutPerson(same, undefined, earlier, knowledge).length > 0).toBe(isDoubtful)
  })
})
