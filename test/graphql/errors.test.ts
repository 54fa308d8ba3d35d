import { GraphQLError } from 'graphql'
import { describe, expect, test } from 'vitest'
import { DomainError } from '../../src/domain/errors.js'
import { formatError, isBug } from '../../src/graphql/format-error.js'

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
