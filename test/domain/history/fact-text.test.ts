import { describe, expect, it } from 'vitest'
import { factText } from '../../../src/domain/history/fact-text.js'
import { knowledge } from '../../knowledge/real-release.js'
import { has, type LooseFact, recorded, takes } from '../medication/asking-options.js'

const written = (fact: LooseFact) => {
  const [only] = recorded(fact)
  return only === undefined ? '' : factText(only, knowledge.options).clinician
}

describe('a fact in words', () => {
  it.each<[string, LooseFact]>([
    ['ibuprofen, taken, since 2026-01-10', takes('ibuprofen')],
    ['RxNorm 5640, perhaps taken', { kind: 'MEDICATION', drug: { name: '', rxnorm: '5640' }, status: 'UNKNOWN' }],
    ['gastrointestinal bleeding (K25.4)', has('K25.4')],
    [
      'Angina, not confirmed',
      has('I20.9', { code: { system: 'ICD10CM', code: 'I20.9', text: 'Angina' }, verification: 'UNCONFIRMED' }),
    ],
    ['condition 12345678', has('x', { code: { system: 'SNOMEDCT', code: '12345678' } })],
    [
      'eGFR 24 mL/min/1.73 m², on 2026-11-01',
      { kind: 'OBSERVATION', code: '98979-8', value: 24, unit: 'mL/min/{1.73_m2}', takenOn: '2026-11-01' },
    ],
    ['wish: no sedation', { kind: 'PREFERENCE', about: 'AVOID_EFFECT', value: 'SEDATION' }],
    ['wish: at most once a day', { kind: 'PREFERENCE', about: 'MOST_TIMES_PER_DAY', value: 1 }],
    [
      'sertraline before, did not work',
      { kind: 'PRIOR_RESPONSE', drug: { name: 'sertraline' }, response: 'INEFFECTIVE' },
    ],
    [
      'pregnant, on 2026-11-10, due 2027-03-01',
      { kind: 'PREGNANCY', pregnant: true, on: '2026-11-10', dueOn: '2027-03-01' },
    ],
    ['list of allergies gone through on 2026-11-20', { kind: 'LIST', list: 'ALLERGIES', on: '2026-11-20' }],
  ])('%s', (text, fact) => {
    expect(written(fact)).toBe(text)
  })
})
