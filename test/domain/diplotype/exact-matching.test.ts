import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileAlleleTable } from '../../../src/domain/diplotype/allele-table.js'
import { matchExactly } from '../../../src/domain/diplotype/exact-matching.js'
import { compareNames } from '../../../src/domain/diplotype/name-order.js'
import { geneGenotype } from '../../../src/domain/genotype/gene-genotype.js'
import type { PositionEvidence } from '../../../src/domain/genotype/evidence.js'
import type { Gene } from '../../../src/domain/knowledge.js'
import { geneOf, knowledge } from '../../knowledge/real-release.js'
import { NOT_ASSAYED } from '../../support/a-sample.js'
import { enumerateDiplotypes } from '../../support/enumerate-diplotypes.js'
import { someGene } from '../../support/some-knowledge.js'

function matched(gene: Gene, evidence: readonly PositionEvidence[]): ReadonlyMap<string, number> {
  const candidates = matchExactly(compileAlleleTable(gene), geneGenotype(gene, evidence, false)) ?? []
  return new Map(
    candidates.map(({ first, second, score }) => [
      [first, second].flatMap(entry => entry?.allele.name ?? []).join('/'),
      score,
    ]),
  )
}

/** The enumeration names pairs in the order of the definitions, the matcher in name order. */
function inNameOrder(pairs: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...pairs]
    .map(([name, score]) => [name.split('/').toSorted(compareNames).join('/'), score] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** Half of the sites that vary are phased, some of them in phase sets, some are missing. */
const site = fc.record({
  kind: fc.constantFrom('reference', 'reference', 'het', 'het', 'hom', 'missing'),
  first: fc.nat(2),
  second: fc.nat(2),
  phase: fc.constantFrom('/', '|', '1', '2'),
})

type SiteDraw = typeof site extends fc.Arbitrary<infer T> ? T : never

function evidenceFrom(bases: readonly string[], draw: SiteDraw, mostHets: { left: number }): PositionEvidence {
  const [ref = ''] = bases
  const base = (index: number): string => bases[index % bases.length] ?? ref
  if (draw.kind === 'missing') return NOT_ASSAYED
  const pair =
    draw.kind === 'reference'
      ? [ref, ref]
      : draw.kind === 'hom'
        ? [base(draw.first), base(draw.first)]
        : [base(draw.first), base(draw.second)]
  const isHet = pair[0] !== pair[1]
  if (isHet && mostHets.left-- <= 0) return { state: 'reference', slots: [ref, ref], phased: false }
  const phased = draw.phase !== '/'
  const phaseSet = draw.phase === '1' || draw.phase === '2' ? { phaseSet: draw.phase } : {}
  return { state: 'variant', slots: pair, phased, ...phaseSet }
}

/** A gene of a few positions whose alleles are drawn cell by cell; open cells list two bases. */
const anyGene: fc.Arbitrary<Gene> = fc
  .record({
    positions: fc.integer({ min: 1, max: 6 }),
    cells: fc.array(fc.array(fc.constantFrom('', '', 'A', 'G', 'T', 'A|G', 'G|T'), { minLength: 6, maxLength: 6 }), {
      minLength: 1,
      maxLength: 7,
    }),
    openReference: fc.boolean(),
  })
  .map(({ positions, cells, openReference }) => {
    const gene = someGene({
      symbol: 'ANY',
      positions: Array.from({ length: positions }, (_, index) => `${100 + index} A>G,T`),
    })
    const allele = (name: string, isReference: boolean, row: readonly string[]): Gene['alleles'][number] => ({
      name,
      isReference,
      matchable: true,
      cells: new Map(
        row.slice(0, positions).flatMap((cell, index) => (cell === '' ? [] : [[index, cell.split('|')] as const])),
      ),
      ampTier1: false,
      provenance: gene.provenance,
    })
    const reference = Array.from({ length: positions }, (_, index) => (openReference && index === 0 ? 'A|G' : 'A'))
    return {
      ...gene,
      referenceAllele: '*1',
      alleles: [allele('*1', true, reference), ...cells.map((row, index) => allele(`*${index + 2}`, false, row))],
    }
  })

describe('matching without enumeration', () => {
  test('gives the pairs and scores of the enumeration of all chromosomes, for any definitions and genotypes', () => {
    fc.assert(
      fc.property(anyGene, fc.array(site, { minLength: 6, maxLength: 6 }), (gene, draws) => {
        const budget = { left: 8 }
        const evidence = gene.positions.map((_, index) =>
          evidenceFrom(['A', 'G', 'T'], draws[index] ?? neverDrawn(), budget),
        )
        const genotype = geneGenotype(gene, evidence, false)
        expect(inNameOrder(matched(gene, evidence))).toEqual(inNameOrder(enumerateDiplotypes(gene, genotype)))
      }),
      { numRuns: 600 },
    )
  })

  test.each(
    [...knowledge.genes.values()]
      .filter(({ tier, alleles }) => tier === 'core' && alleles.some(allele => allele.matchable))
      .map(({ symbol }) => symbol),
  )('gives them for %s as it is defined', symbol => {
    const gene = geneOf(symbol)
    const draws = fc.array(site, { minLength: gene.positions.length, maxLength: gene.positions.length })
    const alleles = fc.array(fc.nat(gene.alleles.length - 1), { minLength: 2, maxLength: 2 })
    fc.assert(
      fc.property(draws, alleles, fc.nat(9), (drawn, picked, noise) => {
        const budget = { left: 7 }
        const strands = picked.map(index => gene.alleles[index]?.cells)
        const evidence = gene.positions.map((position, index) => {
          const { ref, alts } = position.loci.GRCh38
          const draw = drawn[index] ?? neverDrawn()
          if (position.role === 'extra') return NOT_ASSAYED
          // Mostly a pair of real alleles, so that something matches; a little noise beside it.
          if (draw.first + draw.second > 2 && noise === 0) return evidenceFrom([ref, ...alts], draw, budget)
          if (draw.kind === 'missing' && noise < 3) return NOT_ASSAYED
          const slots = strands.map(cells => cells?.get(index)?.[draw.first % 2] ?? cells?.get(index)?.[0] ?? ref)
          const isHet = slots[0] !== slots[1]
          if (isHet && budget.left-- <= 0) return NOT_ASSAYED
          return { state: 'variant' as const, slots, phased: noise % 2 === 0 }
        })
        const haploid =
          gene.ploidy === 'mitochondrial' ? evidence.map(one => ({ ...one, slots: one.slots.slice(0, 1) })) : evidence
        const genotype = geneGenotype(gene, haploid, false)
        expect(inNameOrder(matched(gene, haploid))).toEqual(inNameOrder(enumerateDiplotypes(gene, genotype)))
      }),
      { numRuns: gene.positions.length > 100 ? 15 : 40 },
    )
  })

  test('lists each pair once, so that names and scores are all there is to compare', () => {
    const gene = geneOf('CYP2B6')
    const evidence = gene.positions.map((position): PositionEvidence => {
      const { ref, alts } = position.loci.GRCh38
      return { state: 'variant', slots: [ref, alts[0] ?? ref], phased: false }
    })
    const names = (matchExactly(compileAlleleTable(gene), geneGenotype(gene, evidence, false)) ?? []).map(
      ({ first, second }) => `${first.allele.name}/${second?.allele.name}`,
    )
    expect(new Set(names).size).toBe(names.length)
  })

  test('says that a sample is too ambiguous instead of listing more pairs than anyone can use', () => {
    const base = someGene({ symbol: 'ANY', positions: ['100 A>G', '101 A>G'] })
    const open = ['A', 'G']
    const gene: Gene = {
      ...base,
      alleles: Array.from({ length: 300 }, (_, index) => ({
        name: `*${index + 1}`,
        isReference: index === 0,
        matchable: true,
        cells: new Map([
          [0, open],
          [1, open],
        ]),
        ampTier1: false,
        provenance: base.provenance,
      })),
    }
    const het: PositionEvidence = { state: 'variant', slots: ['A', 'G'], phased: false }
    expect(matchExactly(compileAlleleTable(gene), geneGenotype(gene, [het, het], false))).toBeUndefined()
  })
})

function neverDrawn(): never {
  throw new Error('one draw per position')
}
