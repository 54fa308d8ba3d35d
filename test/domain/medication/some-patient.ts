import * as fc from 'fast-check'
import { knowledge } from '../../knowledge/real-release.js'
import type { Stated } from '../recommendation/asking.js'
import type { LooseFact } from './asking-options.js'

/** Patients made of the release's own conditions, drugs, classes and results; about half of what options ask for is known. */
const release = knowledge.options
if (release === undefined) throw new Error('the release knows no options')

export const INDICATIONS = [...release.indications.keys()]
const DRUGS = [...release.drugFacts.keys()]
const UNDESCRIBED = ['zzz-no-such-drug', 'ketoconazole', 'phenobarbital', 'cobicistat']
const SUBSTANCES = [...DRUGS, ...release.allergyClasses.keys(), 'peanut', 'zzz-no-such-thing']
const CODES = [...release.conditions.values()]
  .filter(({ code }) => code !== 'CANNOT_BE_PREGNANT')
  .map(({ icd10cm }) => icd10cm[0] ?? '')

const RESULTS: Readonly<Record<string, readonly string[]>> = {
  CYP2B6: ['*1/*1', '*6/*6'],
  CYP2C19: ['*1/*1', '*1/*2', '*2/*2', '*17/*17'],
  CYP2C9: ['*1/*1', '*2/*3', '*3/*3'],
  CYP2D6: ['*1/*1', '*4/*4', '*1/*4', '*1x2/*1', '*10/*41'],
  CYP3A5: ['*3/*3', '*1/*3'],
  DPYD: ['Reference/Reference', 'Reference/c.1905+1G>A (*2A)'],
  NUDT15: ['*1/*1', '*3/*3'],
  SLCO1B1: ['*1/*1', '*1/*5', '*5/*5'],
  TPMT: ['*1/*1', '*1/*3A'],
  UGT1A1: ['*1/*1', '*28/*28'],
  ABCG2: ['rs2231142 variant (T)/rs2231142 variant (T)'],
}

const day = fc.constantFrom('2026-11-20', '2026-11-01', '2026-09-30', '2026-02-01', '2024-01-01')
const recordedOn = fc.constantFrom('2026-11-20', '2026-10-01', '2024-01-01')

const list = (name: 'MEDICINES' | 'CONDITIONS' | 'ALLERGIES'): fc.Arbitrary<readonly LooseFact[]> =>
  fc
    .oneof(
      { weight: 4, arbitrary: fc.constant('2026-11-20') },
      { weight: 1, arbitrary: fc.constantFrom('2024-01-01', undefined) },
    )
    .map(on => (on === undefined ? [] : [{ kind: 'LIST', list: name, on, id: `list-${name}` }]))

const sometimes = (fact: fc.Arbitrary<LooseFact>): fc.Arbitrary<readonly LooseFact[]> =>
  fc.oneof({ weight: 3, arbitrary: fact.map(one => [one]) }, { weight: 1, arbitrary: fc.constant([]) })

const measured = (code: string, unit: string, values: readonly number[]): fc.Arbitrary<readonly LooseFact[]> =>
  sometimes(
    fc.record({ value: fc.constantFrom(...values), takenOn: day }).map(parts => ({
      kind: 'OBSERVATION',
      code,
      unit,
      id: `observation-${code}`,
      ...parts,
    })),
  )

const person: fc.Arbitrary<readonly LooseFact[]> = fc
  .record({
    birth: fc.constantFrom('2020-05-05', '2012-05-05', '1994', '1986-03-02', '1958-07', '1940-01-01', undefined),
    sex: fc.constantFrom('male' as const, 'female' as const, undefined),
    pregnant: fc.constantFrom(true, false, undefined),
    dueOn: fc.constantFrom('2026-12-24', '2027-03-01', undefined),
    lactating: fc.constantFrom(true, false, undefined),
    on: day,
  })
  .map(({ birth, sex, pregnant, dueOn, lactating, on }) => {
    // What contradicts itself has tests of its own.
    const possible =
      sex !== 'male' && (birth === undefined || birth.startsWith('19')) && birth !== '1940-01-01' && birth !== '1958-07'
    const facts: LooseFact[] = []
    if (birth !== undefined) facts.push({ kind: 'BIRTH', date: birth, id: 'birth' })
    if (sex !== undefined) facts.push({ kind: 'SEX', sex, id: 'sex' })
    if (pregnant !== undefined && (possible || !pregnant))
      facts.push({ kind: 'PREGNANCY', pregnant, on, id: 'pregnancy', ...(pregnant && dueOn ? { dueOn } : {}) })
    if (lactating !== undefined && (possible || !lactating))
      facts.push({ kind: 'LACTATION', lactating, on, id: 'lactation' })
    return facts
  })

const smoking = sometimes(
  fc
    .record({ state: fc.constantFrom('CURRENT' as const, 'NEVER' as const), on: day })
    .map(parts => ({ kind: 'SMOKING', id: 'smoking', ...parts })),
)

/** A class of liver function, with the disease that it is a class of. */
const liver: fc.Arbitrary<readonly LooseFact[]> = fc
  .option(fc.constantFrom('A' as const, 'B' as const, 'C' as const), { freq: 3, nil: undefined })
  .map(childPugh =>
    childPugh === undefined
      ? []
      : [
          condition('K746', 'ACTIVE', 'CONFIRMED', 'condition-liver'),
          { kind: 'LIVER_FUNCTION', childPugh, on: '2026-11-01', id: 'liver' },
        ],
  )

function condition(
  code: string,
  status: 'ACTIVE' | 'RESOLVED' | 'UNKNOWN',
  verification: 'CONFIRMED' | 'UNCONFIRMED' | 'REFUTED',
  id: string,
): LooseFact {
  return { kind: 'CONDITION', code: { system: 'ICD10CM', code }, status, verification, id }
}

const conditions = fc
  .array(
    fc.record({
      code: fc.constantFrom(...CODES),
      status: fc.constantFrom('ACTIVE' as const, 'ACTIVE' as const, 'RESOLVED' as const, 'UNKNOWN' as const),
      verification: fc.constantFrom('CONFIRMED' as const, 'CONFIRMED' as const, 'UNCONFIRMED' as const),
    }),
    { maxLength: 4 },
  )
  .map(found =>
    found.map(({ code, status, verification }, index) => condition(code, status, verification, `condition-${index}`)),
  )

const medicines = fc
  .array(
    fc.record({
      name: fc.constantFrom(...DRUGS, ...DRUGS, ...UNDESCRIBED),
      status: fc.constantFrom(
        'ACTIVE' as const,
        'ACTIVE' as const,
        'ACTIVE' as const,
        'UNKNOWN' as const,
        'STOPPED' as const,
      ),
      startedOn: fc.constantFrom('2025-01-01', '2026-11-19', undefined),
      recordedOn,
    }),
    { maxLength: 4 },
  )
  .map(taken =>
    taken.map(({ name, status, startedOn, recordedOn: on }, index): LooseFact => ({
      kind: 'MEDICATION',
      id: `medication-${index}`,
      drug: { name },
      status,
      recordedOn: on,
      ...(startedOn === undefined || startedOn > on ? {} : { startedOn }),
      ...(status === 'STOPPED' ? { stoppedOn: on } : {}),
    })),
  )

const allergies = fc
  .array(
    fc.record({
      name: fc.constantFrom(...SUBSTANCES),
      type: fc.constantFrom('ALLERGY' as const, 'INTOLERANCE' as const),
      verification: fc.constantFrom('CONFIRMED' as const, 'UNCONFIRMED' as const),
    }),
    { maxLength: 2 },
  )
  .map(found =>
    found.map(({ name, type, verification }, index): LooseFact => ({
      kind: 'ALLERGY',
      id: `allergy-${index}`,
      substance: { name },
      type,
      verification,
      status: 'ACTIVE',
    })),
  )

const responses = fc
  .array(
    fc.record({
      name: fc.constantFrom(...DRUGS),
      response: fc.constantFrom('EFFECTIVE' as const, 'INEFFECTIVE' as const, 'ADVERSE_REACTION' as const),
      severity: fc.constantFrom('MILD' as const, 'SEVERE' as const),
    }),
    { maxLength: 2 },
  )
  .map(found =>
    found.map(({ name, response, severity }, index): LooseFact => ({
      kind: 'PRIOR_RESPONSE',
      id: `response-${index}`,
      drug: { name },
      response,
      ...(response === 'ADVERSE_REACTION' ? { severity } : {}),
    })),
  )

export const preferences: fc.Arbitrary<readonly LooseFact[]> = fc
  .subarray([
    { about: 'AVOID_EFFECT', value: 'SEDATION' },
    { about: 'AVOID_EFFECT', value: 'WEIGHT_GAIN' },
    { about: 'AVOID_EFFECT', value: 'BLOOD_TESTS' },
    { about: 'ROUTE', value: 'ORAL' },
    { about: 'GOAL', value: 'SLEEP' },
    { about: 'MOST_TIMES_PER_DAY', value: 1 },
  ] as const)
  .map(wishes => wishes.map((wish, index): LooseFact => ({ kind: 'PREFERENCE', id: `preference-${index}`, ...wish })))

export const genes: fc.Arbitrary<Stated> = fc
  .record(
    Object.fromEntries(
      Object.entries(RESULTS).map(([gene, results]) => [
        gene,
        fc.option(fc.constantFrom(...results), { freq: 4, nil: undefined }),
      ]),
    ),
  )
  .map(stated => {
    const known: Record<string, string> = {}
    for (const [gene, result] of Object.entries(stated)) if (result !== undefined) known[gene] = result
    return known
  })

export const facts: fc.Arbitrary<readonly LooseFact[]> = fc
  .tuple(
    list('MEDICINES'),
    list('CONDITIONS'),
    list('ALLERGIES'),
    person,
    measured('98979-8', 'mL/min/{1.73_m2}', [8, 25, 40, 55, 85, 110]),
    measured('2160-0', 'mg/dL', [0.7, 1.6, 4]),
    measured('29463-7', 'kg', [18, 52, 80, 120]),
    measured('POTASSIUM', 'mmol/L', [3, 4.2, 5.9]),
    measured('ANC', '10*3/uL', [0.8, 4]),
    smoking,
    liver,
    conditions,
    medicines,
    allergies,
    responses,
    preferences,
  )
  .map(parts => parts.flat())

export interface SomePatient {
  readonly facts: readonly LooseFact[]
  readonly genes: Stated
  readonly indication: string
}

export const somePatient: fc.Arbitrary<SomePatient> = fc.record({
  facts,
  genes,
  indication: fc.constantFrom(...INDICATIONS),
})
