import { describe, expect, it } from 'vitest'
import { someKnowledge } from '../support/some-knowledge.js'
import { codesOf, evidenceOf, readBytes, stateOf, vcfText } from '../support/vcf-text.js'

const knowledge = someKnowledge([
  { symbol: 'AUTO', positions: ['1000 A>G,T', '3000 CAT>C,CATAT,CATATAT'] },
  { symbol: 'OTHER', positions: ['2000 C>T'] },
])

async function read(...rows: readonly string[]) {
  return readBytes(vcfText({ rows }), knowledge)
}

describe('alternates split over rows', () => {
  it.each([
    ['bcftools norm', '1/0', '0/1', 'variant G/T'],
    ['vt decompose', '1/.', './1', 'variant G/T'],
    ['Hail', '0/1', '0/1', 'variant G/T'],
    ['phased', '1|0', '0|1', 'variant G|T'],
    ['phased the other way', '0|1', '1|0', 'variant T|G'],
    ['one alternate only', '0/1', '0/0', 'variant A/G'],
    ['one alternate only, the other row partly missing', '0/1', '0/.', 'variant A/G'],
    ['twice the same alternate', '1/1', '0/0', 'variant G/G'],
    ['none', '0/0', '0/0', 'reference A/A'],
    ['half missing, so that the unknown copy may carry either', './1', '0/0', 'variant G/.'],
    ['half missing, and all of the other row', './1', './.', 'variant ./G'],
  ])('%s: %s and %s', async (_, first, second, state) => {
    const table = await read(`chr10 1000 A G ${first}`, `chr10 1000 A T ${second}`)
    expect(stateOf(table, 'AUTO')).toBe(state)
    expect(table.quarantined.size).toBe(0)
  })

  it('takes the phase from the rows that carry something', async () => {
    const table = await read('chr10 1000 A G GT:PS 0|1:55', 'chr10 1000 A T 0/0')
    expect(evidenceOf(table, 'AUTO')).toMatchObject({ slots: ['A', 'G'], phased: true, phaseSet: '55' })
  })

  it('two alternates on the same copy cannot both be true', async () => {
    const table = await read('chr10 1000 A G 0|1', 'chr10 1000 A T 0|1')
    expect(stateOf(table, 'AUTO')).toBe('no-call DISAGREEING_ROWS')
    expect([...table.quarantined]).toEqual(['AUTO'])
  })

  it('the same alternate on different copies in two rows is a contradiction of phase, not two copies', async () => {
    const table = await read('chr10 1000 A G 0|1', 'chr10 1000 A G,T 1|0')
    expect(stateOf(table, 'AUTO')).toBe('no-call DISAGREEING_ROWS')
  })

  it('three copies cannot be true', async () => {
    const table = await read('chr10 1000 A G 1/1', 'chr10 1000 A T 0/1')
    expect(stateOf(table, 'AUTO')).toBe('no-call DISAGREEING_ROWS')
  })

  it('a reference block at the same place adds nothing', async () => {
    const table = await read('chr10 1000 A G 1/0', 'chr10 1000 A <*> 0/0')
    expect(stateOf(table, 'AUTO')).toBe('variant G/A')
    expect(table.quarantined.size).toBe(0)
  })
})

describe('the same row twice', () => {
  it('is read once, with a note', async () => {
    const table = await read('chr10 1000 A G 0/1', 'chr10 1000 A G 1/0')
    expect(stateOf(table, 'AUTO')).toBe('variant A/G')
    expect(codesOf(table)).toEqual(['DUPLICATE_ROW'])
    expect(table.quarantined.size).toBe(0)
  })

  it('P4 with another genotype: both lines are named, the gene is held, the others are read', async () => {
    const table = await read('chr10 1000 A G 0/1', 'chr10 1000 A G 0/0', 'chr10 2000 C T 0/1')
    expect(stateOf(table, 'AUTO')).toBe('no-call DISAGREEING_ROWS')
    expect(
      table.diagnostics.filter(({ code }) => code === 'DISAGREEING_DUPLICATE_ROWS').map(({ line }) => line),
    ).toEqual([4, 5])
    expect([...table.quarantined]).toEqual(['AUTO'])
    expect(stateOf(table, 'OTHER')).toBe('variant C/T')
  })

  it('a row without an alternate that says reference contradicts a row that carries one', async () => {
    const table = await read('chr10 1000 A . 0/0', 'chr10 1000 A G 1/1', 'chr10 2000 C . 0/0', 'chr10 2000 C T 0/0')
    expect(stateOf(table, 'AUTO')).toBe('no-call DISAGREEING_ROWS')
    expect([...table.quarantined]).toEqual(['AUTO'])
    expect(stateOf(table, 'OTHER')).toBe('reference C/C')
  })

  it('a row that cannot be used gives way to one that can, with both told', async () => {
    for (const rows of [
      ['chr10 1000 T G 0/1', 'chr10 1000 A G 0/1'],
      ['chr10 1000 A G 0/1', 'chr10 1000 T G 0/1'],
    ]) {
      const table = await read(...rows)
      expect(stateOf(table, 'AUTO')).toBe('variant A/G')
      expect(codesOf(table)).toEqual(['REFERENCE_MISMATCH'])
    }
  })

  it('a missing genotype gives way to a stated one', async () => {
    expect(stateOf(await read('chr10 1000 A G ./.', 'chr10 1000 A G 0/1'), 'AUTO')).toBe('variant A/G')
  })

  it('an insertion beside the position does not speak for it when another row does', async () => {
    expect(stateOf(await read('chr10 1000 A G 0/0', 'chr10 1000 A AC 0/1'), 'AUTO')).toBe('reference A/A')
    expect(stateOf(await read('chr10 1000 A G ./.', 'chr10 1000 A AC 0/0'), 'AUTO')).toBe('no-call GENOTYPE_MISSING')
    expect(stateOf(await read('chr10 1000 A AC 0/1'), 'AUTO')).toBe('variant A/AC undocumented')
  })
})
