import { describe, expect, it } from 'vitest'
import { DomainError } from '../../src/domain/errors.js'
import { phenotypesFromStated } from '../../src/domain/phenotypes-from-stated.js'
import { checkDrug } from '../../src/domain/recommendation/check-drug.js'
import { knowledge } from '../knowledge/real-release.js'
import { drugNamed, only, outcomeOf, rowsOf } from './recommendation/asking.js'

const stated = (...results: Parameters<typeof phenotypesFromStated>[0]) => phenotypesFromStated(results, knowledge)

describe('stated results, with no patient at all', () => {
  it('a diplotype, a phenotype or a score each give what guidelines are asked for', () => {
    const keys = (result: Omit<Parameters<typeof phenotypesFromStated>[0][number], 'gene'>) =>
      only(stated({ gene: 'CYP2D6', ...result })).results.map(({ lookupKeys }) => lookupKeys)
    expect(keys({ diplotype: '*1/*4' })).toEqual([['1.0']])
    expect(keys({ activityScore: '1' })).toEqual([['1.0']])
    expect(keys({ phenotype: 'Poor Metabolizer' })).toEqual([['0.0']])
    expect(keys({ phenotype: 'intermediate metaboliser' })).toEqual([['0.25', '0.5', '0.75', '1.0']])
  })

  it('several results of one gene are alternatives, and the answer is given for each', () => {
    const phenotypes = stated({ gene: 'CYP2D6', diplotype: '*1/*1' }, { gene: 'CYP2D6', diplotype: '*4/*4' })
    const outcome = outcomeOf(checkDrug(drugNamed('codeine'), phenotypes, {}, knowledge), 'CPIC')
    expect(rowsOf(outcome)).toHaveLength(2)
    expect(outcome.robust).toBe(false)
    expect(outcome.wouldSettle).toEqual(['diplotype of CYP2D6'])
  })

  it.each([
    ['an allele that does not exist', { diplotype: '*1/*999' }],
    ['three alleles', { diplotype: '*1/*2/*4' }],
    ['a phenotype that is not the field’s', { phenotype: 'slow acetylator' }],
    ['a score that is none', { activityScore: 'high' }],
  ])('%s is refused for that gene, with the reason, and others are answered', (_, result) => {
    const phenotypes = stated({ gene: 'CYP2D6', ...result }, { gene: 'CYP2C19', diplotype: '*2/*2' })
    expect(phenotypes[0]?.call).toMatchObject({ status: 'not-called', reason: 'OUTSIDE_CALL_REFUSED' })
    expect(phenotypes[0]?.call.outside?.[0]?.refused).toBeDefined()
    const outcome = outcomeOf(checkDrug(drugNamed('codeine'), phenotypes, {}, knowledge), 'CPIC')
    expect(outcome).toMatchObject({
      type: 'NotCallable',
      reasons: [{ gene: 'CYP2D6', reason: 'OUTSIDE_CALL_REFUSED' }],
    })
    expect(outcomeOf(checkDrug(drugNamed('omeprazole'), phenotypes, {}, knowledge), 'CPIC').type).toBe('Recommendation')
  })

  it('a gene without data is an error with its code', () => {
    expect(() => stated({ gene: 'ABC1', diplotype: '*1/*1' })).toThrow(DomainError)
    expect(() => stated({ gene: 'ABC1', diplotype: '*1/*1' })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_GENE' }),
    )
  })
})
