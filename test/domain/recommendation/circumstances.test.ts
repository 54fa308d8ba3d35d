import { describe, expect, it } from 'vitest'
import { advise } from '../../../src/domain/advise.js'
import type { PatientFacts } from '../../../src/domain/history/patient-history.js'
import { phenotypesFromStated } from '../../../src/domain/phenotypes-from-stated.js'
import { knownFacts } from '../../../src/domain/recommendation/known-facts.js'
import type { Source } from '../../../src/domain/knowledge.js'
import { knowledge } from '../../knowledge/real-release.js'
import { actionsOf, ask, drugNamed, only, outcomeOf, outcomesOf, rowsOf, type Stated } from './asking.js'

/** What one source's only row says of a circumstance. */
function circumstance(drug: string, stated: Stated, source: Source, code: string, facts: PatientFacts = {}) {
  const row = only(rowsOf(outcomeOf(ask(drug, stated, facts), source)))
  return only(row.circumstances.filter(each => each.code === code))
}

describe('circumstances of a row', () => {
  const intermediate = { CYP2C19: '*1/*2' }

  it('are undecided without the fact, which is named with what it could lead to', () => {
    const advice = ask('clopidogrel', intermediate)
    const { statedActions } = only(rowsOf(outcomeOf(advice, 'DPWG')))
    expect(statedActions).toContainEqual(
      expect.objectContaining({ action: 'ALTERNATIVE_DRUG', holds: undefined, waitsFor: ['indication'] }),
    )
    expect(advice.whatWouldChange).toContainEqual(
      expect.objectContaining({
        kind: 'CIRCUMSTANCE',
        name: 'indication',
        couldLeadTo: expect.arrayContaining(['ALTERNATIVE_DRUG']),
      }),
    )
  })

  it.each<[string, readonly string[]]>([
    ['STROKE', ['ALTERNATIVE_DRUG', 'DOSE_INCREASE']],
    ['PERIPHERAL_ARTERIAL_DISEASE', ['STANDARD_DOSING']],
    // A coronary syndrome may or may not be treated with a stent: nobody guesses.
    ['ACUTE_CORONARY_SYNDROME', ['ALTERNATIVE_DRUG', 'DOSE_INCREASE']],
  ])('for %s leave the actions %j', (indication, actions) => {
    expect(actionsOf(outcomeOf(ask('clopidogrel', intermediate, { indication }), 'DPWG'))).toEqual(actions)
  })

  it('stay undecided by a code that is too broad', () => {
    const code = 'PERCUTANEOUS_CORONARY_INTERVENTION_STROKE_OR_TIA'
    const decided = (indication: string) => circumstance('clopidogrel', intermediate, 'DPWG', code, { indication })
    expect(decided('STROKE')).toEqual({ code, holds: true, waitsFor: [] })
    expect(decided('OTHER_CARDIOVASCULAR')).toEqual({ code, holds: false, waitsFor: [] })
    expect(decided('ACUTE_CORONARY_SYNDROME')).toEqual({ code, waitsFor: ['indication'] })
  })

  it('that a judgement alone decides wait for nothing', () => {
    const code = 'EXTRAORDINARY_CIRCUMSTANCES_WHERE_BENEFIT_OUTWEIGHS_RISK'
    const susceptible = { RYR1: { phenotype: 'Malignant Hyperthermia Susceptibility' } }
    expect(circumstance('desflurane', susceptible, 'CPIC', code)).toEqual({ code, waitsFor: [] })
  })

  it('a cough needs no change where pain does', () => {
    const codeine = (indication: string) => outcomeOf(ask('codeine', { CYP2D6: '*4/*4' }, { indication }), 'DPWG')
    expect(actionsOf(codeine('COUGH'))).toEqual(['STANDARD_DOSING'])
    expect(actionsOf(codeine('PAIN'))).toEqual(['ALTERNATIVE_DRUG', 'MONITOR'])
  })

  it('a row for children only recommends nothing to an adult, and stays to be seen', () => {
    const table = (ageYears: number) =>
      outcomesOf(ask('codeine', { CYP2D6: '*1/*1x≥3' }, { ageYears }), 'FDA', 'association').find(
        ({ guideline }) => guideline?.id === 'PA166329561',
      )
    expect(table(8)).toMatchObject({ type: 'Recommendation', actions: ['CONTRAINDICATED'] })
    const adult = table(40)
    expect(adult).toMatchObject({ type: 'Recommendation', actions: ['NO_RECOMMENDATION'] })
    expect(adult && only(rowsOf(adult)).statedActions).toMatchObject([{ action: 'CONTRAINDICATED', holds: false }])
  })

  it('the result of another gene decides, and without one it is what is missing', () => {
    const code = 'ALSO_NUDT15_IM_OR_PM'
    const azathioprine = (nudt15?: string) => {
      const stated: Stated = { TPMT: '*1/*3A', ...(nudt15 === undefined ? {} : { NUDT15: nudt15 }) }
      const rows = outcomesOf(ask('azathioprine', stated), 'DPWG').flatMap(rowsOf)
      return only(rows.flatMap(({ circumstances }) => circumstances).filter(each => each.code === code))
    }
    expect(azathioprine()).toEqual({ code, waitsFor: ['NUDT15'] })
    expect(azathioprine('*1/*3')).toEqual({ code, holds: true, waitsFor: [] })
    expect(azathioprine('*1/*1')).toEqual({ code, holds: false, waitsFor: [] })
  })

  it('one variant without function is told from two of reduced function by the diplotype', () => {
    const actions = (diplotype: string) => {
      const { circumstances } = only(rowsOf(outcomeOf(ask('capecitabine', { DPYD: diplotype }), 'DPWG')))
      return circumstances.map(({ code, holds }) => [code, holds])
    }
    expect(actions('Reference/c.1905+1G>A (*2A)')).toEqual([
      ['ONE_NO_FUNCTION_VARIANT', true],
      ['MORE_THAN_ONE_VARIANT_OF_REDUCED_FUNCTION', false],
    ])
    expect(actions('c.1129-5923C>G, c.1236G>A (HapB3)/c.1129-5923C>G, c.1236G>A (HapB3)')).toEqual([
      ['ONE_NO_FUNCTION_VARIANT', false],
      ['MORE_THAN_ONE_VARIANT_OF_REDUCED_FUNCTION', true],
    ])
  })
})

describe('facts that follow from others', () => {
  const eliglustat = (medicines: readonly string[]) => {
    const calls = phenotypesFromStated([{ gene: 'CYP2D6', diplotype: '*4/*4' }], knowledge).map(({ call }) => call)
    const history = { asOf: '2026-11-27', medicines: medicines.map(name => ({ name })), facts: {} }
    const question = { drugs: [drugNamed('eliglustat')], facts: {} }
    const advice = only(advise(calls, history, question, knowledge).recommendations.drugs)
    const codes = ['STRONG_CYP3A_INHIBITOR', 'MODERATE_CYP3A_INHIBITOR']
    return outcomesOf(advice, 'DPWG')
      .flatMap(rowsOf)
      .flatMap(({ circumstances }) => circumstances.filter(({ code }) => codes.includes(code)))
      .map(({ code, holds }) => [code, holds])
  }

  it('an inhibitor among the medicines decides', () => {
    expect(eliglustat(['ketoconazole'])).toEqual([
      ['STRONG_CYP3A_INHIBITOR', true],
      ['MODERATE_CYP3A_INHIBITOR', false],
    ])
  })

  it('none among the medicines decides nothing: the list may not be complete', () => {
    expect(eliglustat([]).map(([, holds]) => holds)).toEqual([undefined, undefined])
    expect(eliglustat(['aspirin']).map(([, holds]) => holds)).toEqual([undefined, undefined])
  })
})

describe('the vocabulary of facts', () => {
  it('has words for every fact that anything asks for, and for every code', () => {
    for (const { name, values } of knownFacts(knowledge).values()) {
      const described = knowledge.facts?.get(name)
      expect(described?.clinician, name).toBeTruthy()
      expect(
        values.filter(code => !(code in (described?.codes ?? {}))),
        name,
      ).toEqual([])
    }
  })

  it('asks for nothing that it describes in vain', () => {
    const asked = new Set(knownFacts(knowledge).keys())
    expect([...(knowledge.facts?.keys() ?? [])].filter(name => !asked.has(name))).toEqual([])
  })
})
