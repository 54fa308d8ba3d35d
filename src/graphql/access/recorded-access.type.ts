import { Field, ObjectType } from 'type-graphql'
import type { RecordedAccess } from '../../usecases/audit-row.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { RoleEnum } from '../record/record-enums.js'

@ObjectType('RecordedAccess', {
  simpleResolvers: true,
  description:
    'That somebody saw or changed something of a patient: when, in which role and what for, without the person.',
})
export class RecordedAccessType implements RecordedAccess {
  @Field(() => Date, { description: 'When.' })
  @Class('AUDIT')
  readonly at!: Date

  @Field(() => String, { description: 'Name of the organisation they acted for.' })
  @Class('AUDIT')
  readonly organisation!: string

  @Field(() => [RoleEnum], { description: 'What they do there.' })
  @Class('AUDIT')
  readonly roles!: RecordedAccess['roles']

  @Field(() => String, {
    description:
      'What for, in the codes of HL7: TREAT is treatment, ETREAT an emergency, PATRQT what the patient asked for.',
  })
  @Class('AUDIT')
  readonly purpose!: string

  @Field(() => String, { description: 'What they did, such as READ_PATIENT, ASK_ADVICE or WRITE_HISTORY.' })
  @Class('AUDIT')
  readonly action!: string

  @Field(() => [String], {
    description: 'Classes of data it was about, such as IDENTITY, CLINICAL or GENOMIC_SUMMARY.',
  })
  @Class('AUDIT')
  readonly classes!: readonly string[]

  @Field(() => String, {
    description:
      'ALLOWED: all of it; WITHHELD: a part was kept from them; FAILED: they saw nothing, because it broke off.',
  })
  @Class('AUDIT')
  readonly outcome!: RecordedAccess['outcome']
}

export const RecordedAccessConnectionType = connectionType(
  'RecordedAccess',
  () => RecordedAccessType,
  'accesses to a patient',
  'AUDIT',
)
