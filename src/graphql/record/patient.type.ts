import { GraphQLLocalDate } from 'graphql-scalars'
import { Field, ObjectType } from 'type-graphql'
import type { Patient } from '../../usecases/records.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { NodeType } from '../node.type.js'
import { SexEnum } from './record-enums.js'

@ObjectType('Patient', {
  simpleResolvers: true,
  implements: NodeType,
  description: 'A person whose samples are read here.',
})
export class PatientType extends NodeType implements Omit<Patient, 'organisationId'> {
  @Field(() => String, { description: 'Name to show.' })
  @Class('IDENTITY')
  readonly displayName!: string

  @Field(() => String, { nullable: true, description: 'Number of the record in the organisation.' })
  @Class('IDENTITY')
  readonly medicalRecordNumber?: string

  @Field(() => GraphQLLocalDate, { nullable: true, description: 'Date of birth.' })
  @Class('IDENTITY')
  readonly birthDate?: string

  @Field(() => SexEnum, { nullable: true, description: 'Sex as far as it matters for the X chromosome.' })
  @Class('IDENTITY')
  readonly sex?: NonNullable<Patient['sex']>

  @Field(() => Date, { description: 'When the record was made.' })
  @Class('OPERATIONAL')
  readonly createdAt!: Date
}

export const PatientConnectionType = connectionType('Patient', () => PatientType, 'patients', 'IDENTITY')
