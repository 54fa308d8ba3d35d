import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChildProcess } from 'node:child_process'
import { demoBytes } from '../support/test-ports.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { ended, startWorkerProcess } from '../support/worker-process.js'

let server: TestServer
let token: string
let worker: ChildProcess | undefined

beforeAll(async () => {
  server = await startTestServer({ worker: false })
  token = await server.token(['LABORATORY_DIRECTOR'])
})

afterAll(async () => {
  worker?.kill('SIGTERM')
  if (worker !== undefined) await ended(worker)
  await server.stop()
})

interface Opened {
  readonly createUpload: { readonly uploadUrl: string; readonly upload: { readonly id: string } }
}

async function send(file: string): Promise<string> {
  const patient = await server.graphql<{ createPatient: { id: string } }>(
    token,
    'mutation ($input: CreatePatientInput!) { createPatient(input: $input) { id } }',
    { input: { displayName: 'Pat', idempotencyKey: file } },
  )
  const patientId = patient.data?.createPatient.id
  const opened = await server.graphql<Opened>(
    token,
    'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { uploadUrl upload { id } } }',
    { input: { patientId, idempotencyKey: file } },
  )
  const { uploadUrl, upload } = opened.data?.createUpload ?? { uploadUrl: '', upload: { id: '' } }
  const headers = { authorization: `Bearer ${token}` }
  const response = await fetch(uploadUrl, { method: 'PUT', headers, body: new Uint8Array(demoBytes(file)) })
  expect(response.status).toBe(201)
  return upload.id
}

/** The states that the server tells about an upload, as its event stream has them. */
async function follow(uploadId: string): Promise<readonly string[]> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: `subscription { uploadProgress(uploadId: "${uploadId}") { state } }` }),
  })
  const text = await response.text()
  return [...text.matchAll(/"state":"(\w+)"/g)].flatMap(([, state]) => state ?? [])
}

describe('a server and a worker in processes of their own', () => {
  it('a file waits until a worker comes, and the server tells every step of the other process', async () => {
    const uploadId = await send('petra-slowly.vcf.gz')
    const following = follow(uploadId)
    worker = await startWorkerProcess({
      DATABASE_URL: server.config.databaseUrl ?? '',
      SEXTANT_HOME: server.config.home,
    })
    const states = await following
    expect(states[0]).toBe('RECEIVED')
    expect(states.at(-1)).toBe('READY')
    expect(states.length).toBeGreaterThan(2)
  })
})
