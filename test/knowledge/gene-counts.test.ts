import { describe, expect, it } from 'vitest'

import { coverage, shortfalls } from '../../src/knowledge/coverage.js'
import { knowledge } from './real-release.js'

/** Per gene: positions that define alleles, further positions, matchable alleles, all alleles, alleles with a function. */
const CORE: Record<string, readonly [number, number, number, number, number]> = {
  ABCG2: [1, 0, 2, 2, 2],
  CACNA1S: [2, 0, 3, 3, 3],
  CFTR: [93, 0, 104, 104, 104],
  CYP2B6: [48, 0, 47, 49, 48],
  CYP2C19: [35, 0, 36, 38, 36],
  CYP2C9: [83, 1, 88, 88, 75],
  CYP2D6: [156, 0, 171, 208, 184],
  CYP3A4: [42, 0, 45, 45, 12],
  CYP3A5: [5, 0, 6, 6, 6],
  CYP4F2: [20, 0, 22, 22, 0],
  DPYD: [83, 0, 84, 84, 84],
  F2: [1, 0, 2, 2, 2],
  F5: [1, 0, 2, 2, 2],
  G6PD: [171, 0, 185, 187, 187],
  'HLA-A': [0, 0, 0, 1, 0],
  'HLA-B': [0, 0, 0, 5, 0],
  IFNL3: [1, 0, 2, 2, 2],
  'MT-RNR1': [22, 0, 24, 25, 25],
  NAT2: [47, 0, 59, 59, 53],
  NUDT15: [18, 0, 21, 21, 21],
  RYR1: [313, 0, 339, 340, 340],
  SLCO1B1: [35, 0, 46, 49, 38],
  TPMT: [43, 0, 46, 49, 49],
  UGT1A1: [4, 0, 9, 9, 9],
  VKORC1: [1, 0, 2, 2, 2],
}

/** Positions and matchable alleles as the reference tool ships them (its 20 matcher genes). */
const REFERENCE_TOOL: Record<string, readonly [number, number, string]> = {
  ABCG2: [1, 2, 'rs2231142 reference (G)'],
  CACNA1S: [2, 3, 'Reference'],
  CFTR: [93, 104, 'ivacaftor non-responsive CFTR sequence'],
  CYP2B6: [48, 47, '*1'],
  CYP2C19: [35, 36, '*38'],
  CYP2C9: [83, 88, '*1'],
  CYP2D6: [156, 171, '*1'],
  CYP3A4: [42, 45, '*1'],
  CYP3A5: [5, 6, '*1'],
  CYP4F2: [20, 22, '*1'],
  DPYD: [83, 84, 'Reference'],
  G6PD: [171, 185, 'B (reference)'],
  IFNL3: [1, 2, 'rs12979860 reference (C)'],
  NAT2: [47, 59, '*1'],
  NUDT15: [18, 21, '*1'],
  RYR1: [313, 339, 'Reference'],
  SLCO1B1: [35, 46, '*1'],
  TPMT: [43, 46, '*1'],
  UGT1A1: [4, 9, '*1'],
  VKORC1: [1, 2, 'rs9923231 reference (C)'],
}

const genes = [...knowledge.genes.values()]
const core = genes.filter(gene => gene.tier === 'core')
const extended = genes.filter(gene => gene.tier === 'extended')

describe('the genes in data/', () => {
  it('are 25 core genes with the positions, alleles and functions their sources have', () => {
    const counted = core.map(({ symbol, positions, alleles }) => {
      const defining = positions.filter(position => position.role === 'defining').length
      const matchable = alleles.filter(allele => allele.matchable).length
      const withFunction = alleles.filter(allele => allele.function !== undefined).length
      return [symbol, [defining, positions.length - defining, matchable, alleles.length, withFunction]]
    })
    expect(Object.fromEntries(counted)).toEqual(CORE)
  })

  it('have the positions, alleles and reference allele of the reference tool', () => {
    const counted = core
      .filter(gene => gene.symbol in REFERENCE_TOOL)
      .map(({ symbol, positions, alleles, referenceAllele }) => {
        const defining = positions.filter(position => position.role === 'defining').length
        return [symbol, [defining, alleles.filter(allele => allele.matchable).length, referenceAllele]]
      })
    expect(Object.fromEntries(counted)).toEqual(REFERENCE_TOOL)
  })

  it('are 65 extended genes with 410 positions, 421 alternates and 491 alleles, of which 469 can be matched', () => {
    const positions = extended.flatMap(gene => gene.positions)
    const alleles = extended.flatMap(gene => gene.alleles)
    expect(extended).toHaveLength(65)
    expect(positions).toHaveLength(410)
    expect(positions.flatMap(position => position.loci.GRCh38.alts)).toHaveLength(421)
    expect(alleles).toHaveLength(491)
    expect(alleles.filter(allele => allele.matchable)).toHaveLength(469)
    expect(extended.every(gene => gene.lookupMethod === 'none' && gene.phenotypes.method === 'none')).toBe(true)
  })

  it('have all positions on both assemblies, 457 of them inferred on GRCh37', () => {
    const positions = genes.flatMap(gene => gene.positions)
    expect(positions.filter(position => position.loci.GRCh37 === undefined)).toEqual([])
    expect(positions.filter(position => position.loci.GRCh37?.basis === 'inferred')).toHaveLength(457)
    expect(positions.filter(position => position.window !== undefined)).toHaveLength(50)
  })

  it('know where the reference base differs between the assemblies', () => {
    const swapped = genes.flatMap(gene =>
      gene.positions
        .filter(({ loci }) => loci.GRCh37?.ref !== loci.GRCh38.ref)
        .map(position => `${gene.symbol} ${position.rsid}`),
    )
    expect(swapped.toSorted()).toEqual([
      'CYP1B1 rs1056836',
      'CYP2A6 rs1809810',
      'CYP2C19 rs3758581',
      'CYP2D6 rs1058164',
      'CYP2D6 rs1135840',
      'CYP2D6 rs16947',
      'CYP3A5 rs776746',
      'CYP3A7 rs2257401',
      'DPYD rs1801265',
      'F5 rs6025',
      'TBXAS1 rs5768',
    ])
  })

  it('are listed core first, each tier in the order of its symbols', () => {
    const symbols = genes.map(gene => gene.symbol)
    expect(symbols).toEqual([
      ...core.map(gene => gene.symbol).toSorted(),
      ...extended.map(gene => gene.symbol).toSorted(),
    ])
  })
})

describe('the whole release', () => {
  it('holds every CPIC, DPWG and FDA row of its sources', () => {
    expect(coverage(knowledge).sources).toEqual([
      { source: 'CPIC', drugs: 88, rows: 728, keys: 2043 },
      { source: 'DPWG', drugs: 58, rows: 296, keys: 745 },
      { source: 'FDA', drugs: 163, rows: 310, keys: 962 },
    ])
  })

  it('falls short of nothing that a release must hold', () => {
    expect(shortfalls(coverage(knowledge))).toEqual([])
  })

  it('says so when files were lost', () => {
    const genesLost = { ...knowledge, genes: new Map([...knowledge.genes].slice(1)) }
    const guidelinesLost = { ...knowledge, guidelines: new Map() }
    expect(shortfalls(coverage(genesLost))).toEqual(['24 core genes, 25 expected'])
    expect(shortfalls(coverage(guidelinesLost))).toEqual([
      '0 drugs of CPIC, 88 expected',
      '0 drugs of DPWG, 58 expected',
      '0 drugs of FDA, 160 expected',
    ])
  })
})
