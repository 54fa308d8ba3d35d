import { describe, expect, test } from 'vitest'
import { aSample, best, noteCodes, others, type SampleBuilder } from '../../support/a-sample.js'

const HAPB3 = 'c.1129-5923C>G, c.1236G>A (HapB3)'
const INTRONIC = 'c.1129-5923C>G'

const dpyd = (): SampleBuilder => aSample().reference('DPYD')

/** The silent tag and the causal variant of HapB3. */
const EXON = 'rs56038477'
const INTRON = 'rs75017182'

const looked = (sample: SampleBuilder, gene: string): readonly (string | undefined)[] =>
  sample.phenotype(gene).results.map(({ lookupDiplotype }) => lookupDiplotype?.name)

describe('genes of which only the worst allele per chromosome counts', () => {
  test('one heterozygous variant is a diplotype like any other', () => {
    expect(best(dpyd().with('rs72549310', 'G/A').call('DPYD'))).toEqual(['Reference/c.61C>T'])
  })

  test('several variants on one chromosome are a combination, looked up by its worst member', () => {
    const cis = dpyd().with('rs3918290', 'C|T').with('rs67376798', 'T|A').phased()
    expect(best(cis.call('DPYD'))).toEqual(['Reference/[c.1905+1G>A (*2A) + c.2846A>T]'])
    expect(cis.phenotype('DPYD').results).toMatchObject([
      {
        lookupDiplotype: { name: 'Reference/c.1905+1G>A (*2A)' },
        inferred: true,
        activityScore: '1.0',
        phenotypes: ['Intermediate Metabolizer'],
      },
    ])
  })

  test('unphased variants are listed, the worst two looked up, and P3: the harmless pairing is kept', () => {
    const unphased = dpyd().with('rs3918290', 'C/T').with('rs67376798', 'T/A')
    const call = unphased.call('DPYD')
    expect(call).toMatchObject({ alleles: ['c.1905+1G>A (*2A)', 'c.2846A>T'] })
    expect(best(call)).toEqual(['c.1905+1G>A (*2A)/c.2846A>T'])
    expect(others(call)).toEqual(['Reference/c.1905+1G>A (*2A)'])
    const { results, otherResults, robust } = unphased.phenotype('DPYD')
    expect(results.map(({ activityScore, phenotypes }) => [activityScore, ...phenotypes])).toEqual([
      ['0.5', 'Poor Metabolizer'],
    ])
    expect(otherResults.map(({ activityScore }) => activityScore)).toEqual(['1.0'])
    expect(robust).toBe(false)
  })

  test('a homozygous allele is listed twice, and is on both chromosomes in every pairing', () => {
    const sample = dpyd().with('rs72549310', 'A/A').with('rs1801265', 'A/G').with('rs67376798', 'T/A')
    const call = sample.call('DPYD')
    expect(call).toMatchObject({ alleles: ['c.61C>T', 'c.61C>T', 'c.85T>C (*9A)', 'c.2846A>T'] })
    expect(best(call)).toEqual(['c.61C>T/c.61C>T'])
    expect(others(call)).toEqual([])
    expect(sample.phenotype('DPYD').robust).toBe(true)
  })

  test('every allele that can be the worst of the second chromosome makes a pairing', () => {
    const call = dpyd().with('rs72549310', 'G/A').with('rs67376798', 'T/A').with('rs1801265', 'A/G').call('DPYD')
    expect(best(call)).toEqual(['c.61C>T/c.2846A>T'])
    expect(others(call)).toEqual(['Reference/c.61C>T', 'c.61C>T/c.85T>C (*9A)'])
  })

  test('phase sets are tried in both orientations, and the answers kept apart', () => {
    const sample = dpyd().with('rs1801267', 'C|T', '1').with('rs72549306', 'C|A', '2')
    const call = sample.call('DPYD')
    expect(call.status === 'called' && call.diplotypes.length).toBe(2)
    expect(call.effectivelyPhased).toBe(false)
  })

  test('RYR1: malignant alleles come first, the others by name', () => {
    const sample = aSample().reference('RYR1').heterozygous('RYR1', 'c.38T>G').heterozygous('RYR1', 'c.51_53del')
    expect(sample.call('RYR1')).toMatchObject({ alleles: ['c.38T>G', 'c.51_53del'] })
    expect(looked(sample, 'RYR1')).toEqual(['c.38T>G/c.51_53del'])
    expect(sample.phenotype('RYR1')).toMatchObject({ robust: true })
  })

  test('trap: RYR1 has no "not susceptible"', () => {
    expect(aSample().reference('RYR1').phenotype('RYR1').results[0]?.phenotypes).toEqual(['Uncertain Susceptibility'])
  })

  describe('trap: HapB3 has two positions, of which the intronic one decides', () => {
    const phased: readonly (readonly [exon: string, intron: string, diplotype: string, note: string | undefined])[] = [
      ['C|T', 'G|C', `Reference/${HAPB3}`, undefined],
      ['C|C', 'G|C', `Reference/${INTRONIC}`, undefined],
      ['C|T', 'G|G', 'Reference/Reference', 'LINKED_PAIR_MISMATCH'],
      ['T|T', 'G|C', `Reference/${HAPB3}`, 'LINKED_PAIR_MISMATCH'],
      ['C|T', 'C|C', `${INTRONIC}/${HAPB3}`, undefined],
      ['T|C', 'G|C', `Reference/${INTRONIC}`, 'LINKED_PAIR_MISMATCH'],
      ['T|T', 'C|C', `${HAPB3}/${HAPB3}`, undefined],
    ]
    test.each(phased)('phased, exon %s and intron %s: %s', (exon, intron, diplotype, note) => {
      const call = dpyd().with(EXON, exon).with(INTRON, intron).call('DPYD')
      expect(best(call)).toEqual([diplotype])
      expect(noteCodes(call).filter(code => code.startsWith('LINKED_PAIR'))).toEqual(note === undefined ? [] : [note])
    })

    /** With a third heterozygous site, so that the alleles are listed. */
    const unphased: readonly (readonly [
      exon: string,
      intron: string,
      alleles: readonly string[],
      note: string | undefined,
    ])[] = [
      ['C/T', 'G/C', ['c.61C>T', HAPB3], undefined],
      ['C/T', 'C/C', ['c.61C>T', INTRONIC, HAPB3], undefined],
      ['T/T', 'G/C', ['c.61C>T', HAPB3], 'LINKED_PAIR_MISMATCH'],
    ]
    test.each(unphased)('unphased, exon %s and intron %s', (exon, intron, alleles, note) => {
      const call = dpyd().with('rs72549310', 'G/A').with(EXON, exon).with(INTRON, intron).call('DPYD')
      expect(call).toMatchObject({ alleles })
      expect(noteCodes(call).filter(code => code.startsWith('LINKED_PAIR'))).toEqual(note === undefined ? [] : [note])
    })

    test('unphased and nothing else: the reference chromosome stays in the list', () => {
      expect(dpyd().with(EXON, 'C/T').with(INTRON, 'G/C').call('DPYD')).toMatchObject({ alleles: ['Reference', HAPB3] })
    })

    test('the tag stands in where the intron was not read, and the call says so', () => {
      const sample = dpyd().with(EXON, 'C/T').without(INTRON)
      const call = sample.call('DPYD')
      expect(call).toMatchObject({ diplotypes: [{ name: `Reference/${HAPB3}`, score: 83 }] })
      expect(noteCodes(call)).toContain('LINKED_PAIR_TAG_ONLY')
      expect(sample.phenotype('DPYD').results[0]).toMatchObject({
        activityScore: '1.5',
        phenotypes: ['Intermediate Metabolizer'],
      })
    })

    test('no note about a tag that is reference', () => {
      expect(noteCodes(dpyd().without(INTRON).call('DPYD'))).not.toContain('LINKED_PAIR_TAG_ONLY')
    })

    test('in cis with another variant it is a member of the combination', () => {
      const call = dpyd().with('rs72549310', 'G|A').with(EXON, 'C|T').with(INTRON, 'G|C').call('DPYD')
      expect(best(call)).toEqual([`Reference/[c.61C>T + ${HAPB3}]`])
    })
  })

  describe('half a genotype', () => {
    test('P1 missing is never reference: DPYD "./T" at *2A is not called, because the other half decides', () => {
      const call = dpyd().with('rs3918290', './T').call('DPYD')
      expect(call).toMatchObject({ status: 'not-called', reason: 'PARTIAL_GENOTYPE', seen: ['chr1:97450058 C>T'] })
      expect(dpyd().with('rs3918290', './T').phenotype('DPYD').results).toEqual([])
    })

    test('is called with every completion where the seen half decides', () => {
      const sample = aSample().reference('RYR1').with('rs193922744', './G')
      expect(best(sample.call('RYR1'))).toEqual(['Reference/c.38T>G', 'c.38T>G/c.38T>G'])
      expect(noteCodes(sample.call('RYR1'))).toContain('PARTIAL_GENOTYPE')
      expect(sample.phenotype('RYR1')).toMatchObject({ robust: true })
    })

    test('of the linked pair is never dropped silently: the causal half decides, the half of the silent tag does not', () => {
      const causal = dpyd().with(EXON, 'C/T').with(INTRON, './C')
      expect(causal.call('DPYD')).toMatchObject({ status: 'not-called', reason: 'PARTIAL_GENOTYPE' })
      expect(noteCodes(causal.call('DPYD'))).toContain('LINKED_PAIR_UNDECIDED')
      const tag = dpyd().with(EXON, './T').with(INTRON, 'G/C')
      expect(best(tag.call('DPYD'))).toEqual([`Reference/${HAPB3}`])
      expect(noteCodes(tag.call('DPYD'))).toContain('LINKED_PAIR_UNDECIDED')
      expect(tag.phenotype('DPYD').robust).toBe(true)
    })

    test('is named as such in research mode only', () => {
      const call = dpyd().with('rs3918290', './T').call('DPYD', [], { combinations: true })
      expect(best(call)).toEqual(['c.1905+1G>A (*2A)/g.97450058?'])
    })

    test('too many halves are not settled by trying', () => {
      const many = Object.entries(VARIANTS).reduce((sample, [rsid, base]) => sample.with(rsid, `./${base}`), dpyd())
      expect(many.call('DPYD')).toMatchObject({ status: 'not-called', reason: 'PARTIAL_GENOTYPE' })
    })
  })
})

const VARIANTS: Readonly<Record<string, string>> = {
  rs72549310: 'A',
  rs1801265: 'G',
  rs67376798: 'A',
  rs3918290: 'T',
  rs1801267: 'T',
  rs1801268: 'A',
  rs72547601: 'C',
}
