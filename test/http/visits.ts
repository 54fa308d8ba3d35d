import type { RelationKind } from '../../src/usecases/access-facts.js'
import type { DataClass } from '../../src/usecases/data-classes.js'
import { ROLES } from '../../src/usecases/records.js'
import type { Purpose, Role } from '../../src/usecases/records.js'
import { PERSONAL_CLASSES, RIGHTS } from '../../src/usecases/rights.js'

/** A member of another organisation who looks at a patient by a grant, or by one that is not quite theirs. */
export interface Visit {
  readonly role: Role
  readonly classes: readonly DataClass[]
  readonly state: 'good' | 'revoked' | 'expired' | 'without consent' | 'to others' | 'for payment'
  /** What the patient does not want them to see. */
  readonly deny?: DataClass
  /** What they are to the patient in the organisation that gave the grant: nothing, to a visitor. */
  readonly relation?: RelationKind
  /** What the request says it is for; treatment when it says nothing. */
  readonly purpose?: Purpose
}

/** What a grant can open. */
export const GRANTABLE = ['IDENTITY', 'CLINICAL', 'GENOMIC_SUMMARY'] as const satisfies readonly DataClass[]

const STATES = ['revoked', 'expired', 'without consent', 'to others', 'for payment'] as const

/** Every role with each class and with all of them, and around those that may visit whatever may change it. */
export function visits(): readonly Visit[] {
  const all = { classes: GRANTABLE, state: 'good' } as const
  const plain = ROLES.flatMap(role => [
    { ...all, role },
    ...GRANTABLE.map(each => ({ role, classes: [each], state: 'good' as const })),
  ])
  const visiting = ROLES.filter(role =>
    RIGHTS.some(right => right.role === role && right.mayAnyway.includes('READ_GRANTED')),
  )
  const around = visiting.flatMap((role): readonly Visit[] => [
    ...STATES.map(state => ({ role, classes: GRANTABLE, state })),
    ...PERSONAL_CLASSES.map(deny => ({ ...all, role, deny })),
    { ...all, role, relation: 'TREATING' },
    { ...all, role, purpose: 'HPAYMT' },
    { role, classes: GRANTABLE, state: 'for payment', purpose: 'HPAYMT' },
  ])
  return [...plain, ...around]
}

export function nameOfVisit({ role, classes, state, deny, relation, purpose = 'TREAT' }: Visit): string {
  return [role, state, purpose, ...classes, deny === undefined ? '' : `not ${deny}`, relation ?? ''].join(' ')
}
