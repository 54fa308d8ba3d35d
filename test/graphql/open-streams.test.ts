import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createToken } from '../../src/app/commands/create-token.js'
import type { Role } from '../../src/usecases/records.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { ask, send } from './demo-person.js'

let calm: TestServer
let restless: TestServer

beforeAll(async () => {
  // One that asks for the membership before events alone, as far as this test lasts; one that asks all the time.
  const everySoOften = { SEXTANT_SUBSCRIPTION_MEMBERSHIP_SECONDS: '0.2' }
  ;[calm, restless] = await Promise.all([
    startTestServer({ worker: false }),
    startTestServer({ worker: false, env: everySoOften }),
  ])
}, 60_000)
afterAll(() => Promise.all([calm.stop(), restless.stop()]))

let keys = 0

async function openUpload(server: TestServer, token: string) {
  const key = `k${(keys += 1)}`
  const { createPatient } = await ask<{ createPatient: { id: string } }>(
    server,
    token,
    'mutation ($key: String!) { createPatient(input: { displayName: "Pat", idempotencyKey: $key }) { id } }',
    { key },
  )
  const { createUpload } = await ask<{ createUpload: { uploadUrl: string; upload: { id: string } } }>(
    server,
    token,
    'mutation ($id: ID!, $key: String!) { createUpload(input: { patientId: $id, idempotencyKey: $key }) { uploadUrl upload { id } } }',
    { id: createPatient.id, key },
  )
  return { patientId: createPatient.id, uploadId: createUpload.upload.id, url: createUpload.uploadUrl }
}

const follow = (uploadId: string) => `subscription { uploadProgress(uploadId: "${uploadId}") { state } }`

/** The text of a stream, part by part. */
async function stream(server: TestServer, token: string, query: string) {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  })
  const parts = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  return {
    next: async () => (await parts?.read())?.value ?? '',
    async rest() {
      let text = ''
      for (let part = await parts?.read(); part?.done === false; part = await parts?.read()) text += part.value
      return text
    },
  }
}

/** A socket that follows, or nothing; what it is sent, and how it is closed. */
async function socket(server: TestServer, token: string, query?: string, more: object = {}) {
  const ws = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  const messages: string[] = []
  const closed = once(ws, 'close')
  const first = Promise.withResolvers<void>()
  const accepted = Promise.withResolvers<void>()
  ws.on('message', data => {
    const message = Buffer.isBuffer(data) ? data.toString() : ''
    messages.push(message)
    if (message.includes('connection_ack')) {
      accepted.resolve()
      if (query !== undefined) ws.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }))
    }
    if (message.includes('"next"')) first.resolve()
  })
  await once(ws, 'open')
  ws.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${token}`, ...more } }))
  const code = async () => Number((await closed)[0])
  return { messages, first: first.promise, accepted: accepted.promise, code }
}

async function endMembership({ database }: TestServer, role: Role): Promise<void> {
  await database.owner.em.getConnection().execute(`update membership set valid_to = now() where role = ?`, [role])
}

describe('S7 whoever is no longer a member is sent nothing more', () => {
  it('not even the event that is already on its way', async () => {
    const director = await calm.token(['LABORATORY_DIRECTOR'])
    const technician = await calm.token(['LABORATORY_TECHNICIAN'])
    const { uploadId, url } = await openUpload(calm, director)
    const events = await stream(calm, technician, follow(uploadId))
    const sock = await socket(calm, technician, follow(uploadId))
    expect(await events.next()).toContain('OPEN')
    await sock.first
    await endMembership(calm, 'LABORATORY_TECHNICIAN')
    await send(url, director, new TextEncoder().encode('##fileformat=VCFv4.2\n'))
    const rest = await events.rest()
    expect(rest).toContain('"code":"FORBIDDEN"')
    expect(rest).not.toContain('RECEIVED')
    expect(await sock.code()).toBe(4403)
    expect(sock.messages.join()).not.toContain('RECEIVED')
  })

  it('nor without an event, before a minute has passed', async () => {
    const developer = await restless.token(['DEVELOPER'])
    const { uploadId } = await openUpload(restless, developer)
    const events = await stream(restless, developer, follow(uploadId))
    const sock = await socket(restless, developer, follow(uploadId))
    expect(await events.next()).toContain('OPEN')
    await sock.first
    await endMembership(restless, 'DEVELOPER')
    expect(await events.rest()).toContain('"code":"FORBIDDEN"')
    expect(await sock.code()).toBe(4403)
  })

  it('and keeps no socket open, though nothing is followed over it', async () => {
    const idle = await socket(restless, await restless.token(['CLINICIAN']))
    const staying = await socket(restless, await restless.token(['PHARMACIST']))
    await Promise.all([idle.accepted, staying.accepted])
    await endMembership(restless, 'CLINICIAN')
    expect(await idle.code()).toBe(4403)
    await endMembership(restless, 'PHARMACIST')
    expect(await staying.code()).toBe(4403)
    expect([...idle.messages, ...staying.messages].join()).not.toContain('"next"')
  })

  it('nor does a token that has ended', async () => {
    const token = await createToken(calm.config, { roles: ['CLINICIAN'], organisation: 'demo', seconds: 1 })
    const idle = await socket(calm, token)
    await idle.accepted
    expect(await idle.code()).toBe(4403)
  })

  it('and a period longer than that is refused', async () => {
    const env = { SEXTANT_SUBSCRIPTION_MEMBERSHIP_SECONDS: '61' }
    await expect(startTestServer({ env })).rejects.toThrow('SEXTANT_SUBSCRIPTION_MEMBERSHIP_SECONDS')
  })
})

describe('what an answer is for', () => {
  const NAME = 'query ($id: ID!) { patient(id: $id) { displayName } }'

  async function asked(token: string, id: string, purpose: string | undefined) {
    const response = await fetch(`${calm.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        ...(purpose === undefined ? {} : { 'x-purpose-of-use': purpose }),
      },
      body: JSON.stringify({ query: NAME, variables: { id } }),
    })
    const { data, errors, extensions } = await response.json()
    const { withheld } = extensions ?? {}
    return errors?.[0]?.extensions.code ?? withheld?.[0]?.reason ?? data.patient.displayName
  }

  it('opens nothing for research but what the patient permits for it, and is recorded', async () => {
    const developer = await calm.token(['DEVELOPER'])
    const { patientId } = await openUpload(calm, developer)
    expect(await asked(developer, patientId, 'HRESCH')).toBe('CONSENT')
    for (const purpose of [undefined, 'TREAT', 'HPAYMT', 'HOPERAT', 'PATRQT'])
      expect(await asked(developer, patientId, purpose)).toBe('Pat')
    const permit = `mutation ($id: ID!) { recordConsent(input: { patientId: $id, effect: PERMIT, classes: [IDENTITY], recipient: ANYONE, purposes: [HRESCH] }) { id } }`
    await ask(calm, developer, permit, { id: patientId })
    expect(await asked(developer, patientId, 'HRESCH')).toBe('Pat')
    const rows = await calm.database.owner.em
      .getConnection()
      .execute<{ purpose: string }[]>(`select distinct purpose from audit_event where patient_id = ? order by 1`, [
        patientId,
      ])
    expect(rows.map(({ purpose }) => purpose)).toEqual(['HOPERAT', 'HPAYMT', 'HRESCH', 'PATRQT', 'TREAT'])
  })

  it.each(['ETREAT', 'hresch', ''])('is refused on every face when it is "%s"', async purpose => {
    const developer = await calm.token(['DEVELOPER'])
    const { patientId, uploadId, url } = await openUpload(calm, developer)
    expect(await asked(developer, patientId, purpose)).toBe('BAD_USER_INPUT')
    const headers = { authorization: `Bearer ${developer}`, 'x-purpose-of-use': purpose }
    const bundles = `${calm.url}/fhir/Bundle?patient=${patientId}&source=ehr`
    const answers = await Promise.all([
      fetch(url, { headers }),
      fetch(url, { headers, method: 'PUT', body: 'x' }),
      fetch(bundles, { headers: { ...headers, 'content-type': 'application/fhir+json' }, method: 'POST', body: '{}' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400])
    const sock = await socket(calm, developer, follow(uploadId), { 'X-Purpose-Of-Use': purpose })
    expect(await sock.code()).toBe(4400)
  })
})
