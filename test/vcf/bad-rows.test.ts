import { describe, expect, it } from 'vitest'
import { someKnowledge } from '../support/some-knowledge.js'
import { codesOf, readBytes, row, stateOf, vcfText } from '../support/vcf-text.js'

const knowledge = someKnowledge([
  { symbol: 'TEN', positions: ['1000 A>G', '2000 C>T'] },
  { symbol: 'TEN_TOO', positions: ['9000 C>T'] },
  { symbol: 'SEVEN', chromosome: 'chr7', positions: ['4000 G>A'] },
])

/** The bad row stands among good ones, whose genes are still answered. */
async function readAmongGood(bad: string) {
  return readBytes(vcfText({ rows: ['chr10 2000 C T 0/1', bad, 'chr10 9000 C T 1/1', 'chr7 4000 G A 0/1'] }), knowledge)
}

const tabs = (text: string) => text.replaceAll(' ', '\t')

describe('P4 a bad row is named by its line and holds only the genes it may belong to', () => {
  it.each([
    ['a column too few', tabs('chr10 1000 . A G . . . GT'), 'WRONG_COLUMN_COUNT'],
    ['half a row', tabs('chr10 1000 . A'), 'WRONG_COLUMN_COUNT'],
    ['no alternate between commas', row('chr10 1000 A G,,T 0/1'), 'MALFORMED_ROW'],
    ['a blank in ALT', tabs('chr10 1000 . A G_T . . . GT 0/1').replace('_', ' '), 'MALFORMED_ROW'],
    ['no REF', row('chr10 1000 . G 0/1'), 'MALFORMED_ROW'],
    ['no FORMAT', row('chr10 1000 A G 0/1').replace('GT\t', '\t'), 'MALFORMED_ROW'],
    ['an empty FORMAT key', row('chr10 1000 A G GT::DP 0/1'), 'MALFORMED_ROW'],
    ['a NUL', row('chr10 1000 A G 0/1').replace('PASS', 'PA\0SS'), 'MALFORMED_ROW'],
    ['S33 a FORMAT key twice', row('chr10 1000 A G GT:DP:GT 0/1:3:1/1'), 'DUPLICATE_FORMAT_KEY'],
    ['S33 a GT past ALT', row('chr10 1000 A G 0/2'), 'ALLELE_INDEX_OUT_OF_RANGE'],
    ['S33 a GT past no ALT', row('chr10 1000 A . 0/1'), 'ALLELE_INDEX_OUT_OF_RANGE'],
    ['S33 a GT in letters', row('chr10 1000 A G GT A/G'), 'BAD_GENOTYPE'],
    ['S33 a GT without a separator', row('chr10 1000 A G 01'), 'BAD_GENOTYPE'],
    ['S33 a negative GT', row('chr10 1000 A G 0/-1'), 'BAD_GENOTYPE'],
    ['S33 a GT that ends early', row('chr10 1000 A G 0/'), 'BAD_GENOTYPE'],
    ['S33 an empty GT', row('chr10 1000 A G GT:DP :3'), 'BAD_GENOTYPE'],
    ['more values than FORMAT names', row('chr10 1000 A G GT:DP 0/1:3:4'), 'BAD_GENOTYPE'],
    ['a reserved word in INFO', row('chr10 1000 A G 0/1', { info: '__proto__=x' }), 'MALFORMED_ROW'],
  ])('%s: the gene at its position', async (_, bad, code) => {
    const table = await readAmongGood(bad)
    expect(table.diagnostics.find(diagnostic => diagnostic.code === code)).toMatchObject({ line: 5, severity: 'error' })
    expect([...table.quarantined]).toEqual(['TEN'])
    expect([stateOf(table, 'TEN_TOO'), stateOf(table, 'SEVEN')]).toEqual(['variant T/T', 'variant G/A'])
    expect(stateOf(table, 'TEN')).not.toMatch(/^(reference|variant)/)
  })

  it.each(['1e3', '0x10', '01000', '-5', '1000.0', '', '99999999999', ' 1000'])(
    'S33 POS %j: every gene of the chromosome',
    async position => {
      const table = await readAmongGood(`chr10\t${position}\t.\tA\tG\t.\t.\t.\tGT\t0/1`)
      expect(table.diagnostics.find(({ code }) => code === 'BAD_POSITION')).toMatchObject({
        line: 5,
        chromosome: 'chr10',
      })
      expect([...table.quarantined].toSorted()).toEqual(['TEN', 'TEN_TOO'])
      expect(stateOf(table, 'SEVEN')).toBe('variant G/A')
    },
  )

  it.each([
    '\t1000\t.\tA\tG\t.\t.\t.\tGT\t0/1',
    'chr10 1000 . A G . . . GT 0/1',
    'chr 10\t1000\t.\tA\tG\t.\t.\t.\tGT\t0/1',
    'nonsense',
  ])('a chromosome that cannot be read (%j): every gene', async bad => {
    const table = await readBytes(vcfText({ rows: [] }) + `${bad}\n`, knowledge)
    expect([...table.quarantined].toSorted()).toEqual(['SEVEN', 'TEN', 'TEN_TOO'])
    expect(codesOf(table)).toContain('MALFORMED_ROW')
  })

  it('more columns than the header may be two rows in one line: every gene of the chromosome', async () => {
    const table = await readAmongGood(`${row('chr10 500 A G 0/1')}${row('chr10 1000 A G 0/1')}`)
    expect(codesOf(table)).toContain('WRONG_COLUMN_COUNT')
    expect([...table.quarantined].toSorted()).toEqual(['TEN', 'TEN_TOO'])
  })

  it('rows elsewhere: their place and columns are checked, and what is told holds no gene', async () => {
    const table = await readBytes(
      vcfText({
        rows: [
          tabs('chr10 500 . A G . . . GT'),
          tabs('chrUn_KI270742v1 x . A G . . . GT 0/1'),
          row('chr10 501 ? ? GT A/G'),
          row('chrUn_KI270742v1 1000 A G 0/1'),
          'chr7 4000 G A 0/1',
        ],
      }),
      knowledge,
    )
    expect(codesOf(table)).toEqual(['WRONG_COLUMN_COUNT', 'BAD_POSITION'])
    expect(table.quarantined.size).toBe(0)
    expect(stateOf(table, 'SEVEN')).toBe('variant G/A')
  })

  it('position 0 is the telomere, as the format allows', async () => {
    expect(codesOf(await readBytes(vcfText({ rows: ['chr10 0 N A 0/1', 'chr7 4000 G A 0/1'] }), knowledge))).toEqual([])
  })

  it('empty lines and comments among the rows are told and lose nothing', async () => {
    const table = await readBytes(
      `${vcfText({ rows: ['chr10 1000 A G 0/1'] })}\n \t\n# a remark\n##more=1\n${row('chr7 4000 G A 0/1')}\n`,
      knowledge,
    )
    expect(table.diagnostics.map(({ code, severity, line }) => `${code} ${severity} ${line}`)).toEqual(
      [5, 6, 7, 8].map(line => `MALFORMED_ROW warning ${line}`),
    )
    expect(table.quarantined.size).toBe(0)
    expect(stateOf(table, 'SEVEN')).toBe('variant G/A')
  })

  it('what no reader of genotypes needs is not asked for: QUAL, FILTER, ID, INFO', async () => {
    const table = await readBytes(
      vcfText({ rows: ['chr10\t1000\t;;\tA\tG\tgood\t;q10;\t;;=;END=x\tGT\t0/1'] }),
      knowledge,
    )
    expect(stateOf(table, 'TEN')).toBe('variant A/G')
  })
})

describe("in a cohort one person's fault is that person's", () => {
  it('holds the gene for the samples concerned, and reads the others', async () => {
    const table = await readBytes(
      vcfText({ rows: ['chr10 1000 A G 0/1 0/7 1/1'], samples: ['A', 'B', 'C'] }),
      knowledge,
    )
    expect([0, 1, 2].map(sample => stateOf(table, 'TEN', 0, sample))).toEqual([
      'variant A/G',
      'no-call GENOTYPE_MISSING',
      'variant G/G',
    ])
    expect(table.quarantined.size).toBe(0)
    const { sampleEvidence } = await import('../../src/domain/genotype/evidence.js')
    expect([0, 1, 2].map(sample => [...sampleEvidence(table, sample).quarantined])).toEqual([[], ['TEN'], []])
  })
})
