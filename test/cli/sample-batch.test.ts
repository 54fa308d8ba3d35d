import { describe, expect, it } from 'vitest'

import { createByteBuffer } from '../../src/cli/byte-buffer.js'
import type { SampleFormat } from '../../src/cli/call-run.js'
import { createMemory } from '../../src/cli/memory.js'
import { printBatch } from '../../src/cli/sample-batch.js'

const format: SampleFormat = {
  append(sample, write) {
    write(Buffer.from(`begin ${sample},`))
    if (sample === 1) throw new Error('broken in the middle')
    write(Buffer.from(`end ${sample}\n`))
    return sample === 2
  },
}

describe('a batch of samples', () => {
  it('loses the sample that fails, whole, and no other', () => {
    const batch = printBatch(format, createByteBuffer(4), 0, 4)
    expect(Buffer.from(batch.bytes).toString()).toBe('begin 0,end 0\nbegin 2,end 2\nbegin 3,end 3\n')
    expect(batch).toMatchObject({
      end: 4,
      anyCalled: true,
      failures: [{ sample: 1, reason: 'broken in the middle' }],
    })
  })

  it('leaves nothing in the buffer for the next one', () => {
    const buffer = createByteBuffer()
    printBatch(format, buffer, 0, 2)
    expect(Buffer.from(printBatch(format, buffer, 2, 3).bytes).toString()).toBe('begin 2,end 2\n')
  })
})

describe('what is remembered', () => {
  it('is made once, and forgotten when there is too much of it', () => {
    const remember = createMemory<string>(text => text.length, 10)
    let made = 0
    const make = (): string => `value ${made++}`
    expect([remember(1, make), remember(1, make)]).toEqual(['value 0', 'value 0'])
    expect(remember(2, make)).toBe('value 1')
    expect(remember(1, make)).toBe('value 2')
  })
})
