import { createClient } from 'graphql-ws'
import type { Client } from 'graphql-ws'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { bundle, geneStudied, genotype } from '../support/a-bundle.js'
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

interface SaidBundle {
  readonly entry: readonly {
    readonly response: {
      readonly status: string
      readonly outcome: {
        readonly issue: readonly { readonly details: { readonly coding: readonly [{ readonly code: string }] } }[]
      }
    }
  }[]
}

/** Sends a bundle of a system; per entry its status and the codes of everything said of it. */
async function postBundle({ patientId }: DemoPerson, source: string, sender: string, ...resources: readonly object[]) {
  const response = await fetch(`${server.url}/fhir/Bundle?patient=${patientId}&source=${source}`, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', authorization: `Bearer ${sender}` },
    body: JSON.stringify(bundle(...resources)),
  })
  const answer: SaidBundle = await response.json()
  return answer.entry.map(({ response: { status, outcome } }) =>
    [status.slice(0, 3), ...outcome.issue.map(({ details }) => details.coding[0].code)].join(' '),
  )
}

interface GivenCall {
  readonly origin: string
}

interface RetractedCall extends GivenCall {
  readonly reason?: string
  readonly diplotypes?: readonly { readonly name: string }[]
  readonly notes: readonly { readonly code: string; readonly text: string }[]
  readonly outside: readonly object[]
  readonly retracted: readonly object[]
}

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

  test('P5 genetic results of a hospital’s bundle become outside calls, each once, with where they come from', async () => {
    const post = (...resources: readonly object[]) => postBundle(petra, 'hospital', token, ...resources)
    const called = async (symbol: string) => {
      const { sample } = await ask<{ sample: { geneCalls: readonly GivenCall[] } }>(
        server,
        token,
        `query ($id: ID!, $genes: [String!]) { sample(id: $id) { geneCalls(genes: $genes) { origin notes { code }
          outside { diplotype phenotype source { system reference on } } ... on CalledGene { diplotypes { name } } } } }`,
        { id: petra.sampleId, genes: [symbol] },
      )
      return sample.geneCalls[0]
    }
    const of = (id: string, text: string, more: object = {}) =>
      genotype({ id, valueCodeableConcept: { text }, ...more })
    const cyp2d6 = { component: [geneStudied('CYP2D6', 'HGNC:2625')] }
    const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }]
    const sent = [
      of('g1', 'CYP2C19 *1/*17'),
      of('g2', '*4/*4', { ...cyp2d6, effectiveDateTime: '2020-01-01' }),
      of('g3', '*1/*2', cyp2d6),
      of('g4', '*1/*9999', { component: [geneStudied('CYP2B6')] }),
      of('g5', '*1/*1', { component: [geneStudied('TPMT')], meta: { security } }),
      of('g6', '*1/*1', { component: [geneStudied('NUDT15')], effectiveDateTime: '2999-01-01' }),
    ]
    expect(await post(...sent)).toEqual([
      '201 RECORDED',
      '200 OLDER_RESULT',
      '201 RECORDED',
      '422 UNKNOWN_ALLELE',
      '422 RESTRICTED_RESULT',
      '422 FUTURE_DATE',
    ])
    expect(await called('CYP2C19')).toMatchObject({
      origin: 'OUTSIDE',
      diplotypes: [{ name: '*1/*17' }],
      outside: [{ source: { system: 'hospital', reference: 'Observation/g1', on: '2025-03-01' } }],
      notes: [{ code: 'OUTSIDE_CALL_USED' }, { code: 'OUTSIDE_CALL_REPLACES_FILE_CALL' }],
    })
    expect(await called('CYP2D6')).toMatchObject({ diplotypes: [{ name: '*1/*2' }] })
    // What cannot be read takes nothing away from what the file shows.
    expect(await called('CYP2B6')).toMatchObject({ origin: 'FILE' })
    expect(await post(...sent.slice(0, 1))).toEqual(['200 UNCHANGED'])
    expect(await post(of('g7', '*2/*2', { effectiveDateTime: '2024-01-01' }))).toEqual(['200 OLDER_RESULT'])
    // What somebody states here afterwards stays until the other system says something new.
    await ask(server, token, 'mutation ($input: RecordOutsideCallInput!) { recordOutsideCall(input: $input) { id } }', {
      input: { sampleId: petra.sampleId, calls: [{ gene: 'CYP2C19', diplotype: '*1/*1' }], idempotencyKey: 'by hand' },
    })
    expect(await post(...sent.slice(0, 1))).toEqual(['200 UNCHANGED'])
    expect(await called('CYP2C19')).toMatchObject({ diplotypes: [{ name: '*1/*1' }], outside: [{ source: null }] })
    const poor = { system: 'http://loinc.org', code: 'LA9657-3', display: 'Poor metabolizer' }
    const phenotype = of('g8', '', {
      code: { coding: [{ system: 'http://loinc.org', code: '53040-2' }] },
      valueCodeableConcept: { coding: [poor] },
      effectiveDateTime: '2026-01-01',
    })
    expect(await post(phenotype)).toEqual(['201 RECORDED'])
    expect(await called('CYP2C19')).toMatchObject({
      diplotypes: [],
      outside: [{ diplotype: null, phenotype: 'Poor Metabolizer' }],
    })
    const both = { effectiveDateTime: '2026-02-01' }
    expect(await post(of('g9', '*2/*2', both), of('g10', '*1/*2', both))).toEqual([
      '422 CONTRADICTORY_RESULT',
      '422 CONTRADICTORY_RESULT',
    ])
    expect(await post(of('g9', '*2/*2', both))).toEqual(['201 RECORDED'])
  })

  describe('P5 a genetic result that a bundle withdraws', () => {
    let norma: DemoPerson
    beforeAll(async () => {
      norma = await uploadDemoPerson(server, token, 'norma-allcommon.vcf.gz')
    })

    const post = (...resources: readonly object[]) => postBundle(norma, 'hospital', token, ...resources)
    const of = (id: string, text: string, more: object = {}) =>
      genotype({ id, valueCodeableConcept: { text }, ...more })
    const cyp2d6 = { component: [geneStudied('CYP2D6', 'HGNC:2625')] }
    const called = async (symbol: string) => {
      const { sample } = await ask<{ sample: { geneCalls: readonly RetractedCall[] } }>(
        server,
        token,
        `query ($id: ID!, $genes: [String!]) { sample(id: $id) { geneCalls(genes: $genes) { origin notes { code text }
          outside { diplotype phenotype source { system } } retracted { diplotype retractedOn source { system reference } }
          ... on CalledGene { diplotypes { name } } ... on NotCalledGene { reason } } } }`,
        { id: norma.sampleId, genes: [symbol] },
      )
      const [call] = sample.geneCalls
      if (call === undefined) throw new Error('no call')
      return {
        ...call,
        said: [call.origin, call.reason ?? call.diplotypes?.map(({ name }) => name).join(' or ')].join(' '),
      }
    }
    const record = (gene: string, diplotype: string) =>
      ask(server, token, 'mutation ($input: RecordOutsideCallInput!) { recordOutsideCall(input: $input) { id } }', {
        input: { sampleId: norma.sampleId, calls: [{ gene, diplotype }], idempotencyKey: `${gene} ${diplotype}` },
      })
    const nothingButTheId = {
      resourceType: 'Observation',
      id: 'w1',
      status: 'entered-in-error',
      subject: { reference: 'Patient/p1' },
    }

    test('is taken back, stays readable as taken back, and what is left counts: the file, the upload, or nothing', async () => {
      const before = await called('CYP2C19')
      expect(before.said).toBe('FILE *1/*1')
      expect(await post(of('w1', '*2/*2'), of('w2', '*4/*4', cyp2d6))).toEqual(['201 RECORDED', '201 RECORDED'])
      expect((await called('CYP2C19')).said).toBe('OUTSIDE *2/*2')
      expect(await post(nothingButTheId)).toEqual(['200 ENTERED_IN_ERROR RETRACTED'])
      const after = await called('CYP2C19')
      expect(after).toMatchObject({
        said: 'FILE *1/*1',
        outside: [],
        retracted: [
          {
            diplotype: '*2/*2',
            retractedOn: expect.stringMatching(/^\d{4}-/),
            source: { system: 'hospital', reference: 'Observation/w1' },
          },
        ],
      })
      expect(after.notes.filter(({ code }) => code === 'OUTSIDE_CALL_RETRACTED')).toMatchObject([
        { text: expect.stringContaining('*2/*2') },
      ])
      expect((await called('CYP2D6')).said).toBe('OUTSIDE *4/*4')
      expect(await post(of('w2', '*4/*4', { ...cyp2d6, status: 'cancelled' }))).toEqual([
        '200 STATUS_NOT_COUNTED RETRACTED',
      ])
      expect((await called('CYP2D6')).said).toBe('OUTSIDE *1/*1')
      const hla = of('w4', '*57:01/*58:01', { component: [geneStudied('HLA-B')] })
      expect(await post(hla)).toEqual(['201 RECORDED'])
      expect((await called('HLA-B')).said).toBe('OUTSIDE *57:01/*58:01')
      expect(await post({ ...hla, status: 'entered-in-error' })).toEqual(['200 ENTERED_IN_ERROR RETRACTED'])
      expect((await called('HLA-B')).said).toBe('FILE OUTSIDE_CALL_ONLY')
    })

    test('twice adds nothing, one that was never recorded is an ordinary entry, and what is final again counts again', async () => {
      const before = await called('CYP2C19')
      expect(await post(nothingButTheId)).toEqual(['200 ENTERED_IN_ERROR'])
      expect(await post(of('w9', '*2/*2', { status: 'entered-in-error' }))).toEqual([
        '200 ENTERED_IN_ERROR NOTHING_RECORDED',
      ])
      expect(await called('CYP2C19')).toEqual(before)
      expect(await post(of('w1', '*2/*2'))).toEqual(['201 RECORDED'])
      expect(await called('CYP2C19')).toMatchObject({ said: 'OUTSIDE *2/*2', retracted: [] })
    })

    test('an amended one takes the place of what it said before, also of another day or another gene', async () => {
      const amended = (text: string, more: object) => post(of('w1', text, { status: 'amended', ...more }))
      expect(await amended('*1/*2', { effectiveDateTime: '2024-12-01' })).toEqual(['200 CHANGED'])
      expect(await amended('*1/*2', { effectiveDateTime: '2024-12-01' })).toEqual(['200 UNCHANGED'])
      expect(await called('CYP2C19')).toMatchObject({ said: 'OUTSIDE *1/*2', retracted: [] })
      const gene = { component: [geneStudied('CYP2B6')] }
      expect(await amended('*1/*6', gene)).toEqual(['200 CHANGED'])
      expect([(await called('CYP2C19')).said, (await called('CYP2B6')).said]).toEqual(['FILE *1/*1', 'OUTSIDE *1/*6'])
      // What cannot be read is not what was recorded either.
      expect(await amended('*1/*9999', gene)).toEqual(['422 UNKNOWN_ALLELE RETRACTED'])
      expect((await called('CYP2B6')).said).toBe('FILE *1/*1')
    })

    test('leaves alone what came from another thing, from another system, and from somebody here', async () => {
      await record('CYP2C19', '*1/*17')
      expect(await post(of('w1', '*2/*2'), of('w3', '*2/*2'))).toEqual(['201 RECORDED', '201 RECORDED'])
      expect(await postBundle(norma, 'clinic', token, of('w1', '*4/*4', cyp2d6))).toEqual(['201 RECORDED'])
      expect(await post(nothingButTheId)).toEqual(['200 ENTERED_IN_ERROR RETRACTED'])
      expect((await called('CYP2C19')).said).toBe('OUTSIDE *2/*2')
      expect(await post(of('w3', '*2/*2', { status: 'entered-in-error' }))).toEqual(['200 ENTERED_IN_ERROR RETRACTED'])
      expect((await called('CYP2C19')).said).toBe('OUTSIDE *1/*17')
      expect(await called('CYP2D6')).toMatchObject({
        said: 'OUTSIDE *4/*4',
        outside: [{ source: { system: 'clinic' } }],
      })
    })

    test('S11 stands when whoever may not record outside calls withdraws it, and they are told', async () => {
      await post(of('w1', '*2/*2'))
      const clinician = await server.token(['CLINICIAN'])
      const sent = [nothingButTheId, { ...nothingButTheId, id: 'never' }, of('w9', '*2/*2', { status: 'cancelled' })]
      expect(await postBundle(norma, 'hospital', clinician, ...sent)).toEqual([
        '403 ENTERED_IN_ERROR FORBIDDEN',
        '200 ENTERED_IN_ERROR',
        '403 STATUS_NOT_COUNTED FORBIDDEN',
      ])
      expect((await called('CYP2C19')).said).toBe('OUTSIDE *2/*2')
    })

    test('is taken back once by three who withdraw it at the same time', async () => {
      await post(of('w1', '*2/*2'))
      const answers = await Promise.all([1, 2, 3].map(() => post(nothingButTheId)))
      expect(answers.flat().toSorted()).toEqual([
        '200 ENTERED_IN_ERROR',
        '200 ENTERED_IN_ERROR',
        '200 ENTERED_IN_ERROR RETRACTED',
      ])
    })

    test('C5 is held back and released as its gene was before', async () => {
      await post(of('w1', '*2/*2'))
      const hold =
        'mutation ($id: ID!) { holdResults(sampleId: $id, genes: ["CYP2C19"], reason: "asked") { heldGenes { gene } } }'
      await ask(server, token, hold, { id: norma.sampleId })
      expect(await post(nothingButTheId)).toEqual(['200 ENTERED_IN_ERROR RETRACTED'])
      const { sample } = await ask<{ sample: object }>(
        server,
        token,
        'query ($id: ID!) { sample(id: $id) { releasedAt heldGenes { gene } } }',
        { id: norma.sampleId },
      )
      expect(sample).toMatchObject({ releasedAt: expect.any(String), heldGenes: [{ gene: 'CYP2C19' }] })
    })
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
