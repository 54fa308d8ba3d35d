import { buildSchema, getOperationAST, isObjectType, parse } from 'graphql'
import { beforeEach, expect, it, vi } from 'vitest'
import { createCompiledQueries } from '../../../src/graphql/compiled/compiled-queries.js'
import type { CompiledQueries } from '../../../src/graphql/compiled/compiled-queries.js'
import { isCompilable } from '../../../src/graphql/compiled/is-compilable.js'
import { graphqlSchema } from '../../../src/graphql/schema.js'
import { createReleaseScopes } from '../../../src/graphql/release-scope.js'

const schema = buildSchema(`
  input More { text: String, all: [String] }
  type Query { echo(text: String, times: Int! = 1, texts: [String], more: More): String, broken: String, any: Any!, self: Query! }
  type Mutation { echo: String }
  type A { a: Int, any: Any }
  type B { b: Int, any: Any }
  union Any = A | B
`)

type EchoArguments = { readonly text?: string | null; readonly times: number }
const echo = vi.fn<(args: EchoArguments) => string>(({ text, times }) => (text ?? 'nothing').repeat(times))
const fields = schema.getQueryType()?.getFields()
if (fields?.['echo']) fields['echo'].resolve = (_source, args) => echo(args)
if (fields?.['broken'])
  fields['broken'].resolve = () => {
    throw new Error('broken')
  }
for (const name of ['any', 'self']) if (fields?.[name]) fields[name].resolve = () => ({ a: 1 })
for (const type of Object.values(schema.getTypeMap()))
  if (type.name === 'Any' && !isObjectType(type) && 'resolveType' in type) type.resolveType = () => 'A'

let queries: CompiledQueries
beforeEach(() => {
  queries = createCompiledQueries(schema)
  echo.mockClear()
})

function asking(query: string, variables: Readonly<Record<string, unknown>> = {}) {
  const document = parse(query)
  const operation = getOperationAST(document) ?? getOperationAST(document, 'A')
  if (!operation) throw new Error('no operation')
  return async (others = variables) => {
    const context = { scopes: createReleaseScopes() }
    const data = await queries.answer({ document, operation, variables: others, context })
    return data === undefined ? undefined : JSON.stringify(data)
  }
}

const often = async (ask: () => Promise<unknown>, times: number) => {
  for (let turn = 0; turn < times; turn += 1) expect(await ask()).toBeUndefined()
}

it('is compiled when it has come ten times, and has cost nothing until then', async () => {
  const ask = asking('query ($text: String) { again: echo(text: $text) __typename }', { text: 'a' })
  await often(ask, 10)
  expect(echo).not.toHaveBeenCalled()
  expect(await ask()).toBe('{"again":"a","__typename":"Query"}')
  expect(await ask({ text: 'b' })).toBe('{"again":"b","__typename":"Query"}')
})

it('takes the defaults of variables and of arguments, also where null is not allowed', async () => {
  const ask = asking('query ($text: String = "c", $times: Int! = 2) { echo(text: $text, times: $times) other: echo }')
  await often(ask, 10)
  expect(await ask()).toBe('{"echo":"cc","other":"nothing"}')
  expect(await ask({ text: null })).toBe('{"echo":"nothingnothing","other":"nothing"}')
})

it('takes values inside of values, and variables in them that are given; where one is missing graphql takes its part', async () => {
  const ask = asking(
    'query ($in: String, $on: [String]) { echo(text: "f", texts: [$in, "g"], more: { text: $in, all: $on }) }',
  )
  const given = { in: 'h', on: ['i'] }
  const asked = async (variables: object) => await ask({ ...variables })
  await often(() => asked(given), 10)
  expect(await asked(given)).toBe('{"echo":"f"}')
  expect(echo.mock.lastCall?.[0]).toMatchObject({ texts: ['h', 'g'], more: { text: 'h', all: ['i'] } })
  for (const variables of [{}, { in: 'h' }, { ...given, in: null }]) expect(await asked(variables)).toBeUndefined()
  expect(await asked(given)).toBe('{"echo":"f"}')
  expect(echo).toHaveBeenCalledTimes(2)
})

it('gives no answer to what has any error in a field or in a variable, and is not tried again soon', async () => {
  const wrong = asking('query ($times: Int!) { echo(text: "d", times: $times) }', { times: 1 })
  await often(wrong, 10)
  expect(await wrong()).toBe('{"echo":"d"}')
  for (const variables of [{ times: 'many' }, {}, { times: null }]) expect(await wrong(variables)).toBeUndefined()
  expect(await wrong()).toBe('{"echo":"d"}')
  const broken = asking('{ echo(text: "e") broken }')
  await often(broken, 11)
  expect(echo).toHaveBeenCalledTimes(3)
  await often(broken, 100)
  expect(echo).toHaveBeenCalledTimes(3)
})

it.each([
  ['a mutation', 'mutation { echo }'],
  ['a directive', 'query ($yes: Boolean!) { echo @include(if: $yes) }'],
  ['the schema', '{ __schema { description } }'],
  ['two operations', 'query A { echo } query B { echo }'],
  ['a name that objects have already', '{ __proto__: echo }'],
])('leaves %s to graphql, and is looked at once', async (_what, query) => {
  const looked = vi.spyOn(schema, 'getQueryType')
  const ask = asking(query, { yes: true })
  await often(ask, 15)
  expect(looked).toHaveBeenCalledTimes(1)
  looked.mockRestore()
  expect(echo).not.toHaveBeenCalled()
})

it('no text of a query is ever run', async () => {
  // The compiler makes a date of such a text, and of whatever stands in it.
  const text = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74dglobalThis.wasRun = true'
  const evil = ['"]; globalThis.wasRun = true; //', '${globalThis.wasRun = true}', '`', '\\', '\u2028', '\n', 'é', '_']
  for (const each of [text, ...evil]) {
    const query = `{ echo(text: ${JSON.stringify(each)}) }`
    expect([each, isCompilable(schema, parse(query))]).toEqual([each, false])
    expect(isCompilable(schema, parse(`query ($text: String = ${JSON.stringify(each)}) { echo(text: $text) }`))).toBe(
      false,
    )
    await often(asking(query), 12)
  }
  expect(isCompilable(schema, parse(`{ echo(text: """${text}""") }`))).toBe(false)
  expect(globalThis).not.toHaveProperty('wasRun')
  const asked = asking('query ($text: String) { echo(text: $text) }', { text })
  await often(asked, 10)
  expect(await asked()).toBe(JSON.stringify({ echo: text }))
  expect(globalThis).not.toHaveProperty('wasRun')
})

it('no two fields of the contract have the same name for the compiler', () => {
  const types = Object.values(graphqlSchema().getTypeMap()).filter(type => isObjectType(type))
  const names = types.flatMap(type => Object.keys(type.getFields()).map(field => type.name + field))
  expect(new Set(names).size).toBe(names.length)
})

it('S42 is not compiled when its types multiply: its code would grow with every level', () => {
  const nested = (levels: number): string =>
    levels === 0
      ? '{ __typename }'
      : `{ ... on A { any ${nested(levels - 1)} } ... on B { any ${nested(levels - 1)} } }`
  expect(isCompilable(schema, parse(`{ any ${nested(6)} }`))).toBe(true)
  expect(isCompilable(schema, parse(`{ any ${nested(12)} }`))).toBe(false)
  const spread = Array.from({ length: 20 }, (_, n) => `fragment F${n} on Query { self { ...F${n + 1} ...F${n + 1} } }`)
  const bomb = `{ ...F0 } ${spread.join(' ')} fragment F20 on Query { echo }`
  expect(isCompilable(schema, parse(bomb))).toBe(false)
})
