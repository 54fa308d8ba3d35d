import { describe, expect, it } from 'vitest'
import { someKnowledge } from '../support/some-knowledge.js'
import { codesOf, readBytes, row, stateOf, vcfText } from '../support/vcf-text.js'

/** A repeat of TA behind C, as in front of a gene whose promoter is read by the number of repeats. */
const REPEAT = '2990 GGCCATTGGTCATATATATATATAAGTAGGAGAG'
/** A run of A, one of which may be missing. */
const RUN = '4990 GTCCGTCCGTGAAAAAGTCC'

const genes = (window: boolean) =>
  someKnowledge([
    {
      symbol: 'GENE',
      positions: [
        { on38: '3000 CAT>C,CATAT,CATATAT', on37: '13000 CAT>C,CATAT,CATATAT', ...(window ? { window: REPEAT } : {}) },
        { on38: '5000 GA>G', on37: '15000 GA>G', ...(window ? { window: RUN } : {}) },
        { on38: '6000 A>G', on37: '16000 A>G' },
        { on38: '6001 C>T', on37: '16001 C>T' },
        { on38: '7000 TC>CT', on37: '17000 TC>CT' },
      ],
    },
  ])
const known = genes(true)
const unknown = genes(false)

const read = async (rows: readonly string[], knowledge = known, options = {}) =>
  readBytes(vcfText({ rows }), knowledge, options)

describe('the same insertion or deletion, written differently', () => {
  it.each([
    ['as defined', 'chr10 3000 CAT CATAT 0/1', 'variant CAT/CATAT'],
    ['without the padding of the definition', 'chr10 3000 C CAT 0/1', 'variant CAT/CATAT'],
    ['one base to the right', 'chr10 3001 A ATA 0/1', 'variant CAT/CATAT'],
    ['at the right end of the repeat', 'chr10 3013 A ATA 0/1', 'variant CAT/CATAT'],
    ['padded on the left', 'chr10 2999 TC TCAT 0/1', 'variant CAT/CATAT'],
    ['two repeats more', 'chr10 3005 A ATATA 1/1', 'variant CATATAT/CATATAT'],
    ['one repeat less', 'chr10 3004 TAT T 0/1', 'variant CAT/C'],
    ['several alternates, unpadded', 'chr10 3000 CAT C,CATAT 1/2', 'variant C/CATAT'],
    ['three repeats more, which no definition lists', 'chr10 3000 C CATATAT 0/1', 'variant CAT/CATATATAT undocumented'],
    [
      'four repeats more, which no definition lists',
      'chr10 3001 A ATATATATA 0/1',
      'variant CAT/CATATATATAT undocumented',
    ],
    ['two repeats less, which no definition can spell', 'chr10 3000 CATAT C 0/1', 'no-call UNUSABLE_ALLELE'],
  ])('%s', async (_, text, state) => {
    expect(stateOf(await read([text]), 'GENE', 0)).toBe(state)
  })

  it.each([
    ['as defined', 'chr10 5000 GA G 0/1'],
    ['in the middle of the run', 'chr10 5002 AA A 0/1'],
    ['at its end, padded on the right', 'chr10 5005 AG G 0/1'],
    ['padded on both sides', 'chr10 4999 TGAA TGA 0/1'],
    ['in lower case', 'chr10 5000 ga g 0/1'],
  ])('a deletion in a run: %s', async (_, text) => {
    expect(stateOf(await read([text]), 'GENE', 1)).toBe('variant GA/G')
  })

  it('says that it recognised another spelling', async () => {
    expect(codesOf(await read(['chr10 3013 A ATA 0/1']))).toContain('NORMALISED_ALLELE')
    expect(codesOf(await read(['chr10 3000 CAT CATAT 0/1']))).not.toContain('NORMALISED_ALLELE')
  })

  it('C12 moved spellings count on GRCh37 too, where REF agrees with the surroundings', async () => {
    const table = await readBytes(
      vcfText({ rows: ['chr10 13013 A ATA 0/1', 'chr10 15002 AA A 1/1'], header: ['reference=GRCh37'] }),
      known,
    )
    expect(table.assembly).toBe('GRCh37')
    expect(stateOf(table, 'GENE', 0)).toBe('variant CAT/CATAT')
    expect(stateOf(table, 'GENE', 1)).toBe('variant G/G')
  })

  it('P1 where the surroundings are not known, a change that could be the defined one elsewhere in a repeat is not ignored', async () => {
    const table = await read(['chr10 3013 A ATA 0/1'], unknown, { assay: { assumeReference: true } })
    expect(stateOf(table, 'GENE', 0)).toBe('no-call UNUSABLE_ALLELE')
    const other = await read(['chr10 3013 A AGG 0/1'], unknown, { assay: { assumeReference: true } })
    expect(stateOf(other, 'GENE', 0)).toBe('reference CAT/CAT')
  })

  it('padding is recognised without surroundings', async () => {
    expect(stateOf(await read(['chr10 3000 C CAT 0/1'], unknown), 'GENE', 0)).toBe('variant CAT/CATAT')
    expect(stateOf(await read(['chr10 2998 GTCAT GTC 0/1'], unknown), 'GENE', 0)).toBe('variant CAT/C')
  })

  it('split rows in several spellings make one genotype', async () => {
    expect(stateOf(await read(['chr10 3000 C CAT 0|1', 'chr10 3000 CAT C 1|0']), 'GENE', 0)).toBe('variant C|CATAT')
  })
})

describe('exchanged bases', () => {
  it('a row over two positions is read at both', async () => {
    const table = await read(['chr10 6000 AC GT 0/1'])
    expect([stateOf(table, 'GENE', 2), stateOf(table, 'GENE', 3)]).toEqual(['variant A/G', 'variant C/T'])
  })

  it('a row over two positions that changes one leaves the other as the reference', async () => {
    const table = await read(['chr10 6000 AC GC,GT 1/1'])
    expect([stateOf(table, 'GENE', 2), stateOf(table, 'GENE', 3)]).toEqual(['variant G/G', 'reference C/C'])
  })

  it('padding before a single base is taken off', async () => {
    expect(stateOf(await read(['chr10 5999 TA TG 0/1']), 'GENE', 2)).toBe('variant A/G')
  })

  it('one base of a defined pair is not the pair', async () => {
    expect(stateOf(await read(['chr10 7000 TC CT 0/1']), 'GENE', 4)).toBe('variant TC/CT')
    expect(stateOf(await read(['chr10 7000 T C 0/1'], known, { assay: { assumeReference: true } }), 'GENE', 4)).toBe(
      'no-call UNUSABLE_ALLELE',
    )
    expect(stateOf(await read(['chr10 7001 C T 0/1'], known, { assay: { assumeReference: true } }), 'GENE', 4)).toBe(
      'no-call UNUSABLE_ALLELE',
    )
  })
})

describe('P1 changes over a position', () => {
  it.each([
    ['a deletion that takes the base away', 'chr10 5998 GTAC G 0/1'],
    ['an exchange of more bases by fewer', 'chr10 5999 TAC GG 0/1'],
  ])('%s: carried, the position is not read, even when reference may be assumed', async (_, text) => {
    const table = await read([text], known, { assay: { assumeReference: true } })
    expect(stateOf(table, 'GENE', 2)).toBe('no-call UNUSABLE_ALLELE')
  })

  it('not carried, it says nothing about the position', async () => {
    expect(stateOf(await read(['chr10 5998 GTAC G 0/0']), 'GENE', 2)).toBe('not-assayed')
  })

  it("the position's own row goes before a short deletion over it", async () => {
    expect(stateOf(await read(['chr10 5998 GTAC G 0/1', 'chr10 6000 A G 0/1']), 'GENE', 2)).toBe('variant A/G')
  })

  it.each([
    ['<DEL>', row('chr10 5000 G <DEL> 0/1', { info: 'SVTYPE=DEL;END=9000' })],
    ['<DEL> by its length', row('chr10 5000 G <DEL> 0/1', { info: 'SVTYPE=DEL;SVLEN=-4000' })],
    ['<DUP>', row('chr10 100 G <DUP> 0/1', { info: 'SVTYPE=DUP;END=9000' })],
    ['<CNV> by its copy number', row('chr10 100 G <CNV> GT:CN ./.:3', { info: 'END=9000' })],
  ])('a structural %s over it makes it unreadable, whatever its own row says', async (_, text) => {
    const table = await read([text, 'chr10 6000 A G 1/1'])
    expect(stateOf(table, 'GENE', 2)).toBe('no-call STRUCTURAL')
    expect(codesOf(table)).toContain('STRUCTURAL_ALLELE')
  })

  it('a structural change whose REF is N reaches over a position with known surroundings too', async () => {
    const text = row('chr10 2995 N <DEL> 0/1', { info: 'SVTYPE=DEL;END=3020' })
    const table = await read([text, 'chr10 3000 CAT CATAT 1/1'], known, { assay: { assumeReference: true } })
    expect(stateOf(table, 'GENE', 0)).toBe('no-call STRUCTURAL')
  })

  it.each([
    ['not carried', row('chr10 5000 G <DEL> 0/0', { info: 'SVTYPE=DEL;END=9000' })],
    ['two copies', row('chr10 100 G <CNV> GT:CN ./.:2', { info: 'END=9000' })],
    ['ending before it', row('chr10 5000 G <DEL> 0/1', { info: 'SVTYPE=DEL;END=5999' })],
    ['an inversion', row('chr10 100 G <INV> 0/1', { info: 'END=9000' })],
  ])('a structural change that is %s does not', async (_, text) => {
    expect(stateOf(await read([text, 'chr10 6000 A G 1/1']), 'GENE', 2)).toBe('variant G/G')
  })
})
