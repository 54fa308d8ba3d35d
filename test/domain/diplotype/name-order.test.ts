import { describe, expect, test } from 'vitest'
import { compareNames } from '../../../src/domain/diplotype/name-order.js'

const ORDERED: readonly (readonly string[])[] = [
  ['*1', '*1x2', '*2', '*10', '*10x2'],
  ['*2', '[*1 + *2]', '[*2 + *3]', '[*1 + *2 + *3]'],
  [
    'Reference',
    'c.61C>T',
    'c.85T>C (*9A)',
    'c.1129-5923C>G',
    'c.1129-5923C>G, c.1236G>A (HapB3)',
    'c.2846A>T',
    'g.97883353?',
  ],
  ['A', 'A- 202A_376G', 'B (reference)'],
  ['G551D', 'ivacaftor non-responsive CFTR sequence'],
  ['Any', 'All', 'Reference', '*1', 'Other', 'Unknown'],
  ['[*17 + *18]', '[*17 + g.94781859G>A]'],
  ['[c.1218G>A + c.1627A>G (*5)]', '[c.85T>C (*9A) + c.1218G>A + c.1627A>G (*5)]'],
]

describe('the order of allele names', () => {
  test.each(ORDERED)('%s …', (...names) => {
    expect(names.toReversed().toSorted(compareNames)).toEqual(names)
  })

  test('takes numbers by their value, and a number before text', () => {
    expect(['a10', 'a9', 'ab', 'a'].toSorted(compareNames)).toEqual(['a', 'a9', 'a10', 'ab'])
  })
})
