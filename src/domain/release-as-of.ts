import type { Knowledge } from './knowledge.js'

/** Which release a question is about: the one that counted on a day, or one by its version or name. */
export type AsOf = { readonly date: string } | { readonly version: string } | { readonly release: string }

/**
 * The release that answers for a past day, or the one that is named. `releases` are in the order of preference, current
 * first; the first that already counted on the day is the answer, so that an operator who puts an older release first
 * gets it. Undefined when none did, or none is so named: no later release may pass for it.
 */
export function releaseAsOf(releases: readonly Knowledge[], asOf: AsOf): Knowledge | undefined {
  if ('version' in asOf) return releases.find(({ version }) => version === asOf.version)
  if ('release' in asOf) return releases.find(({ release }) => release === asOf.release)
  return releases.find(({ date }) => date <= asOf.date)
}
