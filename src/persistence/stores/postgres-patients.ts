import { UniqueConstraintViolationException } from '@mikro-orm/postgresql'
import type { EntityManager, InferEntity } from '@mikro-orm/postgresql'
import { DomainError } from '../../domain/errors.js'
import type { Patients } from '../../usecases/ports.js'
import type { Patient } from '../../usecases/records.js'
import { PatientEntity } from '../entities/patient.entity.js'
import { onlyIds } from '../uuid-v7.js'
import { idOfCursor, pageOf } from './page.js'

/** In the order of registration. */
export function postgresPatients(em: EntityManager): Patients {
  return {
    async find(ids) {
      const known = onlyIds(ids)
      if (known.length === 0) return []
      const rows = await em.find(PatientEntity, { id: { $in: [...known] } })
      return rows.map(toPatient)
    },

    async list(page, search) {
      const matches =
        search === undefined
          ? {}
          : { $or: [{ displayName: { $ilike: likePattern(search) } }, { medicalRecordNumber: search }] }
      const behind = page.after === undefined ? {} : { id: { $gt: idOfCursor(page.after) } }
      const rows = await em.find(
        PatientEntity,
        { $and: [matches, behind] },
        { orderBy: { id: 'asc' }, limit: page.first + 1 },
      )
      const totalCount = await em.count(PatientEntity, matches)
      return pageOf(rows.map(toPatient), totalCount, page)
    },

    async add(patient) {
      try {
        await em.insert(PatientEntity, {
          ...patient,
          medicalRecordNumber: patient.medicalRecordNumber ?? null,
          birthDate: patient.birthDate ?? null,
          sex: patient.sex ?? null,
        })
      } catch (error) {
        if (!(error instanceof UniqueConstraintViolationException)) throw error
        throw new DomainError('CONFLICT', 'A patient with this medical record number exists already', {})
      }
    },
  }
}

/** The text anywhere in the name; what has a meaning in a pattern is taken literally. */
function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}

function toPatient(row: InferEntity<typeof PatientEntity>): Patient {
  return {
    id: row.id,
    organisationId: row.organisationId,
    displayName: row.displayName,
    medicalRecordNumber: row.medicalRecordNumber ?? undefined,
    birthDate: row.birthDate ?? undefined,
    sex: row.sex ?? undefined,
    createdAt: row.createdAt,
  }
}
