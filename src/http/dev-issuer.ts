import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { calculateJwkThumbprint, createLocalJWKSet, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose'
import type { JWK } from 'jose'
import type { TrustedIssuer } from './verify-token.js'

export const DEV_ISSUER = 'urn:sextant:dev'
export const DEV_AUDIENCE = 'sextant'

export interface DevIssuer {
  readonly trusted: TrustedIssuer
  sign(token: { readonly subject: string; readonly organisation: string; readonly seconds: number }): Promise<string>
}

/** The issuer of local development: the full verification of every token, with a key of its own in a file (S8). */
export async function loadDevIssuer(keyFile: string): Promise<DevIssuer> {
  if (!existsSync(keyFile)) await makeKey(keyFile)
  const jwk: JWK = JSON.parse(readFileSync(keyFile, 'utf8'))
  const key = await importJWK(jwk, 'ES256')
  const { d: _secret, ...open } = jwk
  return {
    trusted: { issuer: DEV_ISSUER, audience: DEV_AUDIENCE, type: 'at+jwt', keys: createLocalJWKSet({ keys: [open] }) },
    sign: ({ subject, organisation, seconds }) =>
      new SignJWT({ organisation, auth_time: Math.floor(Date.now() / 1000) })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: jwk.kid ?? '' })
        .setIssuer(DEV_ISSUER)
        .setAudience(DEV_AUDIENCE)
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(`${seconds} s`)
        .sign(key),
  }
}

async function makeKey(keyFile: string): Promise<void> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  const kid = await calculateJwkThumbprint(jwk)
  mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 })
  // Two processes may start at once: whoever renames last wins whole, and both read the file afterwards.
  const staging = `${keyFile}.${process.pid}`
  writeFileSync(staging, JSON.stringify({ ...jwk, kid, alg: 'ES256', use: 'sig' }), { mode: 0o600 })
  renameSync(staging, keyFile)
}
