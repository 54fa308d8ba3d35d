import { describe, expect, it } from 'vitest'
import { drugsToCheck, findDrugs, resolveDrug } from '../../../src/domain/recommendation/find-drugs.js'
import { knowledge } from '../../knowledge/real-release.js'
import { drugNamed } from './asking.js'

const names = (text: string) => findDrugs(text, knowledge).map(({ drug }) => drug.name)

describe('finding a drug', () => {
  it.each([
    ['codeine', 'codeine', 'GENERIC_NAME'],
    ['  Codeine ', 'codeine', 'GENERIC_NAME'],
    ['2670', 'codeine', 'RXNORM'],
    ['Plavix', 'clopidogrel', 'BRAND'],
    ['suxamethonium', 'succinylcholine', 'SYNONYM'],
    ['glibenclamide', 'glyburide', 'SYNONYM'],
    ['5-FU', 'fluorouracil', 'SYNONYM'],
  ])('%s is %s by its %s', (text, drug, matched) => {
    expect(resolveDrug(text, knowledge)).toMatchObject({ kind: 'drug', drug: { name: drug }, matched })
  })

  it.each([
    ['clopidogril', 'clopidogrel'],
    ['codiene', 'codeine'],
    ['warfrin', 'warfarin'],
    ['simvastatine', 'simvastatin'],
    ['escitalopran', 'escitalopram'],
  ])('a misspelt name gives candidates with their likeness, never an answer: %s', (text, first) => {
    const resolved = resolveDrug(text, knowledge)
    if (resolved.kind !== 'candidates') throw new Error('was guessed')
    expect(resolved.candidates[0]).toMatchObject({ drug: { name: first }, matched: 'SIMILAR' })
    expect(resolved.candidates[0]?.similarity).toBeGreaterThan(0.7)
    expect(resolved.candidates[0]?.similarity).toBeLessThan(1)
  })

  it('the beginning of a name finds the names that begin so', () => {
    expect(names('amit')).toContain('amitriptyline')
    expect(names('peginterferon')).toEqual(expect.arrayContaining(['peginterferon alfa-2a', 'peginterferon alfa-2b']))
  })

  it('a brand of two drugs is two candidates', () => {
    const resolved = resolveDrug('Firdapse', knowledge)
    expect(resolved.kind).toBe('candidates')
    expect(names('Firdapse').slice(0, 2)).toEqual(['amifampridine', 'amifampridine phosphate'])
  })

  it('what resembles nothing finds nothing, and numbers are never corrected', () => {
    expect(findDrugs('xyzzy', knowledge)).toEqual([])
    expect(findDrugs('', knowledge)).toEqual([])
    expect(findDrugs('2671', knowledge)).toEqual([])
  })

  it('a combination product is asked as itself where sources speak of it, and by its ingredients', () => {
    const checked = (name: string) => drugsToCheck(drugNamed(name), knowledge).map(drug => drug.name)
    expect(checked('fluoxetine / olanzapine')).toEqual(['fluoxetine / olanzapine', 'fluoxetine', 'olanzapine'])
    expect(checked('fluticasone/salmeterol')).toEqual(['salmeterol'])
    expect(checked('codeine')).toEqual(['codeine'])
  })

  it('P2 the brand of a combination stands for all that it holds, or for nothing, never for one drug of it', () => {
    const checked = (text: string) => {
      const named = resolveDrug(text, knowledge)
      return named.kind === 'drug' ? drugsToCheck(named.drug, knowledge).map(drug => drug.name) : named.kind
    }
    expect(checked('Percocet')).toEqual(['acetaminophen', 'oxycodone'])
    expect(checked('atripla')).toEqual(['efavirenz', 'emtricitabine', 'tenofovir'])
    const mixtures = [...knowledge.drugs.values()].flatMap(({ brands }) => brands.filter(brand => brand.combination))
    expect(mixtures.length).toBeGreaterThan(150)
    expect(mixtures.filter(({ name }) => checked(name) !== 'candidates').map(({ name }) => name)).toEqual([])
  })

  it('no RxNorm id stands for two drugs', () => {
    const ids = [...knowledge.drugs.values()].flatMap(drug => drug.rxnorm ?? [])
    expect(new Set(ids).size).toBe(ids.length)
  })
})
