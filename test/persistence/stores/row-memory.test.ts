import { expect, it, vi } from 'vitest'
import { createRowMemory } from '../../../src/persistence/stores/row-memory.js'

it('C6 what was made of a row is given again for the same text only, never for one that changed', () => {
  const memory = createRowMemory<{ readonly text: string }>(2)
  const make = vi.fn<(text: string) => { readonly text: string }>(text => ({ text }))
  const first = memory.of('released', make)
  expect(memory.of('released', make)).toBe(first)
  expect(memory.of('held', make)).toEqual({ text: 'held' })
  expect(memory.of('released', make)).toBe(first)
  memory.of('third', make)
  expect(memory.of('released', make)).toBe(first)
  expect(make).toHaveBeenCalledTimes(3)
  memory.of('held', make)
  expect(make).toHaveBeenCalledTimes(4)
})

it('C6 a row that could not be read is tried again, and not remembered as nothing', () => {
  const memory = createRowMemory<{ readonly text: string }>(2)
  const fail = () => {
    throw new Error('unreadable')
  }
  expect(() => memory.of('sealed', fail)).toThrow('unreadable')
  expect(memory.of('sealed', text => ({ text }))).toEqual({ text: 'sealed' })
})
