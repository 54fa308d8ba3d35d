import { ActorEntity } from './actor.entity.js'
import { AdviceAlertEntity } from './advice-alert.entity.js'
import { AdviceStateEntity } from './advice-state.entity.js'
import { BreakGlassEntity } from './break-glass.entity.js'
import { ConsentEntity } from './consent.entity.js'
import { GlassNoticeEntity } from './glass-notice.entity.js'
import { HistoryFactEntity } from './history-fact.entity.js'
import { IdempotencyKeyEntity } from './idempotency-key.entity.js'
import { KeyCheckEntity } from './key-check.entity.js'
import { LegalHoldEntity } from './legal-hold.entity.js'
import { MembershipEntity } from './membership.entity.js'
import { OrganisationEntity } from './organisation.entity.js'
import { OutsideCallEntity } from './outside-call.entity.js'
import { OutboxEntity } from './outbox.entity.js'
import { PatientGrantEntity } from './patient-grant.entity.js'
import { PatientKeyEntity } from './patient-key.entity.js'
import { PatientSearchEntity } from './patient-search.entity.js'
import { PatientEntity } from './patient.entity.js'
import { ProposalEntity } from './proposal.entity.js'
import { RelationEntity } from './relation.entity.js'
import { ReleaseEventEntity } from './release-event.entity.js'
import { SampleDocumentEntity } from './sample-document.entity.js'
import { SampleEntity } from './sample.entity.js'
import { UploadProgressEntity } from './upload-progress.entity.js'
import { UploadTransitionEntity } from './upload-transition.entity.js'
import { UploadEntity } from './upload.entity.js'

export const ENTITIES = [
  OrganisationEntity,
  ActorEntity,
  MembershipEntity,
  PatientEntity,
  PatientKeyEntity,
  PatientSearchEntity,
  RelationEntity,
  ConsentEntity,
  BreakGlassEntity,
  LegalHoldEntity,
  GlassNoticeEntity,
  PatientGrantEntity,
  ProposalEntity,
  UploadEntity,
  UploadTransitionEntity,
  UploadProgressEntity,
  SampleEntity,
  SampleDocumentEntity,
  OutsideCallEntity,
  ReleaseEventEntity,
  HistoryFactEntity,
  OutboxEntity,
  AdviceStateEntity,
  AdviceAlertEntity,
  IdempotencyKeyEntity,
  KeyCheckEntity,
]

/** Written by statements of their own and never changed. */
export const AUDIT_TABLES: readonly string[] = ['audit_event', 'audit_seal', 'audit_checkpoint']

/** Tables that must stand behind the wall: start-up refuses to serve when one does not. */
export const TENANT_TABLES: readonly string[] = [
  ...ENTITIES.filter(entity => entity !== OrganisationEntity && entity !== KeyCheckEntity).map(
    entity => entity.meta.tableName,
  ),
  ...AUDIT_TABLES,
]
