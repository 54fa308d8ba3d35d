import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  allergy,
  bundle,
  condition,
  EVERYTHING,
  genotype,
  order,
  patient,
  rx,
  statement,
  weight,
} from '../support/a-bundle.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'

let server: TestServer
let pharmacist: string
let patients = 0

beforeAll(async () => {
  server = await startTestServer({ worker: false })
  pharmacist = await server.token(['PHARMACIST'])
})
afterAll(() => server.stop())

// oxlint-disable-next-line typescript/no-explicit-any -- what a client reads is what the server sends
type Answer = any

async function newPatient(): Promise<string> {
  patients += 1
  const developer = await server.token(['DEVELOPER'])
  const query = `mutation { createPatient(input: { displayName: "Pat", idempotencyKey: "p${patients}" }) { id } }`
  return (await server.graphql<{ createPatient: { id: string } }>(developer, query)).data?.createPatient.id ?? ''
}

interface Sent {
  readonly token?: string
  readonly source?: string
  readonly headers?: Readonly<Record<string, string>>
}

async function post(patientId: string, body: unknown, { token = pharmacist, source = 'ehr', headers = {} }: Sent = {}) {
  const response = await fetch(`${server.url}/fhir/Bundle?patient=${patientId}&source=${source}`, {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', authorization: `Bearer ${token}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const answer: Answer = await response.json()
  return { status: response.status, type: response.headers.get('content-type'), answer }
}

const codeOf = (issue: Answer): string => issue.details.coding[0].code

/** Per entry its status and the codes of everything said of it. */
const said = ({ answer }: { readonly answer: Answer }): readonly string[] =>
  (answer.entry ?? []).map(({ response }: Answer) =>
    [response.status.slice(0, 3), ...response.outcome.issue.map(codeOf)].join(' '),
  )

const FACTS = `query ($id: ID!) { patient(id: $id) { history {
  medicines { timing fact { id drug { name } } } measurements { measure value } lists { list state }
  problems { code used } notConsidered { kind original { system code text } source { kind name reference } }
  facts(first: 100) { totalCount nodes { id kind restricted supersedes enteredInError } } } } }`

const historyOf = async (id: string, token = pharmacist): Promise<Answer> => {
  const { data, errors } = await server.graphql<Answer>(token, FACTS, { id })
  if (errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.patient.history
}

describe('a bundle that is sent', () => {
  it('is recorded entry by entry, and sent again adds nothing', async () => {
    const id = await newPatient()
    const sent = bundle(...EVERYTHING)
    const first = await post(id, sent)
    expect([first.status, first.type, first.answer.type]).toEqual([
      200,
      'application/fhir+json; charset=utf-8',
      'batch-response',
    ])
    expect(said(first)).toEqual(EVERYTHING.map(() => '201 RECORDED'))
    expect(said(await post(id, sent))).toEqual(EVERYTHING.map(() => '200 UNCHANGED'))
    const history = await historyOf(id)
    expect(history.facts.totalCount).toBe(6)
    expect(history.medicines.map(({ fact }: Answer) => fact.drug.name)).toEqual(['paroxetine', 'codeine'])
    expect(history.measurements).toContainEqual({ measure: 'WEIGHT', value: 80 })
  })

  it('corrects what has changed over there, retracts what counts no more, and takes it back when it does', async () => {
    const id = await newPatient()
    await post(id, bundle(statement(), weight(), order()))
    const changed = bundle(
      statement({ status: 'entered-in-error' }),
      weight({ valueQuantity: { value: 82, code: 'kg' } }),
      order({ status: 'cancelled' }),
    )
    const second = await post(id, changed)
    expect(said(second)).toEqual(['200 ENTERED_IN_ERROR RETRACTED', '200 CHANGED', '200 STATUS_NOT_COUNTED RETRACTED'])
    expect(await historyOf(id)).toMatchObject({
      medicines: [],
      measurements: [{ value: 82 }],
      facts: { totalCount: 6 },
    })
    expect(said(await post(id, changed))).toEqual(['200 ENTERED_IN_ERROR', '200 UNCHANGED', '200 STATUS_NOT_COUNTED'])
    expect(said(await post(id, bundle(statement())))).toEqual(['200 CHANGED'])
    expect((await historyOf(id)).medicines).toHaveLength(1)
  })

  it('does not bring back what was retracted by hand, until it changes over there', async () => {
    const id = await newPatient()
    await post(id, bundle(statement()))
    const [medicine] = (await historyOf(id)).medicines
    const retract = 'mutation ($input: RetractFactInput!) { retractFact(input: $input) { id } }'
    await server.graphql(pharmacist, retract, { input: { factId: medicine.fact.id, idempotencyKey: 'by hand' } })
    expect(said(await post(id, bundle(statement())))).toEqual(['200 UNCHANGED'])
    expect((await historyOf(id)).medicines).toEqual([])
    expect(said(await post(id, bundle(statement({ dateAsserted: '2026-11-20' }))))).toEqual(['200 CHANGED'])
  })

  it('of another system with the same ids is another thing', async () => {
    const id = await newPatient()
    await post(id, bundle(statement()))
    expect(said(await post(id, bundle(statement()), { source: 'clinic' }))).toEqual(['201 RECORDED'])
    expect((await historyOf(id)).medicines).toHaveLength(2)
  })

  it('reads products by the words that RxNorm gives them, says so, and guesses none', async () => {
    const id = await newPatient()
    const taken = (key: string, code: string, display: string) =>
      statement({ id: key, medicationCodeableConcept: rx(code, display) })
    const sent = bundle(
      taken('m1', '0001', 'paroxetine 20 MG Oral Tablet [Nobrandofours]'),
      taken('m2', '0002', 'acetaminophen 300 MG / codeine phosphate 30 MG Oral Tablet'),
      taken('m3', '0003', 'ketoconazole 20 MG/ML Topical Cream'),
    )
    expect(said(await post(id, sent))).toEqual([
      '201 RECORDED DRUG_READ_FROM_TEXT',
      '201 RECORDED DRUG_READ_FROM_TEXT',
      '201 RECORDED DRUG_NOT_CERTAIN',
    ])
    const asked = `query ($id: ID!) { patient(id: $id) {
      history { medicines { matchedBy considered fact { drug { rxnorm } } } }
      medicationReview { ... on MedicationReview { medicines { drugs { drug { name } } } } } } }`
    const { data, errors } = await server.graphql<Answer>(pharmacist, asked, { id })
    expect(errors).toBeUndefined()
    expect(data.patient.history.medicines).toEqual([
      { matchedBy: 'TEXT', considered: true, fact: { drug: { rxnorm: '0001' } } },
      { matchedBy: 'TEXT', considered: true, fact: { drug: { rxnorm: '0002' } } },
      { matchedBy: null, considered: false, fact: { drug: { rxnorm: '0003' } } },
    ])
    const reviewed = data.patient.medicationReview.medicines.map(({ drugs }: Answer) =>
      drugs.map(({ drug }: Answer) => drug.name).toSorted(),
    )
    expect(reviewed).toEqual([['paroxetine'], ['acetaminophen', 'codeine'], []])
  })

  it('keeps what it cannot use, with its codes, as not considered', async () => {
    const id = await newPatient()
    const sent = bundle(
      statement({ medicationCodeableConcept: { coding: [{ system: 'urn:local', code: '77', display: 'zzz drops' }] } }),
      condition({ code: { coding: [{ system: 'urn:local', code: 'X9', display: 'Odd disease' }] } }),
      weight({ valueQuantity: { value: 80, unit: 'kilos' } }),
      weight({ id: 'o2', effectiveDateTime: '2026-02-30' }),
      allergy({ code: { text: 'zzz dust' } }),
      statement({ id: 'm2', dosage: [{ doseAndRate: [{ doseQuantity: { value: 20 } }] }], dateAsserted: '2999-01-01' }),
      { resourceType: 'Immunization', id: 'i1' },
      statement({ id: 'm3', subject: { reference: 'Patient/other' } }),
    )
    const sentOnce = await post(id, sent)
    expect(said(sentOnce)).toEqual([
      '201 RECORDED UNKNOWN_DRUG',
      '201 RECORDED UNMAPPED_CONDITION',
      '201 RECORDED UNKNOWN_UNIT',
      '201 RECORDED IMPOSSIBLE_DATE',
      '201 RECORDED UNKNOWN_SUBSTANCE',
      '201 RECORDED FUTURE_DATE DOSE_WITHOUT_UNIT',
      '200 UNSUPPORTED_RESOURCE',
      '422 OTHER_PATIENT',
    ])
    const history = await historyOf(id)
    expect(history.facts.totalCount).toBe(6)
    expect(history.notConsidered).toContainEqual({
      kind: 'CONDITION',
      original: [{ system: 'urn:local', code: 'X9', text: 'Odd disease' }],
      source: { kind: 'IMPORT', name: 'ehr', reference: 'Condition/c1' },
    })
    const kinds = history.notConsidered.map(({ kind }: Answer) => kind)
    expect(kinds.toSorted()).toEqual(['ALLERGY', 'CONDITION', 'MEDICATION'])
  })

  it('tells of contradictions, in the bundle and with what was there before', async () => {
    const id = await newPatient()
    const birthSex = (valueCode: string) => [
      { url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex', valueCode },
    ]
    const pregnant = weight({
      code: { coding: [{ system: 'http://loinc.org', code: '82810-3' }] },
      valueQuantity: undefined,
      valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '77386006' }] },
    })
    expect(said(await post(id, bundle(patient({ extension: birthSex('M') }), pregnant)))).toEqual([
      '201 RECORDED RECORDED PREGNANCY_CONTRADICTS_SEX',
      '201 RECORDED PREGNANCY_CONTRADICTS_SEX',
    ])
    const other = await post(id, bundle(patient({ birthDate: '1990-01-01', extension: birthSex('F') })), {
      source: 'clinic',
    })
    expect(said(other)).toEqual(['201 RECORDED CONTRADICTORY RECORDED CONTRADICTORY'])
  })

  it('S14 keeps what its security labels protect for those who may see it', async () => {
    const id = await newPatient()
    const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }]
    await post(id, bundle(statement({ meta: { security } })))
    const mayNot = await historyOf(id)
    expect(mayNot.facts).toEqual({ totalCount: 0, nodes: [] })
    const may = await historyOf(id, await server.token(['DEVELOPER']))
    expect(may.facts.nodes).toMatchObject([{ kind: 'MEDICATION', restricted: true }])
  })

  it('S44 has at most 2,000 entries and 5 MiB: at the limit it is recorded, one beyond it is refused whole', async () => {
    const id = await newPatient()
    const many = (count: number) =>
      bundle(
        ...Array.from({ length: count }, (_, index) =>
          weight({ id: `o${index}`, valueQuantity: { value: 50 + (index % 50), code: 'kg' } }),
        ),
      )
    const beyond = await post(id, many(2_001))
    expect([beyond.status, codeOf(beyond.answer.issue[0]), beyond.answer.issue[0].code]).toEqual([
      413,
      'PAYLOAD_TOO_LARGE',
      'too-long',
    ])
    expect((await historyOf(id)).facts.totalCount).toBe(0)
    const at = await post(id, many(2_000))
    expect(said(at).filter(each => each === '201 RECORDED')).toHaveLength(2_000)
    expect((await historyOf(id)).facts.totalCount).toBe(2_000)
    const fill = (bytes: number) => {
      const empty = JSON.stringify({ ...bundle(), note: '' })
      return JSON.stringify({ ...bundle(), note: 'x'.repeat(bytes - empty.length) })
    }
    const limit = 5 * 1024 * 1024
    expect((await post(id, fill(limit))).status).toBe(200)
    expect((await post(id, fill(limit + 1))).status).toBe(413)
  })

  it('S11 refuses results of genes to whoever may not record outside calls, and to nobody else what came with them', async () => {
    const clinician = await server.token(['CLINICIAN'])
    const register = 'mutation { createPatient(input: { displayName: "Gen", idempotencyKey: "gen" }) { id } }'
    const id = (await server.graphql<Answer>(clinician, register)).data.createPatient.id
    const sent = bundle(statement(), genotype(), genotype({ id: 'g2', component: [] }))
    expect(said(await post(id, sent, { token: clinician }))).toEqual(['201 RECORDED', '403 FORBIDDEN', '422 NO_GENE'])
    // A result needs a sample of which it is one.
    expect(said(await post(await newPatient(), sent))).toEqual(['201 RECORDED', '422 NO_SAMPLE', '422 NO_GENE'])
  })

  it('half characters and control characters are refused in their place, and hinder nothing else', async () => {
    const id = await newPatient()
    const named = (text: string, key: string) => statement({ id: key, medicationCodeableConcept: { text } })
    const sent = await post(
      id,
      bundle(named('a\ud800b', 'm1'), named('a\u0000b', 'm2'), named('x'.repeat(301), 'm3'), weight()),
    )
    expect(said(sent)).toEqual([
      '422 REFUSED BAD_INPUT',
      '422 REFUSED BAD_INPUT',
      '422 REFUSED BAD_INPUT',
      '201 RECORDED',
    ])
  })

  it('one and the same from two requests at once is recorded once', async () => {
    const id = await newPatient()
    const answers = await Promise.all([1, 2, 3].map(() => post(id, bundle(...EVERYTHING))))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await historyOf(id)).facts.totalCount).toBe(6)
  })
})

describe('a request that is refused', () => {
  it('is answered by an OperationOutcome with its code', async () => {
    const id = await newPatient()
    const failure = async (work: ReturnType<typeof post>) => {
      const { status, answer } = await work
      return [status, answer.resourceType, answer.issue[0].code, codeOf(answer.issue[0])]
    }
    const stranger = await server.token(['PHARMACIST'], 'elsewhere')
    const laboratory = await server.token(['LABORATORY_TECHNICIAN'])
    const answers = await Promise.all([
      failure(post(id, bundle(), { token: 'x' })),
      failure(post(id, '{')),
      failure(post(id, { resourceType: 'Patient' })),
      failure(post('01a00000-0000-7000-8000-000000000001', bundle())),
      failure(post(id, bundle(statement()), { token: stranger })),
      failure(post(id, bundle(), { token: laboratory })),
      failure(post(id, bundle(), { headers: { 'content-type': 'text/plain' } })),
      failure(post(id, bundle(), { source: '' })),
    ])
    expect(answers).toEqual([
      [401, 'OperationOutcome', 'login', 'UNAUTHENTICATED'],
      [400, 'OperationOutcome', 'invalid', 'BAD_USER_INPUT'],
      [400, 'OperationOutcome', 'invalid', 'BAD_USER_INPUT'],
      [404, 'OperationOutcome', 'not-found', 'NOT_FOUND'],
      [404, 'OperationOutcome', 'not-found', 'NOT_FOUND'],
      [403, 'OperationOutcome', 'forbidden', 'FORBIDDEN'],
      [415, 'OperationOutcome', 'not-supported', 'UNSUPPORTED_MEDIA_TYPE'],
      [400, 'OperationOutcome', 'invalid', 'BAD_USER_INPUT'],
    ])
  })

  it('on every address of FHIR and by every method, in that form', async () => {
    const ask = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(server.url + path, {
        headers: { authorization: `Bearer ${pharmacist}` },
        ...init,
      })
      const answer: Answer = await response.json()
      expect(response.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8')
      return [response.status, response.headers.get('allow'), answer.resourceType, answer.issue[0].code]
    }
    const outcome = 'OperationOutcome'
    expect(await ask('/fhir/Bundle')).toEqual([405, 'POST', outcome, 'invalid'])
    expect(await ask('/fhir/Bundle', { method: 'PUT', body: '{}' })).toEqual([405, 'POST', outcome, 'invalid'])
    expect(await ask('/fhir/AuditEvent', { method: 'POST' })).toEqual([405, 'GET', outcome, 'invalid'])
    expect(await ask('/fhir/Patient/1')).toEqual([404, null, outcome, 'not-found'])
    expect(await ask('/fhir')).toEqual([404, null, outcome, 'not-found'])
    expect(await ask(`/fhir/Bundle?source=${'x'.repeat(9_000)}`)).toEqual([414, null, outcome, 'too-long'])
    expect(await ask('/fhir/Bundle?patient=1&source=2', { method: 'POST', headers: {} })).toEqual([
      401,
      null,
      outcome,
      'login',
    ])
  })

  it('S20 and when the access cannot be written down: 503, and nothing of the bundle is recorded', async () => {
    const id = await newPatient()
    const owner = (sql: string) => server.database.owner.em.getConnection().execute<{ list: string }[]>(sql)
    const [columns] = await owner(
      `select string_agg(quote_ident(column_name), ', ') as list from information_schema.column_privileges
       where grantee = 'sextant_service' and table_name = 'audit_event' and privilege_type = 'INSERT'`,
    )
    await owner(`revoke insert (${columns?.list}) on audit_event from sextant_service`)
    try {
      const { status, type, answer } = await post(id, bundle(statement()))
      expect([status, type]).toEqual([503, 'application/fhir+json; charset=utf-8'])
      expect([answer.resourceType, answer.issue[0].code]).toEqual(['OperationOutcome', 'transient'])
    } finally {
      await owner(`grant insert (${columns?.list}) on audit_event to sextant_service`)
    }
    expect(said(await post(id, bundle(statement())))).toEqual(['201 RECORDED'])
  })
})

describe('S23 who saw a patient, as FHIR', () => {
  const read = async (token: string, query: string) => {
    const response = await fetch(`${server.url}/fhir/AuditEvent${query}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const answer: Answer = await response.json()
    return { status: response.status, type: response.headers.get('content-type'), answer }
  }
  const ACCESSES = `query ($id: ID!) { accessesToPatient(patientId: $id, first: 100) { totalCount
    nodes { at organisation roles purpose action classes outcome } } }`

  it('says what the list of accesses says, page by page, and is an access itself', async () => {
    const id = await newPatient()
    const developer = await server.token(['DEVELOPER'])
    await post(id, bundle(condition()))
    const { data } = await server.graphql<Answer>(developer, ACCESSES, { id })
    const listed: Answer[] = data.accessesToPatient.nodes
    expect(listed.length).toBeGreaterThan(2)
    const shown: Answer[] = []
    let at = `?patient=${id}&_count=2`
    for (let page = 0; at !== '' && page < 20; page += 1) {
      const { status, type, answer } = await read(developer, at)
      expect({ status, type }).toEqual({ status: 200, type: 'application/fhir+json; charset=utf-8' })
      expect(answer).toMatchObject({ resourceType: 'Bundle', type: 'searchset' })
      shown.push(...answer.entry.map(({ resource }: Answer) => resource))
      const next = answer.link.find(({ relation }: Answer) => relation === 'next')?.url ?? ''
      at = next.slice(next.indexOf('?') === -1 ? next.length : next.indexOf('?'))
    }
    // Readings of the audit are accesses of their own, and came while it was read.
    const besides = (accesses: readonly (readonly [string, ...unknown[]])[]) =>
      accesses.filter(([action]) => action !== 'READ_AUDIT')
    expect(
      besides(
        shown.map(({ subtype, outcome, purposeOfEvent }) => [
          subtype[0].code,
          outcome,
          purposeOfEvent[0].coding[0].code,
        ]),
      ),
    ).toEqual(besides(listed.map(({ action, purpose }) => [action, '0', purpose])))
    expect(new Set(shown.map(({ id: one }) => one)).size).toBe(shown.length)
    const written = shown.find(({ subtype }) => subtype[0].code === 'WRITE_HISTORY')
    expect(written).toMatchObject({
      type: { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest' },
      action: 'U',
      agent: [{ requestor: true, role: [{ coding: [{ code: 'PHARMACIST' }] }], who: { display: 'demo' } }],
      entity: [
        {
          what: { reference: `Patient/${id}` },
          role: { code: '1' },
          detail: [{ type: 'class', valueString: 'CLINICAL' }],
        },
      ],
    })
    const after = await server.graphql<Answer>(developer, ACCESSES, { id })
    const readings = after.data.accessesToPatient.nodes.filter(({ action }: Answer) => action === 'READ_AUDIT')
    expect(readings.length).toBeGreaterThan(2)
    expect(JSON.stringify(shown)).not.toMatch(/"Pat"|actor/)
  })

  it('is for whoever may read the list, and for nobody else', async () => {
    const id = await newPatient()
    const elsewhere = await server.token(['PATIENT'], 'elsewhere')
    const nobody = '01a00000-0000-7000-8000-000000000000'
    expect((await read(pharmacist, `?patient=${id}`)).status).toBe(403)
    const foreign = await read(elsewhere, `?patient=${id}`)
    const unknown = await read(elsewhere, `?patient=${nobody}`)
    expect(foreign.status).toBe(404)
    expect(JSON.stringify(foreign.answer.issue[0].details)).toBe(JSON.stringify(unknown.answer.issue[0].details))
    expect((await read('none', `?patient=${id}`)).status).toBe(401)
  })

  it.each([
    '',
    '?patient=',
    '?patient=a&_count=0',
    '?patient=a&_count=101',
    '?patient=a&name=x',
    '?patient=a&page=%21',
  ])('refuses what it does not know: %s', async query => {
    const developer = await server.token(['DEVELOPER'])
    const { status, answer } = await read(developer, query)
    expect(answer.resourceType).toBe('OperationOutcome')
    expect([400, 404]).toContain(status)
  })
})
