import { describe, expect, it } from 'vitest'
import { batchMemberId, MOST_IN_BATCH } from '../../src/usecases/batch-ids.js'
import type { FactStatement } from '../../src/usecases/history-menu.js'
import { prepareFact, UnstatableFact } from '../../src/usecases/prepare-fact.js'
import type { Role } from '../../src/usecases/records.js'
import { actAs } from '../../src/usecases/act-as.js'
import { requireRoom } from '../../src/usecases/stored-facts.js'

const NOW = new Date('2026-11-27T10:00:00Z')

const by = (...roles: readonly Role[]) =>
  actAs({ id: 'a', name: 'A', organisationId: 'o', organisation: 'o', roles }, { id: 'r' })

const prepare = (statement: Partial<FactStatement>, ...roles: readonly Role[]) =>
  prepareFact({ fact: { kind: 'SEX', sex: 'female' }, ...statement }, { id: 'f' }, by(...roles), NOW)

const problemOf = (statement: Partial<FactStatement>): unknown => {
  try {
    return prepare(statement, 'PHARMACIST')
  } catch (error) {
    return error instanceof UnstatableFact ? error.problem : error
  }
}

describe('who says a fact', () => {
  it('is the patient whenever a patient writes, whatever is stated', () => {
    expect(prepare({}, 'PATIENT').source).toEqual({ kind: 'PATIENT' })
    expect(prepare({ source: { kind: 'CLINICIAN', name: 'Dr. X' } }, 'PATIENT').source).toEqual({
      kind: 'PATIENT',
      name: 'Dr. X',
    })
  })

  it('is otherwise whom the writer names, or the writer', () => {
    expect(prepare({}, 'PHARMACIST').source).toEqual({ kind: 'CLINICIAN' })
    expect(prepare({}, 'LABORATORY_DIRECTOR').source).toEqual({ kind: 'LABORATORY' })
    expect(prepare({ source: { kind: 'PATIENT' } }, 'CLINICIAN').source).toEqual({ kind: 'PATIENT' })
    expect(prepare({}, 'PATIENT', 'CLINICIAN').source).toEqual({ kind: 'CLINICIAN' })
  })
})

describe('what no fact can have', () => {
  const named = (name: string): Partial<FactStatement> => ({
    fact: { kind: 'MEDICATION', drug: { name }, status: 'ACTIVE' },
  })

  it.each([
    ['an empty text', named(' '), { code: 'BAD_INPUT', field: 'drug.name' }],
    ['a text of 301 characters', named('x'.repeat(301)), { code: 'BAD_INPUT', field: 'drug.name' }],
    ['a control character', named('a\u0007'), { code: 'BAD_INPUT', field: 'drug.name' }],
    ['half a character', named('a\ud800'), { code: 'BAD_INPUT', field: 'drug.name' }],
    [
      'a number that is none',
      { fact: { kind: 'PREFERENCE', about: 'MOST_TIMES_PER_DAY', value: Number.NaN } },
      { code: 'BAD_INPUT', field: 'value' },
    ],
    ['a source without a name', { source: { name: '' } }, { code: 'BAD_INPUT', field: 'source.name' }],
    ['a day that is none', { recordedOn: '2026-02-30' }, { code: 'IMPOSSIBLE_DATE', field: 'recordedOn' }],
    ['a day that has not come', { recordedOn: '2026-11-28' }, { code: 'FUTURE_DATE', field: 'recordedOn' }],
    [
      'an instant without end',
      { recordedOn: `2026-01-01T${'0'.repeat(40)}` },
      { code: 'IMPOSSIBLE_DATE', field: 'recordedOn' },
    ],
  ] satisfies readonly [string, Partial<FactStatement>, object][])(
    '%s is refused with its field',
    (_, statement, problem) => {
      expect(problemOf(statement)).toEqual({ ...problem, used: false })
    },
  )

  it('and a text of 300 characters, a year, and now are accepted', () => {
    expect(prepare(named('x'.repeat(300)), 'PHARMACIST')).toMatchObject({ recordedOn: NOW.toISOString() })
    expect(prepare({ recordedOn: '2019' }, 'PHARMACIST').recordedOn).toBe('2019')
  })
})

describe('what is stored', () => {
  it('S44 is at most 20,000 facts of one patient', () => {
    expect(() => requireRoom(20_000)).not.toThrow()
    expect(() => requireRoom(20_001)).toThrow(expect.objectContaining({ code: 'QUOTA_EXCEEDED' }))
  })

  it('has ids that sort by their place in the batch, and are the same for the same batch', () => {
    const batch = '01a21b13-7975-77f0-8363-61f2018224cb'
    const ids = Array.from({ length: MOST_IN_BATCH }, (_, index) => batchMemberId(batch, index))
    expect(ids).toEqual(ids.toSorted())
    expect(new Set(ids).size).toBe(MOST_IN_BATCH)
    expect(ids.every(id => /^01a21b13-7975-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true)
    expect(batchMemberId('01a21b13-7975-77f0-8363-61f2018224cc', 0)).not.toBe(ids[0])
  })
})
