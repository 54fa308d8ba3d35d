import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEV_AUDIENCE, DEV_ISSUER, loadDevIssuer } from '../../src/http/dev-issuer.js'
import type { DevIssuer } from '../../src/http/dev-issuer.js'
import { createTokenVerifier } from '../../src/http/verify-token.js'
import type { VerifyToken } from '../../src/http/verify-token.js'

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

const keyFile = () => readFileSync(join(folder, 'key.json'), 'utf8')
const now = () => Math.floor(Date.now() / 1000)
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

const claims = (more: Record<string, unknown> = {}) => ({
  iss: DEV_ISSUER,
  aud: DEV_AUDIENCE,
  sub: 'somebody',
  iat: now(),
  exp: now() + 600,
  ...more,
})

/** Signed with the issuer's own key: only what is said is wrong. */
async function signed(payload: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> {
  const jwk = JSON.parse(keyFile())
  const without = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined))
  return await new SignJWT(without)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: jwk.kid, ...header })
    .sign(await importJWK(jwk, 'ES256'))
}

/** Signed by somebody else. */
function foreign(header: Record<string, unknown>, payload: Record<string, unknown> = claims()): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const body = `${encode({ alg: 'ES256', typ: 'at+jwt', ...header })}.${encode(payload)}`
  return `${body}.${sign('sha256', Buffer.from(body), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

function hmac(alg: 'HS256' | 'HS384' | 'HS512', secret: string): string {
  const body = `${encode({ alg, typ: 'at+jwt', kid: JSON.parse(keyFile()).kid })}.${encode(claims())}`
  return `${body}.${createHmac(`sha${alg.slice(2)}`, secret)
    .update(body)
    .digest('base64url')}`
}

function foreignKey(): Record<string, unknown> {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
}

const FORGED: readonly (readonly [what: string, make: () => Promise<string> | string])[] = [
  ['nothing', () => ''],
  ['no token', () => 'token'],
  ['three dots', () => '...'],
  ['no signature', () => good.split('.').slice(0, 2).join('.') + '.'],
  [
    'the signature of another token',
    async () => `${good.split('.').slice(0, 2).join('.')}.${(await signed(claims({ sub: 'x' }))).split('.')[2]}`,
  ],
  ['another payload', () => [good.split('.')[0], encode(claims({ sub: 'admin' })), good.split('.')[2]].join('.')],
  ['another header', () => [encode({ alg: 'ES256', typ: 'at+jwt' }), ...good.split('.').slice(1)].join('.') + 'A'],
  ['alg none', () => `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(claims())}.`],
  ['alg None', () => `${encode({ alg: 'None', typ: 'at+jwt' })}.${encode(claims())}.`],
  [
    'alg none with a signature',
    () => `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(claims())}.${good.split('.')[2]}`,
  ],
  ['no alg', () => `${encode({ typ: 'at+jwt' })}.${encode(claims())}.${good.split('.')[2]}`],
  ['HMAC with the public key file as its secret', () => hmac('HS256', keyFile())],
  ['HMAC with the key’s x', () => hmac('HS256', JSON.parse(keyFile()).x)],
  ['HMAC 384', () => hmac('HS384', 'secret')],
  ['HMAC 512 with an empty secret', () => hmac('HS512', '')],
  ['a key of somebody else', () => foreign({})],
  ['a key of somebody else under our kid', () => foreign({ kid: JSON.parse(keyFile()).kid })],
  ['a key that the token brings along', () => foreign({ jwk: foreignKey() })],
  ['a key that lies elsewhere', () => foreign({ jku: 'https://example.org/jwks.json', kid: 'x' })],
  ['a certificate that the token brings along', () => foreign({ x5c: ['MIIB'] })],
  ['a certificate that lies elsewhere', () => foreign({ x5u: 'https://example.org/x.pem' })],
  ['a critical header that nobody knows', () => foreign({ crit: ['exp'], exp: 1 })],
  ['expired', () => signed(claims({ exp: now() - 31 }))],
  ['no expiry', () => signed(claims({ exp: undefined }))],
  ['an expiry that is a text', () => signed(claims({ exp: '9999999999' }))],
  ['not valid yet', () => signed(claims({ nbf: now() + 60 }))],
  ['older than a day', () => signed(claims({ iat: now() - DAY - 60, exp: now() + 600 }))],
  ['from the future', () => signed(claims({ iat: now() + 120 }))],
  ['no time of issue', () => signed(claims({ iat: undefined }))],
  ['another issuer', () => signed(claims({ iss: 'https://example.org' }))],
  ['an issuer with a slash behind it', () => signed(claims({ iss: `${DEV_ISSUER}/` }))],
  ['an issuer that is a list', () => signed(claims({ iss: [DEV_ISSUER] }))],
  ['no issuer', () => signed(claims({ iss: undefined }))],
  ['another audience', () => signed(claims({ aud: 'other' }))],
  ['an audience that begins like ours', () => signed(claims({ aud: `${DEV_AUDIENCE}-other` }))],
  ['no audience', () => signed(claims({ aud: undefined }))],
  ['nobody', () => signed(claims({ sub: undefined }))],
  ['an empty name', () => signed(claims({ sub: '' }))],
  ['a name that is a number', () => signed(claims({ sub: 7 }))],
  ['a name that is too long', () => signed(claims({ sub: 'x'.repeat(256) }))],
  ['an ID token', () => signed(claims(), { typ: 'JWT' })],
  ['no type', () => signed(claims(), { typ: undefined })],
  ['more than 8 KiB', () => signed(claims({ padding: 'x'.repeat(8192) }))],
  [
    'an encrypted token',
    () => `${encode({ alg: 'dir', enc: 'A256GCM' })}..${'A'.repeat(16)}.${encode(claims())}.${'A'.repeat(22)}`,
  ],
]

describe('S4 tokens', () => {
  it('accepts one of the issuer, and says whom it names and until when', async () => {
    const token = await verify(good)
    expect(token).toMatchObject({ issuer: DEV_ISSUER, subject: 'somebody', organisation: 'demo' })
    expect(token.expiresAt.getTime()).toBeGreaterThan(Date.now() + 500_000)
    expect(await verify(await signed(claims()))).toMatchObject({ subject: 'somebody' })
    expect(await verify(await signed(claims({ exp: now() - 20 })))).toMatchObject({ subject: 'somebody' })
  })

  it.each(FORGED)('refuses %s', async (_, make) => {
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
