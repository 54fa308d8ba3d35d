import { raw } from '@mikro-orm/postgresql'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { UploadState } from '../../usecases/records.js'
import { PatientKeyEntity } from '../entities/patient-key.entity.js'
import { PatientSearchEntity } from '../entities/patient-search.entity.js'
import { PatientEntity } from '../entities/patient.entity.js'
import { SampleDocumentEntity } from '../entities/sample-document.entity.js'
import { SampleEntity } from '../entities/sample.entity.js'
import { UploadTransitionEntity } from '../entities/upload-transition.entity.js'
import { UploadEntity } from '../entities/upload.entity.js'
import { uuidV7 } from '../uuid-v7.js'

const UNFINISHED: readonly UploadState[] = ['OPEN', 'RECEIVED', 'READING', 'CALLING']

/**
 * Destroys the key first: what is encrypted under it, here and in every file, nobody can read from then on. Then empties
 * what nobody can read, so that lists and counts know it is gone, and ends what is still under way.
 */
export async function forgetPatient(em: EntityManager, patientId: string): Promise<boolean> {
  if ((await em.nativeDelete(PatientKeyEntity, { patientId })) === 0) return false
  await em.nativeDelete(PatientSearchEntity, { patientId })
  await em.nativeUpdate(PatientEntity, { id: patientId }, { identity: null, recordNumberHash: null })
  const samples = await em.find(SampleEntity, { patientId }, { fields: ['id'] })
  const sampleIds = samples.map(({ id }) => id)
  await em.nativeUpdate(SampleDocumentEntity, { sampleId: { $in: sampleIds } }, { sealed: null, calls: [] })
  await em.nativeUpdate(SampleEntity, { patientId }, { names: null })
  const uploads = await em.find(UploadEntity, { patientId, state: { $in: [...UNFINISHED] } }, { refresh: true })
  for (const { id, organisationId, attempt } of uploads) {
    const end = { state: 'DELETED', leaseOwner: null, leaseUntil: null, updatedAt: raw('now()') } as const
    await em.nativeUpdate(UploadEntity, { id }, end)
    const at = raw('now()')
    await em.insert(UploadTransitionEntity, {
      id: uuidV7(),
      organisationId,
      uploadId: id,
      state: 'DELETED',
      attempt,
      at,
    })
  }
  await em.nativeUpdate(UploadEntity, { patientId }, { names: null })
  return true
}
