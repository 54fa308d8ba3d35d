import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { DomainError } from '../../src/domain/errors.js'
import type { FileLimits } from '../../src/usecases/ports.js'
import { someKnowledge } from '../support/some-knowledge.js'
import { codesOf, inPieces, readBytes, vcfText } from '../support/vcf-text.js'

const knowledge = someKnowledge([{ symbol: 'GENE', positions: ['1000 A>G'] }])

async function codeOf(bytes: string | Buffer, limits: Partial<FileLimits>): Promise<string> {
  try {
    await readBytes(bytes, knowledge, { limits })
    return 'read'
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}

const rows = ['chr10 1000 A G 0/1']

describe('S44 every limit holds at the limit and refuses beyond it', () => {
  it('decompressed bytes', async () => {
    const text = vcfText({ rows })
    for (const bytes of [text, gzipSync(text)]) {
      expect(await codeOf(bytes, { decompressedBytes: text.length })).toBe('read')
      expect(await codeOf(bytes, { decompressedBytes: text.length - 1 })).toBe('TOO_LARGE')
    }
  })

  it('header bytes and lines', async () => {
    const text = vcfText({ rows })
    const header = text.slice(0, text.indexOf('chr10') - 1)
    expect(await codeOf(text, { headerBytes: header.length, headerLines: 3 })).toBe('read')
    expect(await codeOf(text, { headerBytes: header.length - 1 })).toBe('TOO_LARGE')
    expect(await codeOf(text, { headerLines: 2 })).toBe('TOO_LARGE')
  })

  it('a line, among the rows and in the header, also one that never ends', async () => {
    const long = `chr10\t500\t.\tA\tG\t.\t.\t${'X'.repeat(200)}\tGT\t0/1`
    const text = vcfText({ rows: [long, ...rows] })
    expect(await codeOf(text, { lineBytes: long.length })).toBe('read')
    expect(await codeOf(text, { lineBytes: long.length - 1 })).toBe('TOO_LARGE')
    expect(await codeOf(`${vcfText({ rows })}${'A'.repeat(5_000)}`, { lineBytes: 4_000 })).toBe('TOO_LARGE')
    expect(await codeOf(`##fileformat=VCFv4.2\n##x=${'A'.repeat(5_000)}`, { lineBytes: 4_000 })).toBe('TOO_LARGE')
    expect(await codeOf(`##fileformat=VCFv4.2${'A'.repeat(5_000)}`, { lineBytes: 4_000 })).toBe('TOO_LARGE')
  })

  it('samples', async () => {
    const text = vcfText({ rows: ['chr10 1000 A G 0/1 0/1 0/1'], samples: ['A', 'B', 'C'] })
    expect(await codeOf(text, { samples: 3 })).toBe('read')
    expect(await codeOf(text, { samples: 2 })).toBe('TOO_LARGE')
  })

  it('alternates of a row', async () => {
    const text = vcfText({ rows: ['chr10 1000 A G,T,C 0/1'] })
    expect(await codeOf(text, { alternates: 3 })).toBe('read')
    expect(await codeOf(text, { alternates: 2 })).toBe('TOO_LARGE')
  })

  it('diagnostics are kept up to the limit, then counted', async () => {
    const text = vcfText({ rows: Array.from({ length: 5 }, () => 'chr10 1e3 A G 0/1') })
    const told = async (diagnostics: number) => codesOf(await readBytes(text, knowledge, { limits: { diagnostics } }))
    expect((await told(7)).filter(code => code === 'BAD_POSITION')).toHaveLength(5)
    expect(await told(7)).not.toContain('DIAGNOSTICS_TRUNCATED')
    expect(await told(3)).toEqual(['BAD_POSITION', 'BAD_POSITION', 'BAD_POSITION', 'DIAGNOSTICS_TRUNCATED'])
  })

  it("the ratio of a single person's file, after 10 MiB; cohorts may compress further", async () => {
    const filler = (columns: number) => `chr11\t1\t.\tA\tG\t.\t.\t.\tGT${'\t0|0'.repeat(columns)}\n`
    const bomb = (samples: readonly string[]) => {
      const line = filler(samples.length)
      const head = vcfText({ rows: [], samples })
      return gzipSync(head + line.repeat(Math.ceil((12 * 2 ** 20) / line.length)))
    }
    expect(await codeOf(bomb(['A']), { ratio: 100 })).toBe('TOO_LARGE')
    expect(await codeOf(bomb(['A']), { ratio: 2_000 })).toBe('read')
    expect(await codeOf(bomb(['A', 'B']), { ratio: 100 })).toBe('read')
  })
})

describe('a refusal frees what it holds', () => {
  it('the source is closed, and no more of it is asked for', async () => {
    let closed = false
    let given = 0
    async function* endless(): AsyncGenerator<Buffer> {
      try {
        for (;;) {
          given += 1
          yield given === 1 ? Buffer.from(vcfText({ rows: [] })) : Buffer.from('A'.repeat(1_000))
        }
      } finally {
        closed = true
      }
    }
    await expect(readBytes(endless(), knowledge, { limits: { lineBytes: 10_000 } })).rejects.toThrow(
      'longer than is accepted',
    )
    expect(closed).toBe(true)
    expect(given).toBeLessThan(30)
  })

  it('a compressed source is closed too', async () => {
    const bomb = gzipSync(vcfText({ rows: [] }) + 'A'.repeat(40 * 2 ** 20))
    let closed = false
    async function* source(): AsyncGenerator<Buffer> {
      try {
        yield* inPieces(bomb, 100)
      } finally {
        closed = true
      }
    }
    await expect(readBytes(source(), knowledge, { limits: { lineBytes: 10_000 } })).rejects.toThrow(
      'longer than is accepted',
    )
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(closed).toBe(true)
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    async function* slow(): AsyncGenerator<Buffer> {
      yield Buffer.from(vcfText({ rows }))
      stop.abort()
      yield Buffer.from('chr11\t1\t.\tA\tG\t.\t.\t.\tGT\t0/1\n')
    }
    await expect(readBytes(slow(), knowledge, { signal: stop.signal })).rejects.toThrow(/abort/i)
  })
})
