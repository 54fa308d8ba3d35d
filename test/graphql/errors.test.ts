import { buildSchema, executeSync, GraphQLError, parse, validate } from 'graphql'
import { describe, expect, test } from 'vitest'
import { DomainError } from '../../src/domain/errors.js'
import { formatError, isBug } from '../../src/graphql/format-error.js'
import { safeMessage } from '../../src/graphql/safe-message.js'

describe('S46 what a client sees of an error', () => {
  test('a bug shows nothing of itself', () => {
    const bug = new GraphQLError('select * from patients failed', {
      path: ['patients'],
      originalError: new TypeError('secret at /srv/app.js:1'),
      extensions: { stacktrace: ['secret'], hint: 'secret' },
    })
    expect(formatError(bug, 'r1')).toEqual({
      message: 'Internal server error',
      path: ['patients'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false, requestId: 'r1' },
    })
    expect(isBug(bug)).toBe(true)
  })

  test('an error that somebody merely gave a code of ours is a bug all the same', () => {
    expect(isBug(new GraphQLError('x', { extensions: { code: 'MADE_UP' } }))).toBe(true)
    expect(isBug(new Error('x'))).toBe(true)
  })

  test('a failure shows its message, and of its details only what is allowed', () => {
    const failure = new DomainError('INVALID_VCF', 'No header', { line: 3, content: 'GENOME', name: 'Petra' })
    expect(formatError(new GraphQLError('x', { originalError: failure }), 'r2')).toEqual({
      message: 'No header',
      extensions: { code: 'INVALID_VCF', retryable: false, requestId: 'r2', details: { line: 3 } },
    })
  })

  test('what may be tried again says so', () => {
    const busy = new DomainError('SERVICE_UNAVAILABLE', 'busy', {})
    expect(formatError(busy, 'r3').extensions).toMatchObject({ retryable: true })
  })
})

describe('S51 an error repeats no value', () => {
  const schema = buildSchema(`
    enum Sex { FEMALE MALE }
    input Person { name: String! sex: Sex age: Int }
    type Query { find(person: Person, sex: Sex, ids: [ID!]): Int }
  `)

  function messagesOf(query: string, variableValues?: Record<string, unknown>): readonly string[] {
    const errors = (() => {
      try {
        const document = parse(query)
        const invalid = validate(schema, document)
        return invalid.length > 0 ? invalid : (executeSync({ schema, document, variableValues }).errors ?? [])
      } catch (error) {
        return [error instanceof GraphQLError ? error : new GraphQLError('')]
      }
    })()
    return errors.map(error => safeMessage(error))
  }

  const byVariable = 'query ($p: Person) { find(person: $p) }'

  test.each([
    [
      'an enum in a variable',
      byVariable,
      { p: { name: 'x', sex: 'Petra' } },
      'Variable "$p" has a wrong value at "p.sex"; The value does not fit its type.',
    ],
    [
      'a text that is none',
      byVariable,
      { p: { name: { first: 'Petra' } } },
      'Variable "$p" has a wrong value at "p.name"; The value does not fit its type.',
    ],
    [
      'a person that is none',
      byVariable,
      { p: 'Petra at "p.sex"' },
      'Variable "$p" has a wrong value; Expected type "Person" to be an object.',
    ],
    [
      'a field too many',
      byVariable,
      { p: { name: 'Petra', nmae: 'Petra' } },
      'Variable "$p" has a wrong value; Field "nmae" is not defined by type "Person". Did you mean "name"?',
    ],
    [
      'a field too few',
      byVariable,
      { p: { age: 7 } },
      'Variable "$p" has a wrong value; Field "name" of required type "String!" was not provided.',
    ],
    [
      'nothing where something belongs',
      byVariable,
      { p: { name: null } },
      'Variable "$p" has a wrong value at "p.name"; Expected non-nullable type "String!" not to be null.',
    ],
    ['an enum in the document', '{ find(sex: Petra) }', undefined, 'The value does not fit its type.'],
    [
      'a text in the document',
      '{ find(person: { name: "x", age: "Petra" }) }',
      undefined,
      'The value does not fit its type.',
    ],
    ['a list in the document', '{ find(ids: [{ name: "Petra" }]) }', undefined, 'The value does not fit its type.'],
    [
      'a name out of place',
      '{ find(sex: FEMALE Petra "Slowly") }',
      undefined,
      'Syntax Error: Expected ":", found String.',
    ],
    ['a text out of place', '{ "Petra" }', undefined, 'Syntax Error: Expected Name, found String.'],
  ])('%s', (_, query, variables, message) => {
    expect(messagesOf(query, variables)).toEqual([message])
  })

  test('what is misspelt in the document is still named', () => {
    expect(messagesOf('{ fnid }')).toEqual(['Cannot query field "fnid" on type "Query". Did you mean "find"?'])
  })
})
