import { expect, it } from 'vitest'
import { onlyIds, uuidV7 } from '../../src/persistence/uuid-v7.js'

it('makes ids that sort by the order in which they were made', () => {
  const ids = Array.from({ length: 10_000 }, uuidV7)
  expect(ids.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  expect(onlyIds(ids)).toHaveLength(ids.length)
  expect(ids.every(id => id[14] === '7' && '89ab'.includes(id[19] ?? ''))).toBe(true)
})

it('takes nothing for an id that PostgreSQL would not', () => {
  expect(
    onlyIds(['', 'x', "' or 1=1 --", '01a20a3f-8810-739f-ba48-b6af4213abe', '01A20A3F-8810-739F-BA48-B6AF4213ABEC']),
  ).toEqual([])
})
