import { jwtVerify } from 'jose'
import type { JWTPayload, JWTVerifyGetKey } from 'jose'
import { DomainError } from '../domain/errors.js'
import type { SignIn } from '../usecases/records.js'

export interface TrustedIssuer {
  readonly issuer: string
  readonly audience: string
  /** `typ` of its access tokens. */
  readonly type: string
  /** What it says of a strong sign-in; absent: it is not asked. */
  readonly strong?: StrongSignIn
  /** Its keys, from its configured set and nowhere else: what a token says about keys is ignored. */
  readonly keys: JWTVerifyGetKey
}

/** Either proves strength; with neither in the list any recent sign-in is strong. */
export interface StrongSignIn {
  /** Values of the claim `acr`. */
  readonly acr: readonly string[]
  /** Values in the claim `amr`. */
  readonly amr: readonly string[]
  readonly maxAgeSeconds: number
}

export interface TokenLimits {
  readonly bytes: number
  readonly ageSeconds: number
  readonly skewSeconds: number
}

/** Who a token names; what they may do is not the token's business. */
export interface VerifiedToken {
  readonly issuer: string
  readonly subject: string
  /** Short name of the organisation to act for, where the token says so. */
  readonly organisation?: string
  /** What it was issued for, where it says so. */
  readonly scopes?: readonly string[]
  /** Where the issuer is configured to say it. */
  readonly signIn?: SignIn
  /** Whichever comes first: the end that it states, or the age at which no token is good any more. */
  readonly expiresAt: Date
}

export type VerifyToken = (token: string) => Promise<VerifiedToken>

/** No HMAC and no `none`: a public key must never be mistaken for a shared secret. */
const ALGORITHMS = ['ES256', 'ES384', 'RS256', 'RS384', 'PS256', 'EdDSA']

/** Verifies access tokens of the configured issuers; everything that is wrong with one looks the same from outside. */
export function createTokenVerifier(issuers: readonly TrustedIssuer[], limits: TokenLimits): VerifyToken {
  const byName = new Map(issuers.map(issuer => [issuer.issuer, issuer]))
  return async token => {
    if (Buffer.byteLength(token) > limits.bytes) throw unauthenticated()
    const trusted = byName.get(issuerOf(token) ?? '')
    if (trusted === undefined) throw unauthenticated()
    const { issuer, audience, type: typ, strong } = trusted
    const claims = await jwtVerify(token, trusted.keys, {
      algorithms: ALGORITHMS,
      issuer,
      audience,
      typ,
      clockTolerance: limits.skewSeconds,
      maxTokenAge: limits.ageSeconds,
      requiredClaims: ['exp', 'iat', 'sub'],
    }).then(
      ({ payload }) => payload,
      error => {
        // Only what is wrong with us is told apart: without keys nobody can say whether the token is good.
        throw error instanceof DomainError ? error : unauthenticated()
      },
    )
    const { sub, exp, iat, organisation } = claims
    if (typeof sub !== 'string' || sub === '' || sub.length > 255) throw unauthenticated()
    if (exp === undefined || iat === undefined) throw unauthenticated()
    const named = typeof organisation === 'string' ? { organisation } : {}
    const scopes = scopesOf(claims['scope'] ?? claims['scp'])
    return {
      issuer,
      subject: sub,
      ...named,
      ...scopes,
      ...(strong === undefined ? {} : { signIn: signInOf(claims, strong, limits.skewSeconds) }),
      expiresAt: new Date(Math.min(exp, iat + limits.ageSeconds) * 1000),
    }
  }
}

/** A text with spaces (OAuth) or a list; anything else is a scope that opens nothing. */
function scopesOf(claim: unknown): { readonly scopes?: readonly string[] } {
  if (claim === undefined) return {}
  const listed = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : ['/']
  return { scopes: listed.map(String).filter(scope => scope !== '') }
}

/** A time that lies ahead is none: nobody has signed in then. */
function signInOf(claims: JWTPayload, { acr, amr, maxAgeSeconds }: StrongSignIn, skewSeconds: number): SignIn {
  const methods: readonly unknown[] = Array.isArray(claims['amr']) ? claims['amr'] : []
  const said: unknown = claims['acr']
  const isStrong =
    (acr.length === 0 && amr.length === 0) ||
    acr.some(value => value === said) ||
    amr.some(value => methods.includes(value))
  const at: unknown = claims['auth_time']
  const isTime = typeof at === 'number' && Number.isFinite(at) && at <= Date.now() / 1000 + skewSeconds
  return { isStrong, ...(isTime ? { at: new Date(at * 1000) } : {}), maxAgeSeconds, acrValues: acr }
}

/** Read before anything is verified, only to choose whose keys to verify with. */
function issuerOf(token: string): string | undefined {
  const [, payload] = token.split('.')
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString('utf8'))
    const issuer = typeof claims === 'object' && claims !== null && 'iss' in claims ? claims.iss : undefined
    return typeof issuer === 'string' ? issuer : undefined
  } catch {
    return undefined
  }
}

export function unauthenticated(): DomainError {
  return new DomainError('UNAUTHENTICATED', 'A valid bearer token is required', {})
}
