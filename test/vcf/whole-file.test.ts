import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { DomainError } from '../../src/domain/errors.js'
import { BGZIP_END, bgzip } from '../support/bgzip.js'
import { someKnowledge } from '../support/some-knowledge.js'
import { inPieces, readBytes, stateOf, vcfText } from '../support/vcf-text.js'
import type { TestOptions } from '../support/vcf-text.js'

const knowledge = someKnowledge([{ symbol: 'GENE', positions: ['1000 A>G', '2000 C>T', '3000 G>A'] }])
const text = vcfText({ rows: ['chr10 1000 A G 0/1', 'chr10 2000 C T 1/1', 'chr10 3000 G A 0/0'] })
const rows = ['variant A/G', 'variant T/T', 'reference G/G']

async function refusalOf(bytes: string | Buffer, options?: TestOptions): Promise<DomainError> {
  const answer: unknown = await readBytes(bytes, knowledge, options).catch((error: unknown) => error)
  if (answer instanceof DomainError) return answer
  throw new Error('was not refused', { cause: answer })
}

async function statesOf(bytes: Buffer, size = bytes.length): Promise<readonly string[]> {
  const table = await readBytes(inPieces(bytes, size), knowledge)
  return [0, 1, 2].map(index => stateOf(table, 'GENE', index))
}

describe('compression', () => {
  it('plain, gzip, bgzip and joined gzip files are read alike, in pieces of any size', async () => {
    const bytes = Buffer.from(text)
    const half = Math.floor(bytes.length / 2)
    const forms = [
      bytes,
      gzipSync(bytes),
      bgzip(bytes),
      bgzip(bytes, 50),
      Buffer.concat([gzipSync(bytes.subarray(0, half)), gzipSync(bytes.subarray(half))]),
    ]
    for (const form of forms) {
      for (const size of [1, 2, 7, 19, 64, form.length]) expect(await statesOf(form, size)).toEqual(rows)
    }
  })

  it('P5 names the file by the SHA-256 and size of its bytes as given', async () => {
    const table = await readBytes(bgzip(text), knowledge, { fileName: 'order.vcf.gz' })
    const { createHash } = await import('node:crypto')
    expect(table.file).toEqual({
      name: 'order.vcf.gz',
      sha256: createHash('sha256').update(bgzip(text)).digest('hex'),
      bytes: bgzip(text).length,
      lines: 6,
    })
  })

  it('tells its progress', async () => {
    const told: number[] = []
    await readBytes(bgzip(text), knowledge, { onProgress: ({ bytesRead }) => told.push(bytesRead) })
    expect(told.at(-1)).toBe(bgzip(text).length)
  })
})

describe('files that are refused whole', () => {
  it.each([
    ['an empty file', ''],
    ['a text that is no VCF', 'Dear laboratory,\nplease find attached\n'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['a BCF', gzipSync(Buffer.from('BCF\u0002\u0002xxxxxxxxxxxxx', 'latin1'))],
    ['an archive', Buffer.from('504b0304140000000800', 'hex')],
    ['a file of nothing but bytes', Buffer.alloc(100)],
    ['a header without #CHROM', '##fileformat=VCFv4.2\nchr10\t1000\t.\tA\tG\t.\t.\t.\tGT\t0/1\n'],
    ['a header that ends', '##fileformat=VCFv4.2\n##reference=GRCh38\n'],
    ['a #CHROM line with blanks for tabs', '##fileformat=VCFv4.2\n#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT P\n'],
    ['columns in another order', '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tALT\tREF\tQUAL\tFILTER\tINFO\tFORMAT\tP\n'],
    ['no samples', '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n'],
    ['FORMAT without samples', '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\n'],
    ['a sample without a name', '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\t\n'],
    ['S33 two samples of one name', vcfText({ rows: [], samples: ['A', 'B', 'A'] })],
    ['S33 an unfinished last line', text.slice(0, -1)],
    ['VCF 3', vcfText({ rows: [] }).replace('VCFv4.2', 'VCFv3.3')],
    ['a header line that is no key=value', vcfText({ rows: [], header: ['something'] })],
    ['a second header among the rows', `${text}${text}`],
  ])('%s: INVALID_VCF with place and advice', async (_, bytes) => {
    const { code, details, message } = await refusalOf(bytes)
    expect(code).toBe('INVALID_VCF')
    expect(details.line ?? details.byte).toBeTypeOf('number')
    expect(details.reason).toBeTypeOf('string')
    expect(message).toContain(String(details.advice))
  })

  it.each(['__proto__', 'constructor', 'prototype'])(
    'S33 %s as a header key or id never reaches the parser',
    async word => {
      for (const line of [
        `${word}=<ID=polluted,a=b>`,
        `${word}=x`,
        `INFO=<ID=${word},Number=1>`,
        `INFO=<ID="${word}",Number=1>`,
        `INFO=<${word}=1,ID=x>`,
      ]) {
        expect((await refusalOf(vcfText({ rows: [], header: [line] }))).code).toBe('INVALID_VCF')
      }
      expect((await refusalOf(vcfText({ rows: [], samples: [word] }))).code).toBe('INVALID_VCF')
      expect(({} as Record<string, unknown>).polluted).toBeUndefined()
      expect(Object.keys(Object.prototype)).toEqual([])
    },
  )

  it('a description may use such a word', async () => {
    const table = await readBytes(
      vcfText({
        rows: [],
        header: [
          'reference=GRCh38',
          'INFO=<ID=X,Number=1,Type=String,Description="made by the constructor of a tool">',
        ],
      }),
      knowledge,
    )
    expect(table.samples).toEqual(['PERSON'])
  })

  it('a sample that is not there: UNKNOWN_SAMPLE', async () => {
    expect((await refusalOf(text, { samples: ['SOMEBODY'] })).code).toBe('UNKNOWN_SAMPLE')
  })

  it('no refusal repeats a text of the file', async () => {
    const secret = 'Mrs_Example'
    for (const bytes of [vcfText({ rows: [], samples: [secret, secret] }), vcfText({ rows: [], header: [secret] })]) {
      const { message, details } = await refusalOf(bytes)
      expect(`${message}${JSON.stringify(details)}`).not.toContain(secret)
    }
  })
})

describe('S34 compressed files that cannot be whole', () => {
  it('bytes after the end of a gzip file are refused', async () => {
    for (const tail of ['\0', '\0\0\0\0', 'x', 'more text behind the end\n']) {
      expect((await refusalOf(Buffer.concat([gzipSync(text), Buffer.from(tail)]))).code).toBe('INVALID_VCF')
    }
  })

  it('bytes after the end block of a bgzip file are refused', async () => {
    for (const tail of ['\0', 'x', 'more text behind the end\n']) {
      expect((await refusalOf(Buffer.concat([bgzip(text), Buffer.from(tail)]))).code).toBe('INVALID_VCF')
    }
  })

  it('a bgzip file cut between two blocks, which inflates without error, is refused', async () => {
    const whole = bgzip(text, 60)
    expect((await refusalOf(whole.subarray(0, -BGZIP_END.length))).details.reason).toContain('end block')
  })

  it('a damaged byte is refused', async () => {
    const whole = Buffer.from(gzipSync(text))
    const middle = Math.floor(whole.length / 2)
    whole[middle] = (whole[middle] ?? 0) ^ 0xff
    expect((await refusalOf(whole)).code).toBe('INVALID_VCF')
  })

  it.each([
    ['gzip', gzipSync(text)],
    ['bgzip', bgzip(text)],
    ['bgzip of many blocks', bgzip(text, 64)],
  ])('C3 %s: cut after any byte, it is refused', async (_, whole) => {
    for (let length = 0; length < whole.length; length += 1) {
      expect((await refusalOf(whole.subarray(0, length))).code).toBe('INVALID_VCF')
    }
  })

  const rowStarts = [...text.matchAll(/^chr10/gm)].map(match => match.index)

  it('C3 plain: cut within a line it is refused', async () => {
    const withinLines = Array.from(text, (_, length) => length).filter(length => !rowStarts.includes(length))
    for (const length of withinLines) expect((await refusalOf(text.slice(0, length))).code).toBe('INVALID_VCF')
  })

  it('P1 plain: cut between two rows it cannot be told from a shorter file, and what is lost is not assayed', async () => {
    for (const [kept, length] of rowStarts.entries()) {
      const left = rows.map((state, index) => (index < kept ? state : 'not-assayed'))
      expect(await statesOf(Buffer.from(text.slice(0, length)))).toEqual(left)
    }
  })
})

describe('what a header may look like', () => {
  it('P1 VCF 4.1 to 4.5 are read without a remark', async () => {
    for (const version of ['VCFv4.1', 'VCFv4.2', 'VCFv4.3', 'VCFv4.4', 'VCFv4.5']) {
      expect((await readBytes(vcfText({ rows: ['chr10 1000 A G 0/1'], version }), knowledge)).diagnostics).toEqual([])
    }
  })

  it('another version, or none, is told and read', async () => {
    for (const first of ['##fileformat=VCFv4.0', '##fileformat=VCFv4.9', '##fileformat= VCFv4.2', '##source=x']) {
      const table = await readBytes(text.replace('##fileformat=VCFv4.2', first), knowledge)
      expect(table.diagnostics.map(({ code }) => code)).toEqual(['UNKNOWN_FILE_FORMAT'])
      expect(stateOf(table, 'GENE')).toBe('variant A/G')
    }
  })

  it('C12 line ends of another system and a byte order mark change nothing', async () => {
    expect(await statesOf(Buffer.from(text.replaceAll('\n', '\r\n')))).toEqual(rows)
    expect(await statesOf(Buffer.from(`\uFEFF${text}`))).toEqual(rows)
  })

  it('picks columns by name, in the order of the file', async () => {
    const cohort = vcfText({ rows: ['chr10 1000 A G 0/0 0/1 1/1'], samples: ['A', 'B', 'C'] })
    const table = await readBytes(cohort, knowledge, { samples: ['C', 'A'] })
    expect(table.samples).toEqual(['A', 'C'])
    expect([stateOf(table, 'GENE', 0, 0), stateOf(table, 'GENE', 0, 1)]).toEqual(['reference A/A', 'variant G/G'])
  })
})
