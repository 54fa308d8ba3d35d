import { buildSchema, getIntrospectionQuery, getOperationAST, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { DomainError } from '../../src/domain/errors.js'
import { readConfig } from '../../src/config.js'
import { checkLimits } from '../../src/graphql/limits/check-limits.js'
import { measureOperation } from '../../src/graphql/limits/measure-operation.js'
import { graphqlSchema } from '../../src/graphql/schema.js'

const { query: LIMITS } = readConfig({})

function measured(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query)
  const operation = getOperationAST(document)
  if (operation == null) throw new Error('no operation')
  return measureOperation(graphqlSchema(), document, operation, variables)
}

function check(query: string, variables: Record<string, unknown> = {}): string {
  const document = parse(query)
  const operation = getOperationAST(document)
  if (operation == null) throw new Error('no operation')
  try {
    checkLimits(graphqlSchema(), document, operation, variables, LIMITS)
    return 'accepted'
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${String(error.details['limit'])}`
    throw error
  }
}

const nested = (depth: number) => `{ drug(name: "x") ${drugs(depth - 1)} }`

/** Fields that may follow each other for ever: a drug's ingredients are drugs. */
function drugs(depth: number): string {
  return depth <= 1 ? '{ name }' : `{ ingredients ${drugs(depth - 1)} }`
}

const repeated = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ')

describe('S44 each limit holds at the limit and refuses one beyond', () => {
  test('depth', () => {
    expect(measured(nested(12)).depth).toBe(12)
    expect(check(nested(12))).toBe('accepted')
    expect(check(nested(13))).toBe('QUERY_TOO_COMPLEX depth')
  })

  test('depth counts through fragments', () => {
    const query = `query { drug(name: "x") { ...A } } fragment A on Drug ${drugs(11)}`
    expect(check(query)).toBe('accepted')
    expect(check(query.replace('{ name }', '{ ingredients { name } }'))).toBe('QUERY_TOO_COMPLEX depth')
  })

  test('aliases', () => {
    const aliased = (count: number) => `{ me { ${repeated(count, i => `a${i}: id`)} } }`
    expect(check(aliased(LIMITS.aliases))).toBe('accepted')
    expect(check(aliased(LIMITS.aliases + 1))).toBe('QUERY_TOO_COMPLEX aliases')
  })

  test('aliases count wherever a fragment spreads them', () => {
    const spread = (count: number) =>
      `{ me { ${repeated(count, () => '...F')} } } fragment F on Actor { a: id b: id c: id d: id e: id }`
    expect(check(spread(6))).toBe('accepted')
    expect(check(spread(7))).toBe('QUERY_TOO_COMPLEX aliases')
  })

  test('root fields', () => {
    const roots = (count: number) => `{ ${repeated(count, i => `a${i}: me { id }`)} }`
    expect(check(roots(LIMITS.rootFields))).toBe('accepted')
    expect(check(roots(LIMITS.rootFields + 1))).toBe('QUERY_TOO_COMPLEX rootFields')
  })

  test('mutations at once', () => {
    const input = 'input: { displayName: "x", idempotencyKey: "k" }'
    const mutations = (count: number) => `mutation { ${repeated(count, i => `a${i}: createPatient(${input}) { id }`)} }`
    expect(check(mutations(LIMITS.mutations))).toBe('accepted')
    expect(check(mutations(LIMITS.mutations + 1))).toBe('QUERY_TOO_COMPLEX rootFields')
  })

  test('directives', () => {
    const directed = (count: number) => `{ me { ${repeated(count, () => 'id @include(if: true)')} } }`
    expect(check(directed(LIMITS.directives))).toBe('accepted')
    expect(check(directed(LIMITS.directives + 1))).toBe('QUERY_TOO_COMPLEX directives')
  })

  test('fragments', () => {
    const many = (count: number) => `{ me { ...F0 } } ${repeated(count, i => `fragment F${i} on Actor { id }`)}`
    expect(check(many(LIMITS.fragments))).toBe('accepted')
    expect(check(many(LIMITS.fragments + 1))).toBe('QUERY_TOO_COMPLEX fragments')
  })

  test('variables', () => {
    const query = 'query ($search: String) { genes(search: $search) { totalCount } }'
    expect(check(query, { search: 'x'.repeat(LIMITS.variablesBytes - 13) })).toBe('accepted')
    expect(check(query, { search: 'x'.repeat(LIMITS.variablesBytes - 12) })).toBe('QUERY_TOO_COMPLEX variablesBytes')
  })

  test('cost', () => {
    const page = (first: number) =>
      `{ patients(first: ${first}) { nodes { samples { id geneCalls { evidence { position { grch38 { ref } } } } } } } }`
    expect(check(page(5))).toBe('accepted')
    expect(check(page(100))).toBe('QUERY_TOO_COMPLEX cost')
  })
})

describe('S42 the cost of an operation is known before it runs', () => {
  test('a list multiplies by its page argument, whether it is written or comes as a variable', () => {
    const ten = measured('{ patients(first: 10) { nodes { samples { id } } } }').cost
    const hundred = measured('query ($n: Int!) { patients(first: $n) { nodes { samples { id } } } }', { n: 100 }).cost
    const byDefault = measured('query ($n: Int! = 10) { patients(first: $n) { nodes { samples { id } } } }').cost
    const inSchema = measured('{ patients { nodes { samples { id } } } }').cost
    expect(hundred).toBeGreaterThan(ten * 8)
    expect(byDefault).toBe(ten)
    expect(inSchema).toBeGreaterThan(ten * 1.8)
  })

  test('edges cost what nodes cost', () => {
    const edges = measured('{ patients(first: 50) { edges { node { samples { id } } } } }').cost
    const nodes = measured('{ patients(first: 50) { nodes { samples { id } } } }').cost
    expect(edges).toBeGreaterThanOrEqual(nodes)
  })

  test('a list of ids multiplies by their number', () => {
    const query = 'query ($ids: [ID!]!) { patientsByIds(ids: $ids) { samples { id } } }'
    const one = measured(query, { ids: ['a'] }).cost
    const forty = measured(query, { ids: Array.from({ length: 40 }, String) }).cost
    expect(forty).toBeGreaterThan(one * 15)
  })

  test('fragments that spread each other cannot hide what they ask for, nor keep the server busy', () => {
    const doubling = repeated(40, i => `fragment F${i} on Drug { ...F${i + 1} ...F${i + 1} }`)
    const started = performance.now()
    const { cost } = measured(`{ drug(name: "x") { ...F0 } } ${doubling} fragment F40 on Drug { ingredients { name } }`)
    expect(performance.now() - started).toBeLessThan(200)
    expect(cost).toBeGreaterThan(LIMITS.cost)
  })

  test('what tools ask about the schema is cheap; the whole of it several times is not', () => {
    const whole = getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, specifiedByUrl: true })
    expect(check(whole)).toBe('accepted')
    expect(measured(whole).cost).toBeLessThan(LIMITS.cost / 2)
    const times = (count: number) => `{ ${repeated(count, i => `a${i}: __schema { ...S }`)} }`
    const part = whole.slice(whole.indexOf('fragment FullType'))
    const all = `${part} fragment S on __Schema { types { ...FullType } }`
    expect(check(`${times(1)} ${all}`)).toBe('accepted')
    expect(check(`${times(10)} ${all}`)).toBe('QUERY_TOO_COMPLEX cost')
  })

  test('an operation that comes again is measured by what it is asked with this time', () => {
    const query = `query ($n: Int = 5, $ids: [ID!]!, $other: String) {
      patients(first: $n, search: $other) { nodes { displayName } } patientsByIds(ids: $ids) { samples { name } } }`
    const document = parse(query)
    const operation = getOperationAST(document)
    if (operation == null) throw new Error('no operation')
    const asked = [{}, { n: 50 }, { n: 50, ids: ['a', 'b'] }, { n: null }, { n: '50' }, { n: 50, other: 'x' }, {}]
    for (const each of asked) {
      const variables = { ids: ['a'], ...each }
      const again = measureOperation(graphqlSchema(), document, operation, variables)
      expect(again).toEqual(measured(query, variables))
    }
    const cost = (variables: Record<string, unknown>) =>
      measureOperation(graphqlSchema(), document, operation, { ids: [], ...variables }).cost
    expect(cost({ n: 50 })).toBeGreaterThan(cost({ n: 5 }))
  })

  test('a field of another schema counts as nothing, instead of failing', () => {
    const document = parse('{ unknown { below } }')
    const operation = getOperationAST(document)
    if (operation == null) throw new Error('no operation')
    expect(measureOperation(buildSchema('type Query { a: Int }'), document, operation, {}).cost).toBe(0)
  })
})
