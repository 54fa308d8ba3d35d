import { Kind, OperationTypeNode } from 'graphql'
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import { DomainError } from '../../domain/errors.js'
import { measureOperation } from './measure-operation.js'

/** Of one document; `tokens` is enforced while it is parsed, so that a huge one is never held in memory. */
export const LIMITS = {
  tokens: 2000,
  depth: 12,
  aliases: 30,
  rootFields: 10,
  mutations: 5,
  directives: 20,
  fragments: 50,
  cost: 5000,
  variablesBytes: 64 * 1024,
  validationErrors: 5,
  coercionErrors: 10,
} as const

/** Refuses with `QUERY_TOO_COMPLEX` what passes a limit, before anything runs; otherwise tells what the operation costs. */
export function checkLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const measured = measureOperation(schema, document, operation, variables)
  const isMutation = operation.operation === OperationTypeNode.MUTATION
  refuseAbove('depth', measured.depth, LIMITS.depth)
  refuseAbove('aliases', measured.aliases, LIMITS.aliases)
  refuseAbove('rootFields', measured.rootFields, isMutation ? LIMITS.mutations : LIMITS.rootFields)
  refuseAbove('directives', measured.directives + (operation.directives?.length ?? 0), LIMITS.directives)
  refuseAbove(
    'fragments',
    document.definitions.filter(node => node.kind === Kind.FRAGMENT_DEFINITION).length,
    LIMITS.fragments,
  )
  refuseAbove('cost', measured.cost, LIMITS.cost)
  refuseAbove('variablesBytes', Buffer.byteLength(JSON.stringify(variables)), LIMITS.variablesBytes)
  return Math.ceil(measured.cost)
}

export function tooComplex(limit: keyof typeof LIMITS, details: Readonly<Record<string, number>>): DomainError {
  return new DomainError('QUERY_TOO_COMPLEX', `The query passes the limit of ${limit}`, { limit, ...details })
}

function refuseAbove(limit: keyof typeof LIMITS, actual: number, maximum: number): void {
  if (actual > maximum) throw tooComplex(limit, { maximum, actual: Math.ceil(actual) })
}
