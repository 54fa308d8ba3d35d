import { describe, expect, it } from 'vitest'
import { DomainError } from '../../src/domain/errors.js'
import { someKnowledge } from '../support/some-knowledge.js'
import type { TestOptions } from '../support/vcf-text.js'
import { codesOf, readBytes, row, stateOf, vcfText } from '../support/vcf-text.js'

const count = 20
const on38 = (index: number) => `${1000 * (index + 1)} A>G`
const on37 = (index: number) => `${1000 * (index + 1) + 400_000} A>G`
const knowledge = someKnowledge([
  {
    symbol: 'GENE',
    positions: Array.from({ length: count }, (_, index) => ({ on38: on38(index), on37: on37(index) })),
  },
  { symbol: 'FLIP', positions: [{ on38: '700 C>T', on37: '700 T>C' }] },
  { symbol: 'MITO', chromosome: 'chrM', ploidy: 'mitochondrial', positions: [{ on38: '1555 A>G', on37: '1555 A>G' }] },
])

const rowsOn = (assembly: 38 | 37, rows: number, ref = 'A') =>
  Array.from(
    { length: rows },
    (_, index) => `chr10 ${1000 * (index + 1) + (assembly === 37 ? 400_000 : 0)} ${ref} G 0/1`,
  )

const header38 = ['contig=<ID=chr10,length=133797422>']
const header37 = ['contig=<ID=chr10,length=135534747>']

async function read(header: readonly string[], rows: readonly string[], options: TestOptions = {}) {
  return readBytes(vcfText({ header, rows }), knowledge, options)
}

async function codeOf(
  header: readonly string[],
  rows: readonly string[],
  options: TestOptions = {},
): Promise<DomainError> {
  const answer: unknown = await read(header, rows, options).catch((error: unknown) => error)
  if (answer instanceof DomainError) return answer
  throw new Error('was not refused')
}

describe('which assembly a file is on', () => {
  it.each([
    ['GRCh38', header38, 38],
    ['GRCh37', header37, 37],
  ] as const)('%s: header and bases agree', async (assembly, header, rows) => {
    const table = await read(header, rowsOn(rows, 10))
    expect(table.assembly).toBe(assembly)
    expect(stateOf(table, 'GENE', 3)).toBe('variant A/G')
    expect(table.diagnostics).toEqual([])
  })

  it('a header that says nothing leaves it to the bases, with a note', async () => {
    const table = await read([], rowsOn(37, 10))
    expect(table.assembly).toBe('GRCh37')
    expect(codesOf(table)).toEqual(['BUILD_FROM_BASES'])
  })

  it.each([
    ['contig lengths', header37],
    ['contig words', ['contig=<ID=chr10,assembly=hg19>']],
    ['reference', ['reference=file:///ref/human_g1k_v37_b37.fasta']],
    ['an assembly nobody reads', ['reference=chm13v2.0.fa']],
  ])('the header (%s) says one and the bases say the other: BUILD_MISMATCH with positions', async (_, header) => {
    const { code, details } = await codeOf(header, rowsOn(38, 10))
    expect(code).toBe('BUILD_MISMATCH')
    expect(details.positions).toContain('chr10:1000')
  })

  it('the uploader says one and the bases say the other: BUILD_MISMATCH', async () => {
    expect((await codeOf([], rowsOn(38, 10), { assay: { assembly: 'GRCh37' } })).code).toBe('BUILD_MISMATCH')
  })

  it('a stale header gives way when the uploader and the bases agree, with a note', async () => {
    const table = await read(header37, rowsOn(38, 10), { assay: { assembly: 'GRCh38' } })
    expect(table.assembly).toBe('GRCh38')
    expect(codesOf(table)).toEqual(['BUILD_FROM_BASES'])
  })

  it('rows of both assemblies in one file: BUILD_MISMATCH', async () => {
    expect((await codeOf(header38, [...rowsOn(38, 10), ...rowsOn(37, 10)])).code).toBe('BUILD_MISMATCH')
  })

  it('also when they come after a hundred rows that had settled it', async () => {
    const rows = (from: number, to: number, offset: number) =>
      Array.from({ length: to - from }, (_, index) => `chr10 ${1000 * (from + index + 1) + offset} A G 0/1`)
    const many = someKnowledge([
      {
        symbol: 'LONG',
        positions: Array.from({ length: 200 }, (_, index) => ({
          on38: `${1000 * (index + 1)} A>G`,
          on37: `${1000 * (index + 1) + 400_000} A>G`,
        })),
      },
    ])
    const long = async (lines: readonly string[]) => readBytes(vcfText({ header: header38, rows: lines }), many)
    expect(stateOf(await long(rows(0, 200, 0)), 'LONG', 199)).toBe('variant A/G')
    await expect(long([...rows(0, 150, 0), ...rows(150, 160, 400_000)])).rejects.toMatchObject({
      code: 'BUILD_MISMATCH',
    })
  })

  it('bases that fit no assembly contradict the header', async () => {
    expect((await codeOf(header38, rowsOn(38, 10, 'T'))).code).toBe('BUILD_MISMATCH')
  })

  it('a few rows by chance at positions of the other assembly do not matter', async () => {
    const table = await read(header38, [...rowsOn(38, 16), 'chr10 401000 A G 0/1', 'chr10 402000 T G 0/1'])
    expect(table.assembly).toBe('GRCh38')
  })

  it('few rows: the header decides', async () => {
    expect((await read(header37, rowsOn(37, 1))).assembly).toBe('GRCh37')
    expect((await read(header38, [])).assembly).toBe('GRCh38')
  })

  it('few rows and no header: they decide, with a warning', async () => {
    const table = await read([], rowsOn(37, 2))
    expect(table.assembly).toBe('GRCh37')
    expect(table.diagnostics).toMatchObject([{ code: 'BUILD_FROM_BASES', severity: 'warning' }])
  })

  it('a position whose base differs between the assemblies tells them apart though its coordinate does not', async () => {
    expect((await read([], ['chr10 700 T C 0/1'])).assembly).toBe('GRCh37')
  })

  it('few rows, and the header and the uploader disagree: BUILD_MISMATCH', async () => {
    expect((await codeOf(header37, rowsOn(38, 1), { assay: { assembly: 'GRCh38' } })).code).toBe('BUILD_MISMATCH')
  })

  it('nothing decides: refused where silence would be read as reference, otherwise read as nothing', async () => {
    expect((await codeOf([], ['chr3 5 A G 0/1'], { assay: { assumeReference: true } })).code).toBe(
      'UNSUPPORTED_ASSEMBLY',
    )
    expect((await codeOf([], [...rowsOn(38, 1), ...rowsOn(37, 1)])).code).toBe('UNSUPPORTED_ASSEMBLY')
    expect((await codeOf(['reference=hs1.fa'], rowsOn(38, 1))).code).toBe('UNSUPPORTED_ASSEMBLY')
    expect((await codeOf([], [row('chr10 900 C <NON_REF> 0/0', { info: 'END=9000' })])).code).toBe(
      'UNSUPPORTED_ASSEMBLY',
    )
    const table = await read([], ['chr3 5 A G 0/1', 'MT 1555 A G 1'])
    expect(codesOf(table)).toEqual(['HEADER_BUILD_UNKNOWN'])
    expect(stateOf(table, 'MITO')).toBe('variant G')
    expect(stateOf(table, 'GENE')).toBe('not-assayed')
  })
})

describe('the mitochondrial sequence', () => {
  const withM = (contig: string) => [...header37, ...(contig === '' ? [] : [`contig=<${contig}>`])]

  it.each([
    ['a contig of 16571 bases', withM('ID=chrM,length=16571'), 'chrM'],
    ['chrM of GRCh37 without a length', withM('ID=chrM'), 'chrM'],
    ['the accession of the old sequence', withM('ID=NC_001807.4'), 'NC_001807.4'],
  ])('%s: not read by position, and said so', async (_, header, name) => {
    const table = await read(header, [...rowsOn(37, 5), `${name} 1555 A G 1`], { assay: { assumeReference: true } })
    expect([...table.otherReferenceSequence]).toEqual(['MITO'])
    expect(stateOf(table, 'MITO')).toBe('not-assayed')
    expect(codesOf(table)).toContain('OTHER_MITOCHONDRIAL_SEQUENCE')
  })

  it.each([
    ['MT of GRCh37', withM('ID=MT,length=16569'), 'MT', 37],
    ['MT of GRCh37 without a length', withM('ID=MT'), 'MT', 37],
    ['chrM of the rCRS length', withM('ID=chrM,length=16569'), 'chrM', 37],
    ['chrM of GRCh38', header38, 'chrM', 38],
  ] as const)('%s is the rCRS', async (_, header, name, assembly) => {
    const table = await read(header, [...rowsOn(assembly, 5), `${name} 1555 A G 1`])
    expect(stateOf(table, 'MITO')).toBe('variant G')
    expect(table.otherReferenceSequence.size).toBe(0)
  })
})
