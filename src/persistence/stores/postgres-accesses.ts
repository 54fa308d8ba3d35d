import type { InferEntity } from '@mikro-orm/postgresql'
import type { BreakGlass, Consent, Relation } from '../../usecases/access-facts.js'
import type { Accesses } from '../../usecases/ports.js'
import { dataClasses, purposes, role } from '../decoders/access-decoder.js'
import { BreakGlassEntity } from '../entities/break-glass.entity.js'
import { ConsentEntity } from '../entities/consent.entity.js'
import { RelationEntity } from '../entities/relation.entity.js'
import { onlyIds } from '../uuid-v7.js'
import { readPatients, readSamples } from './opened-rows.js'
import { groupBy, idOfCursor, pageOf } from './page.js'
import type { Reading } from './snapshot.js'

export function postgresAccesses(reading: Reading, organisationId: string): Accesses {
  const { em } = reading
  return {
    patientsWithFacts: (actorId, patientIds, now) => readPatients(reading, actorId, patientIds, now),
    samplesWithFacts: (actorId, sampleIds, now) => readSamples(reading, actorId, sampleIds, now),

    async relations(patientIds) {
      const ids = onlyIds(patientIds)
      const rows = await em.find(RelationEntity, { patientId: { $in: [...ids] } }, { orderBy: { id: 'desc' } })
      return groupBy(ids, rows.map(toRelation), relation => relation.patientId)
    },

    async addRelation(relation, recordedBy) {
      await em.insert(RelationEntity, {
        ...relation,
        organisationId,
        classes: [...relation.classes],
        actorId: relation.actorId ?? null,
        validTo: relation.validTo ?? null,
        recordedBy,
        endedBy: null,
      })
    },

    async endRelation(id, at, actorId) {
      const open = { $or: [{ validTo: null }, { validTo: { $gt: at } }] }
      return (await em.nativeUpdate(RelationEntity, { id, ...open }, { validTo: at, endedBy: actorId })) > 0
    },

    async findRelation(id) {
      if (onlyIds([id]).length === 0) return undefined
      const row = await em.findOne(RelationEntity, { id }, { refresh: true })
      return row === null ? undefined : toRelation(row)
    },

    async consents(patientIds) {
      const ids = onlyIds(patientIds)
      const rows = await em.find(ConsentEntity, { patientId: { $in: [...ids] } }, { orderBy: { id: 'desc' } })
      return groupBy(ids, rows.map(toConsent), consent => consent.patientId)
    },

    async addConsent(consent, recordedBy) {
      await em.insert(ConsentEntity, {
        ...consent,
        organisationId,
        classes: [...consent.classes],
        purposes: [...consent.purposes],
        recipientRole: consent.recipientRole ?? null,
        recipientActorId: consent.recipientActorId ?? null,
        validTo: consent.validTo ?? null,
        recordedBy,
        revokedAt: null,
        revokedBy: null,
      })
    },

    async revokeConsent(id, at, actorId) {
      return (await em.nativeUpdate(ConsentEntity, { id, revokedAt: null }, { revokedAt: at, revokedBy: actorId })) > 0
    },

    async findConsent(id) {
      if (onlyIds([id]).length === 0) return undefined
      const row = await em.findOne(ConsentEntity, { id }, { refresh: true })
      return row === null ? undefined : toConsent(row)
    },

    async addBreakGlass(breakGlass) {
      await em.insert(BreakGlassEntity, {
        ...breakGlass,
        organisationId,
        reviewedBy: null,
        reviewedAt: null,
        outcome: null,
        reviewNote: null,
      })
    },

    async listBreakGlass(page, dueOnly) {
      const matches = dueOnly ? { reviewedAt: null } : {}
      const behind = page.after === undefined ? {} : { id: { $gt: idOfCursor(page.after) } }
      const rows = await em.find(
        BreakGlassEntity,
        { $and: [matches, behind] },
        { orderBy: { id: 'asc' }, limit: page.first + 1 },
      )
      return pageOf(rows.map(toBreakGlass), await em.count(BreakGlassEntity, matches), page)
    },

    async findBreakGlass(id) {
      if (onlyIds([id]).length === 0) return undefined
      const row = await em.findOne(BreakGlassEntity, { id }, { refresh: true })
      return row === null ? undefined : toBreakGlass(row)
    },

    async hasDueReview(patientId) {
      return (await em.count(BreakGlassEntity, { patientId, reviewedAt: null })) > 0
    },

    async reviewBreakGlass(id, { by, at, outcome, note }) {
      const review = { reviewedBy: by, reviewedAt: at, outcome, reviewNote: note ?? null }
      return (await em.nativeUpdate(BreakGlassEntity, { id, reviewedAt: null }, review)) > 0
    },
  }
}

function toRelation(row: InferEntity<typeof RelationEntity>): Relation {
  return {
    id: row.id,
    patientId: row.patientId,
    kind: row.kind,
    actorId: row.actorId ?? undefined,
    classes: dataClasses.parse(row.classes),
    validFrom: row.validFrom,
    validTo: row.validTo ?? undefined,
    recordedAt: row.recordedAt,
  }
}

function toConsent(row: InferEntity<typeof ConsentEntity>): Consent {
  return {
    id: row.id,
    patientId: row.patientId,
    effect: row.effect,
    classes: dataClasses.parse(row.classes),
    recipient: row.recipient,
    recipientRole: row.recipientRole === null ? undefined : role.parse(row.recipientRole),
    recipientActorId: row.recipientActorId ?? undefined,
    purposes: purposes.parse(row.purposes),
    validFrom: row.validFrom,
    validTo: row.validTo ?? undefined,
    recordedAt: row.recordedAt,
    revokedAt: row.revokedAt ?? undefined,
  }
}

export function toBreakGlass(row: InferEntity<typeof BreakGlassEntity>): BreakGlass {
  const { id, patientId, actorId, reason, explanation, openedAt, expiresAt, reviewDueAt } = row
  return {
    id,
    patientId,
    actorId,
    reason,
    explanation,
    openedAt,
    expiresAt,
    reviewDueAt,
    reviewedBy: row.reviewedBy ?? undefined,
    reviewedAt: row.reviewedAt ?? undefined,
    outcome: row.outcome ?? undefined,
    reviewNote: row.reviewNote ?? undefined,
  }
}
