import { describe, expect, test } from 'vitest'
import { aSample, best, noteCodes } from '../../support/a-sample.js'

describe('completeness of a call', () => {
  test('P1 missing is never reference: one position of CYP2C9 read leaves 84 alleles open', () => {
    const call = aSample().with('rs1799853', 'C/C').call('CYP2C9')
    expect(best(call)).toEqual(['*1/*1'])
    expect(call.completeness).toMatchObject({ positions: 83, assayed: 1, assumedReference: 0 })
    expect(call.completeness.missing).toHaveLength(82)
    expect(call.completeness.notExcluded).toHaveLength(84)
    expect(noteCodes(call)).toEqual(
      expect.arrayContaining(['POSITIONS_MISSING', 'ALLELES_NOT_EXCLUDED', 'AMP_TIER1_MISSING']),
    )
  })

  test('names the alleles of the minimum set that a missing position leaves open', () => {
    const call = aSample().reference('CYP2C9').without('rs1057910').call('CYP2C9')
    expect(call.completeness.ampTier1NotExcluded).toEqual(['*3'])
    expect(call.notes).toContainEqual({ code: 'AMP_TIER1_MISSING', facts: ['*3'] })
  })

  test('an allele that another position contradicts is excluded', () => {
    const { notExcluded } = aSample().reference('TPMT').without('rs1800460').call('TPMT').completeness
    expect(notExcluded).toContain('*3B')
    expect(notExcluded).not.toContain('*3A')
  })

  test('a position that cannot be used is as open as one that was not read', () => {
    const call = aSample().reference('CYP2C9').noCall('rs1057910', 'REFERENCE_MISMATCH').call('CYP2C9')
    expect(call.completeness.notExcluded).toContain('*3')
  })

  test('a gene of which nothing was read has no data, and no list of what is open', () => {
    const call = aSample().call('CYP2C9')
    expect(call).toMatchObject({ status: 'not-called', reason: 'NO_DATA', completeness: { assayed: 0 } })
    expect(noteCodes(call)).toEqual([])
  })

  test('a complete call leaves nothing open', () => {
    const call = aSample().reference('CYP2C9').call('CYP2C9')
    expect(call.completeness).toMatchObject({ assayed: 83, missing: [], notExcluded: [], ampTier1NotExcluded: [] })
    expect(noteCodes(call)).toEqual(['REFERENCE_BY_ABSENCE'])
  })
})
