import { getNamedType, isAbstractType, isCompositeType, isObjectType, Kind, OperationTypeNode, visit } from 'graphql'
import type { DocumentNode, GraphQLObjectType, GraphQLSchema, SelectionNode, SelectionSetNode } from 'graphql'

/** A page has some hundreds. What is compiled grows with every type that a field can have, at every depth again. */
const MOST_FIELDS = 4_000

/** One query without directives, of the data and not of the schema, whose code does not become too long. */
export function isCompilable(schema: GraphQLSchema, document: DocumentNode): boolean {
  const operations = document.definitions.filter(node => node.kind === Kind.OPERATION_DEFINITION)
  const [operation] = operations
  const root = schema.getQueryType()
  if (operation?.operation !== OperationTypeNode.QUERY || operations.length > 1 || !root) return false
  return isPlain(document) && isWithin(MOST_FIELDS, schema, document, operation.selectionSet, root)
}

function isPlain(document: DocumentNode): boolean {
  let plain = true
  visit(document, {
    Directive: () => void (plain = false),
    Field: ({ name: { value } }) => void (plain &&= !value.startsWith('__') || value === '__typename'),
  })
  return plain
}

/** Counts the fields of every type that a selection may meet, and stops counting when they are too many. */
function isWithin(
  most: number,
  schema: GraphQLSchema,
  document: DocumentNode,
  selections: SelectionSetNode,
  root: GraphQLObjectType,
): boolean {
  const fragments = new Map(
    document.definitions.flatMap(node => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  )
  let left = most

  function countSet(set: SelectionSetNode, type: GraphQLObjectType): void {
    for (const selection of set.selections) if (left > 0) count(selection, type)
  }

  function count(selection: SelectionNode, type: GraphQLObjectType): void {
    if (selection.kind === Kind.FIELD) {
      left -= 1
      const field = type.getFields()[selection.name.value]
      if (field === undefined || selection.selectionSet === undefined) return
      for (const each of typesOf(getNamedType(field.type).name)) countSet(selection.selectionSet, each)
      return
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
    const condition = fragment?.typeCondition?.name.value ?? type.name
    if (fragment !== undefined && typesOf(condition).includes(type)) countSet(fragment.selectionSet, type)
  }

  function typesOf(name: string): readonly GraphQLObjectType[] {
    const type = schema.getType(name)
    if (isObjectType(type)) return [type]
    return isCompositeType(type) && isAbstractType(type) ? schema.getPossibleTypes(type) : []
  }

  countSet(selections, root)
  return left > 0
}
