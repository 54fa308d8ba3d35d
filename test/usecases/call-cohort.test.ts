import { array, assert, constant, integer, property, record, uniqueArray } from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { PositionColumn, PositionEvidence } from '../../src/domain/genotype/evidence.js'
import { patternsOf } from '../../src/usecases/call-cohort.js'

const EVIDENCE: PositionEvidence = { state: 'not-assayed', slots: [], phased: false }

function column(codes: readonly number[]): PositionColumn {
  const distinct = Array.from({ length: Math.max(...codes, 0) + 1 }, () => EVIDENCE)
  return { distinct, codes: Uint16Array.from(codes) }
}

describe('patterns of a cohort', () => {
  it('two samples share a pattern exactly when every column, and being held back, is the same for both', () => {
    const cohort = integer({ min: 1, max: 40 }).chain(samples =>
      record({
        samples: constant(samples),
        columns: array(array(integer({ min: 0, max: 5 }), { minLength: samples, maxLength: samples }), {
          maxLength: 6,
        }),
        held: uniqueArray(integer({ min: 0, max: samples - 1 })),
      }),
    )
    assert(
      property(cohort, ({ samples, columns, held }) => {
        const patterns = patternsOf(columns.map(column), held, samples)
        const rows = Array.from({ length: samples }, (_, sample) =>
          [...columns.map(codes => codes[sample]), held.includes(sample)].join(' '),
        )
        for (let a = 0; a < samples; a++) {
          for (let b = 0; b < a; b++) expect(patterns[a] === patterns[b]).toBe(rows[a] === rows[b])
        }
      }),
    )
  })

  it('a column that is the same for everybody tells nobody apart', () => {
    expect([...patternsOf([{ distinct: [EVIDENCE] }], [], 3)]).toEqual([0, 0, 0])
  })

  it('stays right when there are more combinations than a table may hold', () => {
    const samples = 5000
    const wide = Array.from({ length: samples }, (_, sample) => sample)
    const patterns = patternsOf([column(wide), column(wide.map(sample => sample % 1000))], [], samples)
    expect(new Set(patterns).size).toBe(samples)
  })
})
