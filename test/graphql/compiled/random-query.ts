import { getNamedType, isInterfaceType, isLeafType, isRequiredArgument } from 'graphql'
import { isObjectType, isUnionType } from 'graphql'
import type { GraphQLField, GraphQLNamedOutputType, GraphQLObjectType, GraphQLSchema } from 'graphql'
import type { RandomSource } from '../../support/random.js'

/** A variable that stands for an argument. */
export interface KnownVariable {
  /** The arguments, with the name of the variable in them. */
  readonly text: (name: string) => string
  readonly type: string
  readonly value: unknown
}

/** Arguments that fields may be asked with ("Query.gene"): texts as they stand in a query, or a variable. */
export type KnownArguments = Readonly<Record<string, readonly (string | KnownVariable)[]>>

export interface RandomQuery {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

const DEEPEST = 7
const MOST_FIELDS = 5

/**
 * A query that nobody would write: any fields of the contract, as deep as they go, under other names, twice with different
 * parts, and in fragments. Whether it is valid is for the reader to see: names may collide.
 */
export function randomQuery(schema: GraphQLSchema, random: RandomSource, known: KnownArguments): RandomQuery {
  const fragments: string[] = []
  const given: { readonly name: string; readonly variable: KnownVariable }[] = []
  let names = 0

  const oneOf = <T>(all: readonly T[]): T | undefined => all[random.below(all.length)]
  const sometimes = (of: number) => random.below(of) === 0

  function argumentsOf(type: string, field: GraphQLField<unknown, unknown>): string | undefined {
    const asked = oneOf(known[`${type}.${field.name}`] ?? [])
    if (typeof asked === 'string') return `(${asked})`
    if (asked !== undefined) {
      const name = `$v${(names += 1)}`
      given.push({ name, variable: asked })
      return `(${asked.text(name)})`
    }
    if (field.args.some(isRequiredArgument)) return undefined
    return field.args.some(({ name }) => name === 'first') ? `(first: ${1 + random.below(3)})` : ''
  }

  function selected(parent: string, field: GraphQLField<unknown, unknown>, depth: number): string {
    const asked = argumentsOf(parent, field)
    if (asked === undefined) return ''
    const type = getNamedType(field.type)
    const alias = asked !== '' || sometimes(6) ? `n${(names += 1)}: ` : ''
    const once = () => (isLeafType(type) ? '' : ` ${selectionOf(type, depth + 1)}`)
    const text = `${alias}${field.name}${asked}`
    return sometimes(8) ? `${text}${once()} ${text}${once()}` : `${text}${once()}`
  }

  function fieldsOf(type: GraphQLNamedOutputType, depth: number): readonly string[] {
    if (!isObjectType(type) && !isInterfaceType(type)) return []
    const all = Object.values(type.getFields()).filter(each => depth < DEEPEST || isLeafType(getNamedType(each.type)))
    if (all.length === 0) return []
    return Array.from({ length: 1 + random.below(MOST_FIELDS) }, () => {
      const field = oneOf(all)
      return field === undefined ? '' : selected(type.name, field, depth)
    })
  }

  function selectionOf(type: GraphQLNamedOutputType, depth: number): string {
    const parts = ['__typename', ...fieldsOf(type, depth)]
    if (isUnionType(type) || isInterfaceType(type)) {
      for (const each of schema.getPossibleTypes(type)) if (sometimes(2)) parts.push(fragmentOn(each, depth))
    } else if (isObjectType(type) && sometimes(4)) {
      parts.push(fragmentOn(type, depth))
      const wider = oneOf(type.getInterfaces())
      if (wider !== undefined) parts.push(`... on ${wider.name} { ${fieldsOf(wider, depth).join(' ')} __typename }`)
    }
    return `{ ${parts.join(' ')} }`
  }

  function fragmentOn(type: GraphQLObjectType, depth: number): string {
    const body = `on ${type.name} { __typename ${fieldsOf(type, depth).join(' ')} }`
    if (!sometimes(4)) return `... ${body}`
    const name = `f${(names += 1)}`
    fragments.push(`fragment ${name} ${body}`)
    return `...${name}`
  }

  const root = schema.getQueryType()
  const entries = Object.values(root?.getFields() ?? {})
  const asked = Array.from({ length: 2 }, () => oneOf(entries)).flatMap(field =>
    field ? [selected('Query', field, 1)] : [],
  )
  const body = `{ ${asked.join(' ')} __typename }`
  const definitions = given.map(({ name, variable }) => `${name}: ${variable.type}`).join(', ')
  const head = given.length === 0 ? '' : `query (${definitions}) `
  return {
    query: [head + body, ...fragments].join('\n'),
    variables: Object.fromEntries(given.map(({ name, variable }) => [name.slice(1), variable.value])),
  }
}

/** Of an answer: the fields that have something in them, by the type that they are of, where it says so. */
export function filledFields(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(filledFields)
  if (typeof value !== 'object' || value === null) return []
  const name = '__typename' in value ? String(value.__typename) : ''
  return Object.entries(value).flatMap(([key, inner]) =>
    inner === null ? [] : [...(/^n\d/.test(key) ? [] : [`${name}.${key}`]), ...filledFields(inner)],
  )
}
