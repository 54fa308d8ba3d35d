import { createClient } from 'graphql-ws'
import type { Client } from 'graphql-ws'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { DEMO } from '../support/demo-file.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { ask, send, uploadDemoPerson } from './demo-person.js'
import type { DemoPerson } from './demo-person.js'

let server: TestServer
let token: string

beforeAll(async () => {
  server = await startTestServer()
  token = await server.token(['DEVELOPER'])
})
afterAll(() => server.stop())

const PROGRESS = 'subscription ($id: ID!) { uploadProgress(uploadId: $id) { state genesDone genesTotal bytesDone at } }'

async function openUpload(key: string): Promise<{ readonly id: string; readonly uploadUrl: string }> {
  const { createPatient } = await ask<{ createPatient: { id: string } }>(
    server,
    token,
    `mutation { createPatient(input: { displayName: "Follow", idempotencyKey: "${key}" }) { id } }`,
  )
  const { createUpload } = await ask<{ createUpload: { uploadUrl: string; curl: string; upload: { id: string } } }>(
    server,
    token,
    'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { uploadUrl curl upload { id } } }',
    { input: { patientId: createPatient.id, idempotencyKey: key } },
  )
  expect(createUpload.curl).toContain(createUpload.uploadUrl)
  return { id: createUpload.upload.id, uploadUrl: createUpload.uploadUrl }
}

const sendFile = ({ uploadUrl }: { uploadUrl: string }) =>
  send(uploadUrl, token, readFileSync(join(DEMO, 'petra-slowly.vcf.gz')))

interface Progress {
  readonly data: {
    readonly uploadProgress: { readonly state: string; readonly genesDone: number; readonly genesTotal: number }
  }
}

describe('following an upload', () => {
  let client: Client
  const follow = (id: string, by = client) => by.iterate<Progress['data']>({ query: PROGRESS, variables: { id } })
  beforeAll(() => {
    client = createClient({
      url: server.url.replace('http', 'ws') + '/graphql',
      webSocketImpl: WebSocket,
      connectionParams: { Authorization: `Bearer ${token}` },
      retryAttempts: 0,
    })
  })
  afterAll(() => client.dispose())

  test('over a socket: the present state first, then every change, and an end', async () => {
    const upload = await openUpload('socket')
    const events = follow(upload.id)
    const first: unknown = (await events.next()).value
    expect(first).toMatchObject({ data: { uploadProgress: { state: 'OPEN', genesDone: 0 } } })
    const sent = sendFile(upload)
    const states: string[] = []
    let last: Progress['data']['uploadProgress'] | undefined
    for await (const event of events) {
      last = event.data?.uploadProgress
      if (last !== undefined) states.push(last.state)
    }
    await sent
    expect(last?.state).toBe('READY')
    expect(last?.genesDone).toBe(last?.genesTotal)
    expect(states).toEqual(states.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)))
  })

  test('as a stream of events over plain HTTP, for those without sockets', async () => {
    const upload = await openUpload('stream')
    await sendFile(upload)
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: PROGRESS, variables: { id: upload.id } }),
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const text = await response.text()
    const events = [...text.matchAll(/event: next\ndata: (.*)\n/g)].map((match): Progress => JSON.parse(match[1] ?? ''))
    expect(events.at(-1)?.data.uploadProgress.state).toBe('READY')
    expect(text.trimEnd().endsWith('event: complete\ndata:')).toBe(true)
  })

  test("somebody else's upload looks like one that does not exist", async () => {
    const upload = await openUpload('foreign')
    const stranger = createClient({
      url: server.url.replace('http', 'ws') + '/graphql',
      webSocketImpl: WebSocket,
      connectionParams: { Authorization: `Bearer ${await server.token(['LABORATORY_TECHNICIAN'], 'elsewhere')}` },
      retryAttempts: 0,
    })
    const answer = async (id: string) => (await follow(id, stranger).next()).value
    const foreign = withoutRequestId(await answer(upload.id))
    expect(foreign).toEqual(withoutRequestId(await answer('01890000-0000-7000-8000-000000000000')))
    expect(JSON.stringify(foreign)).toContain('NOT_FOUND')
    await stranger.dispose()
  })

  test('a socket without a valid token is closed', async () => {
    const closed = await new Promise<number>(resolve => {
      const socket = new WebSocket(server.url.replace('http', 'ws') + '/graphql', 'graphql-transport-ws')
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: 'Bearer forged' } })),
      )
      socket.on('close', resolve)
    })
    expect(closed).toBe(4403)
  })

  test('a page of another origin gets no socket', async () => {
    const status = await new Promise<number | undefined>(resolve => {
      const socket = new WebSocket(server.url.replace('http', 'ws') + '/graphql', 'graphql-transport-ws', {
        origin: 'https://elsewhere.example',
      })
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
      socket.on('error', () => resolve(undefined))
      socket.on('open', () => resolve(101))
    })
    expect(status).toBe(401)
  })
})

const ORDER = ['OPEN', 'RECEIVED', 'READING', 'CALLING', 'READY']

function withoutRequestId(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'requestId' ? undefined : inner)))
}

describe('what becomes of a file', () => {
  let petra: DemoPerson
  beforeAll(async () => {
    petra = await uploadDemoPerson(server, token, 'petra-slowly.vcf.gz')
  })

  test('a sample with a call for every gene, called or not called with the reason', async () => {
    const { sample } = await ask<{ sample: { geneCalls: { __typename: string; gene: { symbol: string } }[] } }>(
      server,
      token,
      `query ($id: ID!) { sample(id: $id) { geneCalls { __typename gene { symbol } robust phenotypes
        ... on CalledGene { diplotypes { name } otherDiplotypes { name } }
        ... on NotCalledGene { reason seen } } } }`,
      { id: petra.sampleId },
    )
    expect(sample.geneCalls.length).toBeGreaterThanOrEqual(25)
    const call = (symbol: string) => sample.geneCalls.find(({ gene }) => gene.symbol === symbol)
    expect(call('CYP2C19')).toMatchObject({
      __typename: 'CalledGene',
      diplotypes: [{ name: '*2/*2' }],
      phenotypes: ['Poor Metabolizer'],
    })
    expect(call('HLA-B')).toMatchObject({ __typename: 'NotCalledGene', reason: 'OUTSIDE_CALL_ONLY' })
  })

  test('P5 evidence leads to the line of the file, and the file to its checksum', async () => {
    const { sample } = await ask<{
      sample: {
        file: { sha256: string }
        geneCalls: { evidence: { state: string; line: number; position: { rsid: string } }[] }[]
      }
    }>(
      server,
      token,
      `query ($id: ID!) { sample(id: $id) { file { sha256 } knowledgeVersion
        geneCalls(genes: ["CYP2C19"]) { evidence(states: [VARIANT]) { state line genotype bases position { rsid grch38 { ref alts } } } } } }`,
      { id: petra.sampleId },
    )
    expect(sample.file.sha256).toMatch(/^[0-9a-f]{64}$/)
    const evidence = sample.geneCalls[0]?.evidence.find(({ position }) => position.rsid === 'rs4244285')
    expect(evidence).toMatchObject({ state: 'VARIANT', bases: ['A', 'A'], line: expect.any(Number) })
  })

  test('an outside call changes the call of its gene and is named as what it is', async () => {
    const { recordOutsideCall } = await ask<{ recordOutsideCall: { id: string; geneCalls: object[] } }>(
      server,
      token,
      `mutation ($input: RecordOutsideCallInput!) { recordOutsideCall(input: $input) { id
        geneCalls(genes: ["HLA-B"]) { __typename origin outside { gene diplotype } notes { code text } } } }`,
      {
        input: {
          sampleId: petra.sampleId,
          calls: [{ gene: 'HLA-B', diplotype: '*57:01/*58:01' }],
          idempotencyKey: 'hla',
        },
      },
    )
    expect(recordOutsideCall.geneCalls).toEqual([
      expect.objectContaining({ __typename: 'CalledGene', origin: 'OUTSIDE' }),
    ])
  })

  test('node finds every kind of object by its id alone', async () => {
    const ids = [petra.patientId, petra.uploadId, petra.sampleId, 'gene:CYP2C19', 'drug:codeine']
    const kinds: unknown[] = []
    for (const id of ids) {
      const { node } = await ask<{ node: { kind: string } }>(
        server,
        token,
        'query ($id: ID!) { node(id: $id) { kind: __typename id } }',
        { id },
      )
      expect(node).toMatchObject({ id })
      kinds.push(node.kind)
    }
    expect(kinds).toEqual(['Patient', 'Upload', 'Sample', 'Gene', 'Drug'])
  })

  test('a refused file says with code and advice why, and has no sample', async () => {
    const rex = await uploadDemoPerson(server, token, 'rex-wrongbuild.vcf')
    const { upload } = await ask<{ upload: object }>(
      server,
      token,
      'query ($id: ID!) { upload(id: $id) { state refusal { code message details } sample { id } } }',
      { id: rex.uploadId },
    )
    expect(upload).toMatchObject({ state: 'REJECTED', refusal: { code: 'BUILD_MISMATCH' }, sample: null })
  })
})
