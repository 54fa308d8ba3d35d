import { DomainError } from '../domain/errors.js'

/**
 * Serialisation failure and deadlock: PostgreSQL asks to run the transaction again. And a transaction that somebody else's
 * failed statement has ended, where several read in one.
 */
const REPEATABLE = new Set(['40001', '40P01', '25P02'])

/** Not there, shutting down, or out of connections; 57014 is our own statement timeout, 55P03 our lock timeout. */
const UNAVAILABLE = /^(08|53|57P|57014|55P03|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)/

const LOST = /^(08|57P01|ECONNRESET|EPIPE)/

export function isRepeatable(error: unknown): boolean {
  const code = codeOf(error)
  return REPEATABLE.has(code) || LOST.test(code) || /Connection terminated/.test(messageOf(error))
}

/** Failures of the database become `SERVICE_UNAVAILABLE`; the rest passes as it is. */
export function toDomainError(error: unknown): unknown {
  if (error instanceof DomainError) return error
  const noConnection = /timeout exceeded when trying to connect|Connection terminated/.test(messageOf(error))
  if (!noConnection && !UNAVAILABLE.test(codeOf(error))) return error
  return new DomainError('SERVICE_UNAVAILABLE', 'The database does not answer', {}, true)
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : ''
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
