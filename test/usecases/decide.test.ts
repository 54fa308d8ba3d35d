import { describe, expect, it } from 'vitest'
import { actAs } from '../../src/usecases/act-as.js'
import { decide } from '../../src/usecases/decide.js'
import type { Action } from '../../src/usecases/decide.js'
import { ROLES } from '../../src/usecases/records.js'
import type { Role } from '../../src/usecases/records.js'

const ACTIONS: readonly Action[] = [
  'READ_KNOWLEDGE',
  'READ_PATIENT',
  'WRITE_PATIENT',
  'READ_UPLOAD',
  'WRITE_UPLOAD',
  'READ_RESULT',
  'WRITE_OUTSIDE_CALL',
  'ASK_ADVICE',
  'CALL_SAMPLE',
  'READ_HISTORY',
  'WRITE_HISTORY',
]

/** One line per role, one column per action of the list above. */
const EXPECTED: Readonly<Record<Role, string>> = {
  LABORATORY_TECHNICIAN: 'yyyyyy-----',
  LABORATORY_DIRECTOR: 'yyyyyy-y---',
  PHARMACIST: 'yy-y-yyy-yy',
  CLINICIAN: 'yy-y-y-y-yy',
  DEVELOPER: 'yyyyyyyy-yy',
  PATIENT: 'y----------',
  ORGANISATION_ADMIN: 'y----------',
  PRIVACY_OFFICER: 'y----------',
  KNOWLEDGE_STEWARD: 'y----------',
  SYSTEM_WORKER: '--------y--',
}

const actor = (...roles: readonly Role[]) =>
  actAs({ id: 'a', name: 'A', organisationId: 'o', organisation: 'o', roles }, { id: 'r' })

describe('S11 the table of rights', () => {
  it.each(ROLES)('says what a %s may do, and nothing more', role => {
    const allowed = ACTIONS.map(action => (decide(actor(role), action, {}) === 'allow' ? 'y' : '-'))
    expect(allowed.join('')).toBe(EXPECTED[role])
  })

  it('denies everything to somebody without a role', () => {
    expect(ACTIONS.filter(action => decide(actor(), action, {}) === 'allow')).toEqual([])
  })

  it('gives several roles what any of them may', () => {
    expect(decide(actor('PATIENT', 'PHARMACIST'), 'ASK_ADVICE', {})).toBe('allow')
  })

  it.each(ROLES)('denies a %s every row of another organisation', role => {
    expect(ACTIONS.filter(action => decide(actor(role), action, { organisationId: 'other' }) === 'allow')).toEqual([])
  })
})
