import { Kind, OperationTypeNode, parse } from 'graphql'
import type { DocumentNode } from 'graphql'

const TOKENS = 10

/** True for `{ __typename }`, the one question that is answered without a token: it tells a probe that the service is there. */
export function isTypenameOnly(query: unknown): boolean {
  const [definition, ...others] = typeof query === 'string' ? (parsed(query)?.definitions ?? []) : []
  if (definition?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) return false
  if (definition.operation !== OperationTypeNode.QUERY) return false
  return definition.selectionSet.selections.every(
    selection => selection.kind === Kind.FIELD && selection.name.value === '__typename',
  )
}

function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query, { maxTokens: TOKENS, noLocation: true })
  } catch {
    return undefined
  }
}
