import { describe, expect, it } from 'vitest'
import { knowledge } from './real-release.js'

const drugs = [...knowledge.drugs.values()]

describe('the drugs of the release', () => {
  const listed = drugs.filter(({ provenance }) => provenance.basis === 'source-row')

  it('are as many as their source lists, two doubled entries merged', () => {
    const having = (test: (drug: (typeof drugs)[number]) => unknown) => listed.filter(test).length
    expect({
      drugs: listed.length,
      rxnorm: having(({ rxnorm }) => rxnorm),
      atc: having(({ atc }) => atc.length > 0),
      clinpgx: having(({ clinpgxId }) => clinpgxId),
      brands: listed.reduce((sum, { brands }) => sum + brands.length, 0),
      pairs: listed.reduce((sum, { pairs }) => sum + pairs.length, 0),
      levelA: having(({ cpicLevel }) => cpicLevel === 'A'),
      combinations: having(({ ingredients }) => ingredients.length > 0),
    }).toEqual({
      drugs: 332,
      rxnorm: 309,
      atc: 274,
      clinpgx: 297,
      brands: 455,
      pairs: 518,
      levelA: 79,
      combinations: 12,
    })
  })

  it('beside them stand drugs that only options speak of, known from a curator’s memory and marked so', () => {
    const others = drugs.filter(drug => !listed.includes(drug))
    const isDescribed = (name: string) => knowledge.options?.drugFacts.has(name) === true
    expect(others).toHaveLength(107)
    for (const { name, provenance, pairs, ingredients } of others) {
      expect(provenance, name).toEqual({ source: 'sextant', basis: 'curator-knowledge', reviewed: false })
      expect(pairs, name).toEqual([])
      expect(knowledge.guidelines.has(name), name).toBe(false)
      expect(isDescribed(name) || (ingredients.length > 1 && ingredients.every(isDescribed)), name).toBe(true)
    }
  })

  it('every drug with guidance has an id by which others know it, but for four new or mixed products', () => {
    const nameless = [...knowledge.guidelines.keys()].filter(name => {
      const drug = knowledge.drugs.get(name)
      return drug?.rxnorm === undefined && drug?.clinpgxId === undefined
    })
    expect(nameless.length).toBeLessThanOrEqual(4)
  })

  it('every drug with CPIC level A and a final pair has guidance of CPIC, but for those whose genes carry no rows', () => {
    const without = drugs
      .filter(({ pairs }) => pairs.some(pair => pair.cpicLevel === 'A' && pair.cpicStatus === 'Final'))
      .filter(({ name }) => !knowledge.guidelines.get(name)?.some(({ source }) => source === 'CPIC'))
    expect(without.map(({ name }) => name)).toEqual([])
  })

  it('ATC codes stand apart, under their own licence', () => {
    expect(knowledge.sources.get('who-atc')?.licence).toMatch(/WHO/)
  })
})

describe('the inhibitors and inducers of the release', () => {
  const rows = [...knowledge.interactions.values()].flat()

  it('are as many as their source lists, per gene', () => {
    expect(Object.fromEntries([...knowledge.interactions].map(([gene, list]) => [gene, list.length]))).toEqual({
      ABCG2: 25,
      CYP1A2: 20,
      CYP2B6: 13,
      CYP2C19: 21,
      CYP2C8: 13,
      CYP2C9: 21,
      CYP2D6: 44,
      CYP3A4: 113,
      DPYD: 4,
      SLCO1B1: 16,
      TPMT: 3,
      UGT1A1: 14,
      XDH: 2,
    })
    expect(rows.filter(({ role }) => role === 'inducer')).toHaveLength(75)
  })

  it('carry a factor only for the gene whose guidelines state one, and only where the class can be cited', () => {
    const factors = rows.filter(({ factor }) => factor !== undefined)
    expect(new Set(factors.map(({ gene }) => gene))).toEqual(new Set(['CYP2D6']))
    expect([0, 0.5, 1].map(value => factors.filter(({ factor }) => factor === value).length)).toEqual([5, 7, 16])
    for (const { citations, provenance } of factors) {
      expect(citations).not.toHaveLength(0)
      expect(provenance.basis).toBe('source-row')
    }
  })

  it('mark what rests on memory: classes and RxNorm ids', () => {
    expect(rows.filter(({ provenance }) => provenance.basis === 'curator-knowledge')).toHaveLength(46)
    expect(
      rows.filter(({ rxnorm, rxnormProvenance }) => rxnorm && rxnormProvenance.basis === 'curator-knowledge'),
    ).toHaveLength(99)
  })

  it('link to no copy of a work that may not be copied', () => {
    const links = rows.flatMap(({ citations }) => citations.flatMap(({ url }) => url ?? []))
    expect([...new Set(links.map(link => new URL(link).hostname))].toSorted()).toEqual([
      'pmc.ncbi.nlm.nih.gov',
      'www.fda.gov',
    ])
  })
})
