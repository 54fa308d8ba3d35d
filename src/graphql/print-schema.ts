import { Kind, parse, print, printSchema } from 'graphql'
import type { DefinitionNode, GraphQLSchema } from 'graphql'

const FIRST = ['Query', 'Mutation', 'Subscription']

/** The contract as text: what can be asked first, then types by name, so that a diff shows what changed and nothing else. */
export function printContract(schema: GraphQLSchema): string {
  const { definitions } = parse(printSchema(schema), { noLocation: true })
  const ordered = definitions.toSorted((a, b) => compare(sortKey(a), sortKey(b)))
  return `${ordered.map(definition => print(definition)).join('\n\n')}\n`
}

function sortKey(definition: DefinitionNode): string {
  if (definition.kind === Kind.SCHEMA_DEFINITION) return '0'
  const name = 'name' in definition ? (definition.name?.value ?? '') : ''
  const place = FIRST.indexOf(name)
  return place < 0 ? `2 ${name}` : `1 ${place}`
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
