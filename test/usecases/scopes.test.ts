import { describe, expect, it } from 'vitest'
import type { Action } from '../../src/usecases/decide.js'
import type { Role } from '../../src/usecases/records.js'
import { isInScope } from '../../src/usecases/scopes.js'

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

const left = (scope: string, roles: readonly Role[] = ['CLINICIAN']) =>
  ACTIONS.filter(action => isInScope(scope.split(' '), roles, action))

const HISTORY = 'user/MedicationStatement.rs user/Condition.rs user/AllergyIntolerance.rs user/Observation.rs'

describe('S6 scopes only narrow', () => {
  it.each([
    ['', ACTIONS],
    ['openid fhirUser launch', ACTIONS],
    ['openid user/Patient.rs', ['READ_KNOWLEDGE', 'READ_PATIENT']],
    ['user/Patient.cruds', ['READ_KNOWLEDGE', 'READ_PATIENT', 'WRITE_PATIENT']],
    ['user/Patient.read', ['READ_KNOWLEDGE', 'READ_PATIENT']],
    ['user/Patient.write', ['READ_KNOWLEDGE', 'WRITE_PATIENT']],
    ['user/Observation.rs', ['READ_KNOWLEDGE', 'READ_RESULT']],
    ['user/Observation.s', ['READ_KNOWLEDGE']],
    [HISTORY, ['READ_KNOWLEDGE', 'READ_RESULT', 'ASK_ADVICE', 'READ_HISTORY']],
    [HISTORY.replace('user/Condition.rs ', ''), ['READ_KNOWLEDGE', 'READ_RESULT']],
    ['system/*.rs', ['READ_KNOWLEDGE', 'READ_PATIENT', 'READ_UPLOAD', 'READ_RESULT', 'ASK_ADVICE', 'READ_HISTORY']],
    ['system/*.cruds', ACTIONS],
    ['user/*.*', ACTIONS],
  ] as const)('"%s" leaves what it names', (scope, actions) => {
    expect(left(scope)).toEqual(actions)
  })

  it.each(['user/Patient.sr', 'user/patient.rs', 'user/Patient', 'user/', '/', 'admin/*.cruds', 'user/*.cruds2'])(
    '"%s", which nobody understands, leaves nothing but what is public',
    scope => {
      expect(left(scope)).toEqual(['READ_KNOWLEDGE'])
    },
  )

  it('scopes for the patient in context are for patients', () => {
    expect(left('patient/Patient.rs')).toEqual(['READ_KNOWLEDGE'])
    expect(left('patient/Patient.rs', ['PATIENT'])).toEqual(['READ_KNOWLEDGE', 'READ_PATIENT'])
  })
})
