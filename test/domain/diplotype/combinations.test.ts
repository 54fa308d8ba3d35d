import { describe, expect, test } from 'vitest'
import { aSample, best, noteCodes, type SampleBuilder } from '../../support/a-sample.js'

const named = (sample: SampleBuilder, gene: string): readonly string[] =>
  best(sample.call(gene, [], { combinations: true }))

describe('research naming', () => {
  const cis = aSample().reference('CYP2C9').with('rs1799853', 'C|T').with('rs1057910', 'A|C').phased()

  test('names alleles in cis as a combination, and says that it did', () => {
    const call = cis.call('CYP2C9', [], { combinations: true })
    expect(best(call)).toEqual(['*1/[*2 + *3]'])
    expect(call).toMatchObject({ diplotypes: [{ score: 85 }] })
    expect(noteCodes(call)).toContain('COMBINATION')
  })

  test('is off by default: a combination is no known allele', () => {
    expect(best(cis.call('CYP2C9'))).toEqual(['NO_MATCHING_ALLELES'])
  })

  test('gives way to any pair of named alleles', () => {
    const unphased = aSample().reference('CYP2C9').with('rs1799853', 'C/T').with('rs1057910', 'A/C')
    expect(named(unphased, 'CYP2C9')).toEqual(['*2/*3'])
  })

  test('names what no definition lists by its bases', () => {
    const sample = aSample().reference('TPMT').with('18143724', 'C/T')
    expect(named(sample, 'TPMT')).toEqual(['*1/g.18143724C>T'])
    expect(best(sample.call('TPMT'))).toEqual(['*1/*1'])
  })

  test('names the half of a genotype that was not read', () => {
    expect(named(aSample().reference('CYP2B6').with('40991369', './T'), 'CYP2B6')).toEqual(['*2/g.40991369?'])
  })

  test('puts allele names before unnamed variants', () => {
    const sample = aSample()
      .reference('CYP2C19')
      .with('rs3758581', 'G|G')
      .with('rs12769205', 'G|A')
      .with('rs4244285', 'A|A')
      .with('rs12248560', 'C|T')
      .phased()
    expect(named(sample, 'CYP2C19')).toEqual(['*2/[*17 + g.94781859G>A]'])
  })

  test('leaves out alleles whose own name joins two', () => {
    const sample = aSample()
      .reference('UGT1A1')
      .with('rs887829', 'C|T')
      .with('rs3064744', 'CAT|CATAT')
      .with('rs4148323', 'G|A')
      .phased()
    expect(named(sample, 'UGT1A1')).toEqual(['*1/[*6 + *28 + *80]'])
  })

  test('gives up on more chromosomes than it can spell out', () => {
    const alleles = ['*2', '*3', '*5', '*8', '*11', '*12', '*13', '*14', '*31', '*33', '*43', '*45']
    const many = alleles.reduce(
      (sample, allele) => sample.heterozygous('CYP2C9', allele),
      aSample().reference('CYP2C9').with('rs9332131', 'GA/T'),
    )
    expect(named(many, 'CYP2C9')).toEqual(['TOO_AMBIGUOUS'])
  })
})
