import type { OutsideCall } from '../domain/diplotype/gene-call.js'
import { DomainError } from '../domain/errors.js'
import type { Knowledge } from '../domain/knowledge.js'
import { similarity } from '../domain/recommendation/similarity.js'

/** Checks of what people send that no schema can make; each names the field and never repeats its content. */

export function requireText(field: string, text: string, longest: number): string {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > longest || hasControlCharacters(trimmed))
    throw new DomainError('BAD_USER_INPUT', `${field} must be 1 to ${longest} printable characters`, { field })
  return trimmed
}

export function optionalText(field: string, text: string | undefined, longest: number): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : requireText(field, text, longest)
}

function hasControlCharacters(text: string): boolean {
  return /\p{Cc}/u.test(text)
}

export function requireDay(field: string, text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  // JavaScript reads 30 February as a day of March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    throw new DomainError('BAD_USER_INPUT', `${field} must be a day written YYYY-MM-DD`, { field })
  return text
}

export function requireSha256(field: string, text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new DomainError('BAD_USER_INPUT', `${field} must be 64 lower-case hexadecimal digits`, { field })
  return text
}

/** A result for a gene we have no data of could only be dropped, so it is refused; one that says nothing as well. */
export function requireOutsideCalls(calls: readonly OutsideCall[], knowledge: Knowledge): readonly OutsideCall[] {
  return calls.map((call, index) => {
    const field = `outsideCalls[${index}]`
    if (!knowledge.genes.has(call.gene))
      throw new DomainError('UNKNOWN_GENE', `${field}: no data file describes this gene`, {
        field,
        candidates: genesLike(call.gene, knowledge),
      })
    const { diplotype, phenotype, activityScore } = call
    const given = [diplotype, phenotype, activityScore].filter(text => text !== undefined && text.trim() !== '')
    if (given.length === 0)
      throw new DomainError('BAD_USER_INPUT', `${field} needs a diplotype, a phenotype or an activity score`, { field })
    return {
      gene: call.gene,
      diplotype: optionalText(`${field}.diplotype`, diplotype, 500),
      phenotype: optionalText(`${field}.phenotype`, phenotype, 200),
      activityScore: optionalText(`${field}.activityScore`, activityScore, 50),
      line: call.line,
    }
  })
}

const LEAST_SIMILARITY = 0.6

/** Symbols that a misspelt one may mean, best first. */
function genesLike(symbol: string, knowledge: Knowledge): readonly string[] {
  const wanted = symbol.trim().toUpperCase().slice(0, 50)
  return [...knowledge.genes.keys()]
    .map(known => ({ known, likeness: similarity(wanted, known.toUpperCase()) }))
    .filter(({ likeness }) => likeness >= LEAST_SIMILARITY)
    .toSorted((a, b) => b.likeness - a.likeness || (a.known < b.known ? -1 : 1))
    .slice(0, 5)
    .map(({ known }) => known)
}
