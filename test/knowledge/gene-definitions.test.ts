import { describe, expect, it } from 'vitest'

import { alleleOf, cellsOf, geneOf, knowledge } from './real-release.js'

const core = [...knowledge.genes.values()].filter(gene => gene.tier === 'core')

function symbolsWhere(test: (gene: (typeof core)[number]) => boolean): string[] {
  return core.filter(test).map(gene => gene.symbol)
}

function named(symbol: string, position: number): string | undefined {
  return geneOf(symbol).positions.find(({ loci }) => loci.GRCh38.position === position)?.hgvs
}

describe('allele definitions', () => {
  it.each([
    ['CYP2C9', '*1', 83],
    ['CYP2C9', '*2', 1],
    ['CYP2C19', '*38', 35],
    ['CYP2C19', '*1', 35],
    ['CYP2C19', '*2', 4],
    ['CYP2C19', '*17', 2],
    ['CYP2C19', '*4', 3],
    ['CYP2B6', '*1', 48],
    ['CYP2B6', '*6', 2],
    ['CYP2B6', '*18', 2],
    ['TPMT', '*1', 43],
    ['TPMT', '*3A', 2],
    ['NUDT15', '*1', 18],
    ['NUDT15', '*2', 2],
    ['SLCO1B1', '*1', 35],
    ['SLCO1B1', '*15', 2],
    ['SLCO1B1', '*45.001', 3],
    ['SLCO1B1', '*45.002', 3],
    ['UGT1A1', '*1', 4],
    ['UGT1A1', '*80+*28', 2],
    ['CYP3A4', '*37', 2],
    ['G6PD', 'B (reference)', 171],
    ['G6PD', 'A- 202A_376G', 2],
    ['CFTR', 'ivacaftor non-responsive CFTR sequence', 93],
    ['CYP2D6', '*1', 156],
    ['CYP2D6', '*4', 21],
  ])('%s %s has as many cells as the reference tool scores for it: %i', (symbol, name, cells) => {
    expect(alleleOf(symbol, name).cells.size).toBe(cells)
  })

  it('fill every cell of the reference allele, and of no extra position', () => {
    for (const { symbol, positions, alleles } of core) {
      const reference = alleles.find(allele => allele.isReference)
      const defining = positions.filter(position => position.role === 'defining').map(position => position.index)
      expect([symbol, [...(reference?.cells.keys() ?? [])]]).toEqual([symbol, defining])
    }
  })

  it('say CYP2C19 *1 is the GRCh38 sequence with rs3758581 G, which GRCh37 has by itself', () => {
    const star1 = cellsOf('CYP2C19', '*1')
    const star38 = cellsOf('CYP2C19', '*38')
    expect(star1).toEqual({ ...star38, rs3758581: 'G' })
    expect(star38['rs3758581']).toBe('A')
    const position = geneOf('CYP2C19').positions.find(({ rsid }) => rsid === 'rs3758581')
    expect(position?.loci).toMatchObject({ GRCh38: { ref: 'A', alts: ['G'] }, GRCh37: { ref: 'G', alts: ['A'] } })
  })

  it('keep both bases where an allele exists with and without a variant', () => {
    expect(cellsOf('CYP2C19', '*2')).toEqual({ rs12769205: 'G', rs58973490: 'A|G', rs4244285: 'A', rs3758581: 'G' })
    expect(cellsOf('CYP2B6', '*18')).toEqual({ rs2279343: 'A|G', rs28399499: 'C' })
    const twoCells = core.flatMap(({ symbol, alleles }) =>
      alleles
        .filter(({ matchable, cells }) => matchable && [...cells.values()].some(cell => cell.length > 1))
        .map(() => symbol),
    )
    expect(twoCells.filter(symbol => symbol !== 'CYP2D6')).toEqual([
      'CYP2B6',
      'CYP2C19',
      'CYP2C19',
      'CYP2C19',
      'CYP2C9',
    ])
  })

  it('match SLCO1B1 *45 by its two exact forms and report it by its own name', () => {
    expect(cellsOf('SLCO1B1', '*45.001')).toEqual({ rs2306283: 'A', rs4149056: 'T', rs71581941: 'T' })
    expect(cellsOf('SLCO1B1', '*45.002')).toEqual({ rs2306283: 'G', rs4149056: 'C', rs71581941: 'T' })
    expect(alleleOf('SLCO1B1', '*45.001')).toMatchObject({ core: '*45', matchable: true })
    expect(alleleOf('SLCO1B1', '*45')).toMatchObject({ matchable: false, function: 'No function' })
  })

  it('spell insertions and deletions as a VCF does', () => {
    const repeat = geneOf('UGT1A1').positions.find(({ rsid }) => rsid === 'rs3064744')
    expect(repeat?.loci.GRCh38).toEqual({
      position: 233760233,
      ref: 'CAT',
      alts: ['C', 'CATAT', 'CATATAT'],
      basis: 'source-row',
    })
    expect(repeat?.window?.sequence.slice(233760233 - (repeat.window.start ?? 0)).startsWith('CAT')).toBe(true)
    expect(
      geneOf('CYP3A5').positions.map(
        ({ loci }) => `${loci.GRCh38.position} ${loci.GRCh38.ref}>${loci.GRCh38.alts.join(',')}`,
      ),
    ).toContain('99652770 T>TA')
  })

  it('name positions by HGVS, on the mitochondrion too', () => {
    expect(named('CYP2C19', 94781859)).toBe('NC_000010.11:g.94781859G>A')
    expect(named('NUDT15', 48037782)).toBe('NC_000013.11:g.48037784GAGTCG[2]; g.48037784GAGTCG[4]')
    expect(named('MT-RNR1', 1555)).toBe('NC_012920.1:m.1555A>G')
  })

  it('merge two mitochondrial variants at one position into one position with two alternates', () => {
    expect(geneOf('MT-RNR1').positions.find(({ loci }) => loci.GRCh38.position === 807)?.loci.GRCh38).toMatchObject({
      ref: 'A',
      alts: ['C', 'G'],
    })
    expect(cellsOf('MT-RNR1', 'm.807A>G')).toEqual({ '807': 'G' })
  })

  it('never offer structural alleles to the matcher, and never multiply a copy number', () => {
    expect(alleleOf('CYP2D6', '*5')).toMatchObject({ matchable: false, activityValue: '0.0' })
    expect(alleleOf('CYP2D6', '*1x2')).toMatchObject({
      matchable: false,
      activityValue: '2.0',
      structural: { type: 'multiplication', base: '*1', copies: '2' },
    })
    expect(alleleOf('CYP2D6', '*1x≥3').activityValue).toBe('≥3.0')
    expect(alleleOf('CYP2D6', '*36 + *10')).toMatchObject({
      matchable: false,
      activityValue: '0.25',
      structural: { type: 'tandem', components: ['*36', '*10'] },
      provenance: { basis: 'inferred', reviewed: false },
    })
    const structural = core.flatMap(gene => gene.alleles).filter(allele => allele.structural !== undefined)
    expect(structural).toHaveLength(33 + 10)
    expect(structural.filter(allele => allele.matchable)).toEqual([])
  })

  it('keep alleles that were reclassified with both functions', () => {
    expect(alleleOf('TPMT', '*16')).toMatchObject({ function: 'No function', formerFunction: 'Uncertain function' })
    expect(core.flatMap(gene => gene.alleles).filter(allele => allele.formerFunction !== undefined)).toHaveLength(28)
  })

  it('mark what rests on inference or memory', () => {
    const unsure = core.flatMap(({ symbol, alleles }) =>
      alleles
        .filter(({ provenance }) => provenance.basis !== 'source-row')
        .map(({ name, provenance }) => `${symbol} ${name} ${provenance.basis}`),
    )
    expect(unsure.filter(text => !text.includes(' + '))).toEqual([
      'CYP2D6 *68x2 inferred',
      'HLA-B *13:01 curator-knowledge',
    ])
  })
})

describe('what is special about a gene', () => {
  it('is its calling rule', () => {
    expect(symbolsWhere(gene => gene.callingRule === 'lowest-function')).toEqual(['DPYD', 'RYR1'])
    expect(symbolsWhere(gene => gene.callingRule === 'outside-call-only')).toEqual(['HLA-A', 'HLA-B'])
    expect(symbolsWhere(gene => gene.needsCopyNumber)).toEqual(['CYP2D6'])
    expect(symbolsWhere(gene => gene.ploidy === 'x-linked')).toEqual(['G6PD'])
    expect(symbolsWhere(gene => gene.ploidy === 'mitochondrial')).toEqual(['MT-RNR1'])
  })

  it('is how it reads bases that no definition lists', () => {
    expect(symbolsWhere(gene => gene.undocumentedAsReference)).toEqual([
      'CACNA1S',
      'DPYD',
      'G6PD',
      'NUDT15',
      'RYR1',
      'TPMT',
    ])
  })

  it('is how it is labelled and looked up', () => {
    expect(symbolsWhere(gene => gene.labelStyle === 'variant')).toEqual(['CACNA1S', 'CFTR', 'DPYD', 'RYR1'])
    expect(symbolsWhere(gene => gene.lookupMethod === 'activity-score')).toEqual(['CYP2C9', 'CYP2D6', 'DPYD'])
    expect(symbolsWhere(gene => gene.lookupMethod === 'allele-status')).toEqual(['F2', 'HLA-A', 'HLA-B'])
    expect(symbolsWhere(gene => gene.lookupMethod === 'diplotype')).toEqual(['IFNL3'])
    expect(symbolsWhere(gene => gene.lookupMethod === 'none')).toEqual(['CYP4F2'])
  })

  it('S11 genes that also speak of disease risk are restricted', () => {
    expect(symbolsWhere(gene => gene.restricted)).toEqual(['CACNA1S', 'CFTR', 'F2', 'F5', 'RYR1'])
  })

  it('is what its published exceptions ask for', () => {
    const nat2 = geneOf('NAT2')
    expect(nat2.matching.required.map(index => nat2.positions[index]?.rsid)).toEqual([
      'rs1801279',
      'rs1801280',
      'rs1799930',
      'rs1208',
      'rs1799931',
    ])
    expect(nat2.matching.unphasedPriorities).toHaveLength(29)
    expect(nat2.matching.unphasedPriorities).toContainEqual({ among: ['*6/*40', '*7/*34'], pick: '*7/*34' })
    const slco1b1 = geneOf('SLCO1B1')
    const { fallback } = slco1b1.matching
    expect(fallback?.alleles).toEqual({ T: '*1', C: '*5' })
    expect(slco1b1.positions[fallback?.position ?? -1]?.rsid).toBe('rs4149056')
    const dpyd = geneOf('DPYD')
    const { linkedPair } = dpyd.matching
    expect(dpyd.positions[linkedPair?.causal ?? -1]?.rsid).toBe('rs75017182')
    expect(dpyd.positions[linkedPair?.tag ?? -1]?.rsid).toBe('rs56038477')
    expect(linkedPair).toMatchObject({ both: 'c.1129-5923C>G, c.1236G>A (HapB3)', causalOnly: 'c.1129-5923C>G' })
    expect(geneOf('UGT1A1').matching.noCombination).toEqual(['*80+*28', '*80+*37'])
    expect(geneOf('RYR1').matching.worstFunctions).toEqual(['Malignant Hyperthermia associated'])
    expect(
      geneOf('CYP2C9')
        .positions.filter(({ role }) => role === 'extra')
        .map(({ rsid }) => rsid),
    ).toEqual(['rs12777823'])
  })

  it('is which alleles every assay should include', () => {
    const tier1 = core.flatMap(({ symbol, alleles }) => alleles.filter(allele => allele.ampTier1).map(() => symbol))
    expect(tier1).toHaveLength(36)
    expect(new Set(tier1)).toEqual(
      new Set(['CYP2C19', 'CYP2C9', 'CYP2D6', 'CYP3A4', 'CYP3A5', 'DPYD', 'NUDT15', 'TPMT', 'VKORC1']),
    )
  })
})

describe('extended genes', () => {
  it('take as reference the allele that equals GRCh38', () => {
    expect(geneOf('UGT2B15').referenceAllele).toBe('*2')
    expect(cellsOf('UGT2B15', '*1')).toEqual({ rs1902023: 'C' })
    expect(geneOf('SULT1A1').referenceAllele).toBe('*3')
  })

  it('accept tag variants with either base, and either assembly’s base where the source does not state it', () => {
    expect(cellsOf('SULT1A1', '*2')).toEqual({ rs9282861: 'T', rs1126447: 'T|C', rs1126446: 'A|G' })
    expect(cellsOf('CYP1B1', '*4')).toMatchObject({ rs1056836: 'G|C' })
  })

  it('need copy number where deletions and duplications are common', () => {
    const symbols = [...knowledge.genes.values()].filter(gene => gene.tier === 'extended' && gene.needsCopyNumber)
    expect(symbols.map(gene => gene.symbol)).toEqual([
      'CYP2A6',
      'CYP2E1',
      'GSTM1',
      'GSTT1',
      'SLC22A2',
      'SULT1A1',
      'UGT1A4',
      'UGT2B15',
      'UGT2B17',
    ])
  })
})
