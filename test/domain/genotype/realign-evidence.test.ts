import { describe, expect, it } from 'vitest'
import type { PositionEvidence, SampleEvidence } from '../../../src/domain/genotype/evidence.js'
import { placesOf, realignEvidence } from '../../../src/domain/genotype/realign-evidence.js'
import type { PositionLists } from '../../../src/domain/genotype/realign-evidence.js'
import type { Position } from '../../../src/domain/knowledge.js'

const at = (index: number, position: number, ref = 'A', alts: readonly string[] = ['C']): Position => ({
  index,
  role: 'defining',
  loci: { GRCh38: { position, ref, alts, basis: 'source-row' } },
})

function release(genes: Readonly<Record<string, readonly Position[]>>): PositionLists {
  return { genes: new Map(Object.entries(genes).map(([symbol, positions]) => [symbol, { symbol, positions }])) }
}

const seen = (base: string): PositionEvidence => ({ state: 'variant', slots: [base, base], phased: true, line: 7 })
const NOT_ASSAYED = { state: 'not-assayed', slots: [], phased: false }

function evidence(genes: Readonly<Record<string, readonly PositionEvidence[]>>): SampleEvidence {
  return {
    sample: 'S',
    assembly: 'GRCh38',
    positions: new Map(Object.entries(genes)),
    quarantined: new Set(),
    otherReferenceSequence: new Set(),
  }
}

describe('evidence under another release', () => {
  const older = release({ G: [at(0, 10), at(1, 20), at(2, 30)] })
  const read = evidence({ G: [seen('A'), seen('C'), seen('G')] })

  const under = (newer: PositionLists) => realignEvidence(read, placesOf(older), newer).positions

  it('is the same evidence under the same positions', () => {
    expect(realignEvidence(read, placesOf(older), release({ G: [at(0, 10), at(1, 20), at(2, 30)] }))).toBe(read)
  })

  it('follows its positions when they are listed in another order', () => {
    expect(under(release({ G: [at(0, 30), at(1, 10), at(2, 20)] })).get('G')).toEqual([seen('G'), seen('A'), seen('C')])
  })

  it('P1 a position that nobody looked for is not assayed, never reference', () => {
    expect(under(release({ G: [at(0, 10), at(1, 15), at(2, 20), at(3, 30)] })).get('G')?.[1]).toEqual(NOT_ASSAYED)
  })

  it('P1 a position that is spelled or placed otherwise now was not looked for', () => {
    expect(under(release({ G: [at(0, 11), at(1, 20, 'AC', ['A']), at(2, 30, 'A', ['C', 'T'])] })).get('G')).toEqual([
      NOT_ASSAYED,
      NOT_ASSAYED,
      NOT_ASSAYED,
    ])
  })

  it('drops positions and genes that are no longer asked for, and knows nothing of new genes', () => {
    const moved = under(release({ H: [at(0, 10)], G: [at(0, 20)] }))
    expect([...moved]).toEqual([
      ['H', [NOT_ASSAYED]],
      ['G', [seen('C')]],
    ])
  })
})
