import { Kind, OperationTypeNode } from 'graphql'
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import { DomainError } from '../../domain/errors.js'
import { measureOperation } from './measure-operation.js'
import type { QueryLimits } from './query-limits.js'

/** Refuses with `QUERY_TOO_COMPLEX` what passes a limit, before anything runs; otherwise tells what the operation costs. */
export function checkLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  limits: QueryLimits,
): number {
  const measured = measureOperation(schema, document, operation, variables)
  const isMutation = operation.operation === OperationTypeNode.MUTATION
  refuseAbove('depth', measured.depth, limits.depth)
  refuseAbove('aliases', measured.aliases, limits.aliases)
  refuseAbove('rootFields', measured.rootFields, isMutation ? limits.mutations : limits.rootFields)
  refuseAbove('directives', measured.directives + (operation.directives?.length ?? 0), limits.directives)
  refuseAbove(
    'fragments',
    document.definitions.filter(node => node.kind === Kind.FRAGMENT_DEFINITION).length,
    limits.fragments,
  )
  refuseAbove('cost', measured.cost, limits.cost)
  refuseAbove('variablesBytes', bytesOf(variables), limits.variablesBytes)
  return Math.ceil(measured.cost)
}

export function tooComplex(limit: string, details: Readonly<Record<string, number>>): DomainError {
  return new DomainError('QUERY_TOO_COMPLEX', `The query passes the limit of ${limit}`, { limit, ...details })
}

/** Variables nested so deeply that nobody can write them down are too large, too. */
function bytesOf(variables: Readonly<Record<string, unknown>>): number {
  try {
    return Buffer.byteLength(JSON.stringify(variables))
  } catch (error) {
    if (error instanceof RangeError) return Infinity
    throw error
  }
}

function refuseAbove(limit: keyof QueryLimits, actual: number, maximum: number): void {
  if (actual > maximum)
    throw tooComplex(limit, Number.isFinite(actual) ? { maximum, actual: Math.ceil(actual) } : { maximum })
}
