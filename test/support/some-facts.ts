import type { HistoryFact } from '../../src/domain/history/history-fact.js'
import { uuidV7 } from '../../src/persistence/uuid-v7.js'
import type { RecordedFact } from '../../src/usecases/recorded-fact.js'
import type { Actor } from '../../src/usecases/records.js'

const head = { recordedOn: '2026-11-01', source: { kind: 'CLINICIAN' as const, name: 'ward 3' } }
const on = '2026-10-31'

/** One fact of every kind, each with all that it can say. */
export function oneFactOfEveryKind(): readonly HistoryFact[] {
  const original = [{ system: 'http://loinc.org', code: '29463-7', text: 'Body weight' }, { text: 'weight' }]
  const drug = { name: 'Ibuprofen 400', rxnorm: '5640' }
  return [
    {
      ...head,
      id: uuidV7(),
      kind: 'MEDICATION',
      drug,
      status: 'ACTIVE',
      startedOn: '2026-04',
      stoppedOn: '2027',
      dose: { value: 400, unit: 'mg', timesPerDay: 3 },
    },
    {
      ...head,
      id: uuidV7(),
      kind: 'CONDITION',
      code: { system: 'ICD10CM', code: 'I20.9', text: 'Angina' },
      status: 'ACTIVE',
      verification: 'CONFIRMED',
      onset: '2019',
      abated: '2020-01',
    },
    {
      ...head,
      id: uuidV7(),
      kind: 'ALLERGY',
      type: 'INTOLERANCE',
      substance: { name: 'penicillins' },
      verification: 'UNCONFIRMED',
      status: 'ACTIVE',
      criticality: 'HIGH',
      reaction: 'rash',
    },
    {
      ...head,
      id: uuidV7(),
      kind: 'OBSERVATION',
      code: '29463-7',
      value: 80.5,
      unit: 'kg',
      takenOn: '2026-10-31T10:00:00Z',
      preliminary: true,
      original,
    },
    { ...head, id: uuidV7(), kind: 'BIRTH', date: '1980-02' },
    { ...head, id: uuidV7(), kind: 'SEX', sex: 'female' },
    { ...head, id: uuidV7(), kind: 'PREGNANCY', pregnant: true, on, dueOn: '2027-01-01' },
    { ...head, id: uuidV7(), kind: 'LACTATION', lactating: false, on },
    { ...head, id: uuidV7(), kind: 'SMOKING', state: 'FORMER', on },
    { ...head, id: uuidV7(), kind: 'LIVER_FUNCTION', childPugh: 'B', on },
    {
      ...head,
      id: uuidV7(),
      kind: 'PRIOR_RESPONSE',
      drug,
      response: 'ADVERSE_REACTION',
      severity: 'SEVERE',
      reaction: 'bleeding',
    },
    { ...head, id: uuidV7(), kind: 'PREFERENCE', about: 'MOST_TIMES_PER_DAY', value: 2 },
    { ...head, id: uuidV7(), kind: 'LIST', list: 'MEDICINES', on, enteredInError: true },
  ]
}

/** As it stands in the store when this actor wrote it down. */
export function recorded(
  fact: HistoryFact,
  actor: Pick<Actor, 'id'>,
  patientId: string,
  more: Partial<Pick<RecordedFact, 'restricted' | 'origin' | 'recordedAt'>> = {},
): RecordedFact {
  return {
    ...fact,
    patientId,
    recordedBy: actor.id,
    recordedAt: new Date('2026-11-01T12:00:00.123Z'),
    restricted: false,
    ...more,
  }
}
