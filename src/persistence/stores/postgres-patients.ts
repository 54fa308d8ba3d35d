import { UniqueConstraintViolationException } from '@mikro-orm/postgresql'
import type { EntityManager, InferEntity } from '@mikro-orm/postgresql'
import { DomainError } from '../../domain/errors.js'
import type { Patients } from '../../usecases/ports.js'
import type { Patient } from '../../usecases/records.js'
import { sealIdentity } from '../decoders/sealed-names-decoder.js'
import { PatientSearchEntity } from '../entities/patient-search.entity.js'
import { PatientEntity } from '../entities/patient.entity.js'
import type { SearchHashes } from '../keys/search-hashes.js'
import { onlyIds } from '../uuid-v7.js'
import { erasedWithin, erasePatient } from './erase-patient.js'
import { listPatients } from './list-patients.js'
import type { Reading } from './snapshot.js'
import { toPatient } from './to-patient.js'

type PatientRow = InferEntity<typeof PatientEntity>

/** In the order of registration. A patient whose key was deleted is not there. */
export function postgresPatients(reading: Reading, hashes: SearchHashes): Patients {
  const { em, keys } = reading
  return {
    async find(ids) {
      const known = onlyIds(ids)
      if (known.length === 0) return []
      const rows = await em.find(PatientEntity, { id: { $in: [...known] } })
      return readable(rows)
    },

    list: (page, visibility, search) => listPatients(reading, hashes, { page, visibility, search }),

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

    erase: id => erasePatient(em, id),

    erasedWithin: milliseconds => erasedWithin(em, milliseconds),
  }

  function readable(rows: readonly PatientRow[]): readonly Patient[] {
    return rows.flatMap(row => {
      const key = keys.ofRow(row.id, row.wrappedKey)
      const { identity } = row
      return key === undefined || identity === null || identity === undefined ? [] : [toPatient(row, identity, key)]
    })
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
