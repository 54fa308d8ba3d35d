import { createRequire } from 'node:module'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { HEALTHY_MAN, type LooseFact, takes } from '../../domain/medication/asking-options.js'
import { somePatient } from '../../domain/medication/some-patient.js'
import { startTestServer } from '../../support/server.js'
import type { TestServer } from '../../support/server.js'
import { ask, uploadDemoPerson } from '../demo-person.js'
import { factContent } from './fact-content.js'
import { askOptions, OPTION_FIELDS, OPTIONS, type ShownOption } from './options-query.js'

/** The driver below the ORM, which has no types of its own. */
const driver: { readonly Client: { readonly prototype: { query(statement: unknown): unknown } } } = createRequire(
  import.meta.url,
)('pg')

let server: TestServer
let token: string
let petra: string
let keys = 0

const key = () => `key-${(keys += 1)}`

beforeAll(async () => {
  server = await startTestServer()
  token = await server.token(['DEVELOPER'])
  petra = (await uploadDemoPerson(server, token, 'petra-slowly.vcf.gz')).patientId
}, 60_000)
afterAll(() => server.stop())

const CREATE = 'mutation ($input: CreatePatientInput!) { createPatient(input: $input) { id } }'
const RECORD = `mutation ($input: RecordHistoryInput!) {
  recordHistory(input: $input) { entries { status problems { code field } } }
}`
const REVIEW = `query ($input: MedicationReviewInput!) {
  medicationReview(input: $input) { ... on MedicationReview {
    medicines { medicine { name } fact { id origin } drugs { ${OPTION_FIELDS} } }
    background { replaced { id kind } notConsidered { name } }
  } }
}`
const CHECK = `query ($input: CheckDrugInput!) {
  checkDrug(input: $input) { ... on CheckedDrug { advice { drug { name } agreement { verdict } outcomes { __typename source text { clinician } } } } }
}`
const ADVICE = `query ($input: MedicationOptionsInput!) {
  medicationOptions(input: $input) { ... on MedicationOptions { options { drug { name } verdict
    advice { drug { name } agreement { verdict } outcomes { __typename source text { clinician } } } } } }
}`
const WHAT_IF = `query ($input: WhatIfInput!) {
  whatIf(input: $input) { __typename ... on WhatIf { moments { moment
    medicines { drug { name } before after appeared { kind effect } disappeared { kind effect } }
    options { drug { name } before after } } } }
}`

async function newPatient(facts: readonly LooseFact[] = []): Promise<string> {
  const input = { displayName: 'Somebody', idempotencyKey: key() }
  const { createPatient } = await ask<{ createPatient: { id: string } }>(server, token, CREATE, { input })
  await record(createPatient.id, facts)
  return createPatient.id
}

async function record(patientId: string, facts: readonly LooseFact[]): Promise<void> {
  for (let start = 0; start < facts.length; start += 100) {
    const part = facts.slice(start, start + 100).map(fact => ({ content: factContent(fact) }))
    await ask(server, token, RECORD, { input: { patientId, facts: part, idempotencyKey: key() } })
  }
}

interface Review {
  readonly medicationReview: {
    readonly medicines: readonly {
      readonly medicine: { readonly name: string }
      readonly fact: { readonly id: string; readonly origin: string } | null
      readonly drugs: readonly ShownOption[]
    }[]
  }
}

async function review(input: object): Promise<Review['medicationReview']> {
  return (await ask<Review>(server, token, REVIEW, { input })).medicationReview
}

const egfr = (value: number): LooseFact => ({
  kind: 'OBSERVATION',
  code: 'EGFR',
  value,
  unit: 'mL/min/{1.73_m2}',
  takenOn: '2026-11-20',
})

describe('medication options', () => {
  it('P2 P5 every candidate has a verdict, reasons and what they rest on; excluded ones stay in the list', async () => {
    const { __typename, options, whatWouldChange } = await askOptions(server, token, OPTIONS, {
      stated: [{ gene: 'CYP2C19', diplotype: '*2/*2' }],
      indication: 'acute-coronary-syndrome',
      medicines: [{ name: 'Plavix' }],
      facts: { ageYears: 61 },
    })
    expect(__typename).toBe('MedicationOptions')
    const clopidogrel = options.find(({ drug }) => drug.name === 'clopidogrel')
    expect(clopidogrel).toMatchObject({ verdict: 'NOT_SUITABLE', alreadyTaken: true })
    expect(options.at(-1)?.drug.name).toBe('clopidogrel')
    const [first] = clopidogrel?.findings ?? []
    expect(first).toMatchObject({ kind: 'PHARMACOGENOMIC', effect: 'EXCLUDES' })
    expect(first?.citations.length).toBeGreaterThan(0)
    expect(whatWouldChange.map(({ kind }) => kind)).toContain('CONDITIONS')
  })

  it('P2 a name that fits no drug is answered with candidates; an unknown indication is refused', async () => {
    expect(await askOptions(server, token, OPTIONS, { stated: [], drugs: ['clopidogrl'] })).toMatchObject({
      __typename: 'DrugCandidates',
      candidates: expect.arrayContaining([{ drug: { name: 'clopidogrel' } }]),
    })
    const { errors } = await server.graphql(token, OPTIONS, { input: { stated: [], indication: 'nothing' } })
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })

  it('for a patient rest on the results of the newest sample and on the history', async () => {
    await record(petra, [takes('omeprazole'), { kind: 'CONDITION', ...ULCER }])
    const { options } = await askOptions(server, token, OPTIONS, { patientId: petra, indication: 'acute-pain' })
    const reasons = (name: string) =>
      options.find(({ drug }) => drug.name === name)?.findings.map(({ kind, effect }) => `${kind} ${effect}`)
    expect(reasons('codeine')).toContain('PHARMACOGENOMIC EXCLUDES')
    expect(reasons('ibuprofen')?.some(reason => reason.startsWith('CONTRAINDICATION'))).toBe(true)
  })

  it('a fact that is stated with the question takes the place of the recorded one, says so, and stays nowhere', async () => {
    const patientId = await newPatient([...HEALTHY_MAN.filter(({ id }) => id !== 'egfr'), egfr(95), takes('metformin')])
    const input = { patientId, drugs: ['metformin'] }
    const before = await askOptions(server, token, OPTIONS, input)
    const stated = await askOptions(server, token, OPTIONS, { ...input, history: [factContent(egfr(20))] })
    const renal = stated.options[0]?.findings.find(({ kind }) => kind === 'RENAL')
    expect(renal).toMatchObject({ effect: 'EXCLUDES', facts: [{ kind: 'OBSERVATION', origin: 'STATED' }] })
    expect(stated.background.replaced.map(({ text }) => text.clinician)).toEqual([expect.stringContaining('eGFR 95')])
    expect(await askOptions(server, token, OPTIONS, input)).toEqual(before)
    expect(before.options[0]?.verdict).not.toBe('NOT_SUITABLE')
  })
})

const ULCER = {
  code: { system: 'ICD10CM', code: 'K25.4' },
  status: 'ACTIVE',
  verification: 'CONFIRMED',
} as const

describe('one patient, three ways to ask', () => {
  it('options, review and checkDrug never contradict each other, recorded or stated', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(somePatient, async ({ facts, genes }) => {
        const stated = Object.entries(genes).map(([gene, result]) =>
          typeof result === 'string' ? { gene, diplotype: result } : { gene, ...result },
        )
        const said = { stated, history: facts.map(factContent) }
        const { medicines } = await review(said)
        const reviewed = medicines.flatMap(({ drugs }) => drugs)
        const names = [...new Set([...reviewed.map(({ drug }) => drug.name), 'ibuprofen', 'sertraline'])]
        const { options } = await askOptions(server, token, OPTIONS, { ...said, drugs: names })
        for (const option of reviewed) expect(options).toContainEqual(option)
        compared += reviewed.length
        const advised = await ask<{ medicationOptions: { options: readonly { advice: object }[] } }>(
          server,
          token,
          ADVICE,
          { input: { ...said, drugs: names.slice(0, 4) } },
        )
        for (const name of names.slice(0, 4)) {
          const { checkDrug } = await ask<{ checkDrug: { advice: readonly object[] } }>(server, token, CHECK, {
            input: { ...said, name },
          })
          for (const advice of checkDrug.advice)
            expect(advised.medicationOptions.options.map(option => option.advice)).toContainEqual(advice)
        }
      }),
      { numRuns: 12, seed: 20261127 },
    )
    expect(compared).toBeGreaterThan(12)
  })

  it('all drugs of a sample are advised on under the same medicines as one drug', async () => {
    await record(petra, [takes('fluvoxamine')])
    const cautions = 'drug { name } cautions { gene text { clinician } }'
    const { patient } = await ask<{ patient: { samples: readonly { drugAdvice: { nodes: readonly object[] } }[] } }>(
      server,
      token,
      `query ($id: ID!) { patient(id: $id) { samples { drugAdvice(first: 100, gene: "CYP2C19") { nodes { ${cautions} } } } } }`,
      { id: petra },
    )
    const { checkDrug } = await ask<{ checkDrug: { advice: readonly { cautions: readonly object[] }[] } }>(
      server,
      token,
      `query ($id: ID!) { checkDrug(input: { patientId: $id, name: "citalopram" }) { ... on CheckedDrug { advice { ${cautions} } } } }`,
      { id: petra },
    )
    expect(checkDrug.advice[0]?.cautions.length).toBeGreaterThan(0)
    expect(patient.samples[0]?.drugAdvice.nodes).toContainEqual(checkDrug.advice[0])
  })

  it('what is recorded is answered as what is stated', async () => {
    const facts = [
      ...HEALTHY_MAN,
      takes('simvastatin'),
      takes('clarithromycin', { status: 'UNKNOWN' }),
      { kind: 'CONDITION', ...ULCER } as const,
    ]
    const patientId = await newPatient(facts)
    const withoutIds = ({ options }: { readonly options: readonly ShownOption[] }) =>
      options.map(option => ({
        ...option,
        findings: option.findings.map(finding => ({
          ...finding,
          facts: finding.facts.map(({ text }) => text.clinician).toSorted(),
        })),
      }))
    for (const indication of ['dyslipidaemia', 'acute-pain']) {
      const recorded = await askOptions(server, token, OPTIONS, { patientId, indication })
      const stated = await askOptions(server, token, OPTIONS, {
        stated: [],
        indication,
        history: facts.map(factContent),
      })
      expect(withoutIds(recorded)).toEqual(withoutIds(stated))
    }
  })
})

describe('what if', () => {
  interface Difference {
    readonly whatIf: {
      readonly moments: readonly {
        readonly moment: string
        readonly medicines: readonly { readonly drug: { readonly name: string }; readonly after: string | null }[]
      }[]
    }
  }

  it('tells the difference, at once and when all has settled, and writes nothing', async () => {
    const patientId = await newPatient([...HEALTHY_MAN, takes('simvastatin')])
    const before = await review({ patientId })
    const { whatIf } = await ask<Difference>(server, token, WHAT_IF, {
      input: { patientId, start: ['clarithromycin'], indication: 'dyslipidaemia' },
    })
    expect(whatIf.moments.map(({ moment }) => moment)).toEqual(['AT_ONCE', 'SETTLED'])
    for (const { medicines } of whatIf.moments) {
      const after = new Map(medicines.map(({ drug, after: verdict }) => [drug.name, verdict]))
      expect(after.get('simvastatin')).toBe('NOT_SUITABLE')
      expect(after.has('clarithromycin')).toBe(true)
    }
    expect(await review({ patientId })).toEqual(before)
  })

  it('refuses to stop what is not taken, and guesses no name', async () => {
    const patientId = await newPatient([takes('simvastatin')])
    const { errors } = await server.graphql(token, WHAT_IF, { input: { patientId, stop: ['warfarin'] } })
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
    const { whatIf } = await ask<{ whatIf: { __typename: string } }>(server, token, WHAT_IF, {
      input: { patientId, start: ['simvastatn'] },
    })
    expect(whatIf.__typename).toBe('DrugCandidates')
  })
})

const ONE_PAGE = `query ($ids: [ID!]!) {
  patientsByIds(ids: $ids) {
    displayName birthDate
    medicationReview { ... on MedicationReview { medicines { medicine { name }
      drugs { verdict findings { kind effect statement { clinician } } } } } }
    medicationOptions(indication: "acute-pain") { ... on MedicationOptions { options { drug { name } verdict
      findings { kind effect statement { clinician } facts { text { clinician } } } } } }
    samples { geneCalls { gene { symbol } phenotypes } }
    alerts(first: 3) { totalCount nodes { at changes { drug { name } after } } }
  }
}`

describe('one page, one query', () => {
  /** The worker of the same process looks at changed advice meanwhile: what it asks only ever adds. */
  async function fewestStatements(...ids: readonly string[]): Promise<number> {
    const counts: number[] = []
    for (let turn = 0; turn < 4; turn += 1) counts.push(await statementsFor(...ids))
    return Math.min(...counts)
  }

  async function statementsFor(...ids: readonly string[]): Promise<number> {
    const query = vi.spyOn(driver.Client.prototype, 'query')
    await ask(server, token, ONE_PAGE, { ids })
    const texts = query.mock.calls.map(([statement]) => (typeof statement === 'string' ? statement : textOf(statement)))
    query.mockRestore()
    return texts.filter(text => /^\s*(select|insert|update|delete|with)/i.test(text) && !IN_THE_BACK.test(text)).length
  }

  it('takes a fixed number of statements for one patient and for several, and for a short and a long history', async () => {
    const short = await newPatient([takes('simvastatin')])
    const long = await newPatient([...HEALTHY_MAN, takes('simvastatin'), ...manyFacts(200)])
    await statementsFor(petra, short, long)
    const one = await fewestStatements(petra)
    expect(one).toBeGreaterThan(1)
    expect(await fewestStatements(short)).toBeLessThanOrEqual(one)
    expect(await fewestStatements(long)).toBe(await fewestStatements(short))
    const several = await fewestStatements(petra, short, long)
    // The alerts of one patient come along.
    expect(several).toBe(one + 1)
    expect(await fewestStatements(petra, short, long, await newPatient([]), await newPatient([]))).toBe(several)
  })

  it('C6 gives one patient the alerts that a longer list and several patients are given, page for page', async () => {
    const other = await newPatient([takes('simvastatin')])
    const third = await newPatient([])
    const pageOf = async (ids: readonly string[], first: number, after?: string) => {
      const { patientsByIds } = await ask<AlertsAnswer>(server, token, ALERTS, { ids, first, after })
      return patientsByIds[0]?.alerts
    }
    const whole = await pageOf([petra], 50)
    const ids = whole?.nodes.map(({ id }) => id) ?? []
    expect(ids.length).toBeGreaterThan(1)
    expect(whole?.totalCount).toBe(ids.length)
    for (const first of [1, ids.length, 10]) {
      const page = await pageOf([petra], first)
      expect(page).toEqual(await pageOf([petra, other, third], first))
      expect(page?.totalCount).toBe(ids.length)
      expect(page?.nodes).toEqual(whole?.nodes.slice(0, first))
      expect(page?.pageInfo.hasNextPage).toBe(first < ids.length)
    }
    const behind = await pageOf([petra], 10, (await pageOf([petra], 1))?.pageInfo.endCursor)
    expect(behind?.nodes).toEqual(whole?.nodes.slice(1))
  })

  it('S48 an alert that cannot be read is refused, and nothing else of the patient with it', async () => {
    const patientId = await newPatient([takes('simvastatin')])
    const own = server.database.owner.em.getConnection()
    await own.execute(
      `insert into advice_alert (id, organisation_id, patient_id, at, document)
       select gen_random_uuid(), organisation_id, id, now(), '{"of": "a later version"}' from patient where id = ?`,
      [patientId],
    )
    const { patient } = await ask<{ patient: object }>(
      server,
      token,
      'query ($id: ID!) { patient(id: $id) { id samples { id } } }',
      {
        id: patientId,
      },
    )
    expect(patient).toEqual({ id: patientId, samples: [] })
    const { errors } = await server.graphql(token, ALERTS, { ids: [patientId], first: 3 })
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['INTERNAL_SERVER_ERROR'])
  })
})

const ALERTS = `query ($ids: [ID!]!, $first: Int!, $after: String) {
  patientsByIds(ids: $ids) { alerts(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id at causes changes { drug { name } before after } } } }
}`

interface AlertsAnswer {
  readonly patientsByIds: readonly {
    readonly alerts: {
      readonly totalCount: number
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
      readonly nodes: readonly { readonly id: string }[]
    }
  }[]
}

/** Work that goes on beside the answer: the queue, the outbox, the audit's writer. */
const IN_THE_BACK = /pgboss|pg_notify|outbox|advice_state|audit_event/i

function textOf(statement: unknown): string {
  return typeof statement === 'object' && statement !== null && 'text' in statement ? String(statement.text) : ''
}

function manyFacts(count: number): readonly LooseFact[] {
  return Array.from({ length: count }, (_, index) => ({
    kind: 'OBSERVATION',
    code: 'WEIGHT',
    value: 60 + (index % 30),
    unit: 'kg',
    takenOn: new Date(Date.parse('2026-11-01') - index * 86_400_000).toISOString().slice(0, 10),
  }))
}

describe('without the curator’s knowledge', () => {
  it('P2 options are answered with the reason and not with an empty list; the publishers still speak', async () => {
    const bare = await startTestServer({ worker: false, env: { SEXTANT_CURATOR_KNOWLEDGE: 'off' } })
    try {
      const bearer = await bare.token(['PHARMACIST'])
      const asked = { stated: [{ gene: 'CYP2D6', diplotype: '*4/*4' }], indication: 'acute-pain' }
      expect(await askOptions(bare, bearer, OPTIONS, asked)).toMatchObject({
        __typename: 'NoOptionKnowledge',
        reason: 'SWITCHED_OFF',
      })
      const { checkDrug } = await ask<{ checkDrug: { advice: readonly unknown[] } }>(bare, bearer, CHECK, {
        input: { stated: asked.stated, name: 'codeine' },
      })
      expect(checkDrug.advice).toHaveLength(1)
    } finally {
      await bare.stop()
    }
  })
})
