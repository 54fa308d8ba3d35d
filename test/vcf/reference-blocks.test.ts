import { describe, expect, it } from 'vitest'
import { someKnowledge } from '../support/some-knowledge.js'
import { evidenceOf, readBytes, row, stateOf, vcfText } from '../support/vcf-text.js'

const knowledge = someKnowledge([
  { symbol: 'GENE', positions: ['1000 A>G', '3000 CAT>C,CATAT'] },
  { symbol: 'EX', chromosome: 'chrX', ploidy: 'x-linked', positions: ['5000 G>A', '5100 C>T'] },
])

const read = async (rows: readonly string[], options = {}) =>
  readBytes(vcfText({ rows, version: 'VCFv4.5' }), knowledge, options)

describe('reference blocks', () => {
  it.each([
    ['GATK', row('chr10 900 C <NON_REF> GT:DP:GQ:MIN_DP 0/0:30:60:22', { info: 'END=3100' })],
    ['bcftools', row('chr10 900 C <*> GT:DP 0/0:30', { info: 'END=3100;MinDP=20' })],
    [
      'Illumina, without an alternate',
      row('chr10 900 C . GT:GQX:DP 0/0:60:30', { info: 'END=3100;BLOCKAVG_min30p3a' }),
    ],
    ['VCF 4.5', row('chr10 900 C <*> GT:DP:LEN 0/0:30:2201', {})],
    ['with other facts before END', row('chr10 900 C <NON_REF> GT 0/0', { info: 'DP=30;END=3100' })],
  ])('%s: every position in it is reference by the block', async (_, text) => {
    const table = await read([text])
    expect(evidenceOf(table, 'GENE', 0)).toMatchObject({
      state: 'reference',
      slots: ['A', 'A'],
      origin: 'block',
      line: 4,
    })
    expect(evidenceOf(table, 'GENE', 1)).toMatchObject({ state: 'reference', slots: ['CAT', 'CAT'], origin: 'block' })
  })

  it('P1 a block that ends within the REF of an insertion or deletion does not cover it', async () => {
    const table = await read([row('chr10 2900 C <NON_REF> 0/0', { info: 'END=3001' })])
    expect(stateOf(table, 'GENE', 1)).toBe('no-call REFERENCE_MISMATCH')
    expect(stateOf(table, 'GENE', 0)).toBe('not-assayed')
  })

  it('blocks that meet within it cover it together', async () => {
    const table = await read([
      row('chr10 2900 C <NON_REF> 0/0', { info: 'END=3001' }),
      row('chr10 3002 T <NON_REF> 0/0', { info: 'END=3050' }),
    ])
    expect(stateOf(table, 'GENE', 1)).toBe('reference CAT/CAT')
  })

  it.each([
    ['missing', 'GT ./.', 'GENOTYPE_MISSING'],
    ['without reads', 'GT:DP 0/0:0', 'LOW_DEPTH'],
    ['without reads somewhere', 'GT:DP:MIN_DP 0/0:12:0', 'LOW_DEPTH'],
    ['without any quality', 'GT:DP:GQ 0/0:12:0', 'LOW_QUALITY'],
  ])('P1 a block that is %s is no evidence of reference', async (_, sample, reason) => {
    expect(stateOf(await read([row(`chr10 900 C <NON_REF> ${sample}`, { info: 'END=3100' })]), 'GENE', 0)).toBe(
      `no-call ${reason}`,
    )
  })

  it('respects the policy, by the lowest depth of the block', async () => {
    const text = row('chr10 900 C <NON_REF> GT:DP:GQ:MIN_DP 0/0:30:60:8', { info: 'END=3100' })
    expect(stateOf(await read([text], { quality: { requirePass: false, minimumDepth: 10 } }), 'GENE', 0)).toBe(
      'no-call LOW_DEPTH',
    )
    expect(stateOf(await read([text], { quality: { requirePass: false, minimumDepth: 8 } }), 'GENE', 0)).toBe(
      'reference A/A',
    )
  })

  it('rows of variants stand between blocks', async () => {
    const table = await read([
      row('chr10 900 C <NON_REF> 0/0', { info: 'END=999' }),
      'chr10 1000 A G,<NON_REF> 0/1',
      row('chr10 1001 T <NON_REF> 0/0', { info: 'END=3100' }),
    ])
    expect(stateOf(table, 'GENE', 0)).toBe('variant A/G')
  })

  it('a block over a position makes a deletion there unreadable, not reference', async () => {
    const table = await read(['chr10 998 CTA C,<NON_REF> 0/1', row('chr10 999 T <NON_REF> 0/0', { info: 'END=3100' })])
    expect(stateOf(table, 'GENE', 0)).toBe('no-call UNUSABLE_ALLELE')
  })

  it('a block on X keeps its number of copies', async () => {
    expect(stateOf(await read([row('chrX 4000 C <NON_REF> 0', { info: 'END=6000' })]), 'EX', 0)).toBe('reference G')
  })
})

describe('all-sites files', () => {
  it('a row covers its own base only: a longer REF needs all of them', async () => {
    const rows = ['chr10 3000 C . 0/0', 'chr10 3001 A . 0/0', 'chr10 3002 T . 0/0']
    expect(stateOf(await read(rows), 'GENE', 1)).toBe('reference CAT/CAT')
    expect(evidenceOf(await read(rows), 'GENE', 1).origin).toBe('record')
    for (const missing of [0, 1, 2]) {
      const state = stateOf(await read(rows.filter((_, index) => index !== missing)), 'GENE', 1)
      expect(state).toBe('no-call REFERENCE_MISMATCH')
    }
  })

  it('one base without a genotype is enough to lose it', async () => {
    expect(stateOf(await read(['chr10 3000 C . 0/0', 'chr10 3001 A . ./.', 'chr10 3002 T . 0/0']), 'GENE', 1)).toBe(
      'no-call GENOTYPE_MISSING',
    )
  })
})

describe('what the uploader states of silence', () => {
  it('P1 declared regions make absent positions reference, and say so', async () => {
    const table = await read(['chr10 2000 C T 0/1'], {
      assay: { assayedRegions: [{ chromosome: '10', start: 900, end: 1100 }] },
    })
    expect(evidenceOf(table, 'GENE', 0)).toEqual({
      state: 'reference',
      slots: ['A', 'A'],
      phased: false,
      origin: 'declared-region',
    })
    expect(stateOf(table, 'GENE', 1)).toBe('not-assayed')
  })

  it('a region that ends within a REF does not declare it', async () => {
    const table = await read([], { assay: { assayedRegions: [{ chromosome: 'chr10', start: 2900, end: 3001 }] } })
    expect(stateOf(table, 'GENE', 1)).toBe('not-assayed')
  })

  it('P1 assumed reference fills what is absent, never what is there and cannot be used', async () => {
    const table = await read(['chr10 1000 A G ./.'], { assay: { assumeReference: true } })
    expect(stateOf(table, 'GENE', 0)).toBe('no-call GENOTYPE_MISSING')
    expect(evidenceOf(table, 'GENE', 1)).toMatchObject({
      state: 'reference',
      slots: ['CAT', 'CAT'],
      origin: 'assumption',
    })
  })

  it('a row beside the position, whose REF agrees, leaves it absent', async () => {
    const table = await read(['chr10 1000 AT A 0/1'], { assay: { assumeReference: true } })
    expect(evidenceOf(table, 'GENE', 0)).toMatchObject({ state: 'reference', origin: 'assumption' })
    expect(stateOf(await read(['chr10 1000 AT A 0/1']), 'GENE', 0)).toBe('no-call REFERENCE_MISMATCH')
  })

  it('assumes one copy of X for a man, and for whoever has one elsewhere on X', async () => {
    expect(stateOf(await read([], { assay: { assumeReference: true, sex: 'male' } }), 'EX')).toBe('reference G')
    expect(stateOf(await read(['chrX 5100 C T 1'], { assay: { assumeReference: true } }), 'EX')).toBe('reference G')
    expect(stateOf(await read(['chrX 5100 C T 0/1'], { assay: { assumeReference: true } }), 'EX')).toBe('reference G/G')
  })

  it('on GRCh37 the base of GRCh37 is assumed', async () => {
    const flipped = someKnowledge([
      {
        symbol: 'FLIP',
        positions: [
          { on38: '1000 A>G', on37: '1500 G>A' },
          { on38: '2000 A>G', on37: '2500 A>G' },
        ],
      },
    ])
    const table = await readBytes(vcfText({ rows: ['chr10 2500 A G 0/1'], header: ['reference=hg19'] }), flipped, {
      assay: { assumeReference: true },
    })
    expect(stateOf(table, 'FLIP', 0)).toBe('reference G/G')
  })
})
