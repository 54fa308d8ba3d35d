import type { Config } from '../../config.js'
import { loadDevIssuer } from '../../http/dev-issuer.js'
import { createRemoteKeys } from '../../http/remote-keys.js'
import { createTokenVerifier } from '../../http/verify-token.js'
import { developmentKeys } from '../development-keys.js'

/** Whose tokens are believed here. */
export async function tokenVerifier({ auth, home }: Config) {
  const remote = auth.issuers.map(({ jwksUrl, ...issuer }) => ({
    ...issuer,
    remoteKeys: createRemoteKeys(jwksUrl, auth.keys),
  }))
  const configured = remote.map(({ remoteKeys, ...issuer }) => ({ ...issuer, keys: remoteKeys.find }))
  const trusted =
    auth.mode === 'dev' ? [...configured, (await loadDevIssuer(developmentKeys({ home }))).trusted] : configured
  const limits = { bytes: auth.tokenBytes, ageSeconds: auth.tokenAgeSeconds, skewSeconds: auth.skewSeconds }
  return {
    verify: createTokenVerifier(trusted, limits),
    /** Seconds since the keys of each issuer were fetched. */
    keyAges: () =>
      new Map(
        remote.map(({ issuer, remoteKeys }) => {
          const age = remoteKeys.ageMilliseconds()
          return [issuer, age === undefined ? undefined : age / 1000] as const
        }),
      ),
    /** Somebody's tokens can be verified (S5). */
    async isReady() {
      if (auth.mode === 'dev') return true
      const good = await Promise.all(remote.map(({ remoteKeys }) => remoteKeys.areGood()))
      return good.includes(true)
    },
  }
}
