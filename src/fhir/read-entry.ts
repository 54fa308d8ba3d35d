import type { DrugLookup } from '../domain/history/drug-lookup.js'
import type { OriginalCode, StatedFact } from '../domain/history/history-fact.js'
import type { EntryIssue, EntryIssueCode } from './entry-issues.js'
import type { Json } from './json.js'
import type { ReadResult } from './read-genetics.js'

/** One fact that a resource states. */
export interface ReadFact {
  /** Which of the facts of its resource, the same whenever it is sent again. */
  readonly slot: string
  readonly fact: StatedFact
  readonly original: readonly OriginalCode[]
  /** When it was written down there, as far as the resource says. */
  readonly recordedOn?: string
}

export interface Reading {
  readonly facts: readonly ReadFact[]
  readonly issues: readonly EntryIssue[]
  /** Of a gene; no part of the history. */
  readonly result?: ReadResult
  /** It says that a result of a gene, which it may have stated before, does not count. */
  readonly takesBack?: boolean
}

/** What reading a resource needs besides the resource. */
export interface ReadingContext {
  /** What a reference inside the resource leads to, contained or in the bundle. */
  readonly resolve: (reference: Json | undefined) => Json | undefined
  /** How the data know a drug: of several codes the one they know is chosen. */
  readonly drugs: DrugLookup
}

export function nothing(code: EntryIssueCode, field?: string): Reading {
  return { facts: [], issues: [issue(code, field)] }
}

export function issue(code: EntryIssueCode, field?: string): EntryIssue {
  return field === undefined ? { code } : { code, field }
}
