import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'

let folder: string
let server: TestServer

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sextant-map-'))
  const path = join(folder, 'map.tsv')
  writeFileSync(path, '84757009\tG40.909\n')
  server = await startTestServer({ worker: false, env: { SEXTANT_CONDITION_MAP: path } })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('makes conditions in SNOMED CT count, in a service that was given it', async () => {
  const token = await server.token(['DEVELOPER'])
  const made = await server.graphql<{ createPatient: { id: string } }>(
    token,
    'mutation { createPatient(input: { displayName: "Pat", idempotencyKey: "p" }) { id } }',
  )
  const content = {
    condition: { system: 'SNOMEDCT', code: '84757009', status: 'ACTIVE', verification: 'CONFIRMED' },
  }
  const input = { patientId: made.data?.createPatient.id, facts: [{ content }], idempotencyKey: 'f' }
  const query = `mutation ($input: RecordHistoryInput!) { recordHistory(input: $input) {
        entries { problems { code } } patient { history { conditions { icd10cm } } } } }`
  expect((await server.graphql(token, query, { input })).data).toEqual({
    recordHistory: {
      entries: [{ problems: [] }],
      patient: { history: { conditions: [{ icd10cm: ['G40909'] }] } },
    },
  })
})
