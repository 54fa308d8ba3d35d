import { describe, expect, it } from 'vitest'

import type { Allele, Gene } from '../../src/domain/knowledge.js'
import { geneOf, knowledge } from './real-release.js'

/**
 * Diplotypes per phenotype, over all pairs of alleles that the published table lists. The published tables have 51,110
 * rows. Three tables are of an older release with fewer alleles (marked below), so their rows are more here.
 */
const ROWS: Record<string, Record<string, number>> = {
  ABCG2: { 'Poor Function': 1, 'Decreased Function': 1, 'Normal Function': 1 },
  CACNA1S: { 'Malignant Hyperthermia Susceptibility': 5, 'Uncertain Susceptibility': 1 },
  CFTR: { 'ivacaftor non-responsive in CF patients': 1, 'ivacaftor responsive in CF patients': 5459 },
  CYP2B6: {
    'Poor Metabolizer': 253,
    'Intermediate Metabolizer': 154,
    Indeterminate: 741,
    'Ultrarapid Metabolizer': 1,
    'Rapid Metabolizer': 6,
    'Normal Metabolizer': 21,
  },
  CYP2C19: {
    'Likely Intermediate Metabolizer': 69,
    'Likely Poor Metabolizer': 72,
    Indeterminate: 315,
    'Ultrarapid Metabolizer': 1,
    'Intermediate Metabolizer': 96,
    'Rapid Metabolizer': 7,
    'Poor Metabolizer': 78,
    'Normal Metabolizer': 28,
  },
  CYP3A4: { 'Poor Metabolizer': 66, 'Intermediate Metabolizer': 11, 'Normal Metabolizer': 1 },
  CYP3A5: {
    'Poor Metabolizer': 6,
    'Intermediate Metabolizer': 3,
    Indeterminate: 9,
    'Normal Metabolizer': 1,
    'Possible Intermediate Metabolizer': 2,
  },
  F5: { 'Factor V Leiden absent': 1, 'Factor V Leiden heterozygous': 1, 'Factor V Leiden homozygous': 1 },
  G6PD: { 'Deficient with CNSHA': 3827, Deficient: 11925, Normal: 20, Indeterminate: 1113, Variable: 880 },
  'MT-RNR1': {
    'increased risk of aminoglycoside-induced hearing loss': 3,
    'normal risk of aminoglycoside-induced hearing loss': 2,
    'uncertain risk of aminoglycoside-induced hearing loss': 20,
  },
  NAT2: { 'Poor Metabolizer': 666, 'Intermediate Metabolizer': 72, Indeterminate: 690, 'Rapid Metabolizer': 3 },
  // 21 alleles have a function in 2026; the table of 2025 has 9 (45 rows).
  NUDT15: {
    'Intermediate Metabolizer': 15,
    'Poor Metabolizer': 102,
    'Normal Metabolizer': 3,
    Indeterminate: 39,
    'Possible Intermediate Metabolizer': 72,
  },
  // The table of 2023 has 49 alleles (1,225 rows).
  RYR1: { 'Malignant Hyperthermia Susceptibility': 26344, 'Uncertain Susceptibility': 31626 },
  SLCO1B1: {
    'Increased Function': 3,
    'Decreased Function': 44,
    'Normal Function': 7,
    Indeterminate: 368,
    'Poor Function': 66,
    'Possible Decreased Function': 253,
  },
  // The table of 2025 has 43 alleles (946 rows).
  TPMT: {
    'Intermediate Metabolizer': 39,
    'Poor Metabolizer': 779,
    'Normal Metabolizer': 2,
    Indeterminate: 63,
    'Possible Intermediate Metabolizer': 342,
  },
  UGT1A1: { 'Poor Metabolizer': 21, 'Intermediate Metabolizer': 12, Indeterminate: 9, 'Normal Metabolizer': 3 },
  VKORC1: { '-1639 AA': 1, '-1639 AG': 1, '-1639 GG': 1 },
}

/** Diplotypes per activity score, as the published tables have them. */
const SCORES: Record<string, Record<string, number>> = {
  CYP2C9: { '0.0': 91, '0.5': 273, '1.0': 257, '1.5': 42, '2.0': 3, 'n/a': 2184 },
  CYP2D6: {
    '0.0': 1081,
    '0.25': 414,
    '0.5': 551,
    '0.75': 145,
    '1.0': 673,
    '1.25': 128,
    '1.5': 144,
    '1.75': 13,
    '2.0': 321,
    '2.25': 45,
    '2.5': 55,
    '2.75': 5,
    '3.0': 65,
    '4.0': 15,
    'n/a': 11223,
    '≥3.0': 92,
    '≥3.25': 18,
    '≥3.5': 22,
    '≥3.75': 2,
    '≥4.0': 26,
    '≥5.0': 10,
    '≥6.0': 3,
  },
  DPYD: { '0.0': 231, '0.5': 147, '1.0': 1204, '1.5': 392, '2.0': 1596 },
}

/** Phenotype per score, in whose order scores are listed. */
const PHENOTYPES: Record<string, Record<string, readonly string[]>> = {
  CYP2C9: {
    'Poor Metabolizer': ['0.0', '0.5'],
    'Intermediate Metabolizer': ['1.0', '1.5'],
    'Normal Metabolizer': ['2.0'],
    Indeterminate: ['n/a'],
  },
  CYP2D6: {
    'Poor Metabolizer': ['0.0'],
    'Intermediate Metabolizer': ['0.25', '0.5', '0.75', '1.0'],
    'Normal Metabolizer': ['1.25', '1.5', '1.75', '2.0', '2.25'],
    'Ultrarapid Metabolizer': ['2.5', '2.75', '3.0', '4.0', '≥3.0', '≥3.25', '≥3.5', '≥3.75', '≥4.0', '≥5.0', '≥6.0'],
    Indeterminate: ['n/a'],
  },
  DPYD: {
    'Poor Metabolizer': ['0.0', '0.5'],
    'Intermediate Metabolizer': ['1.0', '1.5'],
    'Normal Metabolizer': ['2.0'],
    Indeterminate: ['n/a'],
  },
}

/** The alleles of the published table: with a function, no sub-alleles, no values of our own inference. */
function tabled(gene: Gene): readonly Allele[] {
  return gene.alleles.filter(({ function: name, core, provenance }) => {
    return name !== undefined && core === undefined && provenance.basis === 'source-row'
  })
}

function pairs<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((a, index) => items.slice(index).map(b => [a, b] as const))
}

function count(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

function ruledPhenotypes(gene: Gene): string[] {
  const { phenotypes } = gene
  if (phenotypes.method !== 'function-combination') return []
  const rules = new Map(phenotypes.rules.map(rule => [combination(rule.functions), rule.phenotype]))
  const functions = tabled(gene).map(allele => allele.function ?? '')
  const singles = gene.ploidy === 'diploid' ? [] : functions.map(name => [name])
  const doubles = gene.ploidy === 'mitochondrial' ? [] : pairs(functions)
  return [...singles, ...doubles].map(names => rules.get(combination(names)) ?? 'no rule')
}

function combination(functions: readonly string[]): string {
  return functions.toSorted().join(' + ')
}

function scoreOf(a: string, b: string): string {
  if (a === 'n/a' || b === 'n/a') return 'n/a'
  const sum = Number.parseFloat(a.replace('≥', '')) + Number.parseFloat(b.replace('≥', ''))
  return `${`${a}${b}`.includes('≥') ? '≥' : ''}${sum % 1 === 0 ? `${sum}.0` : sum}`
}

describe('phenotype tables', () => {
  it.each(Object.entries(ROWS))('%s has the rows of the published table, phenotype by phenotype', (symbol, rows) => {
    expect(count(ruledPhenotypes(geneOf(symbol)))).toEqual(rows)
  })

  it.each(Object.entries(SCORES))('%s has the rows of the published table, score by score', (symbol, scores) => {
    const values = tabled(geneOf(symbol)).map(allele => allele.activityValue ?? 'no value')
    expect(count(pairs(values).map(([a, b]) => scoreOf(a, b)))).toEqual(scores)
  })

  it('together have 48,894 of the 51,110 published rows; the rest are the three older tables', () => {
    const older = ['NUDT15', 'RYR1', 'TPMT']
    const total = [...Object.entries(ROWS), ...Object.entries(SCORES)]
      .filter(([symbol]) => !older.includes(symbol))
      .flatMap(([, rows]) => Object.values(rows))
      .reduce((sum, rows) => sum + rows, 0)
    expect(total).toBe(51_110 - 45 - 1225 - 946)
  })

  it.each(Object.entries(PHENOTYPES))('%s lists for each phenotype the scores that mean it', (symbol, expected) => {
    const { phenotypes } = geneOf(symbol)
    if (phenotypes.method !== 'activity-score') throw new Error('no activity scores')
    expect(Object.fromEntries(phenotypes.scoresByPhenotype)).toEqual(expected)
  })

  it('have a status per allele that guidelines ask for', () => {
    const keys = ['HLA-A', 'HLA-B', 'F2'].flatMap(symbol => {
      const { phenotypes } = geneOf(symbol)
      return phenotypes.method === 'allele-status'
        ? phenotypes.statuses.flatMap(row => [row.positive, row.negative])
        : []
    })
    expect(keys).toEqual([
      '*31:01 positive',
      '*31:01 negative',
      '*15:02 positive',
      '*15:02 negative',
      '*15:11 positive',
      '*15:11 negative',
      '*57:01 positive',
      '*57:01 negative',
      '*58:01 positive',
      '*58:01 negative',
      'Prothrombin 20210A positive',
      'Prothrombin 20210A negative',
    ])
  })

  it('mark the rules of 2026 that were written by analogy as not reviewed', () => {
    const unreviewed = [...knowledge.genes.values()].flatMap(({ symbol, phenotypes }) =>
      phenotypes.method === 'function-combination'
        ? phenotypes.rules.filter(rule => !rule.reviewed).map(rule => `${symbol} ${rule.functions.join(' + ')}`)
        : [],
    )
    expect(unreviewed).toEqual([
      'TPMT Decreased function + No function',
      'TPMT Decreased function + Decreased function',
      'TPMT Decreased function + Uncertain function',
      'TPMT No function + Unknown function',
      'TPMT Decreased function + Unknown function',
      'TPMT Uncertain function + Unknown function',
      'TPMT Unknown function + Unknown function',
    ])
  })
})
