import { DomainError } from '../domain/errors.js'
import type { DataClass } from './data-classes.js'
import type { Actor, Role } from './records.js'

/** What a person may want to do; every use case asks for one of these before it does anything. */
export type Action =
  | 'READ_KNOWLEDGE'
  | 'READ_PATIENT'
  | 'WRITE_PATIENT'
  | 'READ_UPLOAD'
  | 'WRITE_UPLOAD'
  | 'READ_RESULT'
  | 'WRITE_OUTSIDE_CALL'
  | 'ASK_ADVICE'
  | 'CALL_SAMPLE'
  | 'READ_HISTORY'
  | 'WRITE_HISTORY'
  | 'FOLLOW_ADVICE'

/** What each action shows or changes of a patient. */
export const CLASSES_OF_ACTION: Readonly<Record<Action, readonly DataClass[]>> = {
  READ_KNOWLEDGE: ['PUBLIC'],
  READ_PATIENT: ['IDENTITY'],
  WRITE_PATIENT: ['IDENTITY'],
  READ_UPLOAD: ['OPERATIONAL'],
  WRITE_UPLOAD: ['GENOMIC_RAW'],
  READ_RESULT: ['GENOMIC_SUMMARY'],
  WRITE_OUTSIDE_CALL: ['GENOMIC_SUMMARY'],
  ASK_ADVICE: ['CLINICAL', 'GENOMIC_SUMMARY'],
  CALL_SAMPLE: ['GENOMIC_RAW', 'GENOMIC_SUMMARY'],
  READ_HISTORY: ['CLINICAL'],
  WRITE_HISTORY: ['CLINICAL'],
  FOLLOW_ADVICE: ['CLINICAL', 'GENOMIC_SUMMARY'],
}

/** What the answer may depend on besides the role. */
export interface DecisionFacts {
  /** Whose row it is, when the question is about a row. */
  readonly organisationId?: string
}

export type Decision = 'allow' | 'deny'

const LABORATORY: readonly Action[] = [
  'READ_KNOWLEDGE',
  'READ_PATIENT',
  'WRITE_PATIENT',
  'READ_UPLOAD',
  'WRITE_UPLOAD',
  'READ_RESULT',
]

/** What is not here is denied: a new role or action has no rights until this table says so (S11). */
const TABLE: Readonly<Record<Role, readonly Action[]>> = {
  LABORATORY_TECHNICIAN: LABORATORY,
  LABORATORY_DIRECTOR: [...LABORATORY, 'ASK_ADVICE'],
  PHARMACIST: [
    'READ_KNOWLEDGE',
    'READ_PATIENT',
    'READ_UPLOAD',
    'READ_RESULT',
    'WRITE_OUTSIDE_CALL',
    'ASK_ADVICE',
    'READ_HISTORY',
    'WRITE_HISTORY',
  ],
  CLINICIAN: [
    'READ_KNOWLEDGE',
    'READ_PATIENT',
    'READ_UPLOAD',
    'READ_RESULT',
    'ASK_ADVICE',
    'READ_HISTORY',
    'WRITE_HISTORY',
  ],
  DEVELOPER: [...LABORATORY, 'WRITE_OUTSIDE_CALL', 'ASK_ADVICE', 'READ_HISTORY', 'WRITE_HISTORY'],
  PATIENT: ['READ_KNOWLEDGE'],
  ORGANISATION_ADMIN: ['READ_KNOWLEDGE'],
  PRIVACY_OFFICER: ['READ_KNOWLEDGE'],
  KNOWLEDGE_STEWARD: ['READ_KNOWLEDGE'],
  SYSTEM_WORKER: ['CALL_SAMPLE', 'FOLLOW_ADVICE'],
}

/** The one place where rights are decided, from one table and nothing else. */
export function decide(actor: Actor, action: Action, facts: DecisionFacts): Decision {
  if (facts.organisationId !== undefined && facts.organisationId !== actor.organisationId) return 'deny'
  return actor.roles.some(role => TABLE[role].includes(action)) ? 'allow' : 'deny'
}

export function demand(actor: Actor, action: Action, facts: DecisionFacts = {}): void {
  if (decide(actor, action, facts) === 'allow') return
  actor.request.trail.note({ action, classes: CLASSES_OF_ACTION[action], outcome: 'DENIED' })
  throw new DomainError('FORBIDDEN', 'Your role does not allow this', { action })
}
