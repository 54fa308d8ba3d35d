import { describe, expect, it } from 'vitest'
import type { PatientFacts } from '../../../src/domain/history/patient-history.js'
import type { FactTest } from '../../../src/domain/knowledge.js'
import { evaluateFacts, type FactVerdict } from '../../../src/domain/recommendation/evaluate-facts.js'
import { knowledge } from '../../knowledge/real-release.js'
import { actionsOf, ask, only, outcomeOf, outcomesOf, rowsOf } from './asking.js'

describe('populations', () => {
  const poor = { CYP2C19: '*2/*2' }

  it('without the deciding fact all rows stand there, each with its population, and the fact is named', () => {
    const outcome = outcomeOf(ask('clopidogrel', poor), 'CPIC')
    expect(outcome.type).toBe('PopulationUndetermined')
    expect(
      rowsOf(outcome)
        .map(({ population }) => population)
        .toSorted(),
    ).toEqual(['CVI_ACS_PCI', 'CVI_NON_ACS_NON_PCI', 'NVI'])
    expect(outcome.wouldSettle).toEqual(['indication'])
    expect(ask('clopidogrel', poor).whatWouldChange).toContainEqual(
      expect.objectContaining({ kind: 'POPULATION', name: 'indication' }),
    )
  })

  it('a stated fact chooses', () => {
    const strengths = ['ACUTE_CORONARY_SYNDROME', 'STROKE'].map(indication => {
      const outcome = outcomeOf(ask('clopidogrel', poor, { indication }), 'CPIC')
      expect(outcome.type).toBe('Recommendation')
      return only(rowsOf(outcome)).population
    })
    expect(strengths).toEqual(['CVI_ACS_PCI', 'NVI'])
  })

  it('age chooses between adults and children', () => {
    const rows = (ageYears: number) =>
      rowsOf(outcomeOf(ask('atomoxetine', { CYP2D6: '*1/*4' }, { ageYears }), 'CPIC')).map(
        ({ population }) => population,
      )
    expect(rows(17.9)).toEqual(['PEDIATRICS'])
    expect(rows(18)).toEqual(['ADULTS'])
  })

  it('rows that say the same for everyone need no fact', () => {
    const outcome = outcomeOf(ask('voriconazole', { CYP2C19: '*1/*1' }), 'CPIC')
    expect(new Set(rowsOf(outcome).map(({ population }) => population))).toEqual(new Set(['ADULTS', 'PEDIATRICS']))
    expect(outcome.type).not.toBe('PopulationUndetermined')
  })

  it('a guideline for other people only has no row for this person', () => {
    const outcome = outcomeOf(ask('efavirenz', { CYP2B6: '*6/*6' }, { ageYears: 5, weightKg: 18 }), 'CPIC')
    expect(outcome).toMatchObject({ type: 'GuidelineWithoutRow', reasons: [{ reason: 'NO_ROW_FOR_THIS_POPULATION' }] })
  })

  it('earlier use without a skin reaction changes what is said of carbamazepine', () => {
    const stated = { 'HLA-B': { phenotype: '*15:02 positive' }, 'HLA-A': { phenotype: '*31:01 negative' } }
    const naive = outcomeOf(ask('carbamazepine', stated, { priorUse: 'NONE', alternativeAvailable: true }), 'CPIC')
    const user = outcomeOf(ask('carbamazepine', stated, { priorUse: 'OVER_3_MONTHS_WITHOUT_REACTION' }), 'CPIC')
    expect(actionsOf(naive)).toContain('AVOID')
    expect(actionsOf(user)).toEqual(['STANDARD_DOSING'])
  })

  it('says of a condition that the stated facts decide whether it holds', () => {
    const fda = (ageYears?: number) =>
      outcomesOf(ask('codeine', { CYP2D6: '*1/*1x≥3' }, ageYears === undefined ? {} : { ageYears }), 'FDA')
    const holds = (ageYears?: number) =>
      fda(ageYears)
        .flatMap(rowsOf)
        .flatMap(({ statedActions }) => statedActions)
        .filter(({ when }) => when.includes('AGE_UNDER_12_YEARS'))
        .map(({ holds: verdict }) => verdict)
    expect(holds(8)).not.toHaveLength(0)
    expect(new Set(holds(8))).toEqual(new Set([true]))
    expect(holds()).toContain(undefined)
  })

  it('every population of the data is decided by facts, none by its name', () => {
    for (const population of knowledge.populations.values()) expect(population.test, population.code).toBeDefined()
  })
})

describe('facts are three-valued', () => {
  const adult = { fact: 'ageYears', atLeast: 18 }
  const heavy = { fact: 'weightKg', above: 40 }

  it.each<[FactTest, PatientFacts, FactVerdict]>([
    [{ any: [adult, heavy] }, { ageYears: 30 }, { verdict: 'holds' }],
    [{ any: [adult, heavy] }, { ageYears: 3 }, { verdict: 'unknown', missing: ['weightKg'] }],
    [{ any: [adult, heavy] }, { ageYears: 3, weightKg: 40 }, { verdict: 'fails' }],
    [{ all: [adult, heavy] }, { ageYears: 3 }, { verdict: 'fails' }],
    [{ all: [adult, heavy] }, { ageYears: 30 }, { verdict: 'unknown', missing: ['weightKg'] }],
    [{ fact: 'indication', atLeast: 18 }, { indication: 'thirty' }, { verdict: 'fails' }],
    [{ fact: 'treatmentNaive', oneOf: [true] }, { treatmentNaive: false }, { verdict: 'fails' }],
  ])('%j with %j', (test, facts, verdict) => {
    expect(evaluateFacts(test, facts)).toEqual(verdict)
  })
})
