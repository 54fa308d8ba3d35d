import { describe, expect, test } from 'vitest'
import { aSample, best, noteCodes, others, type SampleBuilder } from '../../support/a-sample.js'

/** "name {score}" of the best supported, and of the others in their order. */
function scored(sample: SampleBuilder, gene: string): { readonly best: string; readonly others: string } {
  const call = sample.call(gene)
  if (call.status !== 'called') return { best: call.reason, others: '' }
  const text = (list: typeof call.diplotypes): string => list.map(({ name, score }) => `${name} {${score}}`).join(', ')
  return { best: text(call.diplotypes), others: text(call.otherDiplotypes) }
}

const cyp2c19 = (): SampleBuilder => aSample().reference('CYP2C19').with('rs3758581', 'G/G')

/** Calls and scores of the reference tool, each observed by running it. */
const SCORES: readonly (readonly [string, string, SampleBuilder, string, string])[] = [
  ['CYP2C9 all reference', 'CYP2C9', aSample().reference('CYP2C9'), '*1/*1 {166}', ''],
  ['G6PD reference in a woman', 'G6PD', aSample().reference('G6PD'), 'B (reference)/B (reference) {342}', ''],
  [
    'G6PD reference in a man is counted once',
    'G6PD',
    aSample().reference('G6PD').oneCopy('G6PD'),
    'B (reference) {171}',
    '',
  ],
  ['CYP2C19 as the genome has it is *38', 'CYP2C19', aSample().reference('CYP2C19'), '*38/*38 {70}', ''],
  [
    'CYP2C19 with rs3758581 once',
    'CYP2C19',
    aSample().reference('CYP2C19').with('rs3758581', 'A/G'),
    '*1/*38 {70}',
    '',
  ],
  ['CYP2C19 with rs3758581 twice is *1', 'CYP2C19', cyp2c19(), '*1/*1 {70}', ''],
  [
    'an open cell that shows reference costs one',
    'CYP2C19',
    cyp2c19().with('rs12769205', 'A/G').with('rs4244285', 'G/A'),
    '*1/*2 {38}',
    '',
  ],
  [
    'an open cell that shows its variant earns it',
    'CYP2C19',
    cyp2c19().with('rs12769205', 'A/G').with('rs4244285', 'G/A').with('rs58973490', 'G/A'),
    '*1/*2 {39}',
    '*2/*11 {5}',
  ],
  [
    '*1 cannot take either chromosome',
    'CYP2C19',
    cyp2c19().with('rs12769205', 'A/G').with('rs4244285', 'G/A').with('rs12248560', 'C/T'),
    '*2/*17 {5}',
    '',
  ],
  ['CYP2C19 *4 without rs12248560', 'CYP2C19', cyp2c19().with('rs28399504', 'A/G'), '*1/*4 {37}', ''],
  [
    'CYP2C19 *4 with rs12248560',
    'CYP2C19',
    cyp2c19().with('rs28399504', 'A/G').with('rs12248560', 'C/T'),
    '*1/*4 {38}',
    '*4/*17 {4}',
  ],
  [
    'variants in cis are preferred',
    'CYP2B6',
    aSample().reference('CYP2B6').with('rs3745274', 'G/T').with('rs2279343', 'A/G'),
    '*1/*6 {50}',
    '*4/*9 {2}',
  ],
  [
    'an open cell earned by one of two pairs ties them',
    'CYP2B6',
    aSample().reference('CYP2B6').with('rs3745274', 'G/T').with('rs2279343', 'A/G').with('rs28399499', 'T/C'),
    '*6/*18 {3}, *9/*18 {3}',
    '',
  ],
  [
    'homozygous at the open cell',
    'CYP2B6',
    aSample().reference('CYP2B6').with('rs3745274', 'G/T').with('rs2279343', 'G/G').with('rs28399499', 'T/C'),
    '*6/*18 {4}',
    '',
  ],
  [
    'TPMT *1/*3A against *3B/*3C',
    'TPMT',
    aSample().reference('TPMT').with('rs1800460', 'C/T').with('rs1142345', 'T/C'),
    '*1/*3A {45}',
    '*3B/*3C {2}',
  ],
  [
    'NUDT15 *1/*2 against *3/*6',
    'NUDT15',
    aSample().reference('NUDT15').with('rs746071566', 'AGGAGTC/AGGAGTCGGAGTC').with('rs116855232', 'C/T'),
    '*1/*2 {20}',
    '*3/*6 {2}',
  ],
  [
    'SLCO1B1 *15',
    'SLCO1B1',
    aSample().reference('SLCO1B1').with('rs2306283', 'A/G').with('rs4149056', 'T/C'),
    '*1/*15 {37}',
    '*5/*37 {2}',
  ],
  [
    'SLCO1B1 sub-alleles are reported as *45',
    'SLCO1B1',
    aSample().reference('SLCO1B1').with('rs2306283', 'A/G').with('rs4149056', 'T/C').with('rs71581941', 'C/T'),
    '*1/*45 {38}',
    '*15/*45 {5}',
  ],
  [
    'UGT1A1 *80+*28 is one allele',
    'UGT1A1',
    aSample().reference('UGT1A1').with('rs887829', 'C/T').with('rs3064744', 'CAT/CATAT'),
    '*1/*80+*28 {6}',
    '*28/*80 {2}',
  ],
  ['CYP3A4 *37', 'CYP3A4', aSample().reference('CYP3A4').heterozygous('CYP3A4', '*37'), '*1/*37 {44}', '*3/*22 {2}'],
  [
    'G6PD A- in a woman',
    'G6PD',
    aSample().reference('G6PD').heterozygous('G6PD', 'A- 202A_376G'),
    'A- 202A_376G/B (reference) {173}',
    'A/Asahi {2}',
  ],
  [
    'CFTR G551D',
    'CFTR',
    aSample().reference('CFTR').heterozygous('CFTR', 'G551D'),
    'G551D/ivacaftor non-responsive CFTR sequence {94}',
    '',
  ],
]

describe('named alleles', () => {
  test.each(SCORES)('%s', (_title, gene, sample, expectedBest, expectedOthers) => {
    expect(scored(sample, gene)).toEqual({ best: expectedBest, others: expectedOthers })
  })

  test('two variants in trans are two alleles, in cis they are no known allele', () => {
    const both = (second: string): SampleBuilder =>
      aSample().reference('CYP2C9').with('rs1799853', 'C|T').with('rs1057910', second)
    expect(best(both('C|A').call('CYP2C9'))).toEqual(['*2/*3'])
    expect(best(both('A|C').call('CYP2C9'))).toEqual(['NO_MATCHING_ALLELES'])
    expect(best(both('A/C').call('CYP2C9'))).toEqual(['*2/*3'])
  })

  test('phase sets are independent of each other and of sites phased without one', () => {
    const sets = (first?: string, second?: string): SampleBuilder =>
      aSample().reference('CYP2C9').with('rs1799853', 'C|T', first).with('rs1057910', 'A|C', second)
    expect(best(sets('1', '2').call('CYP2C9'))).toEqual(['*2/*3'])
    expect(best(sets('1', undefined).call('CYP2C9'))).toEqual(['*2/*3'])
    expect(best(sets('1', '1').call('CYP2C9'))).toEqual(['NO_MATCHING_ALLELES'])
    expect(best(sets().with('rs1057910', 'C|A').call('CYP2C9'))).toEqual(['*2/*3'])
  })

  test('alleles that a missing position makes alike are all reported', () => {
    const sample = cyp2c19().with('rs12248560', 'T/T').without('rs28399504')
    expect(scored(sample, 'CYP2C19').best).toBe('*4/*4 {4}, *4/*17 {4}, *17/*17 {4}')
    const onlyOne = aSample().with('rs1799853', 'C/T')
    expect(scored(onlyOne, 'CYP2C9').best).toBe('*1/*2 {2}, *1/*35 {2}, *1/*61 {2}')
    const ta = aSample().reference('UGT1A1').without('rs3064744').with('rs887829', 'C/T')
    expect(scored(ta, 'UGT1A1').best).toBe('*1/*80 {4}, *1/*80+*28 {4}, *1/*80+*37 {4}')
    const tpmt = aSample().reference('TPMT').without('rs1800460').with('rs1142345', 'T/C')
    expect(scored(tpmt, 'TPMT').best).toBe('*1/*3A {43}, *1/*3C {43}')
  })

  test('a base that no definition lists leaves the gene uncalled, with that reason', () => {
    const call = aSample().reference('CYP2C9').with('rs1799853', 'C/A').call('CYP2C9')
    expect(call).toMatchObject({ status: 'not-called', reason: 'UNDOCUMENTED_VARIATION' })
  })

  test('a base that no definition lists is read as reference where the data say so, and said', () => {
    const call = aSample().reference('TPMT').with('rs1800462', 'C/T').call('TPMT')
    expect(best(call)).toEqual(['*1/*1'])
    expect(call.notes).toContainEqual({ code: 'UNDOCUMENTED_AS_REFERENCE', facts: ['chr6:18143724 C>T'] })
  })

  test('a documented variant that looks odd is called: TPMT rs1142345 T>G is *41', () => {
    expect(best(aSample().reference('TPMT').with('rs1142345', 'T/G').call('TPMT'))).toEqual(['*1/*41'])
  })

  test('half a genotype leaves the gene uncalled', () => {
    const call = aSample().reference('CYP2C9').with('rs1799853', './T').call('CYP2C9')
    expect(call).toMatchObject({ status: 'not-called', reason: 'PARTIAL_GENOTYPE' })
    expect(call.notes[0]).toEqual({ code: 'PARTIAL_GENOTYPE', facts: ['chr10:94942290 C>T'] })
  })

  test('one copy and two copies in one gene are not mixed', () => {
    const mixed = aSample().reference('G6PD').oneCopy('G6PD').with('rs5030868', 'G/G')
    expect(mixed.call('G6PD')).toMatchObject({ status: 'not-called', reason: 'MIXED_PLOIDY' })
    const haploid = aSample().reference('CYP2C9').oneCopy('CYP2C9')
    expect(haploid.call('CYP2C9')).toMatchObject({ status: 'not-called', reason: 'MIXED_PLOIDY' })
  })

  test('a man with one variant has one allele', () => {
    const call = aSample().reference('G6PD').oneCopy('G6PD').with('rs5030868', 'A').call('G6PD')
    expect(best(call)).toEqual(['Mediterranean, Dallas, Panama, Sassari, Cagliari, Birmingham'])
    expect(noteCodes(call)).toContain('HEMIZYGOUS')
  })

  test('with one copy, alleles that cannot be told apart are alternatives and never a pair', () => {
    const call = aSample().with('rs5030868', 'A').call('G6PD')
    expect(best(call).every(name => !name.includes('/'))).toBe(true)
  })

  test('without its required positions a gene is not called', () => {
    const call = aSample().reference('NAT2').without('rs1801279').call('NAT2')
    expect(call).toMatchObject({ status: 'not-called', reason: 'REQUIRED_POSITION_MISSING' })
  })

  test('two variants of CACNA1S are a pair unphased, and no known allele in cis', () => {
    const two = (a: string, b: string): SampleBuilder =>
      aSample().reference('CACNA1S').with('rs772226819', a).with('rs1800559', b)
    expect(best(two('G/A', 'C/T').call('CACNA1S'))).toEqual(['c.520C>T/c.3257G>A'])
    expect(best(two('G|A', 'C|T').call('CACNA1S'))).toEqual(['NO_MATCHING_ALLELES'])
  })

  describe('published preferences between unphased diplotypes', () => {
    const sample = aSample().reference('NAT2').with('rs1799930', 'G/A').with('rs1208', 'G/A').with('rs1799931', 'G/A')

    test('report the preferred one and P3 ambiguity is carried: the other is kept beside it', () => {
      const call = sample.call('NAT2')
      expect(best(call)).toEqual(['*7/*34'])
      expect(others(call)).toEqual(['*6/*40'])
      expect(call.notes).toContainEqual({ code: 'UNPHASED_PRIORITY', facts: ['*6/*40', '*7/*34'] })
    })

    test('play no role where the phase is known', () => {
      const phased = aSample()
        .reference('NAT2')
        .with('rs1799930', 'G|A')
        .with('rs1208', 'G|A')
        .with('rs1799931', 'A|G')
        .phased()
      expect(best(phased.call('NAT2'))).toEqual(['*6/*40'])
    })
  })

  describe('P3 ambiguity is carried, not hidden', () => {
    test('TPMT *1/*3A against *3B/*3C: both are kept, and their phenotypes differ', () => {
      const { results, otherResults, robust } = aSample()
        .reference('TPMT')
        .with('rs1800460', 'C/T')
        .with('rs1142345', 'T/C')
        .phenotype('TPMT')
      expect(results.map(({ phenotypes }) => phenotypes)).toEqual([['Intermediate Metabolizer']])
      expect(otherResults.map(({ phenotypes }) => phenotypes)).toEqual([['Poor Metabolizer']])
      expect(robust).toBe(false)
    })

    test('several diplotypes with one meaning are robust', () => {
      const { results, robust } = aSample()
        .reference('CYP2B6')
        .with('rs3745274', 'G/T')
        .with('rs2279343', 'A/G')
        .with('rs28399499', 'T/C')
        .phenotype('CYP2B6')
      expect(results.map(({ phenotypes }) => phenotypes)).toEqual([['Poor Metabolizer'], ['Poor Metabolizer']])
      expect(robust).toBe(true)
    })
  })
})
