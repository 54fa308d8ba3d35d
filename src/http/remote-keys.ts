import { createLocalJWKSet, errors } from 'jose'
import type { JWTVerifyGetKey } from 'jose'
import { DomainError } from '../domain/errors.js'

export interface KeyPeriods {
  /** Age at which keys are fetched again. */
  readonly refreshMilliseconds: number
  /** Between two fetches that an unknown key causes. */
  readonly refetchMilliseconds: number
  /** How long keys stay good while the issuer cannot be reached. */
  readonly keptMilliseconds: number
}

export interface RemoteKeys {
  /** The key that a token's header names; `SERVICE_UNAVAILABLE` while there are no keys to look among. */
  readonly find: JWTVerifyGetKey
  /** There are keys, and they are not too old; asks for some when there are none. */
  readonly areGood: () => Promise<boolean>
  /** Since they were fetched; undefined when they never were. */
  readonly ageMilliseconds: () => number | undefined
}

type FetchKeys = (url: string) => Promise<unknown>

/** Between two attempts while there are no keys at all: the issuer is away, and every request would ask it. */
const RETRY_MILLISECONDS = 1000

/**
 * The keys of an issuer, from its address (S5). They are fetched again in the background when they grow old, at once for a
 * key that nobody knows, but never more often than the periods say, whether the issuer answers or not: a stranger who makes
 * up key names can neither press the issuer nor slow us down.
 */
export function createRemoteKeys(
  url: string,
  periods: KeyPeriods,
  { fetchKeys = fetchJwks, now = Date.now }: { readonly fetchKeys?: FetchKeys; readonly now?: () => number } = {},
): RemoteKeys {
  let known: { readonly find: JWTVerifyGetKey; readonly at: number } | undefined
  let asked = -Infinity
  let pending: Promise<void> | undefined

  /** Fails when the issuer does not answer with keys; what was known stays. */
  function load(): Promise<void> {
    if (pending !== undefined) return pending
    asked = now()
    pending = fetchAndKeep().finally(() => {
      pending = undefined
    })
    return pending
  }

  async function fetchAndKeep(): Promise<void> {
    const found = await fetchKeys(url)
    known = { find: createLocalJWKSet(asKeySet(found)), at: now() }
  }

  const areKept = () => known !== undefined && now() - known.at < periods.keptMilliseconds

  async function keep(): Promise<JWTVerifyGetKey> {
    if (!areKept() && (pending !== undefined || now() - asked >= RETRY_MILLISECONDS)) await load().catch(() => {})
    if (known === undefined || !areKept())
      throw new DomainError('SERVICE_UNAVAILABLE', 'The issuer of the token cannot be reached', {}, true)
    const isOld = now() - known.at >= periods.refreshMilliseconds && now() - asked >= periods.refetchMilliseconds
    if (isOld) load().catch(() => {})
    return known.find
  }

  return {
    async find(header, token) {
      const find = await keep()
      try {
        return await find(header, token)
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
        if (pending === undefined && now() - asked < periods.refetchMilliseconds) throw error
        await load().catch(() => {})
        return await (known?.find ?? find)(header, token)
      }
    },
    areGood: () =>
      keep().then(
        () => true,
        () => false,
      ),
    ageMilliseconds: () => (known === undefined ? undefined : now() - known.at),
  }
}

const PATIENCE_MILLISECONDS = 5000
const LARGEST_SET = 256 * 1024

async function fetchJwks(url: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: { accept: 'application/json, application/jwk-set+json' },
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  })
  if (response.status !== 200) throw new Error('the issuer has no keys to show')
  const text = await response.text()
  if (text.length > LARGEST_SET) throw new Error('the key set is too large')
  return JSON.parse(text)
}

function asKeySet(value: unknown) {
  const keys = typeof value === 'object' && value !== null && 'keys' in value ? value.keys : undefined
  if (!Array.isArray(keys) || keys.length === 0) throw new Error('the answer is no key set')
  return { keys }
}
