import { exportJWK, generateKeyPair } from 'jose'
import type { JWK } from 'jose'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createRemoteKeys } from '../../src/http/remote-keys.js'
import type { RemoteKeys } from '../../src/http/remote-keys.js'

const SECOND = 1000
const HOUR = 3600 * SECOND
const PERIODS = {
  refreshMilliseconds: 600 * SECOND,
  refetchMilliseconds: 30 * SECOND,
  keptMilliseconds: 24 * HOUR,
}

let jwk: JWK
let clock: number
let fetches: number
let published: unknown
let keys: RemoteKeys

beforeAll(async () => {
  const { publicKey } = await generateKeyPair('ES256')
  jwk = { ...(await exportJWK(publicKey)), alg: 'ES256' }
})

beforeEach(() => {
  clock = 1_000_000
  fetches = 0
  published = { keys: [{ ...jwk, kid: 'one' }] }
  keys = createRemoteKeys('https://login.example.org/keys', PERIODS, {
    now: () => clock,
    fetchKeys: async () => {
      fetches += 1
      if (published === undefined) throw new TypeError('fetch failed')
      return published
    },
  })
})

const find = async (kid: string) => await keys.find({ alg: 'ES256', kid }, { payload: '', signature: '' })
const outcome = (kid: string) =>
  find(kid).then(
    () => 'found',
    (error: { code?: string }) => error.code,
  )

describe('S5 the keys of an issuer', () => {
  it('are fetched once and kept', async () => {
    expect(await Promise.all(['one', 'one', 'one'].map(outcome))).toEqual(['found', 'found', 'found'])
    clock += 599 * SECOND
    expect(await outcome('one')).toBe('found')
    expect(fetches).toBe(1)
  })

  it('an unknown key is asked for at most every 30 s, whether the issuer answers or not', async () => {
    await find('one')
    for (const isThere of [true, false]) {
      published = isThere ? published : undefined
      clock += 30 * SECOND
      const before = fetches
      for (let index = 0; index < 50; index += 1) {
        expect(await outcome(`made-up-${index}`)).toBe('ERR_JWKS_NO_MATCHING_KEY')
        clock += 0.5 * SECOND
      }
      expect(fetches - before).toBe(1)
    }
  })

  it('a new key is known as soon as somebody uses it', async () => {
    await find('one')
    published = { keys: [{ ...jwk, kid: 'two' }] }
    clock += 30 * SECOND
    expect(await outcome('two')).toBe('found')
    expect(await outcome('one')).toBe('ERR_JWKS_NO_MATCHING_KEY')
  })

  it('a key that the issuer took back is forgotten after the refresh, without a request that waits for it', async () => {
    await find('one')
    published = { keys: [{ ...jwk, kid: 'two' }] }
    clock += 600 * SECOND
    expect(await outcome('one')).toBe('found')
    expect(fetches).toBe(2)
    expect(await outcome('one')).toBe('ERR_JWKS_NO_MATCHING_KEY')
  })

  it('stay good for 24 h while the issuer is away, and not a moment longer', async () => {
    await find('one')
    published = undefined
    clock += 24 * HOUR - 1
    expect([await outcome('one'), await keys.areGood()]).toEqual(['found', true])
    clock += 1
    expect([await outcome('one'), await keys.areGood()]).toEqual(['SERVICE_UNAVAILABLE', false])
    published = { keys: [{ ...jwk, kid: 'one' }] }
    clock += SECOND
    expect(await outcome('one')).toBe('found')
  })

  it('with none ever loaded nothing is verified, and the issuer is asked once a second', async () => {
    published = undefined
    for (let index = 0; index < 20; index += 1) {
      expect([await outcome('one'), await keys.areGood()]).toEqual(['SERVICE_UNAVAILABLE', false])
      clock += 0.25 * SECOND
    }
    expect(fetches).toBe(5)
  })

  it.each([[{ keys: [] }], [{ keys: 'one' }], [{}], ['<html>'], [null]])(
    'an answer that is no key set changes nothing: %j',
    async answer => {
      await find('one')
      published = answer
      clock += 600 * SECOND
      expect([await outcome('one'), await outcome('one')]).toEqual(['found', 'found'])
    },
  )
})
