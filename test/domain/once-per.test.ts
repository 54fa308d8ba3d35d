import { describe, expect, it } from 'vitest'
import { oncePer, oncePerTwo } from '../../src/domain/once-per.js'

describe('what is worked out once', () => {
  it('is the same value for the same one, and another for an equal one', () => {
    let times = 0
    const lengthOf = oncePer((words: readonly string[]) => ({ words, length: words.length, time: (times += 1) }))
    const words = ['a', 'b']
    expect(lengthOf(words)).toBe(lengthOf(words))
    expect(times).toBe(1)
    expect(lengthOf([...words])).toEqual({ words, length: 2, time: 2 })
  })

  it('of two values is kept per pair, whichever of them is shared', () => {
    let times = 0
    const pairOf = oncePerTwo((one: object, other: object) => ({ one, other, time: (times += 1) }))
    const [one, other] = [{ id: 1 }, { id: 2 }]
    expect(pairOf(one, other)).toBe(pairOf(one, other))
    expect([pairOf(one, other), pairOf(other, one), pairOf(one, one)]).toEqual([
      { one, other, time: 1 },
      { one: other, other: one, time: 2 },
      { one, other: one, time: 3 },
    ])
  })

  it('of a value and a word is kept per word', () => {
    let times = 0
    const said = oncePerTwo((one: { id: number }, word: string) => `${one.id} ${word} ${(times += 1)}`)
    const [one, other] = [{ id: 1 }, { id: 2 }]
    expect([said(one, 'a'), said(one, 'b'), said(other, 'a')]).toEqual(['1 a 1', '1 b 2', '2 a 3'])
    expect([said(one, 'a'), said(one, 'b'), said(other, 'a')]).toEqual(['1 a 1', '1 b 2', '2 a 3'])
  })

  it('is worked out again after it could not be', () => {
    let times = 0
    const answer = oncePerTwo((_one: object, word: string) => {
      times += 1
      if (times === 1) throw new Error('not yet')
      return word.toUpperCase()
    })
    const one = {}
    expect(() => answer(one, 'a')).toThrow('not yet')
    expect([answer(one, 'a'), answer(one, 'b'), answer(one, 'a')]).toEqual(['A', 'B', 'A'])
    expect(times).toBe(3)
  })
})
