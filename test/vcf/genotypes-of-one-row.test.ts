import { describe, expect, it } from 'vitest'
import { someKnowledge } from '../support/some-knowledge.js'
import { codesOf, evidenceOf, readBytes, row, stateOf, vcfText } from '../support/vcf-text.js'

const knowledge = someKnowledge([
  { symbol: 'AUTO', positions: ['1000 A>G', '2000 C>T,G', '3000 T>TA'] },
  { symbol: 'EX', chromosome: 'chrX', ploidy: 'x-linked', positions: ['5000 G>A'] },
  { symbol: 'MITO', chromosome: 'chrM', ploidy: 'mitochondrial', positions: ['1555 A>G'] },
])

async function read(rows: readonly string[], options = {}) {
  return readBytes(vcfText({ rows }), knowledge, options)
}

describe('one row at a position', () => {
  it.each([
    ['chr10 1000 A G 0/0', 'reference A/A'],
    ['chr10 1000 A G 0/1', 'variant A/G'],
    ['chr10 1000 A G 1|0', 'variant G|A'],
    ['chr10 1000 A G 1/1', 'variant G/G'],
    ['chr10 1000 A . 0/0', 'reference A/A'],
    ['chr10 1000 a g 0/1', 'variant A/G'],
    ['chr10 1000 A G |0|1', 'variant A|G'],
    ['chr10 1000 A G /0|1', 'variant A/G'],
    ['chr10 1000 A C 0/1', 'variant A/C undocumented'],
    ['chr10 1000 A C 0/0', 'reference A/A'],
    ['chr10 1000 A T,G 0/2', 'variant A/G'],
    ['chr10 1000 A <NON_REF>,G 0/2', 'variant A/G'],
    ['chr10 1000 A G,<NON_REF> 0/1', 'variant A/G'],
  ])('%s is read as %s', async (text, state) => {
    expect(stateOf(await read([text]), 'AUTO')).toBe(state)
  })

  it.each([
    ['chr10 1000 A G ./.', 'GENOTYPE_MISSING'],
    ['chr10 1000 A G .', 'GENOTYPE_MISSING'],
    ['chr10 1000 A G DP 30', 'GENOTYPE_MISSING'],
    ['chr10 1000 A G 0/.', 'PARTIAL_GENOTYPE'],
    ['chr10 1000 A G ./0', 'PARTIAL_GENOTYPE'],
    ['chr10 1000 A G 0', 'PARTIAL_GENOTYPE'],
    ['chr10 1000 A * 0/1', 'UNUSABLE_ALLELE'],
    ['chr10 1000 A G,* 1/2', 'UNUSABLE_ALLELE'],
    ['chr10 1000 A N 0/1', 'UNUSABLE_ALLELE'],
    ['chr10 1000 A <NON_REF> 0/1', 'STRUCTURAL'],
    ['chr10 1000 A G,<DEL> 0/2', 'STRUCTURAL'],
    ['chr10 1000 T G 0/1', 'REFERENCE_MISMATCH'],
    ['chr10 1000 T . 0/0', 'REFERENCE_MISMATCH'],
    ['chr10 1000 AT A 0/0', 'REFERENCE_MISMATCH'],
  ])('P1 missing is never reference: %s is no-call, %s', async (text, reason) => {
    expect(stateOf(await read([text]), 'AUTO')).toBe(`no-call ${reason}`)
  })

  it('P1 missing is never reference: a position without a row is not assayed', async () => {
    expect(stateOf(await read(['chr10 1000 A G 0/0']), 'AUTO', 1)).toBe('not-assayed')
  })

  it('an alternate that nobody carries does not spoil the row, and is told', async () => {
    const table = await read(['chr10 1000 A G,<DEL> 0/1'])
    expect(stateOf(table, 'AUTO')).toBe('variant A/G')
    expect(codesOf(table)).toContain('STRUCTURAL_ALLELE')
  })

  it('half a genotype with an alternate keeps the missing half', async () => {
    for (const [genotype, state] of [
      ['./1', 'variant ./G'],
      ['1/.', 'variant G/.'],
      ['.|1', 'variant .|G'],
      ['1', 'variant G/.'],
    ]) {
      const table = await read([`chr10 1000 A G ${genotype}`])
      expect(stateOf(table, 'AUTO').replaceAll('|', '/')).toBe(state?.replaceAll('|', '/'))
      expect(codesOf(table)).toContain('PARTIAL_GENOTYPE')
    }
  })

  it('a single base where an insertion is defined is not marked undocumented, as in the reference tool', async () => {
    expect(stateOf(await read(['chr10 3000 T C 0/1']), 'AUTO', 2)).toBe('variant T/C')
    expect(stateOf(await read(['chr10 3000 T TCC 0/1']), 'AUTO', 2)).toBe('variant T/TCC undocumented')
  })

  it('the evidence names its line and its genotype as written', async () => {
    const table = await read(['chr10 900 C T 0/1', 'chr10 1000 A G 1|0'])
    expect(evidenceOf(table, 'AUTO')).toMatchObject({ line: 5, genotype: '1|0', origin: 'record', phased: true })
  })

  it('dropped trailing fields are legal', async () => {
    expect(stateOf(await read(['chr10 1000 A G GT:AD:DP:GQ 0/1']), 'AUTO')).toBe('variant A/G')
  })

  it('GT is found wherever FORMAT has it, and is not mistaken for fields that end like it', async () => {
    expect(stateOf(await read(['chr10 1000 A G PGT:GT 0/0:0/1']), 'AUTO')).toBe('variant A/G')
  })
})

describe('phase sets', () => {
  it('PS belongs to phased genotypes only', async () => {
    const table = await read(['chr10 1000 A G GT:PS 0|1:77', 'chr10 2000 C T GT:PS 0/1:77'])
    expect(evidenceOf(table, 'AUTO', 0).phaseSet).toBe('77')
    expect(evidenceOf(table, 'AUTO', 1).phaseSet).toBeUndefined()
  })

  it('a PS that is no number makes the genotype unphased, with a diagnostic', async () => {
    const table = await read(['chr10 1000 A G GT:PS 0|1:94761900_C_T'])
    expect(stateOf(table, 'AUTO')).toBe('variant A/G')
    expect(codesOf(table)).toContain('BAD_PHASE_SET')
  })
})

describe('phase sets by name (VCF 4.4)', () => {
  it.each([
    ['0|1:block1,block1', 'variant A|G', 'block1'],
    ['0|1:block1,block2', 'variant A/G', undefined],
    ['0|1:.,.', 'variant A|G', undefined],
  ])('PSL of %s', async (sample, state, phaseSet) => {
    const table = await read([`chr10 1000 A G GT:PSL ${sample}`])
    expect(stateOf(table, 'AUTO')).toBe(state)
    expect(evidenceOf(table, 'AUTO').phaseSet).toBe(phaseSet)
  })
})

describe('read depths per allele', () => {
  const read2 = async (text: string, declaration?: string) =>
    readBytes(
      vcfText({
        rows: [text],
        header: [
          'reference=GRCh38',
          ...(declaration === undefined ? [] : [`FORMAT=<ID=AD,Number=${declaration},Type=Integer,Description="x">`]),
        ],
      }),
      knowledge,
    )

  it.each(['20,0', '0,20'])('AD %s contradicts a heterozygous genotype', async depths => {
    const table = await read2(`chr10 1000 A G GT:AD 0/1:${depths}`, 'R')
    expect(stateOf(table, 'AUTO')).toBe('no-call ALLELE_DEPTH_CONTRADICTS')
    expect(codesOf(table)).toContain('ALLELE_DEPTH_CONTRADICTS')
  })

  it.each([
    ['0/1', '0,0'],
    ['0/1', '10,12'],
    ['1/1', '20,0'],
    ['0/1', '.'],
  ])('%s with AD %s is used', async (genotype, depths) => {
    expect(stateOf(await read2(`chr10 1000 A G GT:AD ${genotype}:${depths}`, 'R'), 'AUTO')).toMatch(/^variant/)
  })

  it('AD is checked when it is not declared, and not when it is declared otherwise', async () => {
    expect(stateOf(await read2('chr10 1000 A G GT:AD 0/1:20,0'), 'AUTO')).toBe('no-call ALLELE_DEPTH_CONTRADICTS')
    expect(stateOf(await read2('chr10 1000 A G GT:AD 0/1:20,0', '.'), 'AUTO')).toBe('variant A/G')
    const wrong = await read2('chr10 1000 A G GT:AD 0/1:20,0', 'f')
    expect(stateOf(wrong, 'AUTO')).toBe('variant A/G')
    expect(codesOf(wrong)).toEqual(['ALLELE_DEPTH_NOT_CHECKED'])
  })
})

describe('how many copies a chromosome has', () => {
  it('a third copy is dropped only when it says nothing new', async () => {
    const table = await read(['chr10 1000 A G 0/1/1', 'chr10 2000 C T 0/0/1'])
    expect(stateOf(table, 'AUTO', 0)).toBe('variant A/G')
    expect(stateOf(table, 'AUTO', 1)).toBe('no-call UNUSABLE_ALLELE')
    expect(codesOf(table)).toEqual(expect.arrayContaining(['EXTRA_GENOTYPE_SLOTS']))
  })

  it('one copy on X is one copy', async () => {
    expect(stateOf(await read(['chrX 5000 G A 1']), 'EX')).toBe('variant A')
    expect(stateOf(await read(['chrX 5000 G A 0']), 'EX')).toBe('reference G')
  })

  it('a man written with two equal copies of X is read as having one, with a note', async () => {
    const table = await read(['chrX 5000 G A 1/1'], { assay: { sex: 'male' } })
    expect(stateOf(table, 'EX')).toBe('variant A')
    expect(codesOf(table)).toContain('HEMIZYGOUS_WRITTEN_AS_DIPLOID')
    expect(table.quarantined.has('EX')).toBe(false)
  })

  it('two different copies of X contradict a stated male sex: the gene is held', async () => {
    const table = await read(['chrX 5000 G A 0/1', 'chr10 1000 A G 0/1'], { assay: { sex: 'male' } })
    expect(codesOf(table)).toContain('SEX_CONFLICT')
    expect([...table.quarantined]).toEqual(['EX'])
  })

  it('without a stated sex the copies stay as written', async () => {
    expect(stateOf(await read(['chrX 5000 G A 1/1']), 'EX')).toBe('variant A/A')
    expect(stateOf(await read(['chrX 5000 G A 1/1'], { assay: { sex: 'female' } }), 'EX')).toBe('variant A/A')
  })

  it('the mitochondrion has one copy, however it is written; a mixture is not read', async () => {
    expect(stateOf(await read(['chrM 1555 A G 1']), 'MITO')).toBe('variant G')
    expect(stateOf(await read(['chrM 1555 A G 1/1']), 'MITO')).toBe('variant G')
    expect(stateOf(await read(['chrM 1555 A G 0/1']), 'MITO')).toBe('no-call UNUSABLE_ALLELE')
  })
})

describe('the quality policy', () => {
  const filtered = row('chr10 1000 A G GT:GQ:DP 0/1:15:8', { filter: 'LowQual' })

  it('is lenient by default: what is filtered is used, and told', async () => {
    const table = await read([filtered])
    expect(stateOf(table, 'AUTO')).toBe('variant A/G')
    expect(codesOf(table)).toContain('FILTERED')
  })

  it.each([
    [{ requirePass: true }, 'FILTERED'],
    [{ requirePass: false, minimumGenotypeQuality: 20 }, 'LOW_QUALITY'],
    [{ requirePass: false, minimumDepth: 10 }, 'LOW_DEPTH'],
  ])('%o makes it a no-call with that reason', async (quality, reason) => {
    const table = await read([filtered], { quality })
    expect(stateOf(table, 'AUTO')).toBe(`no-call ${reason}`)
    expect(codesOf(table)).toContain(reason)
  })

  it('passes what reaches the limits', async () => {
    const table = await read(['chr10 1000 A G GT:GQ:DP 0/1:20:10'], {
      quality: { requirePass: true, minimumGenotypeQuality: 20, minimumDepth: 10 },
    })
    expect(stateOf(table, 'AUTO')).toBe('variant A/G')
  })

  it('requires FT to pass too', async () => {
    const table = await read(['chr10 1000 A G GT:FT 0/1:lowGQ'], { quality: { requirePass: true } })
    expect(stateOf(table, 'AUTO')).toBe('no-call FILTERED')
  })
})
