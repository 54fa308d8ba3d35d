import { Kind } from 'graphql'
import type { FieldNode, GraphQLArgument, OperationDefinitionNode, ValueNode } from 'graphql'

/** What tells the value of an argument before coercion: the variables as they came, and the operation's defaults. */
export interface Given {
  readonly operation: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
  /** Takes the names of the variables that something rests on. */
  readonly read: Set<string>
}

/** The number an argument will have; undefined when it is none (coercion will refuse it later). */
export function argumentNumber(field: FieldNode, argument: GraphQLArgument, given: Given): number | undefined {
  const value = argumentValue(field, argument, given)
  if (typeof value === 'number') return value
  return isNode(value) && value.kind === Kind.INT ? Number(value.value) : undefined
}

/** The length of the list an argument will have; undefined when it is none. */
export function argumentLength(field: FieldNode, argument: GraphQLArgument, given: Given): number | undefined {
  const value = argumentValue(field, argument, given)
  if (Array.isArray(value)) return value.length
  return isNode(value) && value.kind === Kind.LIST ? value.values.length : undefined
}

function argumentValue(field: FieldNode, argument: GraphQLArgument, { operation, variables, read }: Given): unknown {
  const node = field.arguments?.find(({ name }) => name.value === argument.name)?.value
  if (node === undefined) return argument.defaultValue
  if (node.kind !== Kind.VARIABLE) return node
  const name = node.name.value
  read.add(name)
  if (variables[name] !== undefined) return variables[name]
  const definition = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name)
  return definition?.defaultValue ?? argument.defaultValue
}

function isNode(value: unknown): value is ValueNode {
  return typeof value === 'object' && value !== null && 'kind' in value
}
