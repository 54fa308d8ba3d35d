import { describe, expect, it } from 'vitest'
import { knownFacts, requireKnownFacts } from '../../../src/domain/recommendation/known-facts.js'
import type { PatientFacts } from '../../../src/domain/history/patient-history.js'
import { knowledge } from '../../knowledge/real-release.js'

describe('facts of a question', () => {
  it('are those that some population, condition or dose model asks for', () => {
    const known = Object.fromEntries([...knownFacts(knowledge)].map(([name, { kind }]) => [name, kind]))
    expect(known).toMatchObject({ ageYears: 'number', alternativeAvailable: 'boolean', indication: 'code' })
    expect(Object.keys(known).length).toBe(knowledge.facts?.size)
    expect(knownFacts(knowledge).get('indication')?.values).toEqual(
      expect.arrayContaining(['ACUTE_CORONARY_SYNDROME', 'OTHER']),
    )
  })

  it('that hold are accepted', () => {
    const facts = { ageYears: 61, indication: 'STROKE', treatmentNaive: true, ancestry: 'UNKNOWN', weightKg: undefined }
    expect(() => requireKnownFacts(facts, knowledge)).not.toThrow()
  })

  it.each<[string, PatientFacts, Record<string, unknown>]>([
    [
      'a population that does not exist',
      { indication: 'STORKE' },
      { fact: 'indication', candidates: ['STROKE'], known: expect.arrayContaining(['STROKE']) },
    ],
    [
      'a fact that nobody asks for',
      { shoeSize: 43 },
      { fact: 'shoeSize', candidates: [], known: expect.arrayContaining(['ageYears']) },
    ],
    ['a number for yes or no', { smoker: 7 }, { fact: 'smoker', kind: 'boolean' }],
    ['a negative age', { ageYears: -1 }, { fact: 'ageYears' }],
    ['an age that is no number', { ageYears: Number.NaN }, { fact: 'ageYears' }],
  ])('%s is refused, saying what is known', (_, facts, details) => {
    expect(() => requireKnownFacts(facts, knowledge)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', details }),
    )
  })
})
