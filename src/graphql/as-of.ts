import { Arg } from 'type-graphql'
import { AS_OF } from './release-scope.js'

/**
 * The argument that has a field, and all below it, answered by an older release. The resolver has no use for its value: it
 * runs in the scope of that release already.
 */
export function AsOf() {
  return Arg(AS_OF, () => String, {
    nullable: true,
    description:
      'Answer from the release that counted on this day (YYYY-MM-DD), or from the one of this name; everything below it, too. UNKNOWN_RELEASE when there is none.',
  })
}
