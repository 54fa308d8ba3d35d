import { type DocumentNode, Kind, OperationTypeNode, parse, print, separateOperations } from 'graphql'
import type { Example } from '../../../src/graphql/playground/examples.js'
import type { TestServer } from '../../support/server.js'
import { ask } from '../demo-person.js'

export interface Step {
  readonly name: string
  readonly kind: OperationTypeNode
  /** Variables that have to be given. */
  readonly needs: readonly string[]
  /** The operation with the fragments that it uses. */
  readonly document: DocumentNode
}

/** The operations of an example, as its reader finds them. */
export function stepsOf({ query }: Example): readonly Step[] {
  const parsed = parse(query)
  const documents = separateOperations(parsed)
  return parsed.definitions.flatMap((definition): Step[] => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return []
    const name = definition.name?.value ?? ''
    const needs = (definition.variableDefinitions ?? [])
      .filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined)
      .map(({ variable }) => variable.name.value)
    const document = documents[name]
    return document === undefined ? [] : [{ name, kind: definition.operation, needs, document }]
  })
}

/** What stands in the variables where the reader has to put an id. */
const PLACE = /^the id of /

export function placesForIds(value: unknown): number {
  if (typeof value === 'string') return PLACE.test(value) ? 1 : 0
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce((sum: number, inner) => sum + placesForIds(inner), 0)
}

export function variablesIn({ variables }: Example): Readonly<Record<string, unknown>> {
  return variables === '' ? {} : JSON.parse(variables)
}

/**
 * Does what the comment of an example says and nothing else: runs it, and where it has a second step, puts the id of the
 * first answer into its place and runs that. What a subscription tells is tried elsewhere: it has only to find its id.
 */
export async function pressExample(server: TestServer, token: string, example: Example): Promise<readonly object[]> {
  const [first, second] = stepsOf(example)
  const variables = variablesIn(example)
  if (first === undefined) throw new Error(`${example.name}: nothing to run`)
  const found = await ask<object>(server, token, print(first.document), variables)
  if (second === undefined) return [found]
  const id = firstId(found)
  if (id === undefined) throw new Error(`${example.name}: the first step finds no id`)
  if (second.kind === OperationTypeNode.SUBSCRIPTION) return [found]
  return [found, await ask<object>(server, token, print(second.document), withId(variables, id))]
}

function firstId(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if ('id' in value && typeof value.id === 'string') return value.id
  for (const inner of Object.values(value)) {
    const id = firstId(inner)
    if (id !== undefined) return id
  }
  return undefined
}

function withId(variables: object, id: string): object {
  const put = (_name: string, value: unknown): unknown => (typeof value === 'string' && PLACE.test(value) ? id : value)
  return JSON.parse(JSON.stringify(variables, put))
}
