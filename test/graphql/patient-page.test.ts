import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { ask, uploadDemoPerson } from './demo-person.js'

const PEOPLE = 6

/** The driver below the ORM, which has no types of its own. */
const driver: { readonly Client: { readonly prototype: { query(statement: unknown): unknown } } } = createRequire(
  import.meta.url,
)('pg')

let server: TestServer
let token: string
let stranger: string

beforeAll(async () => {
  server = await startTestServer()
  token = await server.token(['DEVELOPER'])
  stranger = await server.token(['LABORATORY_DIRECTOR', 'CLINICIAN'], 'elsewhere')
  for (let copy = 1; copy <= PEOPLE; copy += 1) await uploadDemoPerson(server, token, 'petra-slowly.vcf.gz', copy)
}, 120_000)
afterAll(() => server.stop())

const PAGE = `query ($first: Int!, $after: String) {
  patients(first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { cursor node { id displayName accesses(first: 2) { totalCount nodes { action } }
      uploads { id state progress { state } sample { id } }
      samples { id patient { displayName } upload { id }
        geneCalls { gene { symbol } phenotypes evidence(states: [VARIANT]) { line } }
        drugAdvice(first: 3) { nodes { drug { name } outcomes { text { clinician } } } } } } }
  }
}`

interface PatientsAnswer {
  readonly patients: {
    readonly totalCount: number
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
    readonly edges: readonly {
      readonly cursor: string
      readonly node: {
        readonly id: string
        readonly samples: readonly object[]
        readonly accesses: { readonly totalCount: number; readonly nodes: readonly object[] }
      }
    }[]
  }
}

/** The statements that an answer takes; the queue, which looks for work all the time, is another matter. */
async function statementsFor(first: number): Promise<readonly string[]> {
  const query = vi.spyOn(driver.Client.prototype, 'query')
  const { patients } = await ask<PatientsAnswer>(server, token, PAGE, { first })
  const texts = query.mock.calls.map(([statement]) => (typeof statement === 'string' ? statement : textOf(statement)))
  query.mockRestore()
  expect(patients.edges).toHaveLength(first)
  expect(patients.edges.every(({ node }) => node.samples.length === 1)).toBe(true)
  expect(patients.edges.every(({ node }) => node.accesses.nodes.length === 2 && node.accesses.totalCount > 2)).toBe(
    true,
  )
  // What begins and ends transactions travels with other statements or alone, as it happens.
  return texts.filter(text => !/pgboss|listen|notify|^(?:begin|start transaction|commit)\b/i.test(text))
}

/** The worker of the same process looks at changed advice meanwhile: what it asks only ever adds. */
async function fewestStatements(first: number): Promise<number> {
  const counts: number[] = []
  for (let turn = 0; turn < 4; turn += 1) counts.push((await statementsFor(first)).length)
  return Math.min(...counts)
}

function textOf(statement: unknown): string {
  return typeof statement === 'object' && statement !== null && 'text' in statement ? String(statement.text) : ''
}

test('the number of statements does not grow with the number of patients on the page', async () => {
  // Documents that were read before are not read again, and two parts of an answer may both be the first to ask.
  await statementsFor(PEOPLE)
  const one = await fewestStatements(1)
  const all = await fewestStatements(PEOPLE)
  expect(one).toBeGreaterThan(5)
  expect(all).toBe(one)
})

describe('paging', () => {
  test('pages follow each other without a gap or a repetition, in a stable order', async () => {
    const { patients } = await ask<PatientsAnswer>(server, token, PAGE, { first: PEOPLE })
    const whole = patients.edges.map(({ node }) => node.id)
    const read: string[] = []
    let after: string | undefined
    for (let more = true; more;) {
      const page = (await ask<PatientsAnswer>(server, token, PAGE, { first: 2, after })).patients
      read.push(...page.edges.map(({ node }) => node.id))
      expect(page.totalCount).toBe(PEOPLE)
      expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor)
      after = page.pageInfo.endCursor
      more = page.pageInfo.hasNextPage
    }
    expect(read).toEqual(whole)
  })

  test('the cursor of any item is where the next page starts', async () => {
    const { edges } = (await ask<PatientsAnswer>(server, token, PAGE, { first: PEOPLE })).patients
    const { patients } = await ask<PatientsAnswer>(server, token, PAGE, { first: 1, after: edges[2]?.cursor })
    expect(patients.edges[0]?.node.id).toBe(edges[3]?.node.id)
  })

  test.each([
    ['none', { first: 0 }],
    ['behind something that is no cursor', { first: 1, after: 'nonsense' }],
  ])('%s is BAD_USER_INPUT', async (_what, variables) => {
    const { errors } = await server.graphql(token, PAGE, variables)
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })
})

test('more than a page holds is BAD_USER_INPUT, with the cap', async () => {
  const { errors } = await server.graphql(token, '{ patients(first: 101) { totalCount } }')
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', details: { first: 101, maximum: 100 } })
})

describe('P9 and S12 nobody sees what is not theirs', () => {
  test('another organisation counts and reads nothing', async () => {
    const { patients } = await ask<PatientsAnswer>(server, stranger, PAGE, { first: 10 })
    expect(patients).toMatchObject({ totalCount: 0, edges: [] })
  })

  test("a stranger's question about a real row is answered exactly like one about none", async () => {
    const { edges } = (await ask<PatientsAnswer>(server, token, PAGE, { first: 1 })).patients
    const id = edges[0]?.node.id
    const query =
      'query ($id: ID!) { patient(id: $id) { displayName } node(id: $id) { id } patientsByIds(ids: [$id]) { id } }'
    const answer = async (asked: string | undefined) => {
      const { data, errors } = await server.graphql(stranger, query, { id: asked })
      return { data, errors: errors?.map(({ message, extensions }) => [message, extensions['code']]) }
    }
    const real = await answer(id)
    expect(real).toEqual(await answer('01890000-0000-7000-8000-000000000000'))
    expect(real.data).toEqual({ patient: null, node: null, patientsByIds: [null] })
    expect(real.errors).toEqual([['No such patient', 'NOT_FOUND']])
  })

  test('several ids are answered in their order, also where one is nobody', async () => {
    const { edges } = (await ask<PatientsAnswer>(server, token, PAGE, { first: 2 })).patients
    const ids = [edges[1]?.node.id, '01890000-0000-7000-8000-000000000000', edges[0]?.node.id]
    const { patientsByIds } = await ask<{ patientsByIds: unknown }>(
      server,
      token,
      'query ($ids: [ID!]!) { patientsByIds(ids: $ids) { id } }',
      { ids },
    )
    expect(patientsByIds).toEqual([{ id: ids[0] }, null, { id: ids[2] }])
  })
})
