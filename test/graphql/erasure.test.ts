import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadDevIssuer } from '../../src/http/dev-issuer.js'
import { readSealKey } from '../../src/persistence/audit/seal-key.js'
import { readSealReceipt } from '../../src/persistence/audit/seal-receipt.js'
import { verifyAudit } from '../../src/persistence/audit/verify-audit.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { ask, uploadDemoPerson } from './demo-person.js'
import type { DemoPerson } from './demo-person.js'

/** A word that stands nowhere but where it was put. */
const MARK = 'Zebra7Quagga'
const NOBODY = '01890000-0000-7000-8000-000000000000'

let server: TestServer
let developer: string
let officer: string
let admin: string
let patient: string
let clinician: string
let erased: DemoPerson
let kept: DemoPerson

async function tokenOf(subject: string): Promise<string> {
  const issuer = await loadDevIssuer(`${server.config.home}/dev-issuer.json`)
  return await issuer.sign({ subject, organisation: 'demo', seconds: 600 })
}

const run = <T extends object>(sql: string) => server.database.owner.em.getConnection().execute<T[]>(sql)

async function codeOf(token: string, query: string, variables: object): Promise<unknown> {
  return (await server.graphql(token, query, variables)).errors?.[0]?.extensions['code']
}

const REQUEST = `mutation ($id: ID!) { requestErasure(patientId: $id, reason: "${MARK} asked for it") { id state patientId kind } }`
const CONFIRM = `mutation ($id: ID!) { confirmProposal(id: $id) { id state } }`
const PLACE = `mutation ($id: ID!, $until: DateTimeISO) { placeLegalHold(patientId: $id, reason: LEGAL_CLAIM, until: $until) { id } }`
const LIFT = `mutation ($id: ID!) { liftLegalHold(id: $id) { liftedAt } }`
const BREAK = `mutation ($id: ID!) { breakGlass(patientId: $id, reason: EMERGENCY, explanation: "${MARK} in the emergency room") { id } }`
const REVIEW = `mutation ($id: ID!) { reviewBreakGlass(id: $id, outcome: JUSTIFIED, note: "${MARK}") { outcome } }`
const PATIENT = `query ($id: ID!) { patient(id: $id) { displayName } }`

type Asked = Record<string, { readonly id: string; readonly state: string }>

async function idOf(token: string, query: string, variables: object): Promise<string> {
  return Object.values(await ask<Asked>(server, token, query, variables))[0]?.id ?? ''
}

/** Everything that can be recorded of somebody, with the mark wherever words are. */
async function recordEverything({ patientId, sampleId }: DemoPerson, mark: string): Promise<void> {
  const facts = [
    {
      content: {
        condition: { system: 'ICD10CM', code: 'J45', text: mark, status: 'ACTIVE', verification: 'CONFIRMED' },
      },
    },
    { content: { medication: { drug: { name: mark }, status: 'ACTIVE', startedOn: '2026-01' } } },
  ]
  const { recordHistory } = await ask<{ recordHistory: { entries: { status: string }[] } }>(
    server,
    developer,
    `mutation ($input: RecordHistoryInput!) { recordHistory(input: $input) { entries { status problems { code } } } }`,
    { input: { patientId, facts, idempotencyKey: patientId } },
  )
  expect(recordHistory.entries).toMatchObject([{ status: 'RECORDED' }, { status: 'RECORDED' }])
  await ask(
    server,
    developer,
    `mutation ($input: RecordOutsideCallInput!) { recordOutsideCall(input: $input) { id } }`,
    { input: { sampleId, calls: [{ gene: 'CYP2D6', diplotype: '*1/*4' }], idempotencyKey: patientId } },
  )
  await ask(
    server,
    developer,
    `mutation ($id: ID!) { recordConsent(input: { patientId: $id, effect: DENY, classes: [RESTRICTED], recipient: ANYONE, purposes: [] }) { id } }`,
    { id: patientId },
  )
}

beforeAll(async () => {
  server = await startTestServer({
    env: {
      SEXTANT_WORKER_LEASE_SECONDS: '0.6',
      SEXTANT_WORKER_RENEW_SECONDS: '0.2',
      SEXTANT_AUDIT_SEAL_SECONDS: '0.2',
    },
  })
  developer = await server.token(['DEVELOPER'])
  officer = await server.token(['PRIVACY_OFFICER'])
  admin = await server.token(['ORGANISATION_ADMIN'])
  clinician = await server.token(['CLINICIAN'])
  erased = await uploadDemoPerson(server, developer, 'petra-slowly.vcf.gz', 1)
  kept = await uploadDemoPerson(server, developer, 'petra-slowly.vcf.gz', 2)
  for (const person of [erased, kept]) await recordEverything(person, person === erased ? MARK : 'Kept9Kudu')
  await server.token(['CLINICIAN'], 'elsewhere')
  await run(`
    insert into patient_grant (id, organisation_id, to_organisation_id, patient_id, consent_id, classes, purposes, valid_from,
      valid_to, recorded_by, recorded_at)
    select gen_random_uuid(), c.organisation_id, o.id, c.patient_id, c.id, '{}', '{}', now(), now(), c.recorded_by, now()
    from consent c, organisation o where o.slug = 'elsewhere'`)
  // The patient, as somebody who signs in.
  await ask(server, admin, `mutation ($i: AddMemberInput!) { addMember(input: $i) { actorId } }`, {
    i: { issuer: 'urn:sextant:dev', subject: `${MARK}-login`, name: `${MARK} Petra`, role: 'PATIENT' },
  })
  const [self] = await run<{ id: string }>(`select id from actor where subject = '${MARK}-login'`)
  await ask(
    server,
    developer,
    `mutation ($id: ID!, $who: ID!) { recordRelation(input: { patientId: $id, kind: SELF, actorId: $who }) { id } }`,
    { id: erased.patientId, who: self?.id },
  )
  patient = await tokenOf(`${MARK}-login`)
}, 120_000)

afterAll(() => server.stop())

/** Every table, ours and the queue's, in which one of these texts stands. */
async function tablesWith(texts: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const tables = await run<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables where schemaname in ('public', 'pgboss')`,
  )
  const found: Record<string, string[]> = {}
  for (const { name } of tables) {
    const rows = await run<{ row: string }>(`select t::text as row from ${name} t`)
    for (const text of texts)
      if (rows.some(({ row }) => row.includes(text)))
        found[text] = [...(found[text] ?? []), name.replace('public.', '')]
  }
  return found
}

const filesOf = (uploadId: string) =>
  readdirSync(join(server.config.home, 'uploads')).filter(name => name.includes(uploadId))

describe('S57 erasure of a patient', () => {
  it('is forbidden by a hold, whose reason is said to the patient too, and by a review that is due', async () => {
    const id = erased.patientId
    const hold = await idOf(officer, PLACE, { id })
    for (const token of [officer, patient]) {
      const { errors } = await server.graphql(token, REQUEST, { id })
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', details: { reason: 'LEGAL_CLAIM' } })
    }
    const seen = await ask<{ legalHolds: object[] }>(
      server,
      patient,
      `query ($id: ID!) { legalHolds(patientId: $id) { reason liftedAt } }`,
      { id },
    )
    expect(seen.legalHolds).toEqual([{ reason: 'LEGAL_CLAIM', liftedAt: null }])
    await ask(server, officer, LIFT, { id: hold })
    expect(await codeOf(officer, LIFT, { id: hold })).toBe('CONFLICT')
    const glass = await idOf(clinician, BREAK, { id })
    const { errors } = await server.graphql(officer, REQUEST, { id })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', details: { reason: 'REVIEW_DUE' } })
    await ask(server, officer, REVIEW, { id: glass })
  })

  it('S11 S12 is asked for by the patient, an officer or an admin, and by nobody else', async () => {
    for (const token of [developer, clinician])
      expect(await codeOf(token, REQUEST, { id: erased.patientId })).toBe('FORBIDDEN')
    const elsewhere = await server.token(['PRIVACY_OFFICER'], 'elsewhere')
    for (const [token, id] of [
      [elsewhere, erased.patientId],
      [officer, NOBODY],
      [patient, kept.patientId],
      [patient, NOBODY],
    ] as const)
      expect(await codeOf(token, REQUEST, { id })).toBe('NOT_FOUND')
    expect(await codeOf(patient, '{ proposals { totalCount } }', {})).toBe('FORBIDDEN')
  })

  it('S18 is refused by the database itself while two persons have not agreed', async () => {
    const [row] = await run<{ organisation: string }>(
      `select organisation_id as organisation from patient where id = '${erased.patientId}'`,
    )
    const asService = async (id: string) => {
      const em = server.database.service.em.fork()
      em.setSessionContext({ variables: { 'app.organisation': row?.organisation ?? '' } })
      return await em.transactional(() => em.execute(`select * from erase_patient('${id}')`))
    }
    await expect(asService(erased.patientId)).rejects.toThrow(/not confirmed/)
    for (const table of ['history_fact', 'relation', 'sample', 'upload'])
      await expect(server.database.service.em.getConnection().execute(`delete from ${table}`)).rejects.toThrow(
        /permission denied/,
      )
  })

  it('leaves an id and the audit, after a second person confirmed it, and nothing else in any table', async () => {
    const { patientId, uploadId, sampleId = '' } = erased
    const proposal = await idOf(patient, REQUEST, { id: patientId })
    const ids = [patientId, uploadId, sampleId, MARK]
    // A control: all of it is found where it stands, so what is not found afterwards is gone.
    const before = await tablesWith(ids)
    expect(before[MARK]).toEqual(
      expect.arrayContaining(['actor', 'membership', 'break_glass', 'history_fact', 'proposal']),
    )
    expect(before[patientId]).toContain('patient_grant')
    expect(before[patientId]?.length).toBeGreaterThan(10)
    expect(before[uploadId]?.length).toBeGreaterThan(3)
    expect(before[sampleId]?.length).toBeGreaterThan(3)
    expect(filesOf(uploadId)).toHaveLength(1)
    const others = await tablesWith([kept.patientId, kept.uploadId, 'Kept9Kudu'])

    expect(await codeOf(patient, CONFIRM, { id: proposal })).toBe('FORBIDDEN')
    expect(await ask(server, officer, CONFIRM, { id: proposal })).toMatchObject({
      confirmProposal: { state: 'CONFIRMED' },
    })

    expect(await tablesWith(ids)).toEqual({
      [patientId]: expect.toSatisfy((tables: string[]) =>
        tables.every(name => ['audit_event', 'patient', 'proposal', 'break_glass'].includes(name)),
      ),
    })
    await expect.poll(() => filesOf(uploadId), { interval: 10 }).toEqual([])
    const [row] = await run<Record<string, unknown>>(`select * from patient where id = '${patientId}'`)
    expect(
      Object.entries(row ?? {})
        .filter(([, value]) => value !== null)
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(['created_at', 'erased_at', 'id', 'organisation_id'])
    expect(await tablesWith([kept.patientId, kept.uploadId, 'Kept9Kudu'])).toEqual(others)
    expect(filesOf(kept.uploadId)).toHaveLength(1)
  })

  it('S12 leaves somebody who does not exist, for everybody, and the audit of them for the officer', async () => {
    const { patientId: id, uploadId, sampleId = '' } = erased
    const shown = async (query: string, of: string) =>
      JSON.stringify(await server.graphql(developer, query, { id: of })).replaceAll(/"requestId":"[^"]+"/g, '')
    for (const [query, of] of [
      [PATIENT, id],
      ['query ($id: ID!) { upload(id: $id) { id } }', uploadId],
      ['query ($id: ID!) { sample(id: $id) { id } }', sampleId],
      ['query ($id: ID!) { node(id: $id) { id } }', id],
    ] as const)
      expect(await shown(query, of)).toBe(await shown(query, NOBODY))
    expect(await codeOf(patient, '{ me { id } }', {})).toBe('FORBIDDEN')
    expect(await codeOf(clinician, BREAK, { id })).toBe('NOT_FOUND')
    const { accessesToPatient } = await ask<{ accessesToPatient: { nodes: { action: string }[] } }>(
      server,
      officer,
      `query ($id: ID!) { accessesToPatient(patientId: $id, first: 5) { nodes { action } } }`,
      { id },
    )
    expect(accessesToPatient.nodes.map(({ action }) => action)).toContain('ERASE_PATIENT')
  })

  it('is done once: asked for or confirmed again it changes nothing', async () => {
    const { requestErasure } = await ask<Asked>(server, officer, REQUEST, { id: erased.patientId })
    expect(requestErasure?.state).toBe('CONFIRMED')
    expect(await codeOf(admin, CONFIRM, { id: requestErasure?.id })).toBe('CONFLICT')
    expect((await tablesWith([MARK]))[MARK]).toBeUndefined()
  })

  it('takes what somebody was still writing when it was done', async () => {
    const late = `insert into relation (id, organisation_id, patient_id, kind, classes, valid_from, recorded_at)
      select gen_random_uuid(), organisation_id, id, 'TREATING', '{}', now(), now() from patient where id = '${erased.patientId}' returning id`
    // The worker's next round takes it, and may begin at any moment.
    expect(await server.database.owner.em.getConnection().execute(late)).toHaveLength(1)
    await expect
      .poll(async () => (await tablesWith([erased.patientId]))[erased.patientId], { interval: 100, timeout: 10_000 })
      .not.toContain('relation')
  })

  it('S22 leaves an audit that verifies', async () => {
    const { keyFile, sealFile } = server.config.audit
    const key = readSealKey(keyFile)
    if (key === undefined) throw new Error('the server has sealed nothing')
    const verified = () => verifyAudit(server.database.owner.em.fork(), key, readSealReceipt(sealFile))
    await expect.poll(async () => (await verified()).seals, { interval: 50 }).toBeGreaterThan(0)
    expect(await verified()).toMatchObject({ fault: undefined })
  })
})
