import type { RelationKind } from './access-facts.js'
import { RELATION_KINDS } from './access-facts.js'
import type { DataClass } from './data-classes.js'
import type { Action } from './decide.js'
import type { Role } from './records.js'

/** Classes of what is known of a patient. Ids and states (OPERATIONAL) go with the patient they belong to. */
export const PERSONAL_CLASSES = [
  'IDENTITY',
  'CLINICAL',
  'GENOMIC_SUMMARY',
  'GENOMIC_RAW',
  'RESTRICTED',
  'AUDIT',
] as const satisfies readonly DataClass[]

export type PersonalClass = (typeof PERSONAL_CLASSES)[number]

/**
 * How far a class is open. PART: record number, sex and year of birth. RELEASED: what the laboratory has released.
 * WITH_CONSENT: where the patient permits it. GRANTED: where the relation grants it.
 */
export const LEVELS = ['PART', 'RELEASED', 'WITH_CONSENT', 'GRANTED', 'ALL'] as const

export type Level = (typeof LEVELS)[number]

/** One line of the table: what a role may do and see, and by which relations to the patient. */
export interface Right {
  readonly role: Role
  /** Any of these opens a patient; a role alone opens none. */
  readonly relations: readonly RelationKind[]
  /** Classes that are not named are not shown. */
  readonly sees: Readonly<Partial<Record<PersonalClass, Level>>>
  /** What may be done to a patient whom a relation opens. */
  readonly may: readonly Action[]
  /** Only the service itself: it works for patients without standing in a relation to any. */
  readonly withoutRelation?: true
  /** What may be done without a patient. */
  readonly mayAnyway: readonly Action[]
  /** Short names; absent: every organisation. */
  readonly organisations?: readonly string[]
}

const READS: readonly Action[] = ['READ_PATIENT', 'READ_UPLOAD', 'READ_RESULT', 'READ_ACCESS']
const CARES: readonly Action[] = [...READS, 'ASK_ADVICE', 'READ_HISTORY', 'WRITE_HISTORY', 'WRITE_RELATION']

/** What is not here is denied: a new role, relation, class or action has no rights until this table says so (S11). */
export const RIGHTS: readonly Right[] = [
  {
    role: 'LABORATORY_TECHNICIAN',
    relations: ['PERFORMED'],
    sees: { IDENTITY: 'PART', GENOMIC_SUMMARY: 'ALL', GENOMIC_RAW: 'ALL' },
    may: [...READS, 'WRITE_UPLOAD'],
    mayAnyway: ['READ_KNOWLEDGE', 'WRITE_PATIENT'],
  },
  {
    role: 'LABORATORY_DIRECTOR',
    relations: ['PERFORMED'],
    sees: { IDENTITY: 'ALL', GENOMIC_SUMMARY: 'ALL', GENOMIC_RAW: 'ALL', RESTRICTED: 'ALL' },
    may: [...READS, 'WRITE_UPLOAD', 'ASK_ADVICE', 'RELEASE_RESULT', 'WRITE_RELATION'],
    mayAnyway: ['READ_KNOWLEDGE', 'WRITE_PATIENT'],
  },
  {
    role: 'PHARMACIST',
    relations: ['DISPENSING', 'TREATING'],
    sees: { IDENTITY: 'ALL', CLINICAL: 'ALL', GENOMIC_SUMMARY: 'RELEASED', RESTRICTED: 'WITH_CONSENT' },
    may: [...CARES, 'WRITE_OUTSIDE_CALL'],
    mayAnyway: ['READ_KNOWLEDGE', 'WRITE_PATIENT', 'BREAK_GLASS', 'READ_GRANTED'],
  },
  {
    role: 'CLINICIAN',
    relations: ['TREATING', 'ORDERED'],
    sees: {
      IDENTITY: 'ALL',
      CLINICAL: 'ALL',
      GENOMIC_SUMMARY: 'RELEASED',
      GENOMIC_RAW: 'RELEASED',
      RESTRICTED: 'WITH_CONSENT',
    },
    may: [...CARES, 'WRITE_CONSENT', 'WRITE_GRANT'],
    mayAnyway: ['READ_KNOWLEDGE', 'WRITE_PATIENT', 'BREAK_GLASS', 'READ_GRANTED'],
  },
  {
    role: 'PATIENT',
    relations: ['SELF'],
    sees: {
      IDENTITY: 'ALL',
      CLINICAL: 'ALL',
      GENOMIC_SUMMARY: 'RELEASED',
      GENOMIC_RAW: 'RELEASED',
      RESTRICTED: 'ALL',
      AUDIT: 'ALL',
    },
    may: [...CARES, 'WRITE_CONSENT', 'READ_AUDIT', 'REQUEST_ERASURE'],
    mayAnyway: ['READ_KNOWLEDGE'],
  },
  {
    role: 'PATIENT',
    relations: ['PROXY'],
    sees: { IDENTITY: 'GRANTED', CLINICAL: 'GRANTED', GENOMIC_SUMMARY: 'RELEASED' },
    may: [...READS, 'ASK_ADVICE', 'READ_HISTORY'],
    mayAnyway: ['READ_KNOWLEDGE'],
  },
  {
    role: 'DEVELOPER',
    relations: RELATION_KINDS,
    sees: {
      IDENTITY: 'ALL',
      CLINICAL: 'ALL',
      GENOMIC_SUMMARY: 'ALL',
      GENOMIC_RAW: 'ALL',
      RESTRICTED: 'ALL',
      AUDIT: 'ALL',
    },
    may: [...CARES, 'WRITE_UPLOAD', 'WRITE_OUTSIDE_CALL', 'RELEASE_RESULT', 'WRITE_CONSENT', 'READ_AUDIT'],
    mayAnyway: ['READ_KNOWLEDGE', 'WRITE_PATIENT'],
    organisations: ['demo'],
  },
  bare('DEVELOPER', ['READ_KNOWLEDGE']),
  bare('ORGANISATION_ADMIN', ['READ_KNOWLEDGE', 'MANAGE_MEMBERS', 'MANAGE_GRANTS', 'ERASE_PATIENT']),
  bare('PRIVACY_OFFICER', ['READ_KNOWLEDGE', 'REVIEW_BREAK_GLASS', 'READ_AUDIT', 'ERASE_PATIENT', 'HOLD_PATIENT']),
  bare('KNOWLEDGE_STEWARD', ['READ_KNOWLEDGE']),
  {
    role: 'SYSTEM_WORKER',
    relations: [],
    withoutRelation: true,
    // What it finds out is told to whoever may ask for advice: it sees no more than they do.
    sees: { IDENTITY: 'ALL', CLINICAL: 'ALL', GENOMIC_SUMMARY: 'RELEASED' },
    may: ['FOLLOW_ADVICE'],
    mayAnyway: ['CALL_SAMPLE', 'TELL_PRIVACY'],
  },
]

/** What broken glass opens, to whoever may break it: never what stands in the file, never a change (S17). */
export const BROKEN_GLASS = {
  sees: { CLINICAL: 'ALL', GENOMIC_SUMMARY: 'RELEASED', RESTRICTED: 'ALL' },
  may: [...READS, 'ASK_ADVICE', 'READ_HISTORY'],
} as const satisfies Pick<Right, 'sees' | 'may'>

/**
 * What a grant can open to whoever has READ_GRANTED in the organisation it was given to: of this what the grant names, and
 * of that what their role sees at home. Never what stands in the file, what is specially protected, or a change.
 */
export const GRANTED = {
  sees: { IDENTITY: 'ALL', CLINICAL: 'ALL', GENOMIC_SUMMARY: 'RELEASED' },
  may: ['READ_PATIENT', 'READ_RESULT', 'READ_HISTORY', 'ASK_ADVICE'],
} as const satisfies Pick<Right, 'sees' | 'may'>

/** The relation that whoever registers a patient gets by it; of the laboratory it is everybody's there. */
export const RELATION_BY_REGISTERING: Readonly<
  Partial<Record<Role, readonly { readonly kind: RelationKind; readonly everybody: boolean }[]>>
> = {
  LABORATORY_TECHNICIAN: [{ kind: 'PERFORMED', everybody: true }],
  LABORATORY_DIRECTOR: [{ kind: 'PERFORMED', everybody: true }],
  PHARMACIST: [{ kind: 'DISPENSING', everybody: false }],
  CLINICIAN: [{ kind: 'TREATING', everybody: false }],
  DEVELOPER: [
    { kind: 'PERFORMED', everybody: true },
    { kind: 'TREATING', everybody: true },
    { kind: 'DISPENSING', everybody: true },
  ],
}

/** A role that opens no patient at all. */
function bare(role: Role, mayAnyway: readonly Action[]): Right {
  return { role, relations: [], sees: {}, may: [], mayAnyway }
}
