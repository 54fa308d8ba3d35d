import { describe, expect, it } from 'vitest'

import type { Knowledge } from '../../src/domain/knowledge.js'
import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { sealRelease } from '../../src/knowledge/seal-release.js'
import { withoutUnreviewed } from '../../src/knowledge/without-unreviewed.js'
import { knowledge } from './real-release.js'
import { change, type Json, smallRelease } from './small-release.js'

const sourced = withoutUnreviewed(knowledge)

/** Every provenance a release holds, wherever it stands. */
function bases({
  genes,
  drugs,
  guidelines,
  algorithms,
  interactions,
  phenoconversion,
  options,
}: Knowledge): Record<string, number> {
  const rows = {
    meaning: [...genes.values()].flatMap(gene =>
      gene.alleles.filter(allele => allele.function ?? allele.activityValue).map(allele => allele.provenance),
    ),
    tables: [...genes.values()].map(gene => gene.phenotypes.provenance),
    brands: [...drugs.values()].flatMap(drug => drug.brands.map(brand => brand.provenance)),
    drugIds: [...drugs.values()].flatMap(drug => (drug.rxnorm ? drug.rxnormProvenance : [])),
    guidelineRows: [...guidelines.values()].flat(2).flatMap(({ rows: own }) => own.map(row => row.provenance)),
    algorithms: [...algorithms.values()].map(algorithm => algorithm.provenance),
    interactions: [...interactions.values()].flat().map(row => row.provenance),
    interactionIds: [...interactions.values()].flat().flatMap(row => (row.rxnorm ? row.rxnormProvenance : [])),
    rules: [...phenoconversion.values()].flatMap(rule => [rule.provenance, rule.windowProvenance]),
    indications: [...(options?.indications.values() ?? [])].map(indication => indication.provenance),
    drugFacts: [...(options?.drugFacts.values() ?? [])].map(facts => facts.provenance),
  }
  return Object.fromEntries(
    Object.entries(rows).map(([name, list]) => [
      name,
      list.filter(({ basis, reviewed }) => basis === 'curator-knowledge' && !reviewed).length,
    ]),
  )
}

describe('a release without what rests on a curator’s memory', () => {
  it('holds no such row, wherever it stood', () => {
    expect(bases(knowledge)).toEqual({
      meaning: 0,
      tables: 0,
      brands: 232,
      drugIds: 19,
      guidelineRows: 8,
      algorithms: 0,
      interactions: 46,
      interactionIds: 99,
      rules: 1,
      indications: 30,
      drugFacts: 235,
    })
    expect(Object.values(bases(sourced)).every(count => count === 0)).toBe(true)
  })

  it('keeps all the rest as it was', () => {
    expect(sourced.genes).toEqual(knowledge.genes)
    expect([...sourced.drugs.keys()]).toEqual([...knowledge.drugs.keys()])
    const rows = ({ guidelines }: Knowledge) => [...guidelines.values()].flat().flatMap(guideline => guideline.rows)
    expect(rows(sourced)).toEqual(rows(knowledge).filter(row => row.provenance.basis !== 'curator-knowledge'))
  })

  it('says by its version that the same files give other answers', () => {
    expect(sourced.version).toBe(`${knowledge.version}-sourced`)
  })

  it('still knows that a guideline exists whose rows it does not keep', () => {
    const [ribavirin] = sourced.guidelines.get('ribavirin') ?? []
    expect(ribavirin).toMatchObject({ source: 'CPIC', id: 'PA166110235', rows: [] })
    expect(knowledge.guidelines.get('ribavirin')?.[0]?.rows).toHaveLength(2)
  })

  it('computes no dose by an algorithm that rests on memory', () => {
    const fromMemory = [...knowledge.algorithms].map(([id, algorithm]) => {
      return [id, { ...algorithm, provenance: { ...algorithm.provenance, basis: 'curator-knowledge' } }] as const
    })
    const without = withoutUnreviewed({ ...knowledge, algorithms: new Map(fromMemory) })
    expect(without.algorithms.size).toBe(0)
    expect(without.guidelines.get('warfarin')?.[0]?.algorithm).toBeUndefined()
    expect(sourced.guidelines.get('warfarin')?.[0]?.algorithm).toBe('CPIC_WARFARIN_2017')
  })

  it('P7 gives no inhibitor a factor whose rule it does not keep, so that its caution is not silenced', () => {
    const rows = [...sourced.interactions.values()].flat()
    expect(sourced.phenoconversion.size).toBe(0)
    expect(rows.filter(row => row.factor !== undefined)).toEqual([])
    expect(rows).toHaveLength(309 - 46)
  })

  it('keeps an allele’s definition and takes its meaning', async () => {
    const folder = smallRelease()
    const star10 = (json: Json) => json.alleles.find((row: Json) => row.name === '*10')
    change(folder, 'genes/CYP2D6/alleles.json', json =>
      Object.assign(star10(json), { basis: 'curator-knowledge', reviewed: false, source: 'sextant' }),
    )
    sealRelease(folder)
    const find = (release: Knowledge) => release.genes.get('CYP2D6')?.alleles.find(({ name }) => name === '*10')
    const before = await loadKnowledge([folder])
    const after = find(withoutUnreviewed(before))
    expect(find(before)).toMatchObject({ function: 'Decreased function', activityValue: '0.25' })
    expect(after?.cells).toEqual(find(before)?.cells)
    expect([after?.function, after?.activityValue, after?.matchable]).toEqual([undefined, undefined, true])
  })

  it('keeps such rows once they were compared with a source', async () => {
    const folder = smallRelease()
    change(folder, 'genes/CYP2D6/alleles.json', json =>
      Object.assign(json.alleles[1], { basis: 'curator-knowledge', reviewed: true }),
    )
    sealRelease(folder)
    const before = await loadKnowledge([folder])
    expect(withoutUnreviewed(before).genes).toEqual(before.genes)
  })
})
