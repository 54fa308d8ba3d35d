import { createServer } from 'node:http'
import type { Server } from 'node:http'
import express from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGraphql } from '../../src/graphql/create-graphql.js'
import { readConfig } from '../../src/config.js'
import { createRateLimits } from '../../src/http/rate-limits.js'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'
import { openTestPorts } from '../support/test-ports.js'
import type { TestPorts } from '../support/test-ports.js'

/** The contract as it is served outside development. */
const config = readConfig({})
let database: TestDatabase
let parts: TestPorts
let http: Server
let url: string
const reported: { readonly error: unknown; readonly requestId: string }[] = []

beforeAll(async () => {
  database = await cloneDatabase()
  parts = await openTestPorts(database)
  const session = {
    caller: await database.actor('test', ['PHARMACIST']),
    expiresAt: new Date(Date.now() + 60_000),
    requireMembership: async () => {},
  }
  const graphql = await createGraphql({
    usecases: createUsecases(parts.ports),
    authenticate: async () => session,
    sessionOf: async () => session,
    requestIdOf: () => 'the-request',
    newRequestId: () => 'the-message',
    software: 'sextant test',
    uploadUrl: id => id,
    operations: new URL('../../schema/operations', import.meta.url).pathname,
    allowedOrigins: [],
    suggestions: false,
    limits: { query: config.query, answer: config.http, subscriptions: config.subscriptions },
    rates: createRateLimits(config.rates),
    addressOf: () => '127.0.0.1',
    report: (error, requestId) => reported.push({ error, requestId }),
  })
  http = createServer(express().use('/graphql', express.json(), graphql.handler))
  await new Promise<void>(done => {
    http.listen(0, '127.0.0.1', done)
  })
  const address = http.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/graphql`
})
afterAll(() => http.close())

async function ask(query: string, variables?: object): Promise<string> {
  const body = JSON.stringify({ query, variables })
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return await response.text()
}

test('S43 what is misspelt is named, and nothing is proposed in its place', async () => {
  const field = await ask('{ patientz { totalCount } genes(serch: "x") { totalCount } }')
  expect(field).toMatch(/patientz.*serch/)
  expect(field).not.toMatch(/did you mean|patients|search/i)
  const input = await ask('query ($i: CheckDrugInput!) { checkDrug(input: $i) { __typename } }', {
    i: { sampelId: 'x' },
  })
  expect(input).toContain('sampelId')
  expect(input).not.toMatch(/did you mean|sampleId/)
})

test('S46 when the database has gone, a client learns that something failed, and nothing of what', async () => {
  expect(JSON.parse(await ask('{ patients { totalCount } }'))).toMatchObject({ data: { patients: { totalCount: 0 } } })
  await parts.close()
  await database.drop()
  const answer = JSON.parse(await ask('{ patients { totalCount } }'))
  expect(answer).toMatchObject({ data: null, errors: [{ path: ['patients'] }] })
  const { extensions } = answer.errors[0]
  expect(['INTERNAL_SERVER_ERROR', 'SERVICE_UNAVAILABLE']).toContain(extensions.code)
  expect(extensions).toEqual({ code: extensions.code, retryable: expect.any(Boolean), requestId: 'the-request' })
  expect(JSON.stringify(answer)).not.toMatch(/select|postgres|pool|stack|\.ts|\.js|127\.0\.0\.1|sextant_test/i)
  const bugs = extensions.code === 'INTERNAL_SERVER_ERROR' ? ['the-request'] : []
  expect(reported.map(({ requestId }) => requestId)).toEqual(bugs)
})
