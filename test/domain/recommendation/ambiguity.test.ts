import { describe, expect, it } from 'vitest'
import { checkDrug } from '../../../src/domain/recommendation/check-drug.js'
import type { GenePhenotype } from '../../../src/domain/phenotype/gene-phenotype.js'
import { knowledge } from '../../knowledge/real-release.js'
import { actionsOf, ask, drugNamed, only, outcomeOf, phenotypesOf, rowsOf, withOthers } from './asking.js'

/** A file call that fits `best` and, worse supported, `others`. */
function fits(gene: string, best: readonly string[], others: readonly string[] = []): GenePhenotype {
  const [first, ...more] = best.map(diplotype => only(phenotypesOf({ [gene]: diplotype })))
  if (!first) throw new Error('no diplotype')
  const results = [first, ...more].flatMap(phenotype => phenotype.results)
  const missing = { ...first.call.completeness, positions: 3, assayed: 2, missing: [1] }
  const call = {
    ...first.call,
    origin: 'file',
    phased: false,
    effectivelyPhased: false,
    completeness: missing,
  } as const
  return withOthers(
    { ...first, call, results },
    others.map(diplotype => only(phenotypesOf({ [gene]: diplotype }))),
  )
}

const check = (drug: string, ...phenotypes: GenePhenotype[]) => checkDrug(drugNamed(drug), phenotypes, {}, knowledge)

describe('P3 ambiguity is carried, not hidden', () => {
  it('several best diplotypes with the same phenotype give one robust row with all of them', () => {
    const outcome = outcomeOf(
      check('mercaptopurine', fits('TPMT', ['*1/*3A', '*1/*3C']), ...phenotypesOf({ NUDT15: '*1/*1' })),
      'CPIC',
    )
    expect(outcome.robust).toBe(true)
    const row = only(rowsOf(outcome))
    const tpmt = only(row.results).find(({ gene }) => gene === 'TPMT')
    expect([tpmt?.result, ...(tpmt?.sameFor ?? [])].map(result => result?.diplotype?.name)).toEqual([
      '*1/*3A',
      '*1/*3C',
    ])
  })

  it('diplotypes that lead to different rows keep both rows and are not robust', () => {
    const outcome = outcomeOf(
      check('mercaptopurine', fits('TPMT', ['*1/*3A', '*3B/*3C']), ...phenotypesOf({ NUDT15: '*1/*1' })),
      'CPIC',
    )
    expect(outcome.robust).toBe(false)
    expect(rowsOf(outcome)).toHaveLength(2)
    expect(rowsOf(outcome).every(({ bestSupported }) => bestSupported)).toBe(true)
  })

  it('advice is also given for diplotypes that are less well supported, marked as such, and they take away robustness', () => {
    const outcome = outcomeOf(check('codeine', fits('CYP2D6', ['*1/*1'], ['*4/*4'])), 'CPIC')
    expect(outcome.type).toBe('Recommendation')
    expect(outcome.robust).toBe(false)
    expect(rowsOf(outcome).map(({ row, bestSupported }) => [row.actions[0], bestSupported])).toEqual([
      ['STANDARD_DOSING', true],
      ['AVOID', false],
    ])
    // The actions shown first are those of the best supported diplotype.
    expect(actionsOf(outcome)).toEqual(['STANDARD_DOSING'])
    expect(outcome.text.clinician).toContain('The data allow several results')
  })

  it('says what would settle it: phasing, and the positions that were not read', () => {
    const outcome = outcomeOf(check('clopidogrel', fits('CYP2C19', ['*1/*2'], ['*2/*2'])), 'DPWG')
    expect(outcome.robust).toBe(false)
    expect(outcome.wouldSettle[0]).toBe('phasing of CYP2C19')
    expect(outcome.wouldSettle[1]).toMatch(/^position chr10:\d+ of CYP2C19$/)
    const { whatWouldChange } = check('clopidogrel', fits('CYP2C19', ['*1/*2'], ['*2/*2']))
    expect(whatWouldChange.find(({ kind }) => kind === 'AMBIGUITY')).toMatchObject({ name: 'CYP2C19' })
  })

  it('a diplotype that no row speaks of takes away robustness as well', () => {
    const outcome = outcomeOf(check('codeine', fits('CYP2D6', ['*1/*1x≥3'], ['*1/*1'])), 'FDA', 'label')
    expect(outcome.type).toBe('Recommendation')
    expect(outcome.robust).toBe(false)
  })

  it('alleles that no table tells apart are one answer', () => {
    expect(ask('codeine', { CYP2D6: '*3/*4' }).robust).toBe(true)
  })

  it('thousands of possible results are too ambiguous to be answered, and that is said', () => {
    const many = (gene: string): GenePhenotype => {
      const one = fits(gene, ['*1/*1'])
      const [result] = one.results
      if (!result) throw new Error('no result')
      return {
        ...one,
        results: Array.from({ length: 70 }, (_, index) => ({ ...result, lookupKeys: [`made up ${index}`] })),
      }
    }
    const outcome = outcomeOf(check('amitriptyline', many('CYP2C19'), many('CYP2D6')), 'CPIC')
    expect(outcome).toMatchObject({
      type: 'NotCallable',
      robust: false,
      reasons: [{ reason: 'TOO_AMBIGUOUS' }, { reason: 'TOO_AMBIGUOUS' }],
    })
  })
})
