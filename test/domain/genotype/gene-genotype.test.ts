import { describe, expect, test } from 'vitest'
import type { PositionEvidence } from '../../../src/domain/genotype/evidence.js'
import { sampleEvidence } from '../../../src/domain/genotype/evidence.js'
import { geneGenotype } from '../../../src/domain/genotype/gene-genotype.js'
import { someGene } from '../../support/some-knowledge.js'

const gene = someGene({ symbol: 'ANY', positions: ['100 A>G', '200 C>T', '300 G>A', '400 A>AT'] })

const read = (genotype: string, phaseSet?: string): PositionEvidence => ({
  state: 'variant',
  slots: genotype.split(/[|/]/).map(base => (base === '.' ? null : base)),
  phased: genotype.includes('|'),
  ...(phaseSet === undefined ? {} : { phaseSet }),
})

const NOTHING: PositionEvidence = { state: 'not-assayed', slots: [], phased: false }

const groupsOf = (...evidence: readonly PositionEvidence[]): readonly (number | undefined)[] =>
  geneGenotype(gene, evidence, false).sites.map(({ group }) => group)

describe('the genotype of a gene', () => {
  test('keeps what is missing missing', () => {
    const genotype = geneGenotype(gene, [read('A/A'), NOTHING], false)
    expect(genotype.sites).toHaveLength(1)
    expect(genotype.missing.map(({ loci }) => loci.GRCh38.position)).toEqual([200, 300, 400])
  })

  test('unphased sites are each on their own', () => {
    expect(groupsOf(read('A/G'), read('C/T'), read('G/G'))).toEqual([0, 1, undefined])
  })

  test('sites phased without a set follow each other', () => {
    expect(groupsOf(read('A|G'), read('C|T'), read('G/A'))).toEqual([0, 0, 1])
  })

  test('phase sets follow themselves, and not the sites without a set', () => {
    expect(groupsOf(read('A|G', '1'), read('C|T', '2'), read('G|A', '1'), read('A|AT'))).toEqual([0, 1, 0, 2])
  })

  test('the set of a homozygous site binds nothing', () => {
    expect(groupsOf(read('A|A', '1'), read('C|T'))).toEqual([undefined, 0])
  })

  test('a base that no definition lists is reference only where data say so and the reader could judge it', () => {
    const odd = { ...read('A/C'), undocumented: true }
    expect(geneGenotype(gene, [odd], true).sites[0]?.bases).toEqual(['A', 'A'])
    expect(geneGenotype(gene, [odd], false).sites[0]?.bases).toEqual(['A', 'C'])
    expect(geneGenotype(gene, [read('A/C')], true).sites[0]?.bases).toEqual(['A', 'C'])
    expect(geneGenotype(gene, [odd], true).undocumented).toMatchObject([{ base: 'C', asReference: true }])
  })

  test('one copy and two copies together are mixed', () => {
    expect(geneGenotype(gene, [read('A'), read('C/T')], false).copies).toBe('mixed')
    expect(geneGenotype(gene, [read('A'), read('T')], false).copies).toBe(1)
    expect(geneGenotype(gene, [], false).copies).toBe(0)
  })

  test('is phased when every site was written so', () => {
    expect(geneGenotype(gene, [read('A|G'), read('C|C')], false).phased).toBe(true)
    expect(geneGenotype(gene, [read('A|G'), read('C/C')], false).phased).toBe(false)
    expect(geneGenotype(gene, [NOTHING], false).phased).toBe(false)
  })
})

test('one sample of a table sees its own evidence, and the genes held for it or for all', () => {
  const table = {
    file: { sha256: '', bytes: 0, lines: 0 },
    assembly: 'GRCh38' as const,
    samples: ['a', 'b'],
    columns: new Map([['ANY', [{ distinct: [NOTHING, read('A/G')], codes: Uint8Array.of(0, 1) }]]]),
    diagnostics: [],
    quarantined: new Set(['ONE']),
    quarantinedBySample: new Map([[1, new Set(['TWO'])]]),
    otherReferenceSequence: new Set<string>(),
  }
  expect([...sampleEvidence(table, 0).quarantined]).toEqual(['ONE'])
  expect([...sampleEvidence(table, 1).quarantined]).toEqual(['ONE', 'TWO'])
  expect(sampleEvidence(table, 1).positions.get('ANY')).toEqual([read('A/G')])
  expect(() => sampleEvidence(table, 2)).toThrow(RangeError)
})
