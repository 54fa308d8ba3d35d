import { Field, ObjectType } from 'type-graphql'
import type { SeenPatient } from '../../usecases/records.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { NodeType } from '../node.type.js'

@ObjectType('Patient', {
  simpleResolvers: true,
  implements: NodeType,
  description:
    'A person whose samples are read here. What of them you may not see is null, with its path in `extensions.withheld`.',
})
export class PatientType extends NodeType implements Pick<SeenPatient, 'id' | 'createdAt'> {
  @Field(() => Date, { description: 'When the record was made.' })
  @Class('OPERATIONAL')
  readonly createdAt!: Date
}

export const PatientConnectionType = connectionType('Patient', () => PatientType, 'patients', 'IDENTITY')
