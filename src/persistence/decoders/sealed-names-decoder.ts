import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { sealJson, unsealJson } from '../keys/seal.js'

/** What identifies a person in a row, as it is before it is encrypted and after it was decrypted. */

const identity = z.strictObject({
  displayName: z.string(),
  medicalRecordNumber: z.string().optional(),
  birthDate: z.string().optional(),
})

export type Identity = z.output<typeof identity>

export function sealIdentity(key: KeyObject, patientId: string, value: Identity): Buffer {
  const { displayName, medicalRecordNumber, birthDate } = value
  return sealJson(key, `patient identity ${patientId}`, { displayName, medicalRecordNumber, birthDate })
}

export function openIdentity(key: KeyObject, patientId: string, sealed: Uint8Array): Identity {
  return identity.parse(unsealJson(key, `patient identity ${patientId}`, sealed))
}

const uploadNames = z.strictObject({ sampleName: z.string().optional(), fileName: z.string().optional() })

export type UploadNames = z.output<typeof uploadNames>

export function sealUploadNames(key: KeyObject, uploadId: string, { sampleName, fileName }: UploadNames): Buffer {
  return sealJson(key, `upload names ${uploadId}`, { sampleName, fileName })
}

export function openUploadNames(key: KeyObject, uploadId: string, sealed: Uint8Array): UploadNames {
  return uploadNames.parse(unsealJson(key, `upload names ${uploadId}`, sealed))
}

const sampleNames = z.strictObject({ name: z.string(), fileName: z.string().optional() })

export type SampleNames = z.output<typeof sampleNames>

export function sealSampleNames(key: KeyObject, sampleId: string, { name, fileName }: SampleNames): Buffer {
  return sealJson(key, `sample names ${sampleId}`, { name, fileName })
}

export function openSampleNames(key: KeyObject, sampleId: string, sealed: Uint8Array): SampleNames {
  return sampleNames.parse(unsealJson(key, `sample names ${sampleId}`, sealed))
}
