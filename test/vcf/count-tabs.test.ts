import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { tabCounter } from '../../src/vcf/count-tabs.js'

it('counts what a plain loop counts, whatever the bytes and wherever the stretch begins', () => {
  const bytes = fc.array(fc.constantFrom(0, 1, 8, 9, 10, 127, 128, 137, 255), { maxLength: 40 })
  fc.assert(
    fc.property(bytes, fc.nat(40), fc.nat(40), (values, a, b) => {
      const buffer = Buffer.from(values)
      const [from, to] = [Math.min(a, b, values.length), Math.min(Math.max(a, b), values.length)]
      const plain = values.slice(from, to).filter(value => value === 9).length
      expect(tabCounter(buffer)(from, to)).toBe(plain)
    }),
    { numRuns: 2_000 },
  )
})
