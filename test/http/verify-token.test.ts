import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEV_ISSUER, loadDevIssuer } from '../../src/http/dev-issuer.js'
import type { DevIssuer } from '../../src/http/dev-issuer.js'
import { createTokenVerifier } from '../../src/http/verify-token.js'
import type { VerifyToken } from '../../src/http/verify-token.js'
import { forge } from '../support/forged-tokens.js'

const DAY = 24 * 3600
let folder: string
let issuer: DevIssuer
let verify: VerifyToken
let good: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sextant-issuer-'))
  issuer = await loadDevIssuer(join(folder, 'key.json'))
  verify = createTokenVerifier([issuer.trusted], { bytes: 8192, ageSeconds: DAY, skewSeconds: 30 })
  good = await issuer.sign({ subject: 'somebody', organisation: 'demo', seconds: 600 })
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const forged = forge(
  () => join(folder, 'key.json'),
  () => good,
)
const { claims, signed, now } = forged

describe('S4 tokens', () => {
  it('accepts one of the issuer, and says whom it names and until when', async () => {
    const token = await verify(good)
    expect(token).toMatchObject({ issuer: DEV_ISSUER, subject: 'somebody', organisation: 'demo' })
    expect(token.expiresAt.getTime()).toBeGreaterThan(Date.now() + 500_000)
    expect(await verify(await signed(claims()))).toMatchObject({ subject: 'somebody' })
    const strong = { acr: [], amr: [], maxAgeSeconds: 900 }
    const asked = createTokenVerifier([{ ...issuer.trusted, strong }], {
      bytes: 8192,
      ageSeconds: DAY,
      skewSeconds: 30,
    })
    expect((await asked(good)).signIn).toMatchObject({ isStrong: true, at: expect.any(Date) })
    expect(token.signIn).toBeUndefined()
    expect(await verify(await signed(claims({ exp: now() - 20 })))).toMatchObject({ subject: 'somebody' })
    const lasting = await verify(await signed(claims({ exp: now() + 1000 * DAY })))
    expect(lasting.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + DAY * 1000)
  })

  it.each(forged.forgeries)('refuses %s', async (_, make) => {
    await expect(verify(await make())).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'A valid bearer token is required',
    })
  })

  it('S8 the key of development lies in a file that only its owner reads, and stays the same', async () => {
    expect(statSync(join(folder, 'key.json')).mode & 0o777).toBe(0o600)
    const again = await loadDevIssuer(join(folder, 'key.json'))
    expect(await verify(await again.sign({ subject: 'x', organisation: 'demo', seconds: 60 }))).toMatchObject({
      subject: 'x',
    })
  })

  it('a development token is nothing where the development issuer is not trusted', async () => {
    const production = createTokenVerifier([], { bytes: 8192, ageSeconds: DAY, skewSeconds: 30 })
    await expect(production(good)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })
})
