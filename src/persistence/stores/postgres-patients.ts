import { raw, UniqueConstraintViolationException } from '@mikro-orm/postgresql'
import type { EntityManager, FilterQuery, InferEntity } from '@mikro-orm/postgresql'
import type { KeyObject } from 'node:crypto'
import { DomainError } from '../../domain/errors.js'
import type { Visibility } from '../../usecases/access-facts.js'
import type { Patients } from '../../usecases/ports.js'
import type { Patient } from '../../usecases/records.js'
import { openIdentity, sealIdentity } from '../decoders/sealed-names-decoder.js'
import { PatientSearchEntity } from '../entities/patient-search.entity.js'
import { PatientEntity } from '../entities/patient.entity.js'
import type { SearchHashes } from '../keys/search-hashes.js'
import type { UnitKeys } from '../keys/unit-keys.js'
import { onlyIds } from '../uuid-v7.js'
import { forgetPatient } from './forget-patient.js'
import { idOfCursor, pageOf } from './page.js'
import { isIdentified, isNamed, isVisible } from './visible-patients.js'

type PatientRow = InferEntity<typeof PatientEntity>

/** In the order of registration. A patient whose key was deleted is not there. */
export function postgresPatients(em: EntityManager, keys: UnitKeys, hashes: SearchHashes): Patients {
  return {
    async find(ids) {
      const known = onlyIds(ids)
      if (known.length === 0) return []
      const rows = await em.find(PatientEntity, { id: { $in: [...known] } })
      return readable(rows)
    },

    async list(page, visibility, search) {
      const matches = {
        $and: [
          { identity: { $ne: null } },
          isVisible(visibility, 'id'),
          search === undefined ? {} : found(search, visibility),
        ],
      }
      const behind = page.after === undefined ? {} : { id: { $gt: idOfCursor(page.after) } }
      const rows = await em.find(
        PatientEntity,
        { $and: [matches, behind] },
        { orderBy: { id: 'asc' }, limit: page.first + 1 },
      )
      const totalCount = await em.count(PatientEntity, matches)
      return pageOf(readable(rows), totalCount, page)
    },

    async add({ id, organisationId, sex, createdAt, ...person }) {
      const { displayName, medicalRecordNumber: number } = person
      const { key, store } = keys.make(id)
      try {
        await em.insert(PatientEntity, {
          id,
          organisationId,
          identity: sealIdentity(key, id, person),
          recordNumberHash: number === undefined ? null : hashes.recordNumber(number),
          sex: sex ?? null,
          createdAt,
        })
      } catch (error) {
        if (!(error instanceof UniqueConstraintViolationException)) throw error
        throw new DomainError('CONFLICT', 'A patient with this medical record number exists already', {})
      }
      await store()
      await addSearchWords(em, organisationId, id, hashes.words(displayName))
    },

    destroy: id => forgetPatient(em, id),
  }

  function readable(rows: readonly PatientRow[]): readonly Patient[] {
    return rows.flatMap(row => {
      const key = keys.ofRow(row.id, row.wrappedKey)
      const { identity } = row
      return key === undefined || identity === null || identity === undefined ? [] : [toPatient(row, identity, key)]
    })
  }

  /** Every word of the text is one of the name, or the text is the record number; each as far as the reader may see it. */
  function found(text: string, visibility: Visibility): FilterQuery<PatientRow> {
    const words = hashes.words(text).map(hash => ({
      id: { $in: raw('(select patient_id from patient_search where word_hash = ?)', [hash]) },
    }))
    const number = { $and: [{ recordNumberHash: hashes.recordNumber(text) }, isIdentified(visibility)] }
    return words.length === 0 ? number : { $or: [number, { $and: [...words, isNamed(visibility)] }] }
  }
}

/** For the words of a name that is stored or changed. */
export async function addSearchWords(
  em: EntityManager,
  organisationId: string,
  patientId: string,
  words: readonly string[],
): Promise<void> {
  await em.insertMany(
    PatientSearchEntity,
    words.map(wordHash => ({ organisationId, wordHash, patientId })),
  )
}

/** The columns of a patient besides who they are. */
type PlainPatient = Pick<PatientRow, 'id' | 'organisationId' | 'sex' | 'createdAt'>

export function toPatient(row: PlainPatient, identity: Uint8Array, key: KeyObject): Patient {
  const { displayName, medicalRecordNumber, birthDate } = openIdentity(key, row.id, identity)
  return {
    id: row.id,
    organisationId: row.organisationId,
    displayName,
    medicalRecordNumber,
    birthDate,
    sex: row.sex ?? undefined,
    createdAt: row.createdAt,
  }
}
