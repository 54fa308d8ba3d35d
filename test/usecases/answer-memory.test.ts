import { describe, expect, it } from 'vitest'
import { createAnswerMemory } from '../../src/usecases/answer-memory.js'
import type { MadeOf } from '../../src/usecases/answer-memory.js'

const TODAY = new Date('2026-11-27T10:00:00Z')
const madeOf: MadeOf = { facts: [], calls: [], sight: 'all' }

/** How often something was computed. */
function counting() {
  const memory = createAnswerMemory<number>()
  let computed = 0
  return (of: MadeOf | undefined, now: Date, question: unknown) => memory.of(of, now, question, () => (computed += 1))
}

describe('an answer', () => {
  it('is computed once for the same records, sight, day and question', () => {
    const ask = counting()
    expect(ask(madeOf, TODAY, ['depression', {}])).toBe(1)
    expect(ask({ ...madeOf }, new Date('2026-11-27T23:59:59Z'), ['depression', {}])).toBe(1)
  })

  it.each([
    ['other facts, even when they say the same', { ...madeOf, facts: [] }, TODAY, 'depression'],
    ['other calls', { ...madeOf, calls: [] }, TODAY, 'depression'],
    ['another sight of them', { ...madeOf, sight: 'released' }, TODAY, 'depression'],
    ['the next day', madeOf, new Date('2026-11-28T00:00:00Z'), 'depression'],
    ['another question', madeOf, TODAY, 'anxiety'],
  ])('is computed again for %s', (_what, of, now, question) => {
    const ask = counting()
    expect(ask(madeOf, TODAY, 'depression')).toBe(1)
    expect(ask(of, now, question)).toBe(2)
  })

  it('about somebody who is not in the store is never kept', () => {
    const ask = counting()
    expect([ask(undefined, TODAY, 'depression'), ask(undefined, TODAY, 'depression')]).toEqual([1, 2])
  })

  it('that nobody asked for lately makes room', () => {
    const ask = counting()
    for (let index = 0; index < 101; index += 1) ask(madeOf, TODAY, index)
    expect(ask(madeOf, TODAY, 100)).toBe(101)
    expect(ask(madeOf, TODAY, 0)).toBe(102)
  })

  it('that failed is not kept', () => {
    const memory = createAnswerMemory<number>()
    const fails = () => {
      throw new Error('no')
    }
    expect(() => memory.of(madeOf, TODAY, 'x', fails)).toThrow('no')
    expect(memory.of(madeOf, TODAY, 'x', () => 7)).toBe(7)
  })
})
