import { describe, expect, it } from 'vitest'
import { readHistory } from '../../src/usecases/history-of.js'
import type { RecordedFact } from '../../src/usecases/recorded-fact.js'
import type { Patient } from '../../src/usecases/records.js'
import { knowledge } from '../knowledge/real-release.js'
import { recorded } from '../support/some-facts.js'

const NOW = new Date('2026-11-23T10:00:00Z')

const patient: Patient = {
  id: 'p',
  organisationId: 'o',
  displayName: 'P',
  birthDate: '1986-03-02',
  sex: 'female',
  createdAt: new Date('2026-01-01T09:00:00Z'),
}

const source = { kind: 'CLINICIAN' } as const

const takes = (name: string, more: Partial<RecordedFact> = {}): RecordedFact => ({
  ...recorded(
    {
      kind: 'MEDICATION',
      id: more.id ?? name,
      source,
      recordedOn: '2026-11-01',
      drug: { name },
      status: 'ACTIVE',
      ...(more.supersedes === undefined ? {} : { supersedes: more.supersedes }),
    },
    { id: 'a' },
    'p',
    { restricted: more.restricted ?? false },
  ),
})

const read = (facts: readonly RecordedFact[], restricted: 'USED' | 'LEFT_OUT' = 'USED') =>
  readHistory(facts, patient, NOW, knowledge, { restricted })

describe('the history that advice rests on', () => {
  it('takes birth and sex of the record where nothing newer was stated, and shows a contradiction', () => {
    expect(read([]).facts.ageYears).toBe(40)
    expect(read([]).clinical?.sex).toEqual({ sex: 'female', factIds: ['record-sex'] })
    const born = recorded(
      { kind: 'BIRTH', id: 'b', source, recordedOn: '2026-05-01', date: '1956-03-02' },
      { id: 'a' },
      'p',
    )
    expect(read([born]).facts.ageYears).toBe(70)
    expect(read([born]).clinical?.problems).toEqual([
      { code: 'CONTRADICTORY', factId: 'b', field: 'date', used: true },
      { code: 'CONTRADICTORY', factId: 'record-birth', field: 'date', used: false },
    ])
    const older = { ...born, recordedOn: '2025-05-01' }
    expect(read([older]).facts.ageYears).toBe(40)
  })

  it('S14 neither uses nor hints at restricted facts unless they may be seen', () => {
    const facts = [
      takes('codeine', { id: 'open' }),
      takes('methadone', { id: 'first' }),
      takes('methadone', { id: 'second', restricted: true, supersedes: 'first' }),
      takes('methadone', { id: 'third', supersedes: 'second' }),
    ]
    expect(read(facts).medicines.map(({ factId }) => factId)).toEqual(['open', 'third'])
    const seen = read(facts, 'LEFT_OUT')
    expect(JSON.stringify([seen, [...(seen.clinical?.factIds ?? [])]])).not.toMatch(/first|second|third|methadone/)
    expect(seen).toEqual(read(facts.slice(0, 1)))
  })

  it('reads the medicines for a release that knows nothing of options', () => {
    const older = { ...knowledge, options: undefined }
    const facts = [takes('codeine', { id: 'a' }), takes('tramadol', { id: 'b', supersedes: 'a' })]
    const history = readHistory(facts, patient, NOW, older, { restricted: 'USED' })
    expect(history.medicines.map(({ name }) => name)).toEqual(['tramadol'])
    expect(history.clinical).toBeUndefined()
  })
})
