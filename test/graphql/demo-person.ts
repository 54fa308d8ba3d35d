import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEMO } from '../support/demo-file.js'
import type { TestServer } from '../support/server.js'

export interface DemoPerson {
  readonly patientId: string
  readonly uploadId: string
  readonly sampleId: string | undefined
  readonly state: string
}

interface StoredPerson {
  readonly name: string
  readonly sex?: string
  readonly vcf: string
  readonly sample?: string
  readonly assay: Readonly<Record<string, unknown>>
  readonly outsideCalls?: readonly object[]
}

const PEOPLE: readonly StoredPerson[] = JSON.parse(readFileSync(join(DEMO, 'patients.json'), 'utf8'))

const CREATE_PATIENT = `mutation ($input: CreatePatientInput!) { createPatient(input: $input) { id } }`
const CREATE_UPLOAD = `mutation ($input: CreateUploadInput!) { createUpload(input: $input) { uploadUrl upload { id state } } }`
const RELEASE = `mutation ($id: ID!) { releaseResults(sampleId: $id) { releasedAt } }`
const FOLLOW = `query ($id: ID!) { upload(id: $id) { state sample { id } } }`

/** The way of a laboratory, over the API alone: patient, upload, file, waiting until it is done, and releasing it. */
export async function uploadDemoPerson(server: TestServer, token: string, vcf: string, copy = 1): Promise<DemoPerson> {
  const person = PEOPLE.find(each => each.vcf === vcf)
  if (person === undefined) throw new Error(`no demonstration person ${vcf}`)
  const key = `${vcf} ${copy}`
  const { createPatient } = await ask<{ createPatient: { id: string } }>(server, token, CREATE_PATIENT, {
    input: { displayName: `${person.name} ${copy}`, sex: person.sex?.toUpperCase(), idempotencyKey: key },
  })
  const input = { ...uploadInput(person), patientId: createPatient.id, idempotencyKey: key }
  const { createUpload } = await ask<{ createUpload: { uploadUrl: string; upload: { id: string } } }>(
    server,
    token,
    CREATE_UPLOAD,
    { input },
  )
  await send(createUpload.uploadUrl, token, readFileSync(join(DEMO, vcf)))
  const { state, sample } = await untilDone(server, token, createUpload.upload.id)
  if (sample) await ask(server, token, RELEASE, { id: sample.id })
  return { patientId: createPatient.id, uploadId: createUpload.upload.id, sampleId: sample?.id, state }
}

function uploadInput({ vcf, sample, assay, outsideCalls = [] }: StoredPerson): object {
  const { sex, assembly, ...facts } = assay
  const upper = (value: unknown) => (typeof value === 'string' ? value.toUpperCase() : undefined)
  return {
    fileName: vcf,
    sampleName: sample,
    assay: { ...facts, sex: upper(sex), assembly: upper(assembly) },
    outsideCalls,
  }
}

export async function send(url: string, token: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const response = await fetch(url, { method: 'PUT', headers: { authorization: `Bearer ${token}` }, body })
  if (!response.ok) throw new Error(`the file was refused: ${response.status} ${await response.text()}`)
}

interface Followed {
  readonly state: string
  readonly sample?: { readonly id: string } | null
}

async function untilDone(server: TestServer, token: string, id: string): Promise<Followed> {
  for (;;) {
    const { upload } = await ask<{ upload: Followed }>(server, token, FOLLOW, { id })
    if (['READY', 'PARTIAL', 'REJECTED'].includes(upload.state)) return upload
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** The data of an answer without errors. */
export async function ask<T>(server: TestServer, token: string, query: string, variables?: object): Promise<T> {
  const { data, errors } = await server.graphql<T>(token, query, variables)
  if (data === undefined || errors !== undefined) throw new Error(`no answer: ${JSON.stringify(errors)}`)
  return data
}
