import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql'
import type { RecordedAccess } from '../../usecases/audit-row.js'
import type { SeenPatient } from '../../usecases/records.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { PageArgs, pageRequest } from '../page.js'
import { PatientType } from '../record/patient.type.js'
import { RecordedAccessConnectionType } from './recorded-access.type.js'

@Resolver(() => PatientType)
export class RecordedAccessResolver {
  @FieldResolver(() => RecordedAccessConnectionType, {
    nullable: true,
    description:
      'Who saw or changed what of this patient, newest first. For the patient; to others null and FORBIDDEN.',
  })
  @Class('AUDIT')
  @Cost({ points: 5 })
  async accesses(
    @Root() { id }: SeenPatient,
    @Ctx() { loaders }: Context,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Connection<RecordedAccess>> {
    return connectionOf(await loaders.accesses(pageRequest(page)).load(id))
  }

  @Query(() => RecordedAccessConnectionType, {
    description:
      'Who saw or changed what of one patient, newest first: for the patient, and for the privacy officer of the organisation, who does not see the patient.',
  })
  @Class('AUDIT')
  @Cost({ points: 5 })
  async accessesToPatient(
    @Ctx() { usecases, actor }: Context,
    @Arg('patientId', () => ID, { description: 'The id of the patient.' }) patientId: string,
    @Args(() => PageArgs) page: PageArgs,
  ): Promise<Connection<RecordedAccess>> {
    return connectionOf(await usecases.patientAccesses(actor, patientId, pageRequest(page)))
  }
}
