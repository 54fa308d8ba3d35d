import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { uuidV7 } from '../../src/persistence/uuid-v7.js'

const PAGE = 50

interface Row {
  readonly sequence: string
  readonly organisation_id: string | null
  readonly request_id: string
  readonly actor_id: string | null
  readonly roles: readonly string[]
  readonly purpose: string
  readonly action: string
  readonly patient_id: string | null
  readonly classes: readonly string[]
  readonly operation_name: string | null
  readonly operation_hash: string | null
  readonly outcome: string
  readonly occurrences: number
}

let server: TestServer
let token: string
let patientIds: readonly string[]
let newest = '0'

const owner = <T extends object>(sql: string) => server.database.owner.em.getConnection().execute<T[]>(sql)

/** Rows written since the last time, without those of refused sign-ins, which may still come. */
async function newRows(): Promise<readonly Row[]> {
  const rows = await owner<Row>(
    `select * from audit_event where sequence > ${newest} and action <> 'SIGN_IN' order by sequence`,
  )
  newest = rows.at(-1)?.sequence ?? newest
  return rows
}

beforeAll(async () => {
  server = await startTestServer()
  token = await server.token(['LABORATORY_DIRECTOR', 'PHARMACIST', 'LABORATORY_TECHNICIAN'])
  const create = `mutation MakePatient($input: CreatePatientInput!) { createPatient(input: $input) { id } }`
  patientIds = await Promise.all(
    Array.from({ length: PAGE }, async (_, index) => {
      const person = {
        displayName: `Zora Quill ${index}`,
        medicalRecordNumber: `MRN-${index}`,
        birthDate: '1961-02-03',
      }
      const input = { ...person, idempotencyKey: `k${index}` }
      const { data } = await server.graphql<{ createPatient: { id: string } }>(token, create, { input })
      return data?.createPatient.id ?? ''
    }),
  )
})

afterAll(async () => {
  await server.stop()
})

beforeEach(async () => {
  await newRows()
})

describe('S19 rows of the audit', () => {
  it('are one per patient of a page, with who asked and what for', async () => {
    const query = `query Page { patients(first: ${PAGE}) { nodes { displayName sex createdAt } } }`
    const { data } = await server.graphql(token, query)
    expect(data).toBeDefined()
    const rows = await newRows()
    expect(rows).toHaveLength(PAGE)
    expect(new Set(rows.map(row => row.patient_id))).toEqual(new Set(patientIds))
    expect(new Set(rows.map(row => row.request_id)).size).toBe(1)
    expect(rows[0]).toMatchObject({
      action: 'READ_PATIENT',
      outcome: 'ALLOWED',
      purpose: 'TREAT',
      classes: ['IDENTITY'],
    })
    expect(rows[0]?.roles).toContain('PHARMACIST')
    expect(rows[0]?.operation_hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('carry the id that the client is told', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: `{ patient(id: "${patientIds[0]}") { displayName } }` }),
    })
    await response.text()
    const rows = await newRows()
    expect(rows.map(row => row.request_id)).toEqual([response.headers.get('x-request-id')])
  })

  it('are there for whoever asked in vain', async () => {
    const stranger = await server.token(['PHARMACIST'], 'elsewhere')
    for (const id of [patientIds[0], uuidV7()]) {
      await server.graphql(stranger, `{ patient(id: "${id}") { displayName } }`)
      const rows = await newRows()
      expect(rows).toHaveLength(1)
      expect(rows[0]).toMatchObject({ patient_id: id, outcome: 'DENIED' })
      expect(rows[0]?.organisation_id).not.toBeNull()
    }
  })

  it('are there when a role may not ask at all', async () => {
    const admin = await server.token(['ORGANISATION_ADMIN'])
    const { errors } = await server.graphql(admin, '{ samples(first: 1) { totalCount } }')
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN')
    expect(await newRows()).toMatchObject([{ outcome: 'DENIED', patient_id: null, roles: ['ORGANISATION_ADMIN'] }])
  })

  it('are not made of what speaks of no patient', async () => {
    await server.graphql(token, '{ __typename genes(first: 1) { nodes { symbol } } }')
    expect(await newRows()).toEqual([])
  })

  it('hold nothing personal', async () => {
    await server.graphql(
      token,
      `query Named($search: String!) { patients(first: 5, search: $search) { nodes { displayName medicalRecordNumber birthDate } } }`,
      { search: 'Zora' },
    )
    const [everything] = await owner<{ text: string }>(`select json_agg(e)::text as text from audit_event e`)
    expect(everything?.text).toContain(patientIds[0])
    expect(everything?.text).not.toMatch(/Zora|Quill|MRN-|1961-02|displayName|patients\(/)
  })
})

describe('S23 who saw their data', () => {
  const ACCESSES = `query ($id: ID!) { accessesToPatient(patientId: $id, first: 3) { totalCount nodes {
    at organisation roles purpose action classes outcome } pageInfo { hasNextPage endCursor } } }`

  it('is told to the patient and to the privacy officer, without the person, and to nobody else', async () => {
    const id = patientIds[7] ?? ''
    const patient = await server.token(['PATIENT'])
    const [self] = await owner<{ id: string; organisation_id: string }>(
      `select a.id, m.organisation_id from actor a join membership m on m.actor_id = a.id where m.role = 'PATIENT'`,
    )
    await owner(
      `insert into relation (id, organisation_id, patient_id, kind, actor_id, classes, valid_from, recorded_by, recorded_at)
       values (gen_random_uuid(), '${self?.organisation_id}', '${id}', 'SELF', '${self?.id}', '{}', now(), '${self?.id}', now())`,
    )
    await server.graphql(token, `query Look { patient(id: "${id}") { displayName } }`)
    const told = await server.graphql<{ patient: { accesses: { nodes: object[]; totalCount: number } } }>(
      patient,
      `{ patient(id: "${id}") { accesses(first: 10) { totalCount nodes { organisation roles purpose action outcome } } } }`,
    )
    expect(told.errors).toBeUndefined()
    const nodes = told.data?.patient.accesses.nodes ?? []
    expect(nodes[0]).toMatchObject({
      organisation: expect.stringMatching(/^\w+$/),
      purpose: 'TREAT',
      action: 'READ_PATIENT',
      outcome: 'ALLOWED',
    })
    expect(nodes.at(-1)).toMatchObject({ action: 'WRITE_PATIENT' })

    const officer = await server.token(['PRIVACY_OFFICER'])
    const read = await server.graphql<{ accessesToPatient: { nodes: object[]; totalCount: number } }>(
      officer,
      ACCESSES,
      { id },
    )
    expect(read.errors).toBeUndefined()
    expect(read.data?.accessesToPatient.nodes).toHaveLength(3)
    expect(read.data?.accessesToPatient.totalCount).toBeGreaterThan(3)
    expect(JSON.stringify([told, read])).not.toContain(String(self?.id))
    expect((await newRows()).at(-1)).toMatchObject({ action: 'READ_AUDIT', patient_id: id, classes: ['AUDIT'] })

    for (const [roles, organisation] of [
      [['PHARMACIST', 'LABORATORY_DIRECTOR'], undefined],
      [['PATIENT'], 'elsewhere'],
    ] as const) {
      const other = await server.graphql(await server.token(roles, organisation), ACCESSES, { id })
      expect(other.errors?.[0]?.extensions['code']).toMatch(/FORBIDDEN|NOT_FOUND/)
      expect(other.data?.['accessesToPatient']).toBeUndefined()
    }
    const page = await server.graphql(token, `{ patient(id: "${id}") { displayName accesses { totalCount } } }`)
    expect(page.data).toEqual({ patient: { displayName: 'Zora Quill 7', accesses: null } })
    const foreign = await server.token(['PRIVACY_OFFICER'], 'elsewhere')
    const nothing = await server.graphql(foreign, ACCESSES, { id })
    expect(nothing.data).toMatchObject({ accessesToPatient: { totalCount: 0, nodes: [] } })
  })

  it('is paged, newest first', async () => {
    const officer = await server.token(['PRIVACY_OFFICER'])
    const id = patientIds[8] ?? ''
    for (let index = 0; index < 3; index += 1)
      await server.graphql(token, `query Look { patient(id: "${id}") { displayName } }`)
    const page = (after: string | null) =>
      server.graphql<{ accessesToPatient: { nodes: { at: string }[]; pageInfo: { endCursor: string } } }>(
        officer,
        `query ($id: ID!, $after: String) { accessesToPatient(patientId: $id, first: 2, after: $after) { nodes { at } pageInfo { endCursor } } }`,
        { id, after },
      )
    const first = (await page(null)).data?.accessesToPatient
    const second = (await page(first?.pageInfo.endCursor ?? '')).data?.accessesToPatient
    const times = [...(first?.nodes ?? []), ...(second?.nodes ?? [])].map(({ at }) => at)
    expect(times).toHaveLength(4)
    expect(times.toSorted((a, b) => (a < b ? 1 : -1))).toEqual(times)
    expect((await page('bm9uc2Vuc2U')).errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })
})

describe('S20 no answer without its row', () => {
  const PATIENT = 'query ($id: ID!) { patient(id: $id) { displayName } }'

  async function unwritable<T>(work: () => Promise<T>): Promise<T> {
    const [columns] = await owner<{ list: string }>(
      `select string_agg(quote_ident(column_name), ', ') as list from information_schema.column_privileges
       where grantee = 'sextant_service' and table_name = 'audit_event' and privilege_type = 'INSERT'`,
    )
    await owner(`revoke insert (${columns?.list}) on audit_event from sextant_service`)
    try {
      return await work()
    } finally {
      await owner(`grant insert (${columns?.list}) on audit_event to sextant_service`)
    }
  }

  it('an answer that cannot be recorded is none, and the next one that can be is whole', async () => {
    const refused = await unwritable(() => server.graphql(token, PATIENT, { id: patientIds[3] }))
    expect(refused.status).toBe(503)
    expect(refused.data).toBeUndefined()
    expect(refused.errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE', retryable: true } }])
    expect(JSON.stringify(refused)).not.toContain('Zora')
    const answered = await server.graphql(token, PATIENT, { id: patientIds[3] })
    expect(answered.data).toEqual({ patient: { displayName: 'Zora Quill 3' } })
  })

  it('what needs no row is answered all the same', async () => {
    const { data } = await unwritable(() => server.graphql(token, '{ genes(first: 1) { totalCount } }'))
    expect(data).toBeDefined()
  })

  it('a change that cannot be recorded is not made', async () => {
    const create = `mutation { createPatient(input: { displayName: "Never", idempotencyKey: "never" }) { id } }`
    const { errors } = await unwritable(() => server.graphql(token, create))
    expect(errors?.[0]?.extensions['code']).toBe('SERVICE_UNAVAILABLE')
    expect(await owner(`select 1 from patient where display_name = 'Never'`)).toEqual([])
    const { data } = await server.graphql(token, create)
    expect(data).toBeDefined()
    const rows = await newRows()
    expect(rows.map(({ action, outcome }) => `${action} ${outcome}`)).toContain('WRITE_PATIENT ALLOWED')
  })

  it('an upload is opened, received and shown with a row for each, and refused without', async () => {
    const open = await server.graphql<{ createUpload: { upload: { id: string } } }>(
      token,
      `mutation { createUpload(input: { patientId: "${patientIds[5]}", assay: {}, idempotencyKey: "u5" }) { upload { id } } }`,
    )
    const id = open.data?.createUpload.upload.id
    expect(open.errors).toBeUndefined()
    expect((await newRows()).map(row => row.action)).toContain('WRITE_UPLOAD')
    const headers = { authorization: `Bearer ${token}` }
    const show = () => fetch(`${server.url}/uploads/${id}`, { headers })
    const refused = await unwritable(show)
    expect(refused.status).toBe(503)
    expect(await refused.text()).not.toContain('OPEN')
    expect((await show()).status).toBe(200)
    expect(await newRows()).toMatchObject([
      { action: 'READ_UPLOAD', patient_id: patientIds[5], operation_name: 'GET /uploads/:id' },
    ])
    const received = await fetch(`${server.url}/uploads/${id}`, { method: 'PUT', headers, body: 'not a vcf\n' })
    expect(received.status).toBe(201)
    const rows = await newRows()
    expect(rows.filter(row => row.action === 'WRITE_UPLOAD')).toHaveLength(1)
    await expect
      .poll(async () => (await newRows()).filter(row => row.action === 'CALL_SAMPLE'), { timeout: 20_000 })
      .toMatchObject([{ actor_id: 'system-worker', patient_id: patientIds[5] }])
  })

  it('readiness says that answers cannot be recorded', async () => {
    const ready = async () => (await fetch(`${server.url}/health/ready`)).status
    expect(await unwritable(ready)).toBe(503)
    expect(await ready()).toBe(200)
  })
})

describe('S20 refused sign-ins', () => {
  it('leave a row that no organisation sees', async () => {
    expect((await server.graphql('eyJh.eyJh.c2ln', '{ genes(first: 1) { totalCount } }')).status).toBe(401)
    const signIns = () => owner<Row>(`select * from audit_event where action = 'SIGN_IN'`)
    await expect
      .poll(signIns)
      .toMatchObject([{ outcome: 'DENIED', organisation_id: null, actor_id: null, occurrences: 1 }])
  })
})
