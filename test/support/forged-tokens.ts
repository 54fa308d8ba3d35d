import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { importJWK, SignJWT } from 'jose'
import { DEV_AUDIENCE, DEV_ISSUER } from '../../src/http/dev-issuer.js'

const DAY = 24 * 3600

export type Forgery = readonly [what: string, make: () => Promise<string> | string]

const now = () => Math.floor(Date.now() / 1000)
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

export interface Forge {
  readonly now: () => number
  readonly claims: (more?: Record<string, unknown>) => Record<string, unknown>
  /** Signed with the issuer's own key: only what is said is wrong. */
  readonly signed: (payload: Record<string, unknown>, header?: Record<string, unknown>) => Promise<string>
  /** Every token that must not be believed. */
  readonly forgeries: readonly Forgery[]
}

/** Forged and stale tokens, made from what somebody can know: a good token and, to say wrong things rightly, the key itself. */
export function forge(keyFile: () => string, good: () => string, subject = 'somebody'): Forge {
  const keyText = () => readFileSync(keyFile(), 'utf8')
  const key = () => JSON.parse(keyText())
  const claims = (more: Record<string, unknown> = {}) => ({
    iss: DEV_ISSUER,
    aud: DEV_AUDIENCE,
    sub: subject,
    iat: now(),
    exp: now() + 600,
    ...more,
  })

  async function signed(payload: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> {
    const without = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined))
    return await new SignJWT(without)
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key().kid, ...header })
      .sign(await importJWK(key(), 'ES256'))
  }

  /** Signed by somebody else. */
  function foreign(header: Record<string, unknown>, payload: Record<string, unknown> = claims()): string {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const body = `${encode({ alg: 'ES256', typ: 'at+jwt', ...header })}.${encode(payload)}`
    return `${body}.${sign('sha256', Buffer.from(body), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
  }

  function hmac(alg: 'HS256' | 'HS384' | 'HS512', secret: string): string {
    const body = `${encode({ alg, typ: 'at+jwt', kid: key().kid })}.${encode(claims())}`
    const mac = createHmac(`sha${alg.slice(2)}`, secret).update(body)
    return `${body}.${mac.digest('base64url')}`
  }

  function foreignKey(): Record<string, unknown> {
    return generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
  }

  const parts = () => good().split('.')

  const forgeries: readonly Forgery[] = [
    ['nothing', () => ''],
    ['no token', () => 'token'],
    ['three dots', () => '...'],
    ['no signature', () => `${parts().slice(0, 2).join('.')}.`],
    [
      'the signature of another token',
      async () => `${parts().slice(0, 2).join('.')}.${(await signed(claims({ sub: 'x' }))).split('.')[2]}`,
    ],
    ['another payload', () => [parts()[0], encode(claims({ sub: 'admin' })), parts()[2]].join('.')],
    ['another header', () => `${[encode({ alg: 'ES256', typ: 'at+jwt' }), ...parts().slice(1)].join('.')}A`],
    ['alg none', () => `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(claims())}.`],
    ['alg None', () => `${encode({ alg: 'None', typ: 'at+jwt' })}.${encode(claims())}.`],
    ['alg none with a signature', () => `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode(claims())}.${parts()[2]}`],
    ['no alg', () => `${encode({ typ: 'at+jwt' })}.${encode(claims())}.${parts()[2]}`],
    ['HMAC with the public key file as its secret', () => hmac('HS256', keyText())],
    ['HMAC with the key’s x', () => hmac('HS256', key().x)],
    ['HMAC 384', () => hmac('HS384', 'secret')],
    ['HMAC 512 with an empty secret', () => hmac('HS512', '')],
    ['a key of somebody else', () => foreign({})],
    ['a key of somebody else under our kid', () => foreign({ kid: key().kid })],
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
  return { now, claims, signed, forgeries }
}
