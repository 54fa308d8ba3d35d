import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  OperationTypeNode,
} from 'graphql'
import type { GraphQLField, GraphQLInputType, GraphQLSchema } from 'graphql'

/** Texts that stand nowhere but where they were put, so that finding one elsewhere proves a leak. */
export interface Canaries {
  /** A new one. */
  text(): string
  /** How many were let out. */
  readonly count: () => number
}

export const CANARY_DATE = '1893-07-19'
export const CANARY_NUMBER = 918_273_645

export function createCanaries(): Canaries {
  let count = 0
  return {
    text() {
      count += 1
      return `Zebra${count}Quagga`
    },
    count: () => count,
  }
}

/** The canaries that a text holds. */
export function canariesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/Zebra\d+Quagga/gi)].map(([found]) => found))].concat(
    [CANARY_DATE, String(CANARY_NUMBER)].filter(mark => text.includes(mark)),
  )
}

export interface Asked {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly kind: OperationTypeNode
}

/**
 * Every operation of a schema with a mark in every input field: as far as types allow; with a text where none belongs, one
 * place at a time; as variables and written into the document.
 */
export function* markedOperations(schema: GraphQLSchema, canaries: Canaries): Generator<Asked> {
  for (const kind of [OperationTypeNode.QUERY, OperationTypeNode.MUTATION, OperationTypeNode.SUBSCRIPTION]) {
    for (const field of Object.values(schema.getRootType(kind)?.getFields() ?? {})) {
      yield { kind, ...byVariables(kind, field, marked(field, canaries)) }
      yield { kind, query: byLiterals(kind, field, marked(field, canaries)) }
      let isLiteral = false
      for (const wrong of mistakes(field, canaries)) {
        // In turns: graphql reads variables and literals by different code, but every scalar by the same.
        isLiteral = !isLiteral
        yield isLiteral ? { kind, query: byLiterals(kind, field, wrong) } : { kind, ...byVariables(kind, field, wrong) }
      }
    }
  }
}

type Values = Readonly<Record<string, unknown>>

function marked(field: GraphQLField<unknown, unknown>, canaries: Canaries): Values {
  // How many rows somebody wants is told back to them, and is nobody's secret.
  return Object.fromEntries(field.args.map(({ name, type }) => [name, name === 'first' ? 10 : valueOf(type, canaries)]))
}

function valueOf(type: GraphQLInputType, canaries: Canaries): unknown {
  if (isNonNullType(type)) return valueOf(type.ofType, canaries)
  if (isListType(type)) return [valueOf(type.ofType, canaries)]
  if (isEnumType(type)) return type.getValues()[0]?.name
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields()).map(({ name, type: inner }) => [name, valueOf(inner, canaries)]),
    )
  switch (type.name) {
    case 'Int':
    case 'Float':
      return CANARY_NUMBER
    case 'Boolean':
      return true
    default:
      return /date/i.test(type.name) ? CANARY_DATE : canaries.text()
  }
}

/** The same values with one of them wrong: a text for anything else, an object for a text, a field too many. */
function* mistakes(field: GraphQLField<unknown, unknown>, canaries: Canaries): Generator<Values> {
  for (const { name, type } of field.args)
    for (const wrong of wrongs(type, canaries)) yield { ...marked(field, canaries), [name]: wrong }
}

function* wrongs(type: GraphQLInputType, canaries: Canaries): Generator {
  if (isNonNullType(type)) yield* wrongs(type.ofType, canaries)
  else if (isListType(type)) for (const wrong of wrongs(type.ofType, canaries)) yield [wrong]
  else if (isInputObjectType(type)) {
    yield canaries.text()
    yield { ...Object(valueOf(type, canaries)), unknownField: canaries.text() }
    for (const { name, type: inner } of Object.values(type.getFields())) {
      if (getNamedType(inner) === type) continue
      for (const wrong of wrongs(inner, canaries)) yield { ...Object(valueOf(type, canaries)), [name]: wrong }
    }
  } else if (isLeafType(type))
    yield ['String', 'ID'].includes(type.name) ? { marked: canaries.text() } : canaries.text()
}

function byVariables(kind: OperationTypeNode, field: GraphQLField<unknown, unknown>, variables: Values) {
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(', ')
  return { query: `${kind}${bracketed(declared)} { ${field.name}${bracketed(given)}${selection(field)} }`, variables }
}

function byLiterals(kind: OperationTypeNode, field: GraphQLField<unknown, unknown>, values: Values): string {
  const given = field.args.map(({ name, type }) => `${name}: ${literal(values[name], type)}`).join(', ')
  return `${kind} { ${field.name}${bracketed(given)}${selection(field)} }`
}

function literal(value: unknown, type?: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(value, type.ofType)
  if (Array.isArray(value)) return `[${value.map(item => literal(item, itemOf(type))).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const fields = isInputObjectType(type) ? type.getFields() : {}
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${literal(inner, fields[name]?.type)}`)
      .join(', ')} }`
  }
  const isKnown = isEnumType(type) && typeof value === 'string' && type.getValue(value) !== undefined
  return isKnown ? value : JSON.stringify(value)
}

function itemOf(type: GraphQLInputType | undefined): GraphQLInputType | undefined {
  const item: unknown = isListType(type) ? type.ofType : undefined
  return isInputType(item) ? item : undefined
}

function selection({ type }: GraphQLField<unknown, unknown>): string {
  return isLeafType(getNamedType(type)) ? '' : ' { __typename }'
}

function bracketed(text: string): string {
  return text === '' ? '' : `(${text})`
}
