import {
  BREAK,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  OperationTypeNode,
  visit,
} from 'graphql'
import type {
  DocumentNode,
  GraphQLObjectType,
  GraphQLSchema,
  SelectionNode,
  SelectionSetNode,
  VariableNode,
} from 'graphql'

/** A page has about a hundred. What is compiled grows with every type that a field can have, at every depth again. */
const MOST_FIELDS = 1_000
/** The reading of each is compiled, too. */
const MOST_VARIABLES = 10

/** Names of genes, alleles and drugs, and dates. */
const HARMLESS = /^[A-Za-z0-9 .,:+*/-]*$/

/** One query of plain fields, of the data and not of the schema, whose code does not become too long. */
export function isCompilable(schema: GraphQLSchema, document: DocumentNode): boolean {
  const operations = document.definitions.filter(node => node.kind === Kind.OPERATION_DEFINITION)
  const [operation] = operations
  const root = schema.getQueryType()
  if (operation?.operation !== OperationTypeNode.QUERY || operations.length > 1 || !root) return false
  return isPlain(document) && isWithin(MOST_FIELDS, schema, document, operation.selectionSet, root)
}

/**
 * What is compiled stands in a program afterwards. The compiler writes texts into it in a way of its own, and takes some
 * names for something else: none of that is let in.
 */
function isPlain(document: DocumentNode): boolean {
  let plain = true
  const refuse = () => {
    plain = false
    return BREAK
  }
  visit(document, {
    Directive: refuse,
    StringValue: ({ value }) => (HARMLESS.test(value) ? undefined : refuse()),
    Name: ({ value }) => (value.startsWith('__') && value !== '__typename' ? refuse() : undefined),
    OperationDefinition: ({ variableDefinitions = [] }) =>
      variableDefinitions.length > MOST_VARIABLES ? refuse() : undefined,
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

/** The variables that stand inside of a list or an object: the compiler makes null of one that is missing there. */
export function variablesInside(document: DocumentNode): readonly string[] {
  const names = new Set<string>()
  const values = { Variable: ({ name }: VariableNode) => void names.add(name.value) }
  visit(document, {
    ObjectValue: node => void visit(node, values),
    ListValue: node => void visit(node, values),
  })
  return [...names]
}
