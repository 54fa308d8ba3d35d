import { defineEntity, p } from '@mikro-orm/postgresql'
import { PROPOSAL_STATES } from '../../usecases/proposal.js'
import { organisationWall } from './organisation-wall.js'

/** What one person proposed and another has to confirm (S18). */
export const ProposalEntity = defineEntity({
  name: 'ProposalEntity',
  tableName: 'proposal',
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    kind: p.string().length(40),
    subject: p.string().length(100),
    patientId: p.uuid().nullable(),
    act: p.json<unknown>(),
    reason: p.string().length(2000),
    state: p.enum(PROPOSAL_STATES).length(20),
    proposedBy: p.uuid(),
    proposedAt: p.datetime(6),
    expiresAt: p.datetime(6),
    decidedBy: p.uuid().nullable(),
    decidedAt: p.datetime(6).nullable(),
  },
  indexes: [
    { name: 'proposal_subject_index', properties: ['organisationId', 'kind', 'subject'] },
    { name: 'proposal_patient_index', properties: ['organisationId', 'patientId'] },
  ],
  ...organisationWall,
})
