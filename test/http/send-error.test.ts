import express from 'express'
import { createServer } from 'node:http'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DomainError } from '../../src/domain/errors.js'
import { FHIR_ISSUE } from '../../src/fhir/operation-outcome.js'
import { HTTP_STATUS } from '../../src/http/http-status.js'
import { errorHandler } from '../../src/http/send-error.js'

const CODES = Object.keys(FHIR_ISSUE).filter((code): code is keyof typeof FHIR_ISSUE => code in FHIR_ISSUE)

const app = express()
// Not found, whatever it is of: what is thrown is in the address.
app.use((request, _response, next) => {
  const code = CODES.find(each => request.path.endsWith(`/${each}`))
  next(code === undefined ? new TypeError('patient Jane *2/*2') : new DomainError(code, 'a constant message', {}))
})
app.use(errorHandler(pino({ level: 'silent' }), { requestIdOf: () => 'r1', note: () => {} }))
const server = createServer(app)
let url = ''

beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  url = `http://127.0.0.1:${address.port}`
})
afterAll(() => new Promise(resolve => server.close(resolve)))

describe('a failure', () => {
  it('on FHIR’s addresses is an OperationOutcome with the status and the issue of its code, whatever the code', async () => {
    for (const code of CODES) {
      const response = await fetch(`${url}/fhir/${code}`)
      expect([code, response.status]).toEqual([code, HTTP_STATUS[code]])
      expect(response.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8')
      expect(await response.json()).toEqual({
        resourceType: 'OperationOutcome',
        issue: [
          {
            severity: 'error',
            code: FHIR_ISSUE[code],
            details: { coding: [{ system: 'urn:sextant:codes', code }], text: 'a constant message' },
            diagnostics: 'request r1',
          },
        ],
      })
      expect(response.headers.has('www-authenticate')).toBe(code === 'UNAUTHENTICATED')
      expect(response.headers.has('retry-after')).toBe(code === 'SERVICE_UNAVAILABLE')
    }
  })

  it('that is a bug tells nothing, in the form of whoever asks; other addresses are none of FHIR’s', async () => {
    const bug = await fetch(`${url}/FHIR?x`)
    expect(bug.status).toBe(500)
    const text = await bug.text()
    expect(JSON.parse(text)).toMatchObject({
      issue: [{ code: 'exception', details: { text: 'Internal server error' } }],
    })
    expect(text).not.toContain('Jane')
    for (const path of ['/fhirx', '/graphql', '/', '/x/fhir/NOT_FOUND'])
      expect(await (await fetch(url + path)).json()).toMatchObject({ errors: [{ extensions: { requestId: 'r1' } }] })
  })
})
