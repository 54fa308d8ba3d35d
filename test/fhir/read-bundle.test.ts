import { describe, expect, it } from 'vitest'
import type { DrugLookup } from '../../src/domain/history/drug-lookup.js'
import type { NamedDrug } from '../../src/domain/history/history-fact.js'
import type { MedicineMatch } from '../../src/domain/history/known-medicines.js'
import { ALLERGY_CLINICAL_STATUS, ALLERGY_VERIFICATION_STATUS } from '../../src/fhir/read-allergies.js'
import { MOST_ENTRIES, readBundle } from '../../src/fhir/read-bundle.js'
import type { ReadEntry } from '../../src/fhir/read-bundle.js'
import { CLINICAL_STATUS, VERIFICATION_STATUS } from '../../src/fhir/read-conditions.js'
import { REQUEST_INTENT, REQUEST_STATUS, STATEMENT_STATUS } from '../../src/fhir/read-medicines.js'
import { OBSERVATION_STATUS } from '../../src/fhir/read-observations.js'
import {
  allergy,
  bundle,
  condition,
  EVERYTHING,
  order,
  patient,
  rx,
  statement,
  status,
  weight,
} from '../support/a-bundle.js'

const KNOWN = new Set(['paroxetine', '32937', 'codeine', 'hydrocodone', 'ibuprofen'])
const matchOf = ({ name, rxnorm }: NamedDrug): MedicineMatch | undefined => {
  if (KNOWN.has(rxnorm ?? '')) return 'RXNORM'
  if (KNOWN.has(name.toLowerCase())) return 'NAME'
  return KNOWN.has(drugIn(name)) ? 'TEXT' : undefined
}
const drugIn = (name: string) => name.toLowerCase().split(' ')[0] ?? ''
const known: DrugLookup = {
  matchOf,
  areSame: (one, other) => drugIn(one.name) === drugIn(other.name),
  byAtc: code => (code === 'N06AB05' ? { name: 'paroxetine' } : undefined),
}

const read = (...resources: readonly unknown[]) => readBundle(bundle(...resources), known).entries

const only = (...resources: readonly unknown[]): ReadEntry => {
  const entry = read(...resources).at(-1)
  if (entry === undefined) throw new Error('nothing was read')
  return entry
}

/** What became of a resource: its facts' status words, or why there are none. */
const fate = (resource: object): string => {
  const { facts, issues } = only(resource)
  const words = facts.map(({ fact }) =>
    'verification' in fact
      ? `${fact.status} ${fact.verification}`
      : 'status' in fact
        ? fact.status
        : 'preliminary' in fact
          ? 'PRELIMINARY'
          : fact.kind,
  )
  return [...words, ...issues.map(({ code }) => code)].join(', ')
}

const codes = (entry: ReadEntry) =>
  entry.issues.map(({ code, field }) => (field === undefined ? code : `${code} ${field}`))

describe('I7 what a status means', () => {
  it.each([
    ['active', 'ACTIVE'],
    ['completed', 'STOPPED'],
    ['stopped', 'STOPPED'],
    ['intended', 'PLANNED'],
    ['on-hold', 'UNKNOWN'],
    ['unknown', 'UNKNOWN'],
    ['not-taken', 'NOT_TAKEN'],
    ['entered-in-error', 'ENTERED_IN_ERROR'],
    ['taken', 'UNKNOWN_STATUS'],
    [undefined, 'UNKNOWN_STATUS'],
  ])('of a MedicationStatement: %s is %s', (code, meaning) => {
    expect(fate(statement({ status: code }))).toBe(meaning)
  })

  it.each([
    ['active', 'ACTIVE'],
    ['completed', 'STOPPED'],
    ['stopped', 'STOPPED'],
    ['on-hold', 'UNKNOWN'],
    ['unknown', 'UNKNOWN'],
    ['cancelled', 'STATUS_NOT_COUNTED'],
    ['draft', 'STATUS_NOT_COUNTED'],
    ['entered-in-error', 'ENTERED_IN_ERROR'],
    [undefined, 'UNKNOWN_STATUS'],
  ])('of a MedicationRequest: %s is %s', (code, meaning) => {
    expect(fate(order({ status: code }))).toBe(meaning)
  })

  it.each([
    ['order', 'ACTIVE'],
    ['original-order', 'ACTIVE'],
    ['reflex-order', 'ACTIVE'],
    ['filler-order', 'ACTIVE'],
    ['instance-order', 'ACTIVE'],
    ['plan', 'ACTIVE'],
    ['proposal', 'INTENT_NOT_COUNTED'],
    ['option', 'INTENT_NOT_COUNTED'],
    [undefined, 'UNKNOWN_STATUS'],
  ])('of an order’s intent: %s is %s', (code, meaning) => {
    expect(fate(order({ intent: code }))).toBe(meaning)
  })

  it('an order not to give is a prohibition and no medicine', () => {
    expect(fate(order({ doNotPerform: true }))).toBe('PROHIBITION')
  })

  it.each([
    ['confirmed', 'ACTIVE CONFIRMED'],
    ['unconfirmed', 'ACTIVE UNCONFIRMED'],
    ['provisional', 'ACTIVE UNCONFIRMED'],
    ['differential', 'ACTIVE UNCONFIRMED'],
    ['refuted', 'ACTIVE REFUTED'],
    ['entered-in-error', 'ENTERED_IN_ERROR'],
    ['sure', 'UNKNOWN_STATUS'],
  ])('of a Condition’s verification: %s is %s', (code, meaning) => {
    expect(fate(condition({ verificationStatus: status(code) }))).toBe(meaning)
  })

  it.each([
    ['active', 'ACTIVE CONFIRMED'],
    ['recurrence', 'ACTIVE CONFIRMED'],
    ['relapse', 'ACTIVE CONFIRMED'],
    ['inactive', 'UNKNOWN CONFIRMED'],
    ['remission', 'UNKNOWN CONFIRMED'],
    ['resolved', 'RESOLVED CONFIRMED'],
    ['gone', 'UNKNOWN_STATUS'],
  ])('of a Condition: %s is %s', (code, meaning) => {
    expect(fate(condition({ clinicalStatus: status(code) }))).toBe(meaning)
  })

  it.each([
    ['confirmed', 'active', 'ACTIVE CONFIRMED'],
    ['unconfirmed', 'active', 'ACTIVE UNCONFIRMED'],
    ['presumed', 'active', 'ACTIVE UNCONFIRMED'],
    ['refuted', 'active', 'ACTIVE REFUTED'],
    ['entered-in-error', 'active', 'ENTERED_IN_ERROR'],
    ['confirmed', 'inactive', 'RESOLVED CONFIRMED'],
    ['confirmed', 'resolved', 'RESOLVED CONFIRMED'],
    ['confirmed', 'gone', 'UNKNOWN_STATUS'],
  ])('of an AllergyIntolerance: %s and %s is %s', (verification, clinical, meaning) => {
    expect(fate(allergy({ verificationStatus: status(verification), clinicalStatus: status(clinical) }))).toBe(meaning)
  })

  it.each([
    ['final', 'OBSERVATION'],
    ['amended', 'OBSERVATION'],
    ['corrected', 'OBSERVATION'],
    ['preliminary', 'PRELIMINARY'],
    ['registered', 'STATUS_NOT_COUNTED'],
    ['cancelled', 'STATUS_NOT_COUNTED'],
    ['unknown', 'STATUS_NOT_COUNTED'],
    ['entered-in-error', 'ENTERED_IN_ERROR'],
    [undefined, 'UNKNOWN_STATUS'],
  ])('of an Observation: %s is %s', (code, meaning) => {
    expect(fate(weight({ status: code }))).toBe(meaning)
  })

  it('every status of every table stands above', () => {
    const tables = [
      STATEMENT_STATUS,
      REQUEST_STATUS,
      REQUEST_INTENT,
      VERIFICATION_STATUS,
      CLINICAL_STATUS,
      OBSERVATION_STATUS,
    ]
    expect(tables.map(table => Object.keys(table).length)).toEqual([8, 8, 8, 6, 6, 8])
    expect([ALLERGY_CLINICAL_STATUS, ALLERGY_VERIFICATION_STATUS].map(table => Object.keys(table).length)).toEqual([
      3, 5,
    ])
  })
})

describe('a bundle', () => {
  it('gives the facts of every resource, each with its original code and date', () => {
    const entries = read(...EVERYTHING)
    expect(entries.flatMap(({ facts }) => facts.map(({ fact }) => fact.kind))).toEqual([
      'BIRTH',
      'MEDICATION',
      'MEDICATION',
      'CONDITION',
      'ALLERGY',
      'OBSERVATION',
    ])
    expect(entries[1]).toMatchObject({
      reference: 'MedicationStatement/m1',
      key: 'MedicationStatement/m1',
      facts: [
        {
          slot: 'product',
          fact: { drug: { name: 'paroxetine', rxnorm: '32937' }, startedOn: '2026-01-01' },
          original: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '32937', text: 'paroxetine' }],
          recordedOn: '2026-11-01',
        },
      ],
    })
    expect(entries[4]?.facts[0]?.fact).toMatchObject({
      substance: { name: 'penicillins' },
      criticality: 'HIGH',
      reaction: 'rash',
    })
  })

  it('is refused whole when it is none, has no type, too many entries, or several patients', () => {
    const refusal = (json: unknown): unknown => {
      try {
        return readBundle(json, known).entries.length
      } catch (error) {
        return error
      }
    }
    for (const json of [
      null,
      [],
      'Bundle',
      {},
      { resourceType: 'Patient' },
      { ...bundle(), type: 'letter' },
      { ...bundle(), entry: {} },
    ])
      expect(refusal(json)).toMatchObject({ code: 'BAD_USER_INPUT' })
    expect(refusal(bundle(patient(), patient({ id: 'p2' })))).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { reason: 'SEVERAL_PATIENTS' },
    })
    const many = (count: number) => bundle(...Array.from({ length: count }, (_, index) => weight({ id: `o${index}` })))
    expect(refusal(many(MOST_ENTRIES))).toBe(2_000)
    expect(refusal(many(MOST_ENTRIES + 1))).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', details: { limit: 2_000 } })
  })

  it('is read for its own patient only; a resource of somebody else, or of nobody, is said and not read', () => {
    expect(codes(only(patient(), statement({ subject: { reference: 'Patient/p2' } })))).toEqual([
      'OTHER_PATIENT subject',
    ])
    expect(codes(only(patient(), statement({ subject: undefined })))).toEqual(['NO_SUBJECT subject'])
    expect(codes(only(statement(), weight({ subject: { reference: 'Patient/p2' } })))).toEqual([
      'OTHER_PATIENT subject',
    ])
    const url = 'https://ehr.example/fhir/Patient/p1'
    const entry = [
      { fullUrl: url, resource: patient() },
      { resource: statement({ subject: { reference: `${url}/_history/3` } }) },
    ]
    expect(readBundle({ resourceType: 'Bundle', type: 'searchset', entry }, known).entries[1]?.facts).toHaveLength(1)
  })

  it('keeps every entry: unknown types, no resource at all, the same thing twice', () => {
    const entries = readBundle(
      {
        ...bundle(patient(), { resourceType: 'Consent' }, { id: 'x' }, statement(), statement()),
        entry: [...bundleEntries(), {}, 7],
      },
      known,
    ).entries
    expect(entries.map(codes)).toEqual([
      [],
      ['UNSUPPORTED_RESOURCE resourceType'],
      ['MALFORMED_RESOURCE resourceType'],
      [],
      ['DUPLICATE_ENTRY'],
      ['NO_RESOURCE'],
      ['NO_RESOURCE'],
    ])
    function bundleEntries(): readonly unknown[] {
      return [patient(), { resourceType: 'Consent' }, { id: 'x' }, statement(), statement()].map(resource => ({
        resource,
      }))
    }
  })

  it('says when it is one page of several', () => {
    expect(readBundle({ ...bundle(), link: [{ relation: 'next', url: 'x' }] }, known).hasMorePages).toBe(true)
    expect(readBundle(bundle(), known).hasMorePages).toBe(false)
  })

  it('knows a thing again by the server’s address, by type and id, by identifier, or by what it says; never by a urn', () => {
    const keyOf = (fullUrl: string | undefined, resource: object) =>
      readBundle({ resourceType: 'Bundle', type: 'batch', entry: [{ fullUrl, resource }] }, known).entries[0]?.key
    expect(keyOf('https://ehr.example/MedicationStatement/m1', statement())).toBe(
      'https://ehr.example/MedicationStatement/m1',
    )
    expect(keyOf('urn:uuid:1', statement())).toBe('MedicationStatement/m1')
    const named = statement({ id: undefined, identifier: [{ system: 'urn:ehr', value: '7' }] })
    expect(keyOf('urn:uuid:1', named)).toBe('MedicationStatement|urn:ehr|7')
    const nameless = statement({ id: undefined })
    expect(keyOf('urn:uuid:1', nameless)).toBe(keyOf('urn:uuid:2', nameless))
  })

  it('takes security labels of confidentiality and of what the law protects specially', () => {
    const labelled = (system: string, code: string) =>
      only(condition({ meta: { security: [{ system, code }] } })).restricted
    expect(labelled('http://terminology.hl7.org/CodeSystem/v3-Confidentiality', 'R')).toBe(true)
    expect(labelled('http://terminology.hl7.org/CodeSystem/v3-ActCode', 'PSY')).toBe(true)
    expect(labelled('http://terminology.hl7.org/CodeSystem/v3-Confidentiality', 'N')).toBe(false)
  })
})

describe('a medicine', () => {
  const drug = (resource: object, ...more: readonly object[]) =>
    only(...more, resource).facts.map(({ fact }) => (fact.kind === 'MEDICATION' ? fact.drug : undefined))

  it('is named by the first of its codes that the data know', () => {
    const coding = [...rx('111', 'Paroxetine 20 MG Oral Tablet').coding, ...rx('32937', 'paroxetine').coding]
    expect(drug(statement({ medicationCodeableConcept: { coding } }))).toEqual([
      { name: 'paroxetine', rxnorm: '32937' },
    ])
    expect(drug(statement({ medicationCodeableConcept: { coding: coding.slice(0, 1) } }))).toEqual([
      { name: 'Paroxetine 20 MG Oral Tablet', rxnorm: '111' },
    ])
  })

  it('is named by its ATC code or the words of its product, while none of them says something else', () => {
    const atc = { system: 'http://www.whocc.no/atc', code: 'N06AB05', display: 'Paroxetin' }
    const coded = (...coding: readonly object[]) => drug(statement({ medicationCodeableConcept: { coding } }))
    expect(coded(atc)).toEqual([{ name: 'paroxetine' }])
    const [paroxetine, codeine] = ['paroxetine 20 MG Oral Tablet', 'codeine 30 MG Oral Tablet']
    const product = rx('111', paroxetine).coding
    expect(coded(...product, atc)).toEqual([{ name: 'paroxetine' }])
    const other = rx('222', codeine).coding
    expect(coded(...product, ...other)).toEqual([{ name: `${paroxetine} | ${codeine}` }])
    expect(coded(...other, atc)).toEqual([{ name: `paroxetine | ${codeine}` }])
  })

  it('is read by its coded parts before the words of the product', () => {
    const medication = {
      resourceType: 'Medication',
      id: 'med1',
      code: rx('333', 'codeine 30 MG / ibuprofen 200 MG Oral Tablet'),
      ingredient: [{ itemCodeableConcept: { text: 'codeine' } }, { itemCodeableConcept: { text: 'ibuprofen' } }],
    }
    const taken = statement({ medicationCodeableConcept: undefined, medicationReference: { reference: '#med1' } })
    expect(drug({ ...taken, contained: [medication] })).toEqual([{ name: 'codeine' }, { name: 'ibuprofen' }])
  })

  it('is looked up in contained and bundled resources; an unknown product is read by its ingredients', () => {
    const medication = {
      resourceType: 'Medication',
      id: 'med1',
      code: { text: 'Vicoprofen' },
      ingredient: [{ itemCodeableConcept: { text: 'hydrocodone' } }, { itemCodeableConcept: { text: 'ibuprofen' } }],
    }
    const both = [{ name: 'hydrocodone' }, { name: 'ibuprofen' }]
    const by = (reference: string, more: object = {}) =>
      statement({ medicationCodeableConcept: undefined, medicationReference: { reference }, ...more })
    expect(drug(by('#med1', { contained: [medication] }))).toEqual(both)
    expect(drug(by('Medication/med1'), medication)).toEqual(both)
    expect(only(by('Medication/med1'), medication)).toMatchObject({ issues: [{ code: 'READ_WITH_OTHERS' }], facts: [] })
    const named = { ...medication, code: { text: 'paroxetine' } }
    expect(drug(by('Medication/med1'), named)).toEqual([{ name: 'paroxetine' }])
  })

  it('behind a broken reference is kept by its display, and said to be broken', () => {
    const broken = (display?: string) =>
      only(
        statement({
          medicationCodeableConcept: undefined,
          medicationReference: { reference: 'Medication/none', display },
        }),
      )
    expect(codes(broken())).toEqual(['BROKEN_REFERENCE medicationReference'])
    expect(broken('codeine')).toMatchObject({
      issues: [{ code: 'BROKEN_REFERENCE' }],
      facts: [{ fact: { drug: { name: 'codeine' } } }],
    })
    expect(codes(only(statement({ medicationCodeableConcept: undefined })))).toEqual(['NO_CODE medication[x]'])
  })

  it('has its dose, with its unit when there is one', () => {
    const dosage = (quantity: object, repeat: object) =>
      only(statement({ dosage: [{ doseAndRate: [{ doseQuantity: quantity }], timing: { repeat } }] })).facts[0]?.fact
    expect(dosage({ value: 20, code: 'mg' }, { frequency: 2, period: 1, periodUnit: 'd' })).toMatchObject({
      dose: { value: 20, unit: 'mg', timesPerDay: 2 },
    })
    expect(dosage({ value: 20 }, { period: 8, periodUnit: 'h' })).toMatchObject({ dose: { value: 20, timesPerDay: 3 } })
  })

  it('has the dose of all its instructions together, or none where they are not one dose', () => {
    const dose = (...dosage: readonly object[]) => {
      const entry = only(statement({ dosage }))
      const [first] = entry.facts
      const { value, unit, timesPerDay } = (first?.fact.kind === 'MEDICATION' ? first.fact.dose : undefined) ?? {}
      return [value, unit, timesPerDay, ...codes(entry)].filter(part => part !== undefined).join(' ')
    }
    const of = (value: number, timing?: object, more: object = {}) => ({
      doseAndRate: [{ doseQuantity: { value, code: 'mg' } }],
      ...(timing === undefined ? {} : { timing }),
      ...more,
    })
    const coded = (code: string) => ({ code: { coding: [{ code }] } })
    const partly = 'PART_NOT_READ dosage'
    expect(dose(of(20))).toBe('20 mg')
    expect(dose(of(20, coded('BID')))).toBe('20 mg 2')
    expect(dose(of(20, coded('QOD')))).toBe('20 mg 0.5')
    expect(dose(of(20, coded('MYCODE')))).toBe(`20 mg ${partly}`)
    expect(dose(of(20, { repeat: { timeOfDay: ['08:00:00', '20:00:00'] } }))).toBe('20 mg 2')
    expect(dose(of(20, { repeat: { when: ['MORN', 'NOON', 'EVE'], period: 1, periodUnit: 'd' } }))).toBe('20 mg 3')
    expect(dose(of(10, { repeat: { frequency: 1, period: 1, periodUnit: 'wk' } }))).toBe('10 mg 0.1429')
    expect(dose(of(10, { repeat: { frequency: 1, period: 1, periodUnit: 'mo' } }))).toBe(`10 mg ${partly}`)
    expect(dose(of(10, { repeat: { frequency: 1, frequencyMax: 3, period: 1, periodUnit: 'd' } }))).toBe(
      `10 mg ${partly}`,
    )
    expect(dose(of(10, { repeat: { dayOfWeek: ['mon'], frequency: 1, period: 1, periodUnit: 'd' } }))).toBe(
      `10 mg ${partly}`,
    )
    expect(dose(of(20, coded('QID'), { asNeededBoolean: true }))).toBe(`20 mg ${partly}`)
    expect(dose(of(20, coded('AM')), of(20, coded('PM')))).toBe('20 mg 2')
    expect(dose(of(20, coded('AM')), of(40, coded('PM')))).toBe(partly)
    expect(dose(of(20, coded('QD'), { sequence: 1 }), of(20, coded('QD'), { sequence: 2 }))).toBe(partly)
    expect(dose({ doseAndRate: [{ doseRange: { low: { value: 1 }, high: { value: 2 } } }] })).toBe(partly)
    expect(dose({ text: 'one in the morning' })).toBe(partly)
    expect(dose({})).toBe('')
  })

  it('that is over ended on the day said, and otherwise not before it was known', () => {
    const over = only(statement({ status: 'completed', effectivePeriod: undefined, effectiveDateTime: '2026-03-01' }))
    expect(over.facts[0]?.fact).toMatchObject({ status: 'STOPPED', stoppedOn: '2026-03-01' })
    // The day of the order is not the day of the stop.
    expect(only(order({ status: 'stopped' })).facts[0]?.recordedOn).toBeUndefined()
  })
})

describe('other resources', () => {
  it('a condition without ICD-10-CM or SNOMED CT is kept under its own code or words', () => {
    const code = (concept: object) =>
      only(condition({ code: concept })).facts.map(({ fact }) => ('code' in fact ? fact.code : undefined))
    expect(code({ coding: [{ system: 'http://snomed.info/sct', code: '84757009', display: 'Epilepsy' }] })).toEqual([
      { system: 'SNOMEDCT', code: '84757009', text: 'Epilepsy' },
    ])
    expect(code({ coding: [{ system: 'urn:oid:2.16', code: 'X1' }] })).toEqual([{ system: 'OTHER', code: 'X1' }])
    expect(code({ text: 'Fits' })).toEqual([{ system: 'OTHER', code: 'Fits', text: 'Fits' }])
    expect(codes(only(condition({ code: {} })))).toEqual(['NO_CODE code'])
  })

  it('an onset or an end that is an age, a range, a period or words is kept as it was said; a date is never made of it', () => {
    const said = (more: object) => {
      const entry = only(condition(more))
      const [first] = entry.facts
      const dates = first?.fact.kind === 'CONDITION' ? [first.fact.onset, first.fact.abated] : []
      return [codes(entry).join(), first?.original.at(-1)?.text, ...dates.filter(date => date !== undefined)]
    }
    expect(said({ onsetString: 'as a child' })).toEqual(['KEPT_AS_WORDS onsetString', 'as a child'])
    expect(said({ onsetAge: { value: 45, code: 'a', unit: 'yr' } })).toEqual(['KEPT_AS_WORDS onsetAge', '45 years'])
    expect(said({ onsetAge: { value: 3, comparator: '<', unit: 'Monate' } })).toEqual([
      'KEPT_AS_WORDS onsetAge',
      '< 3 Monate',
    ])
    const range = { low: { value: 40, code: 'a' }, high: { value: 50, code: 'a' } }
    expect(said({ onsetRange: range })).toEqual(['KEPT_AS_WORDS onsetRange', '40 years – 50 years'])
    expect(said({ abatementRange: { high: { value: 50, code: 'a' } } })).toEqual([
      'KEPT_AS_WORDS abatementRange',
      '? – 50 years',
    ])
    const period = { start: '2019-02', end: '2020' }
    expect(said({ onsetPeriod: period })).toEqual(['KEPT_AS_WORDS onsetPeriod', '2019-02 – 2020', '2019-02'])
    expect(said({ onsetPeriod: { end: '2020' } })).toEqual(['KEPT_AS_WORDS onsetPeriod', '? – 2020'])
    expect(said({ abatementPeriod: period })).toEqual(['KEPT_AS_WORDS abatementPeriod', '2019-02 – 2020', '2020'])
    expect(said({ onsetPeriod: { start: '2019-02' } })).toEqual(['', 'Angina pectoris', '2019-02'])
    expect(said({ onsetAge: 45 })[0]).toBe('PART_NOT_READ onsetAge')
  })

  it('"no known allergy" says that the list is complete; no allergies in a bundle say nothing', () => {
    const none = allergy({ code: { coding: [{ system: 'http://snomed.info/sct', code: '716186003' }] } })
    expect(only(none).facts[0]?.fact).toEqual({ kind: 'LIST', list: 'ALLERGIES', on: '2026-11-01' })
    expect(
      read(patient())
        .flatMap(({ facts }) => facts)
        .map(({ fact }) => fact.kind),
    ).toEqual(['BIRTH'])
  })

  it('pregnancy and smoking are read by their codes', () => {
    const answer = (code: string, value: string) =>
      only(
        weight({
          code: { coding: [{ system: 'http://loinc.org', code }] },
          valueQuantity: undefined,
          valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: value }] },
        }),
      )
    expect(answer('82810-3', '77386006').facts[0]?.fact).toMatchObject({ kind: 'PREGNANCY', pregnant: true })
    expect(answer('82810-3', '60001007').facts[0]?.fact).toMatchObject({ kind: 'PREGNANCY', pregnant: false })
    expect(answer('72166-2', '8517006').facts[0]?.fact).toMatchObject({ kind: 'SMOKING', state: 'FORMER' })
    expect(codes(answer('72166-2', '1'))).toEqual(['NO_VALUE value[x]'])
  })

  it('a value needs a number and a day; a unit in words, or none, is kept as it stands', () => {
    expect(codes(only(weight({ valueQuantity: undefined, valueString: 'heavy' })))).toEqual(['NO_VALUE value[x]'])
    expect(codes(only(weight({ valueQuantity: { value: 80, comparator: '<', code: 'kg' } })))).toEqual([
      'NO_VALUE value[x]',
    ])
    expect(codes(only(weight({ effectiveDateTime: undefined })))).toEqual(['NO_DATE effective[x]'])
    expect(only(weight({ valueQuantity: { value: 80, unit: 'kilos' } })).facts[0]?.fact).toMatchObject({
      unit: 'kilos',
    })
  })

  it('the parts of a panel are values of their own; a part without one is named, and hides none of the others', () => {
    const part = (code: string, more: object) => ({ code: { coding: [{ system: 'http://loinc.org', code }] }, ...more })
    const mmHg = (value: number) => ({ valueQuantity: { value, code: 'mm[Hg]' } })
    const panel = (...component: readonly object[]) =>
      only(weight({ code: part('85354-9', {}).code, valueQuantity: undefined, component }))
    const pressure = panel(part('8480-6', mmHg(120)), part('8462-4', mmHg(80)))
    expect(pressure.issues).toEqual([])
    expect(pressure.facts.map(({ slot, fact }) => [slot, fact])).toEqual(
      [
        ['part-8480-6', 120],
        ['part-8462-4', 80],
      ].map(([slot, value]) => [
        slot,
        {
          kind: 'OBSERVATION',
          code: String(slot).slice(5),
          value,
          unit: 'mm[Hg]',
          takenOn: '2026-11-01T08:00:00Z',
        },
      ]),
    )
    const odd = panel(
      part('8480-6', mmHg(120)),
      part('8480-6', mmHg(124)),
      part('8462-4', { dataAbsentReason: { text: 'error' } }),
      part('8478-0', { valueString: 'high' }),
      mmHg(3),
      { code: { text: 'a very long name of a measure' }, ...mmHg(4) },
    )
    expect(odd.facts.map(({ slot }) => slot)).toEqual(['part-8480-6', 'part-8480-6-2', 'part-at-5'])
    expect(codes(odd)).toEqual(['NO_VALUE component[2]', 'PART_NOT_READ component[3]', 'PART_NOT_READ component[4]'])
    expect(codes(panel(part('8462-4', {})))).toEqual(['NO_VALUE component[0]'])
    const both = weight({ component: [part('8302-2', { valueQuantity: { value: 180, code: 'cm' } })] })
    expect(only(both).facts.map(({ fact }) => 'code' in fact && fact.code)).toEqual(['29463-7', '8302-2'])
  })

  it('the administrative gender is no sex; the sex at birth is', () => {
    expect(codes(only(patient({ gender: 'female' })))).toEqual(['GENDER_NOT_SEX gender'])
    const extension = [{ url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex', valueCode: 'F' }]
    expect(only(patient({ extension })).facts.map(({ fact }) => fact.kind)).toEqual(['BIRTH', 'SEX'])
  })
})
