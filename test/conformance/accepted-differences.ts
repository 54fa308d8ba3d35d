import { isDeepStrictEqual } from 'node:util'
import { readJson } from './case.js'
import type { Part } from './part.js'

/**
 * A case in which we answer differently on purpose. The answer is written down, so that any other still fails; a final `*`
 * stands for any rest of a name: every case in which exactly this field differs in exactly this way.
 */
interface AcceptedDifference {
  readonly suite: string
  readonly id: string
  /** The differing fields with our answers. */
  readonly answer: Readonly<Record<string, unknown>>
  readonly why: string
  readonly source: string
}

const ACCEPTED = readJson<readonly AcceptedDifference[]>('test/conformance/accepted-differences.json')

export function isAccepted(suite: string, id: string, failures: readonly Part[]): boolean {
  const entries = ACCEPTED.filter(entry => fits(entry.suite, suite) && fits(entry.id, id))
  return failures.every(
    part =>
      part.status === 'failed' &&
      entries.some(({ answer }) => part.name in answer && isDeepStrictEqual(answer[part.name], part.actual)),
  )
}

const fits = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name
