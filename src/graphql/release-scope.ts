import { isObjectType, responsePathAsArray } from 'graphql'
import type { GraphQLFieldResolver, GraphQLResolveInfo, GraphQLSchema } from 'graphql'
import { isContext } from './context.js'
import type { Context } from './context.js'

/** A field of an answer and the fields it stands below. */
type FieldPath = GraphQLResolveInfo['path']

/** Parts of one answer that an older release gives, or that are seen as a visitor, by the field that asked for it. */
export interface ReleaseScopes {
  of(field: FieldPath): Context | undefined
  open(field: FieldPath, context: Context): void
  /** For an answer that is worked out again from the beginning. */
  clear(): void
}

/** By the names on the path: who executes a query is free to say the same path by another value. */
export function createReleaseScopes(): ReleaseScopes {
  const scopes = new Map<string, Context>()
  return {
    of: field => scopes.get(nameOf(field)),
    open: (field, context) => void scopes.set(nameOf(field), context),
    clear: () => scopes.clear(),
  }
}

/** The argument by which a field asks for an older release. */
export const AS_OF = 'asOf'

function nameOf(field: FieldPath): string {
  return responsePathAsArray(field).join('.')
}

/**
 * A field that is asked with `asOf` is answered by that release, and so is everything below it: terms, genes, rows and
 * calls of one answer never mix two releases (S60). It is decided here once, so that no resolver has to remember it.
 */
export function scopeReleases(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      if (field.resolve !== undefined) field.resolve = scoped(field.resolve)
    }
  }
  return schema
}

type Resolve = GraphQLFieldResolver<unknown, unknown>

function scoped(resolve: Resolve): Resolve {
  return (source, args, context, info) => {
    if (!isContext(context)) return resolve(source, args, context, info)
    const asOf: unknown = args[AS_OF]
    if (typeof asOf !== 'string') return resolve(source, args, contextAt(context, info.path), info)
    const older = context.asOf(asOf)
    context.scopes.open(info.path, older)
    return resolve(source, args, older, info)
  }
}

function contextAt(context: Context, path: FieldPath): Context {
  if (!context.hasScopes()) return context
  for (let at: FieldPath | undefined = path; at !== undefined; at = at.prev) {
    const older = context.scopes.of(at)
    if (older !== undefined) return older
  }
  return context
}
