import { responsePathAsArray } from 'graphql'
import type { GraphQLResolveInfo } from 'graphql'

/** A field of an answer that is null because its reader may not see it. */
export interface WithheldField {
  readonly path: readonly (string | number)[]
  readonly reason: string
}

/** Collects what one answer withholds, so that nobody takes a null for a value that is missing (S13). */
export interface WithheldFields {
  /** The value, or nothing and a note when there is a reason to withhold it. */
  show<T>(info: GraphQLResolveInfo, reason: string | undefined, value: T): T | undefined
  fields(): readonly WithheldField[]
}

export function createWithheldFields(): WithheldFields {
  // By path: an answer that is worked out again withholds the same.
  const withheld = new Map<string, WithheldField>()
  return {
    show(info, reason, value) {
      if (reason === undefined) return value
      const path = responsePathAsArray(info.path)
      withheld.set(path.join('.'), { path, reason })
      return undefined
    },
    fields: () => [...withheld.values()],
  }
}
