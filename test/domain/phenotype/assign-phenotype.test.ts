import { describe, expect, test } from 'vitest'
import type { OutsideCall } from '../../../src/domain/diplotype/gene-call.js'
import { activityScore, phenotypeOfScore } from '../../../src/domain/phenotype/activity-score.js'
import { assignPhenotype } from '../../../src/domain/phenotype/assign-phenotype.js'
import { phenotypesFromStated } from '../../../src/domain/phenotypes-from-stated.js'
import type { DiplotypePhenotype } from '../../../src/domain/phenotype/gene-phenotype.js'
import { geneOf, knowledge } from '../../knowledge/real-release.js'
import { aSample } from '../../support/a-sample.js'

/** What follows from results determined elsewhere. */
function stated(gene: string, ...said: readonly Omit<OutsideCall, 'gene'>[]): readonly DiplotypePhenotype[] {
  return phenotypesFromStated(
    said.map(one => ({ gene, ...one })),
    knowledge,
  ).flatMap(({ results }) => results)
}

describe('activity scores', () => {
  test.each([
    [['1.0', '0.25'], '1.25'],
    [['0.5', '0.5'], '1.0'],
    [['≥3.0', '0.25'], '≥3.25'],
    [['≥3.0', '≥3.0'], '≥6.0'],
    [['1.0', 'n/a'], 'n/a'],
    [['0.75', '0.25'], '1.0'],
  ])('%s sum to %s, as texts', (values, expected) => {
    expect(activityScore(values)).toBe(expected)
  })

  test('a lower bound is decided only by a range without an upper end', () => {
    const table = geneOf('CYP2D6').phenotypes
    if (table.method !== 'activity-score') throw new Error('the gene has no scores')
    expect(phenotypeOfScore(table, '≥3.0')).toBe('Ultrarapid Metabolizer')
    expect(phenotypeOfScore(table, '≥1.0')).toBe('Indeterminate')
    expect(phenotypeOfScore(table, '0.125')).toBe('Indeterminate')
  })

  test.each([
    ['CYP2C9', '*1/*3', '1.0', 'Intermediate Metabolizer'],
    ['CYP2C9', '*1/*4', '1.5', 'Intermediate Metabolizer'],
    ['CYP2C9', '*3/*3', '0.0', 'Poor Metabolizer'],
    ['CYP2C9', '*2/*3', '0.5', 'Poor Metabolizer'],
    ['CYP2C9', '*1/*7', 'n/a', 'Indeterminate'],
    ['CYP2D6', '*1/*4', '1.0', 'Intermediate Metabolizer'],
    ['CYP2D6', '*1x2/*9', '2.25', 'Normal Metabolizer'],
    ['CYP2D6', '*4/*10', '0.25', 'Intermediate Metabolizer'],
    ['CYP2D6', '*1/*22', 'n/a', 'Indeterminate'],
    ['CYP2D6', '*5/*5', '0.0', 'Poor Metabolizer'],
    ['CYP2D6', '*1/*36 + *10', '1.25', 'Normal Metabolizer'],
    ['DPYD', 'Reference/c.1129-5923C>G, c.1236G>A (HapB3)', '1.5', 'Intermediate Metabolizer'],
  ])('%s %s: %s, %s', (gene, diplotype, score, phenotype) => {
    expect(stated(gene, { diplotype })).toMatchObject([
      { activityScore: score, phenotypes: [phenotype], lookupKeys: [score], inferred: false },
    ])
  })
})

describe('phenotypes from functions', () => {
  test.each([
    ['CYP2C19', '*2/*17', 'Intermediate Metabolizer'],
    ['CYP2C19', '*1/*17', 'Rapid Metabolizer'],
    ['CYP2C19', '*17/*17', 'Ultrarapid Metabolizer'],
    ['CYP2C19', '*1/*38', 'Normal Metabolizer'],
    ['CYP2C19', '*2/*2', 'Poor Metabolizer'],
    ['CYP2C19', '*2/*9', 'Likely Poor Metabolizer'],
    ['SLCO1B1', '*1/*5', 'Decreased Function'],
    ['TPMT', '*3B/*3C', 'Poor Metabolizer'],
    ['NAT2', '*5/*6', 'Poor Metabolizer'],
    ['VKORC1', 'rs9923231 reference (C)/rs9923231 variant (T)', '-1639 AG'],
    ['G6PD', 'B (reference)', 'Normal'],
    ['G6PD', 'A- 202A_376G/B (reference)', 'Variable'],
    ['CACNA1S', 'Reference/c.520C>T', 'Malignant Hyperthermia Susceptibility'],
    ['MT-RNR1', 'm.1555A>G', 'increased risk of aminoglycoside-induced hearing loss'],
    ['F5', 'rs6025 Factor V Leiden (T)/rs6025 reference (C)', 'Factor V Leiden heterozygous'],
  ])('%s %s: %s', (gene, diplotype, phenotype) => {
    expect(stated(gene, { diplotype })).toMatchObject([{ phenotypes: [phenotype], lookupKeys: [phenotype] }])
  })

  test('the order of the two functions does not matter', () => {
    const [a] = stated('CYP2C19', { diplotype: '*17/*2' })
    const [b] = stated('CYP2C19', { diplotype: '*2/*17' })
    expect(a?.phenotypes).toEqual(b?.phenotypes)
  })

  test('an allele without a function has no phenotype, and never a normal one', () => {
    const { results } = aSample().reference('CYP3A4').heterozygous('CYP3A4', '*37').phenotype('CYP3A4')
    expect(results).toMatchObject([{ functions: ['Normal function', 'Unassigned function'], phenotypes: ['n/a'] }])
  })

  test('a gene without a table has no phenotype and no lookup key', () => {
    expect(aSample().reference('CYP4F2').phenotype('CYP4F2').results).toMatchObject([
      { phenotypes: [], lookupKeys: [] },
    ])
  })
})

describe('allele status', () => {
  test('each allele that guidelines ask for is positive or negative', () => {
    expect(stated('HLA-B', { diplotype: '*57:01/*58:01' })[0]?.lookupKeys).toEqual([
      '*15:02 negative',
      '*15:11 negative',
      '*57:01 positive',
      '*58:01 positive',
    ])
  })

  test('one typed allele suffices', () => {
    expect(stated('HLA-B', { diplotype: '*15:02' })[0]?.lookupKeys).toContain('*15:02 positive')
  })

  test('a stated status counts for its own allele, and the typing for the others', () => {
    const [result] = stated('HLA-B', { diplotype: '*15:02/*44:02', phenotype: '*57:01 positive' })
    expect(result?.lookupKeys).toEqual(['*15:02 positive', '*15:11 negative', '*57:01 positive', '*58:01 negative'])
  })

  test('a stated status alone says nothing of other alleles', () => {
    expect(stated('HLA-B', { phenotype: '*57:01 positive' })[0]?.lookupKeys).toEqual(['*57:01 positive'])
  })
})

describe('what an outside call states', () => {
  test('trap: a phenotype of a scored gene is looked up by every score that means it', () => {
    expect(stated('CYP2D6', { phenotype: 'IM' })).toMatchObject([
      { phenotypes: ['Intermediate Metabolizer'], activityScore: 'n/a', lookupKeys: ['0.25', '0.5', '0.75', '1.0'] },
    ])
    expect(stated('DPYD', { phenotype: 'PM' })).toMatchObject([{ lookupKeys: ['0.0', '0.5'] }])
  })

  test('a score is the key, and gives the phenotype', () => {
    expect(stated('CYP2D6', { activityScore: '2' })).toMatchObject([
      { phenotypes: ['Normal Metabolizer'], activityScore: '2.0', lookupKeys: ['2.0'] },
    ])
  })

  test('a score beside a diplotype counts, and what the diplotype predicts is kept', () => {
    expect(stated('CYP2C9', { diplotype: '*1/*3', activityScore: '0.5' })).toMatchObject([
      {
        phenotypes: ['Poor Metabolizer'],
        lookupKeys: ['0.5'],
        predicted: { phenotypes: ['Intermediate Metabolizer'], activityScore: '1.0' },
      },
    ])
  })

  test('a phenotype beside a diplotype counts', () => {
    expect(stated('CYP2C19', { diplotype: '*1/*1', phenotype: 'PM' })).toMatchObject([
      {
        phenotypes: ['Poor Metabolizer'],
        lookupKeys: ['Poor Metabolizer'],
        predicted: { phenotypes: ['Normal Metabolizer'] },
      },
    ])
    expect(stated('CYP2C19', { diplotype: '*1/*1', phenotype: 'NM' })[0]?.predicted).toBeUndefined()
  })

  test('two lines with phenotypes are both kept', () => {
    expect(stated('CYP2C9', { phenotype: 'NM' }, { phenotype: 'PM' }).map(({ phenotypes }) => phenotypes)).toEqual([
      ['Normal Metabolizer'],
      ['Poor Metabolizer'],
    ])
  })
})

describe('trap: copy-number alleles are rows, not multiplications', () => {
  test.each([
    ['*1x3/*4', '*1x≥3/*4', '≥3.0', 'Ultrarapid Metabolizer'],
    ['*2x5/*2', '*2/*2x≥3', '≥4.0', 'Ultrarapid Metabolizer'],
    ['*4x3/*4', '*4/*4x≥3', '0.0', 'Poor Metabolizer'],
    ['*1x2/*1', '*1/*1x2', '3.0', 'Ultrarapid Metabolizer'],
  ])('%s is looked up as %s', (diplotype, looked, score, phenotype) => {
    expect(stated('CYP2D6', { diplotype })).toMatchObject([
      { lookupDiplotype: { name: looked }, activityScore: score, phenotypes: [phenotype] },
    ])
  })

  test.each(['*10x3/*1', '*41x7/*1', '*1xN/*4'])('%s has no row and is indeterminate', diplotype => {
    expect(stated('CYP2D6', { diplotype })).toMatchObject([{ activityScore: 'n/a', phenotypes: ['Indeterminate'] }])
  })
})

describe('robust', () => {
  test('a gene without a call is not robust', () => {
    expect(aSample().phenotype('CYP2C9')).toMatchObject({ results: [], robust: false })
  })

  test('different diplotypes of one meaning are', () => {
    const sample = aSample()
      .reference('CYP2C19')
      .with('rs3758581', 'G/G')
      .without('rs28399504')
      .with('rs12248560', 'T/T')
    const { results, robust } = sample.phenotype('CYP2C19')
    expect(results.map(({ phenotypes }) => phenotypes[0])).toEqual([
      'Poor Metabolizer',
      'Intermediate Metabolizer',
      'Ultrarapid Metabolizer',
    ])
    expect(robust).toBe(false)
  })
})

test('every diplotype of every table has a phenotype among those the table names', () => {
  for (const gene of knowledge.genes.values()) {
    if (gene.phenotypes.method !== 'function-combination' || gene.tier !== 'core') continue
    const known = new Set(gene.phenotypes.rules.map(({ phenotype }) => phenotype))
    const functions = [...new Set(gene.phenotypes.rules.flatMap(rule => rule.functions))]
    for (const { name, function: effect } of gene.alleles) {
      if (effect === undefined || !functions.includes(effect) || gene.ploidy === 'mitochondrial') continue
      const [result] = stated(gene.symbol, { diplotype: `${name}/${name}` })
      expect(known.has(result?.phenotypes[0] ?? ''), `${gene.symbol} ${name}`).toBe(true)
    }
  }
})

test('a call of a gene that no data file describes is a failure, not a guess', () => {
  const call = aSample().call('CYP2C9')
  expect(() => assignPhenotype({ ...call, gene: 'NOSUCHGENE' }, knowledge)).toThrow('NOSUCHGENE')
})
