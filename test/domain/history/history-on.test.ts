import { describe, expect, it } from 'vitest'
import { DomainError } from '../../../src/domain/errors.js'
import { historyOn } from '../../../src/domain/history/history-on.js'
import type { PatientHistory } from '../../../src/domain/history/patient-history.js'
import { knowledge } from '../../knowledge/real-release.js'
import { has, history, LISTS_COMPLETE, type LooseFact, takes, TODAY } from '../medication/asking-options.js'

const clinical = ({ clinical: known }: PatientHistory): NonNullable<PatientHistory['clinical']> => {
  if (known === undefined) throw new Error('nothing was read')
  return known
}

const problems = (...facts: readonly LooseFact[]): readonly string[] =>
  clinical(history(facts)).problems.map(({ code, used }) => `${code}${used ? ', used' : ''}`)

const left = (...facts: readonly LooseFact[]): readonly string[] =>
  clinical(history(facts)).notUsed.map(({ reason }) => reason)

const weight = (
  value: number,
  unit: string,
  takenOn = '2026-11-01',
  more: Partial<Extract<LooseFact, { readonly kind: 'OBSERVATION' }>> = {},
): LooseFact => ({ kind: 'OBSERVATION', code: '29463-7', value, unit, takenOn, ...more })

describe('a history on a day', () => {
  it('follows corrections and retractions; what was corrected is named, not lost', () => {
    const facts: readonly LooseFact[] = [
      weight(800, 'kg', '2026-11-01', { id: 'typo' }),
      weight(80, 'kg', '2026-11-01', { id: 'right', supersedes: 'typo' }),
      takes('codeine', { id: 'never' }),
      takes('codeine', { id: 'retraction', supersedes: 'never', enteredInError: true }),
    ]
    const read = history(facts)
    expect(read.facts.weightKg).toBe(80)
    expect(read.medicines).toEqual([])
    expect(clinical(read).notUsed).toEqual([
      { factId: 'never', reason: 'SUPERSEDED' },
      { factId: 'retraction', reason: 'ENTERED_IN_ERROR' },
      { factId: 'typo', reason: 'SUPERSEDED' },
    ])
  })

  it('says so when a correction corrects nothing known, and lets facts that correct each other stand', () => {
    expect(problems(weight(80, 'kg', '2026-11-01', { supersedes: 'gone' }))).toEqual(['UNKNOWN_SUPERSEDED, used'])
    const circle = [
      weight(80, 'kg', '2026-11-01', { id: 'a', supersedes: 'b' }),
      weight(81, 'kg', '2026-11-02', { id: 'b', supersedes: 'a' }),
    ]
    expect(problems(...circle)).toEqual(['CIRCULAR_CORRECTION, used', 'CIRCULAR_CORRECTION, used'])
    expect(history(circle).facts.weightKg).toBe(81)
  })

  it('knows on a past day only what was recorded by then', () => {
    const facts = [weight(80, 'kg', '2026-03-01', { recordedOn: '2026-03-01' }), weight(95, 'kg', '2026-11-01')]
    expect(history(facts, '2026-04-01').facts.weightKg).toBe(80)
    expect(history(facts).facts.weightKg).toBe(95)
  })

  it('is asked for whole days, of releases that know options', () => {
    expect(() => historyOn([], '2026-11', knowledge)).toThrow(DomainError)
    expect(() => historyOn([], TODAY, { ...knowledge, options: undefined })).toThrow(/no knowledge of options/)
  })
})

describe('what was measured', () => {
  it('converts by UCUM units that the data name, and never guesses another', () => {
    expect(history([weight(176, '[lb_av]')]).facts.weightKg).toBeCloseTo(79.83, 2)
    expect(problems(weight(80, 'kilos'))).toEqual(['UNKNOWN_UNIT'])
    expect(problems(weight(80, 'constructor'))).toEqual(['UNKNOWN_UNIT'])
    expect(history([weight(80, 'kilos')]).facts.weightKg).toBeUndefined()
    const creatinine: LooseFact = { kind: 'OBSERVATION', code: '2160-0', value: 133, unit: 'umol/L', takenOn: TODAY }
    expect(clinical(history([{ ...creatinine, recordedOn: TODAY }])).measurements.get('CREATININE')?.value).toBeCloseTo(
      1.504,
      3,
    )
  })

  it('keeps eGFR and creatinine clearance apart: one is not the other’s unit', () => {
    const egfr: LooseFact = { kind: 'OBSERVATION', code: '98979-8', value: 50, unit: 'mL/min', takenOn: '2026-11-01' }
    expect(problems(egfr)).toEqual(['UNKNOWN_UNIT'])
  })

  it('refuses impossible values and days, and values from the future', () => {
    expect(problems(weight(-3, 'kg'))).toEqual(['IMPOSSIBLE_VALUE'])
    expect(problems(weight(Number.NaN, 'kg'))).toEqual(['IMPOSSIBLE_VALUE'])
    expect(problems(weight(80, 'kg', '2026-02-30'))).toEqual(['IMPOSSIBLE_DATE'])
    expect(problems(weight(80, 'kg', '2026-12-24'))).toEqual(['FUTURE_DATE'])
  })

  it('takes the newest by the time it was measured, however it arrived; the older one is named', () => {
    const facts = [
      weight(90, 'kg', '2026-10-01', { recordedOn: '2026-11-20' }),
      weight(80, 'kg', '2026-11-01', { recordedOn: '2026-11-02' }),
    ]
    expect(history(facts).facts.weightKg).toBe(80)
    expect(left(...facts)).toEqual(['OLDER'])
  })

  it('casts doubt on an old value, a preliminary one, and one that stands in for a newer one that cannot be read', () => {
    const doubtful = (...facts: readonly LooseFact[]) => clinical(history(facts)).measurements.get('WEIGHT')?.doubtful
    expect(doubtful(weight(80, 'kg'))).toBe(false)
    expect(doubtful(weight(80, 'kg', '2024-01-01'))).toBe(true)
    expect(doubtful(weight(80, 'kg', '2026-11-01', { preliminary: true }))).toBe(true)
    expect(doubtful(weight(80, 'kg', '2026-10-01'), weight(70, 'stones', '2026-11-01'))).toBe(true)
    expect(history([weight(80, 'kg', '2024-01-01')]).facts.weightKg).toBeUndefined()
  })

  it('keeps what no table asks for, as not considered', () => {
    expect(left({ kind: 'OBSERVATION', code: '8310-5', value: 37, unit: 'Cel', takenOn: '2026-11-01' })).toEqual([
      'NOT_CONSIDERED',
    ])
  })

  it('computes creatinine clearance as Cockcroft and Gault did, from facts that it names', () => {
    const facts: readonly LooseFact[] = [
      { kind: 'BIRTH', date: '1956-01-01', id: 'birth' },
      { kind: 'SEX', sex: 'female', id: 'sex' },
      weight(72, 'kg', '2026-11-01', { id: 'weight' }),
      { kind: 'OBSERVATION', code: '2160-0', value: 1, unit: 'mg/dL', takenOn: '2026-11-02', id: 'creatinine' },
    ]
    // (140 - 70) x 72 / (72 x 1) x 0.85
    expect(clinical(history(facts)).measurements.get('CRCL')).toEqual({
      measure: 'CRCL',
      value: 59.5,
      unit: 'mL/min',
      takenOn: '2026-11-02',
      doubtful: false,
      factIds: ['creatinine', 'weight', 'birth', 'sex'],
      derivedBy: 'Cockcroft and Gault 1976, actual body weight',
    })
    expect(clinical(history(facts.slice(1))).measurements.has('CRCL')).toBe(false)
    const child = [{ kind: 'BIRTH', date: '2015-01-01' } as const, ...facts.slice(1)]
    expect(clinical(history(child)).measurements.has('CRCL')).toBe(false)
  })
})

describe('the person', () => {
  it('has whole years; a partial birth date leaves a range and states no age to guidelines', () => {
    expect(clinical(history([{ kind: 'BIRTH', date: '1986-11-24' }])).age).toMatchObject({ least: 39, most: 39 })
    expect(clinical(history([{ kind: 'BIRTH', date: '1986-11-23' }])).age).toMatchObject({ least: 40, most: 40 })
    const partly = history([{ kind: 'BIRTH', date: '1986' }])
    expect(clinical(partly).age).toMatchObject({ least: 39, most: 40 })
    expect(partly.facts.ageYears).toBeUndefined()
  })

  it('was not born in the future, nor 200 years ago', () => {
    expect(problems({ kind: 'BIRTH', date: '2027-01-01' })).toEqual(['FUTURE_DATE'])
    expect(problems({ kind: 'BIRTH', date: '1826-01-01' })).toEqual(['IMPOSSIBLE_DATE'])
    expect(problems({ kind: 'BIRTH', date: '1986-13-01' })).toEqual(['IMPOSSIBLE_DATE'])
  })

  it('said to be two different things by facts that both stand is shown so; the newer one counts', () => {
    const born = (date: string, recordedOn: string, id: string): LooseFact => ({ kind: 'BIRTH', date, recordedOn, id })
    expect(problems(born('1986-03-02', '2026-11-01', 'new'), born('1968-03-02', '2020-01-01', 'old'))).toEqual([
      'CONTRADICTORY, used',
      'CONTRADICTORY',
    ])
    // A year alone and a day within it agree.
    expect(problems(born('1986-03-02', '2026-11-01', 'new'), born('1986', '2020-01-01', 'old'))).toEqual([])
    const sexes: readonly LooseFact[] = [
      { kind: 'SEX', sex: 'female', recordedOn: '2026-11-01', id: 'new' },
      { kind: 'SEX', sex: 'male', recordedOn: '2020-01-01', id: 'old' },
    ]
    expect(problems(...sexes)).toEqual(['CONTRADICTORY, used', 'CONTRADICTORY'])
    expect(clinical(history(sexes)).sex?.sex).toBe('female')
  })

  it('a pregnancy that contradicts the sex is said, and counts', () => {
    const facts: readonly LooseFact[] = [
      { kind: 'SEX', sex: 'male' },
      { kind: 'PREGNANCY', pregnant: true, on: '2026-11-01', id: 'pregnancy' },
    ]
    expect(problems(...facts)).toEqual(['PREGNANCY_CONTRADICTS_SEX, used'])
    expect(clinical(history(facts)).pregnancy?.state).toBe('PREGNANT')
  })

  it.each([
    ['2027-08-01', 1],
    ['2027-03-01', 2],
    ['2026-12-24', 3],
  ])('a child expected on %s means trimester %i', (dueOn, trimester) => {
    expect(clinical(history([{ kind: 'PREGNANCY', pregnant: true, on: '2026-11-01', dueOn }])).pregnancy).toMatchObject(
      { trimester, stale: false },
    )
  })

  it('"not pregnant" counts for a month, a pregnancy until it must be over', () => {
    const on = (pregnant: boolean, day: string) =>
      clinical(history([{ kind: 'PREGNANCY', pregnant, on: day, recordedOn: day }])).pregnancy?.stale
    expect(on(false, '2026-11-01')).toBe(false)
    expect(on(false, '2026-10-01')).toBe(true)
    expect(on(true, '2026-05-01')).toBe(false)
    expect(on(true, '2025-11-01')).toBe(true)
  })

  it('of two statements of one day the graver one counts', () => {
    const both: readonly LooseFact[] = [
      { kind: 'PREGNANCY', pregnant: true, on: '2026-11-01', id: 'a', recordedOn: '2026-11-01' },
      { kind: 'PREGNANCY', pregnant: false, on: '2026-11-01', id: 'b', recordedOn: '2026-11-02' },
    ]
    expect(clinical(history(both)).pregnancy?.state).toBe('PREGNANT')
    expect(clinical(history(both.toReversed())).pregnancy?.state).toBe('PREGNANT')
  })
})

describe('medicines', () => {
  const taken = (...facts: readonly LooseFact[]) => history(facts).medicines

  it('are current by dates; a stop without a day was by the day it was recorded', () => {
    expect(taken(takes('codeine', { status: 'STOPPED' }))[0]).toMatchObject({ stoppedOn: '2026-11-20' })
    expect(taken(takes('codeine', { stoppedOn: '2026-06-01' }))[0]).toMatchObject({ stoppedOn: '2026-06-01' })
  })

  it('are in doubt when nobody knows their status, a date leaves it open, or nobody confirmed them for long', () => {
    const uncertain = (...facts: readonly LooseFact[]) => taken(...facts)[0]?.uncertain
    expect(uncertain(takes('codeine'))).toBe(false)
    expect(uncertain(takes('codeine', { status: 'UNKNOWN' }))).toBe(true)
    expect(uncertain(takes('codeine', { stoppedOn: '2026' }))).toBe(true)
    expect(uncertain(takes('codeine', { recordedOn: '2026-01-11' }))).toBe(true)
    expect(uncertain(takes('codeine', { recordedOn: '2026-01-11' }), ...LISTS_COMPLETE)).toBe(false)
  })

  it('that were not taken or are only planned are named, and count for nothing', () => {
    expect(left(takes('codeine', { status: 'NOT_TAKEN' }), takes('codeine', { status: 'PLANNED' }))).toEqual([
      'NOT_TAKEN',
      'LIES_IN_THE_FUTURE',
    ])
    expect(taken(takes('codeine', { status: 'PLANNED', startedOn: '2026-12-01' }))).toHaveLength(1)
  })

  it('that no data describe stay in the list, as not considered', () => {
    expect(problems(takes('zzz-no-such-drug'))).toEqual(['UNKNOWN_DRUG'])
    expect(taken(takes('zzz-no-such-drug'))).toHaveLength(1)
  })

  it('with a dose without unit count, and it is said', () => {
    expect(problems(takes('codeine', { dose: { value: 30 } }))).toEqual(['DOSE_WITHOUT_UNIT, used'])
    expect(problems(takes('codeine', { stoppedOn: '2025-02-30' }))).toEqual(['IMPOSSIBLE_DATE, used'])
    expect(problems(takes('codeine', { stoppedOn: '2025-01-01' }))).toEqual(['IMPOSSIBLE_DATE, used'])
  })
})

describe('conditions and allergies', () => {
  it('are read by ICD-10-CM, with or without its dot; SNOMED CT needs the deployer’s map', () => {
    const codes = (facts: readonly LooseFact[], map?: ReadonlyMap<string, readonly string[]>) =>
      clinical(history(facts, TODAY, map)).conditions.map(({ icd10cm }) => icd10cm)
    expect(codes([has('G40.909'), has('g40909')])).toEqual([['G40909'], ['G40909']])
    const snomed = has('84757009', { code: { system: 'SNOMEDCT', code: '84757009' } })
    expect(codes([snomed])).toEqual([[]])
    expect(problems(snomed)).toEqual(['UNMAPPED_CONDITION'])
    expect(codes([snomed], new Map([['84757009', ['G40.909']]]))).toEqual([['G40909']])
    expect(problems(has('epilepsy'))).toEqual(['MALFORMED_CODE'])
  })

  it('that were refuted are out, unconfirmed ones are in doubt, ended ones are over', () => {
    expect(left(has('G40', { verification: 'REFUTED' }))).toEqual(['REFUTED'])
    const known = clinical(
      history([
        has('G40', { verification: 'UNCONFIRMED' }),
        has('G40', { abated: '2020-01-01' }),
        has('G40', { status: 'UNKNOWN' }),
      ]),
    ).conditions
    expect(known.map(({ doubtful, resolved }) => [doubtful, resolved])).toEqual([
      [true, false],
      [false, true],
      [true, false],
    ])
  })

  it('an allergy to what no data describe is kept and said; one to a food is known to be none to a drug', () => {
    const to = (name: string): LooseFact => ({
      kind: 'ALLERGY',
      type: 'ALLERGY',
      substance: { name },
      verification: 'CONFIRMED',
      status: 'ACTIVE',
    })
    expect(problems(to('zzz-no-such-thing'))).toEqual(['UNKNOWN_SUBSTANCE'])
    expect(problems(to('Peanut'), to('sulfa drugs'), to('amoxicillin'))).toEqual([])
  })
})

describe('lists', () => {
  it('are current, stale, or never stated; a stale one says since when', () => {
    const list = (on: string): LooseFact => ({ kind: 'LIST', list: 'ALLERGIES', on, id: 'list', recordedOn: on })
    expect(clinical(history([])).lists.ALLERGIES).toEqual({ state: 'NEVER_STATED', factIds: [] })
    expect(clinical(history([list('2026-11-01')])).lists.ALLERGIES.state).toBe('CURRENT')
    expect(clinical(history([list('2023-11-01')])).lists.ALLERGIES).toEqual({
      state: 'STALE',
      statedOn: '2023-11-01',
      factIds: ['list'],
    })
  })
})

describe('S44 more facts than one answer looks at', () => {
  const medicines = (count: number): readonly LooseFact[] =>
    Array.from({ length: count }, (_, index) =>
      takes('codeine', { id: `m${index}`, recordedOn: `2026-10-${index === 0 ? '01' : '02'}` }),
    )

  it('are used at the limit; one beyond, the oldest is named and its list can show no absence any more', () => {
    const at = history([...LISTS_COMPLETE, ...medicines(500)])
    expect(at.medicines).toHaveLength(500)
    expect(clinical(at)).toMatchObject({ notUsed: [], lists: { MEDICINES: { state: 'CURRENT' } } })
    const beyond = history([...LISTS_COMPLETE, ...medicines(501)])
    expect(beyond.medicines).toHaveLength(500)
    expect(clinical(beyond)).toMatchObject({
      notUsed: [{ factId: 'm0', reason: 'BEYOND_LIMIT' }],
      problems: [{ code: 'BEYOND_LIMIT', factId: 'm0', used: false }],
      lists: { MEDICINES: { state: 'STALE' }, ALLERGIES: { state: 'CURRENT' } },
    })
  })

  it('do not count what was corrected', () => {
    const corrected = medicines(501).map((fact, index) => (index === 1 ? { ...fact, supersedes: 'm0' } : fact))
    expect(clinical(history(corrected)).notUsed).toEqual([{ factId: 'm0', reason: 'SUPERSEDED' }])
  })
})
