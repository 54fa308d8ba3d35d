import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEMO } from '../support/demo-file.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { startWebhookReceiver } from '../support/webhook-receiver.js'
import type { WebhookReceiver } from '../support/webhook-receiver.js'
import { ask, send, uploadDemoPerson } from './demo-person.js'
import type { DemoPerson } from './demo-person.js'

const NOBODY = '01890000-0000-7000-8000-000000000000'

let server: TestServer
let director: string
let technician: string
let pharmacist: string
let clinician: string
let officer: string
let petra: DemoPerson
let outside: WebhookReceiver

beforeAll(async () => {
  outside = await startWebhookReceiver()
  server = await startTestServer({ env: outside.env })
  director = await server.token(['LABORATORY_DIRECTOR'])
  technician = await server.token(['LABORATORY_TECHNICIAN'])
  pharmacist = await server.token(['PHARMACIST'])
  clinician = await server.token(['CLINICIAN'])
  officer = await server.token(['PRIVACY_OFFICER'])
  petra = await uploadDemoPerson(server, director, 'petra-slowly.vcf.gz')
}, 120_000)
afterAll(async () => {
  await server.stop()
  await outside.stop()
})

const PERSON = `query ($id: ID!) { patient(id: $id) { id displayName birthYear samples { id
  geneCalls(genes: ["CYP2C19", "CFTR"]) { __typename gene { symbol } phenotypes ... on WithheldGene { withheld } } } } }`

const CHECK = `query ($id: ID!) { checkDrug(input: { patientId: $id, name: "clopidogrel" }) {
  ... on CheckedDrug { advice { agreement { detail } outcomes { __typename source ... on OutcomeWithoutRows { reasons { gene reason } } } } } } }`

interface Call {
  readonly __typename: string
  readonly gene: { readonly symbol: string }
  readonly withheld?: string
}

interface PersonAnswer {
  readonly patient: {
    readonly displayName: string | null
    readonly samples: readonly { readonly geneCalls: readonly Call[] }[]
  } | null
}

async function callsFor(token: string): Promise<readonly (readonly [string, string])[]> {
  const { patient } = await ask<PersonAnswer>(server, token, PERSON, { id: petra.patientId })
  return (patient?.samples[0]?.geneCalls ?? [])
    .map(call => [call.gene.symbol, call.withheld ?? call.__typename] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

async function codeOf(token: string, query: string, variables: object): Promise<unknown> {
  const { errors } = await server.graphql(token, query, variables)
  return errors?.[0]?.extensions['code']
}

/** Everything of an answer but the id of its request. */
async function bodyOf(token: string, query: string, id: string): Promise<string> {
  const answer = await server.graphql(token, query, { id })
  return JSON.stringify(answer).replaceAll(/"requestId":"[^"]+"/g, '')
}

const RELATE = `mutation ($id: ID!, $kind: RelationKind!) { recordRelation(input: { patientId: $id, kind: $kind }) { id kind actorId } }`

describe('a role alone opens nobody', () => {
  test.each([
    ['a patient', PERSON, () => petra.patientId],
    ['a question about a drug', CHECK, () => petra.patientId],
    ['a sample', 'query ($id: ID!) { sample(id: $id) { id } }', () => petra.sampleId ?? ''],
    ['an upload', 'query ($id: ID!) { upload(id: $id) { id } }', () => petra.uploadId],
    ['any object', 'query ($id: ID!) { node(id: $id) { id } }', () => petra.patientId],
    ['a write', `mutation ($id: ID!) { releaseResults(sampleId: $id) { id } }`, () => petra.sampleId ?? ''],
  ])('S12 %s that is not theirs answers exactly like one that does not exist', async (_what, query, id) => {
    const stranger = await server.token(['LABORATORY_DIRECTOR', 'PHARMACIST', 'CLINICIAN'], 'elsewhere')
    for (const token of [pharmacist, stranger]) {
      const [real, none] = [await bodyOf(token, query, id()), await bodyOf(token, query, NOBODY)]
      expect(real).toBe(none)
      expect(real).toMatch(/NOT_FOUND|FORBIDDEN|\{"node":null\}/)
    }
  })

  test('S12 lists, counts and searches know nobody else', async () => {
    const query = `{ patients { totalCount } named: patients(search: "Petra") { totalCount } samples { totalCount } uploads { totalCount } }`
    const none = { patients: 0, named: 0, samples: 0, uploads: 0 }
    const counts = async (token: string) =>
      Object.fromEntries(
        Object.entries(await ask<Record<string, { totalCount: number }>>(server, token, query)).map(([name, list]) => [
          name,
          list.totalCount,
        ]),
      )
    expect(await counts(pharmacist)).toEqual(none)
    expect(await counts(await server.token(['CLINICIAN'], 'elsewhere'))).toEqual(none)
    expect(await counts(director)).toEqual({ patients: 1, named: 1, samples: 1, uploads: 1 })
    // A technician sees the tube, not the name, and does not find anybody by it.
    expect(await counts(technician)).toEqual({ patients: 1, named: 0, samples: 1, uploads: 1 })
  })
})

test('S13 what a technician may not see is null, with its path and the reason', async () => {
  const { data, extensions } = await server.graphql<PersonAnswer>(technician, PERSON, { id: petra.patientId })
  expect(data?.patient?.displayName).toBeNull()
  expect(extensions?.['withheld']).toEqual([{ path: ['patient', 'displayName'], reason: 'ROLE' }])
  expect(await callsFor(technician)).toEqual([
    ['CFTR', 'ROLE'],
    ['CYP2C19', 'CalledGene'],
  ])
})

describe('S17 broken glass', () => {
  const BREAK = `mutation ($id: ID!, $why: String!) { breakGlass(patientId: $id, reason: EMERGENCY, explanation: $why) { id expiresAt openedAt reviewDueAt } }`
  const why = 'Unconscious in the emergency room'

  test('needs a reason of some length, and a role that may break it', async () => {
    expect(await codeOf(pharmacist, BREAK, { id: petra.patientId, why: 'Emergency' })).toBe('BAD_USER_INPUT')
    expect(await codeOf(technician, BREAK, { id: petra.patientId, why })).toBe('FORBIDDEN')
    expect(await codeOf(pharmacist, BREAK, { id: NOBODY, why })).toBe('NOT_FOUND')
  })

  test('opens results and what is restricted, not the name, not the file and no change, with a banner, for an hour', async () => {
    const { breakGlass } = await ask<{ breakGlass: Record<string, string> }>(server, pharmacist, BREAK, {
      id: petra.patientId,
      why,
    })
    const [opened, until] = [breakGlass['openedAt'], breakGlass['expiresAt']].map(at => Date.parse(at ?? ''))
    expect((until ?? 0) - (opened ?? 0)).toBe(3_600_000)
    const { data, extensions } = await server.graphql<PersonAnswer>(pharmacist, PERSON, { id: petra.patientId })
    expect(data?.patient?.displayName).toBeNull()
    expect(extensions?.['breakGlass']).toEqual([
      { id: breakGlass['id'], patientId: petra.patientId, expiresAt: breakGlass['expiresAt'] },
    ])
    expect(await callsFor(pharmacist)).toEqual([
      ['CFTR', expect.not.stringMatching(/RESTRICTED|ROLE/)],
      ['CYP2C19', 'CalledGene'],
    ])
    const evidence = `query ($id: ID!) { sample(id: $id) { geneCalls(genes: ["CYP2C19"]) { evidence { line } } } }`
    const raw = await server.graphql(pharmacist, evidence, { id: petra.sampleId })
    expect(raw.data).toEqual({ sample: { geneCalls: [{ evidence: null }] } })
    expect(raw.extensions?.['withheld']).toEqual([{ path: ['sample', 'geneCalls', 0, 'evidence'], reason: 'ROLE' }])
    expect(await codeOf(pharmacist, RELATE, { id: petra.patientId, kind: 'TREATING' })).toBe('FORBIDDEN')
  })

  test('ends with its hour', async () => {
    await server.database.owner.em.getConnection().execute(`update break_glass set expires_at = opened_at`)
    expect(await codeOf(pharmacist, PERSON, { id: petra.patientId })).toBe('NOT_FOUND')
  })

  test('is reviewed once, by the privacy officer alone', async () => {
    const list = `{ breakGlassReviews { totalCount nodes { id explanation } } }`
    expect(await codeOf(pharmacist, list, {})).toBe('FORBIDDEN')
    const { breakGlassReviews } = await ask<{ breakGlassReviews: { nodes: { id: string }[] } }>(server, officer, list)
    expect(breakGlassReviews.nodes).toEqual([expect.objectContaining({ explanation: why })])
    const review = `mutation ($id: ID!) { reviewBreakGlass(id: $id, outcome: JUSTIFIED) { outcome } }`
    const { id } = breakGlassReviews.nodes[0] ?? { id: '' }
    expect(await ask(server, officer, review, { id })).toEqual({ reviewBreakGlass: { outcome: 'JUSTIFIED' } })
    expect(await codeOf(officer, review, { id })).toBe('CONFLICT')
    expect(await ask(server, officer, list)).toMatchObject({ breakGlassReviews: { totalCount: 0 } })
  })
})

describe('S17 broken glass is told', () => {
  const BREAK = `mutation ($id: ID!) { breakGlass(patientId: $id, reason: PATIENT_SAFETY, explanation: "Covering the night for a colleague") { id } }`
  const FOLLOW = `subscription { glassBroken { id patientId reason } }`

  async function breakIt(token: string, id = petra.patientId): Promise<string> {
    return (await ask<{ breakGlass: { id: string } }>(server, token, BREAK, { id })).breakGlass.id
  }

  async function follow(token: string) {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: FOLLOW }),
    })
    const events = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    return {
      next: async () => (await events?.read())?.value ?? '',
      end: async () => await events?.cancel(),
    }
  }

  test('to privacy officers of that organisation and to nobody else, as it happens', async () => {
    const elsewhere = await server.token(['PRIVACY_OFFICER'], 'elsewhere')
    const [own, foreign] = [await follow(officer), await follow(elsewhere)]
    const there = await server.token(['CLINICIAN'], 'elsewhere')
    const create = `mutation { createPatient(input: { displayName: "There", idempotencyKey: "there" }) { id } }`
    const { createPatient } = await ask<{ createPatient: { id: string } }>(server, there, create)
    const first = await breakIt(clinician)
    const second = await breakIt(there, createPatient.id)
    expect(await own.next()).toContain(`"id":"${first}","patientId":"${petra.patientId}","reason":"PATIENT_SAFETY"`)
    const told = await foreign.next()
    expect(told).toContain(second)
    expect(told).not.toContain(first)
    const third = await breakIt(clinician)
    expect(await own.next()).toContain(third)
    await Promise.all([own.end(), foreign.end()])
    for (const token of [director, clinician, await server.token(['ORGANISATION_ADMIN'])]) {
      const refused = await follow(token)
      expect(await refused.next()).toContain('FORBIDDEN')
    }
    const [row] = await server.database.owner.em
      .getConnection()
      .execute<{ rows: number }[]>(
        `select count(*)::int as rows from audit_event where action = 'REVIEW_BREAK_GLASS' and patient_id = ?`,
        [petra.patientId],
      )
    expect(row?.rows).toBeGreaterThanOrEqual(2)
  })

  test('S38 to the operator’s address, at least once, signed, and with nothing of the patient', async () => {
    const [first, second] = [await breakIt(clinician), await breakIt(pharmacist)]
    // The receiver refuses everything once.
    await Promise.all([outside.told(first, 2), outside.told(second, 2)])
    expect(outside.received.every(({ isSigned }) => isSigned)).toBe(true)
    const [message] = outside.received.filter(({ id }) => id === first)
    expect(Object.keys(JSON.parse(message?.body ?? '{}').data).toSorted()).toEqual([
      'id',
      'organisationId',
      'privacyOfficers',
      'reviewDueAt',
    ])
    for (const { body } of outside.received) expect(body).not.toContain(petra.patientId)
  })

  test('or it stays whole: a message that cannot be stored opens nothing', async () => {
    const stranger = await server.token(['PHARMACIST', 'CLINICIAN'])
    const run = (sql: string) => server.database.owner.em.getConnection().execute<{ rows: number }[]>(sql)
    const rows = async () => (await run(`select count(*)::int as rows from break_glass`))[0]?.rows
    const before = await rows()
    await run(`revoke insert on glass_notice from sextant_service`)
    const { errors } = await server.graphql(stranger, BREAK, { id: petra.patientId })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryable: true })
    expect(await rows()).toBe(before)
    expect(await codeOf(stranger, PERSON, { id: petra.patientId })).toBe('NOT_FOUND')
    await run(`grant insert on glass_notice to sextant_service`)
    await breakIt(stranger)
    expect(await codeOf(stranger, PERSON, { id: petra.patientId })).toBeUndefined()
    await run(`update break_glass set expires_at = opened_at`)
  })
})

describe('relations, consent and release', () => {
  const CONSENT = `mutation ($input: RecordConsentInput!) { recordConsent(input: $input) { id } }`
  const consent = (effect: string, classes: readonly string[]) => ({
    input: { patientId: petra.patientId, effect, classes, recipient: 'ANYONE' },
  })

  beforeAll(async () => {
    for (const kind of ['DISPENSING', 'TREATING']) await ask(server, director, RELATE, { id: petra.patientId, kind })
  })

  test('a relation opens the patient, a restricted gene stays withheld, and so does every answer that rests on it', async () => {
    expect(await callsFor(pharmacist)).toEqual([
      ['CFTR', 'RESTRICTED'],
      ['CYP2C19', 'CalledGene'],
    ])
    const query = CHECK.replace('clopidogrel', 'ivacaftor')
    expect(JSON.stringify(await ask(server, pharmacist, query, { id: petra.patientId }))).toContain(
      '"reasons":[{"gene":"CFTR","reason":"RESTRICTED"}]',
    )
  })

  test('consent opens it, and its revocation closes it at once', async () => {
    const { recordConsent } = await ask<{ recordConsent: { id: string } }>(
      server,
      clinician,
      CONSENT,
      consent('PERMIT', ['RESTRICTED']),
    )
    expect((await callsFor(pharmacist))[0]).not.toEqual(['CFTR', 'RESTRICTED'])
    await ask(server, clinician, `mutation ($id: ID!) { revokeConsent(id: $id) { revokedAt } }`, recordConsent)
    expect((await callsFor(pharmacist))[0]).toEqual(['CFTR', 'RESTRICTED'])
  })

  test('S13 a denial withholds, never as if it were not tested, and stops a change', async () => {
    const { recordConsent } = await ask<{ recordConsent: { id: string } }>(
      server,
      clinician,
      CONSENT,
      consent('DENY', ['GENOMIC_SUMMARY']),
    )
    expect((await callsFor(pharmacist)).map(([, type]) => type)).toEqual(['CONSENT', 'CONSENT'])
    const answer = JSON.stringify(await ask(server, pharmacist, CHECK, { id: petra.patientId }))
    expect(answer).toContain('"__typename":"Withheld"')
    expect(answer).not.toMatch(/NotTested|Recommendation"/)
    expect(
      await codeOf(director, `mutation ($id: ID!) { releaseResults(sampleId: $id) { id } }`, { id: petra.sampleId }),
    ).toBe('CONSENT_REQUIRED')
    await ask(server, clinician, `mutation ($id: ID!) { revokeConsent(id: $id) { revokedAt } }`, recordConsent)
    expect((await callsFor(pharmacist)).map(([, type]) => type)).toContain('CalledGene')
  })

  test('C5 what the laboratory holds is withheld from everybody outside it', async () => {
    const hold = `mutation ($id: ID!, $genes: [String!]) { holdResults(sampleId: $id, reason: "Being repeated", genes: $genes) { heldGenes { gene } } }`
    await ask(server, director, hold, { id: petra.sampleId, genes: ['CYP2C19'] })
    expect((await callsFor(pharmacist))[1]).toEqual(['CYP2C19', 'NOT_RELEASED'])
    expect((await callsFor(director))[1]).toEqual(['CYP2C19', 'CalledGene'])
    expect(JSON.stringify(await ask(server, clinician, CHECK, { id: petra.patientId }))).toContain(
      '"reason":"NOT_RELEASED"',
    )
    const release = `mutation ($id: ID!, $genes: [String!]) { releaseResults(sampleId: $id, genes: $genes) { id } }`
    await ask(server, director, release, { id: petra.sampleId, genes: ['CYP2C19'] })
    expect((await callsFor(pharmacist))[1]).toEqual(['CYP2C19', 'CalledGene'])
  })

  test('S7 a relation that ends while an upload is followed ends the events before the next one', async () => {
    const input = { patientId: petra.patientId, idempotencyKey: 'followed' }
    const { createUpload } = await ask<{ createUpload: { upload: { id: string }; uploadUrl: string } }>(
      server,
      director,
      `mutation ($input: CreateUploadInput!) { createUpload(input: $input) { uploadUrl upload { id } } }`,
      { input },
    )
    const query = `subscription { uploadProgress(uploadId: "${createUpload.upload.id}") { state } }`
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${clinician}`,
      },
      body: JSON.stringify({ query }),
    })
    const events = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = (await events?.read())?.value ?? ''
    expect(text).toContain('OPEN')
    await server.database.owner.em
      .getConnection()
      .execute(`update relation set valid_to = now() where kind in ('TREATING', 'ORDERED')`)
    await send(createUpload.uploadUrl, director, readFileSync(join(DEMO, 'petra-slowly.vcf.gz')))
    for (let part = await events?.read(); part?.done === false; part = await events?.read()) text += part.value
    expect(text).toContain('NOT_FOUND')
    expect(text).not.toContain('READY')
    // It is read all the same, and tests below meet its sample.
    const samples = async () =>
      (await ask<{ samples: { totalCount: number } }>(server, director, '{ samples { totalCount } }')).samples
        .totalCount
    await expect.poll(samples, { interval: 50, timeout: 20_000 }).toBe(2)
    await ask(server, director, RELATE, { id: petra.patientId, kind: 'TREATING' })
  })

  test('an ended relation closes the patient on the next request', async () => {
    const { patient } = await ask<{ patient: { relations: { id: string; kind: string }[] } }>(
      server,
      director,
      'query ($id: ID!) { patient(id: $id) { relations { id kind } } }',
      { id: petra.patientId },
    )
    const end = `mutation ($id: ID!) { endRelation(id: $id) { validTo } }`
    for (const { id, kind } of patient.relations) if (kind !== 'PERFORMED') await server.graphql(director, end, { id })
    expect(await codeOf(pharmacist, PERSON, { id: petra.patientId })).toBe('NOT_FOUND')
    expect(await codeOf(clinician, PERSON, { id: petra.patientId })).toBe('NOT_FOUND')
  })
})

describe('S12 what another organisation may read by a grant', () => {
  const CONSENT = `mutation ($input: RecordConsentInput!) { recordConsent(input: $input) { id } }`
  const GIVE = `mutation ($input: GiveGrantInput!) { giveGrant(input: $input) { id organisation toOrganisation classes } }`
  const REVOKE = `mutation ($id: ID!) { revokeGrant(id: $id) { revokedAt } }`
  const RECEIVED = `{ receivedGrants { totalCount nodes { id patientId organisation } } }`
  const VISIT = `query ($id: ID!) { grantedPatient(grantId: $id) { id displayName relations { id } uploads { id }
    history { facts { totalCount } } samples { id drugAdvice { totalCount }
      geneCalls(genes: ["CYP2C19", "CFTR"]) { __typename gene { symbol } evidence { line } ... on WithheldGene { withheld } } } } }`
  const CLASSES = ['IDENTITY', 'CLINICAL', 'GENOMIC_SUMMARY']
  const later = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

  let visitor: string
  let consentId: string
  const run = (sql: string) => server.database.owner.em.getConnection().execute<Record<string, unknown>[]>(sql)

  async function consent(classes: readonly string[], more: object = {}): Promise<string> {
    const input = { patientId: petra.patientId, effect: 'PERMIT', classes, recipient: 'ANYONE', ...more }
    return (await ask<{ recordConsent: { id: string } }>(server, clinician, CONSENT, { input })).recordConsent.id
  }

  const grant = (more: object = {}) => ({
    input: {
      patientId: petra.patientId,
      toOrganisation: 'elsewhere',
      classes: CLASSES,
      validTo: later(1),
      consentId,
      ...more,
    },
  })

  async function give(more: object = {}, token = clinician): Promise<string> {
    return (await ask<{ giveGrant: { id: string } }>(server, token, GIVE, grant(more))).giveGrant.id
  }

  async function withheldOf(id: string): Promise<Readonly<Record<string, unknown>>> {
    const { extensions } = await server.graphql(visitor, VISIT, { id })
    const fields: unknown = extensions?.['withheld']
    return Object.fromEntries(
      Array.isArray(fields) ? fields.map(({ path, reason }) => [path.slice(1).join('.'), reason]) : [],
    )
  }

  beforeAll(async () => {
    await run(`update consent set revoked_at = now() where revoked_at is null`)
    await ask(server, director, RELATE, { id: petra.patientId, kind: 'TREATING' })
    visitor = await server.token(['CLINICIAN'], 'elsewhere')
    consentId = await consent(CLASSES)
  })

  test('is given on the patient’s consent to all of it, by the care team or an admin', async () => {
    const admin = await server.token(['ORGANISATION_ADMIN'])
    const narrow = [
      await consent(['CLINICAL']),
      await consent(CLASSES, { validTo: later(0.5) }),
      await consent(CLASSES, { purposes: ['HPAYMT'] }),
      await consent(CLASSES, { recipient: 'ORGANISATION' }),
      NOBODY,
    ]
    for (const token of [clinician, admin])
      for (const each of narrow) expect(await codeOf(token, GIVE, grant({ consentId: each }))).toBe('CONSENT_REQUIRED')
    for (const wrong of [
      { classes: ['GENOMIC_RAW'] },
      { classes: [] },
      { toOrganisation: 'demo' },
      { validTo: later(-1) },
    ])
      expect(await codeOf(clinician, GIVE, grant(wrong))).toBe('BAD_USER_INPUT')
    expect(await codeOf(clinician, GIVE, grant({ purposes: ['ETREAT'] }))).toBe('BAD_USER_INPUT')
    expect(await codeOf(clinician, GIVE, grant({ toOrganisation: 'nowhere' }))).toBe('NOT_FOUND')
    for (const token of [technician, director, officer]) expect(await codeOf(token, GIVE, grant())).toBe('FORBIDDEN')
    const strangers = [visitor, await server.token(['ORGANISATION_ADMIN'], 'elsewhere')]
    for (const token of strangers)
      expect(await codeOf(token, GIVE, grant({ toOrganisation: 'demo' }))).toBe('NOT_FOUND')
    const same = grant()
    const { giveGrant } = await ask<{ giveGrant: { id: string } }>(server, admin, GIVE, same)
    const { id } = giveGrant
    expect(await codeOf(clinician, GIVE, same)).toBe('CONFLICT')
    expect(await ask(server, admin, REVOKE, { id })).toMatchObject({ revokeGrant: { revokedAt: expect.any(String) } })
    expect(await codeOf(admin, REVOKE, { id })).toBe('CONFLICT')
  })

  test('is read in its own place, as far as it goes; elsewhere the patient does not exist', async () => {
    const before = await bodyOf(visitor, PERSON, petra.patientId)
    const id = await give()
    const { data } = await server.graphql<{ grantedPatient: Record<string, unknown> }>(visitor, VISIT, { id })
    expect(data?.grantedPatient).toMatchObject({
      id: petra.patientId,
      displayName: expect.stringContaining('Petra'),
      relations: [],
      uploads: [],
      history: { facts: { totalCount: expect.any(Number) } },
    })
    // The newer sample came with a test above, and nobody has released it.
    const gene = (__typename: string, symbol: string, more: object = {}) =>
      expect.objectContaining({ __typename, gene: { symbol }, evidence: null, ...more })
    const calls = (cyp: unknown) => [gene('WithheldGene', 'CFTR', { withheld: 'ROLE' }), cyp]
    const drugAdvice = { totalCount: expect.any(Number) }
    expect(data?.grantedPatient['samples']).toEqual([
      {
        id: expect.any(String),
        drugAdvice,
        geneCalls: calls(gene('WithheldGene', 'CYP2C19', { withheld: 'NOT_RELEASED' })),
      },
      { id: petra.sampleId, drugAdvice, geneCalls: calls(gene('CalledGene', 'CYP2C19')) },
    ])
    expect(await withheldOf(id)).toMatchObject({ relations: 'ROLE', uploads: 'ROLE' })
    const whole = await bodyOf(visitor, VISIT, id)
    // Also once the query is compiled.
    for (let turn = 0; turn < 12; turn += 1) expect(await bodyOf(visitor, VISIT, id)).toBe(whole)
    expect(await bodyOf(visitor, PERSON, petra.patientId)).toBe(before)
    for (const query of [CHECK, 'query ($id: ID!) { node(id: $id) { id } }'])
      expect(await bodyOf(visitor, query, petra.patientId)).toBe(await bodyOf(visitor, query, NOBODY))
    const own = await ask<{ patients: { totalCount: number } }>(server, visitor, '{ patients { totalCount } }')
    expect(own.patients.totalCount).toBe(0)
    expect(await codeOf(visitor, RELATE, { id: petra.patientId, kind: 'TREATING' })).toBe('NOT_FOUND')
    await ask(server, clinician, REVOKE, { id })
  })

  test('no further than its classes and purposes, and what the patient denies', async () => {
    const id = await give({ classes: ['IDENTITY'] })
    const seen = await ask<{ grantedPatient: { history: unknown } }>(server, visitor, VISIT, { id })
    expect(seen.grantedPatient.history).toBeNull()
    expect(await withheldOf(id)).toMatchObject({ history: 'ROLE' })
    const deny = await consent(['IDENTITY'], { effect: 'DENY' })
    expect(await withheldOf(id)).toMatchObject({ displayName: 'CONSENT' })
    await ask(server, clinician, `mutation ($id: ID!) { revokeConsent(id: $id) { id } }`, { id: deny })
    const forPayment = await give({ purposes: ['HPAYMT'] })
    expect(await codeOf(visitor, VISIT, { id: forPayment })).toBe('NOT_FOUND')
    for (const each of [id, forPayment]) await ask(server, clinician, REVOKE, { id: each })
  })

  test('by nobody but members of that organisation whose role may, and with no other role of theirs', async () => {
    const id = await give()
    const third = await server.token(['CLINICIAN'], 'third')
    expect(await bodyOf(third, VISIT, id)).toBe(await bodyOf(third, VISIT, NOBODY))
    expect(await ask(server, third, RECEIVED)).toMatchObject({ receivedGrants: { totalCount: 0 } })
    expect(await codeOf(clinician, VISIT, { id })).toBe('NOT_FOUND')
    for (const role of ['LABORATORY_DIRECTOR', 'ORGANISATION_ADMIN', 'PRIVACY_OFFICER', 'PATIENT'] as const)
      expect(await codeOf(await server.token([role], 'elsewhere'), VISIT, { id })).toBe('FORBIDDEN')
    const both = await server.token(['CLINICIAN', 'PRIVACY_OFFICER'], 'elsewhere')
    const peek = `query ($id: ID!) { grantedPatient(grantId: $id) { id accesses { totalCount } } }`
    expect(await codeOf(both, peek, { id })).toBe('FORBIDDEN')
    await ask(server, clinician, REVOKE, { id })
  })

  test('S19 S23 is written down in both organisations, by the name of the reader’s', async () => {
    const id = await give()
    await ask(server, visitor, VISIT, { id })
    const query = `query ($id: ID!) { accessesToPatient(patientId: $id) { nodes { organisation action outcome } } }`
    const seenBy = async (token: string) =>
      (
        await ask<{ accessesToPatient: { nodes: { organisation: string; action: string }[] } }>(server, token, query, {
          id: petra.patientId,
        })
      ).accessesToPatient.nodes.filter(({ action }) => action === 'READ_HISTORY')
    const [here, there] = [await seenBy(officer), await seenBy(await server.token(['PRIVACY_OFFICER'], 'elsewhere'))]
    expect(here[0]).toMatchObject({ organisation: 'elsewhere', outcome: 'ALLOWED' })
    expect(there[0]).toMatchObject({ organisation: 'elsewhere', outcome: 'ALLOWED' })
    expect(await seenBy(await server.token(['PRIVACY_OFFICER'], 'third'))).toEqual([])
    await ask(server, clinician, REVOKE, { id })
  })

  test('until it or its consent is revoked, at once; a row alone revives neither', async () => {
    const id = await give()
    const open = async () => await codeOf(visitor, VISIT, { id })
    expect(await open()).toBeUndefined()
    await run(`update patient_grant set valid_to = valid_from + interval '1 millisecond' where id = '${id}'`)
    expect(await open()).toBe('NOT_FOUND')
    await run(`update patient_grant set valid_to = now() + interval '1 day' where id = '${id}'`)
    expect(await open()).toBeUndefined()
    await ask(server, clinician, `mutation ($id: ID!) { revokeConsent(id: $id) { id } }`, { id: consentId })
    expect(await open()).toBe('NOT_FOUND')
    expect(await ask(server, visitor, RECEIVED)).toMatchObject({ receivedGrants: { totalCount: 0 } })
    await run(`update patient_grant set revoked_at = null where id = '${id}'`)
    expect(await ask(server, visitor, RECEIVED)).toMatchObject({ receivedGrants: { totalCount: 1 } })
    expect(await open()).toBe('NOT_FOUND')
    // The control: what kept it closed is the consent and nothing else.
    await run(`update consent set revoked_at = null where id = '${consentId}'`)
    expect(await open()).toBeUndefined()
  })

  test('S16 shows the row to both organisations, and lets only the one that gave it change it', async () => {
    const [row] = await run(
      `select id, organisation_id, to_organisation_id from patient_grant where revoked_at is null`,
    )
    const within = async (organisationId: unknown, sql: string): Promise<unknown> =>
      await server.database.service.em.fork().transactional(async em => {
        await em.execute(`select set_config('app.organisation', '${String(organisationId)}', true)`)
        return (await em.execute<unknown[]>(sql)).length
      })
    const look = `select 1 from patient_grant where id = '${String(row?.['id'])}'`
    const change = `update patient_grant set revoked_at = now() where id = '${String(row?.['id'])}' returning 1`
    const copy = `insert into patient_grant select gen_random_uuid(), organisation_id, to_organisation_id, patient_id, consent_id, classes,
      purposes, valid_from, valid_to, recorded_by, recorded_at, null, null from patient_grant returning 1`
    const [from, to] = [row?.['organisation_id'], row?.['to_organisation_id']]
    expect([await within(from, look), await within(to, look), await within(NOBODY, look)]).toEqual([1, 1, 0])
    expect([await within(to, change), await within(NOBODY, change)]).toEqual([0, 0])
    await expect(within(to, copy)).rejects.toThrow(/row-level security/)
    expect(await within(from, change)).toBe(1)
  })
})

describe('C6 samples that are read along with few patients', () => {
  test('are those of a long list, of the patient and of the sample itself, the newest first, before and after a release', async () => {
    const sample = 'id releasedAt geneCalls(genes: ["CYP2C19"]) { __typename phenotypes }'
    const list = (first: number) => `{ patients(first: ${first}) { nodes { samples { ${sample} } } } }`
    type Listed = { patients: { nodes: { samples: { id: string; releasedAt: string | null }[] }[] } }
    const samplesIn = async (first: number) =>
      (await ask<Listed>(server, director, list(first))).patients.nodes.flatMap(({ samples }) => samples)
    const one = `query ($id: ID!) { patient(id: $id) { samples { ${sample} } } }`
    const agree = async () => {
      const few = await samplesIn(5)
      expect(await samplesIn(50)).toEqual(few)
      expect((await ask<{ patient: unknown }>(server, director, one, { id: petra.patientId })).patient).toEqual({
        samples: few,
      })
      for (const each of few)
        expect(
          await ask(server, director, `query ($id: ID!) { node(id: $id) { ... on Sample { ${sample} } } }`, {
            id: each.id,
          }),
        ).toEqual({ node: each })
      return few
    }
    const [newest, older, ...others] = await agree()
    expect([older?.id, others]).toEqual([petra.sampleId, []])
    expect(newest?.releasedAt).toBeNull()
    await ask(server, director, 'mutation ($id: ID!) { releaseResults(sampleId: $id) { id } }', { id: newest?.id })
    expect((await agree())[0]).toMatchObject({ id: newest?.id, releasedAt: expect.any(String) })
  })
})
