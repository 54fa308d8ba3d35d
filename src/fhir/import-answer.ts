import type { Bundle, BundleEntry, OperationOutcome, OperationOutcomeIssue } from 'fhir/r4.js'
import { ENTRY_ISSUES, type EntryIssue } from './entry-issues.js'
import { outcomeIssue } from './operation-outcome.js'
import type { ReadBundle, ReadEntry } from './read-bundle.js'

/** What became of one fact of an entry. */
export interface FactResult {
  readonly status: 'RECORDED' | 'CHANGED' | 'UNCHANGED' | 'RETRACTED' | 'REFUSED'
  readonly fact?: { readonly id: string }
  readonly problems: readonly { readonly code: string; readonly field?: string; readonly used: boolean }[]
}

const STATUS_TEXTS: Readonly<Record<FactResult['status'], string>> = {
  RECORDED: 'A fact was recorded',
  CHANGED: 'A fact was put in the place of an earlier one',
  UNCHANGED: 'The fact is recorded already',
  RETRACTED: 'An earlier fact counts no more',
  REFUSED: 'A fact cannot be recorded',
}

/** What became of the result of a gene. */
export interface ResultAnswer {
  readonly status: 'RECORDED' | 'CHANGED' | 'UNCHANGED' | 'NOT_USED' | 'REFUSED' | 'NOTHING_STATED'
  /** Why it was refused or not used. */
  readonly code?: string
  /** What was recorded from it before counts no more. */
  readonly isRetracted: boolean
}

type Severity = OperationOutcomeIssue['severity']

const RESULT_TEXTS: Readonly<Record<Exclude<ResultAnswer['status'], 'NOTHING_STATED'>, readonly [Severity, string]>> = {
  RECORDED: ['information', 'It was recorded as an outside call: a result that was determined elsewhere'],
  CHANGED: ['information', 'It took the place of the outside call that was recorded from it before'],
  UNCHANGED: ['information', 'The outside call is recorded already'],
  NOT_USED: ['information', 'A newer result of the gene stands'],
  REFUSED: ['error', 'The result of a gene cannot be recorded'],
}

const RIGHTS: readonly (string | undefined)[] = ['FORBIDDEN', 'CONSENT_REQUIRED']

/** The answer to a bundle: one entry per entry, in the same order, each with at least one thing said. */
export function importAnswer(
  { entries, hasMorePages }: ReadBundle,
  facts: readonly (readonly FactResult[])[],
  results: ReadonlyMap<number, ResultAnswer>,
): Bundle {
  const answers = entries.map((entry, index) =>
    answerOf(entry, facts[index] ?? [], results.get(index), hasMorePages && index === 0),
  )
  const bundle = { resourceType: 'Bundle', type: 'batch-response' } as const
  // FHIR has no empty lists.
  return answers.length === 0 ? bundle : { ...bundle, entry: answers }
}

function answerOf(
  entry: ReadEntry,
  facts: readonly FactResult[],
  result: ResultAnswer | undefined,
  hasMorePages: boolean,
): BundleEntry {
  const issues = [
    ...entry.issues.map(({ code, field }) => entryIssue(code, field === undefined ? {} : { expression: field })),
    ...facts.flatMap(factIssues),
    ...resultIssues(entry, result),
    ...(hasMorePages ? [entryIssue('MORE_PAGES', {})] : []),
  ]
  const outcome: OperationOutcome = { resourceType: 'OperationOutcome', issue: issues }
  return { response: { status: statusOf(facts, result, issues), outcome } }
}

function statusOf(
  facts: readonly FactResult[],
  result: ResultAnswer | undefined,
  issues: readonly OperationOutcomeIssue[],
): string {
  if (result?.status === 'RECORDED' || facts.some(({ status }) => status === 'RECORDED')) return '201 Created'
  if (RIGHTS.includes(result?.code)) return '403 Forbidden'
  if (facts.some(({ status }) => status !== 'REFUSED')) return '200 OK'
  return issues.some(({ severity }) => severity === 'error') ? '422 Unprocessable Entity' : '200 OK'
}

function entryIssue(code: EntryIssue['code'], more: { readonly expression?: string }): OperationOutcomeIssue {
  const { severity, type, text } = ENTRY_ISSUES[code]
  return outcomeIssue(severity, type, code, text, more)
}

function resultIssues(entry: ReadEntry, answer: ResultAnswer | undefined): readonly OperationOutcomeIssue[] {
  if (answer === undefined) return []
  const { status, code = status, isRetracted } = answer
  const retracted = isRetracted ? [entryIssue('RETRACTED', {})] : []
  if (status === 'NOTHING_STATED')
    return isRetracted || entry.takesBack !== true ? retracted : [entryIssue('NOTHING_RECORDED', {})]
  const [severity, text] = RESULT_TEXTS[status]
  const type = RIGHTS.includes(code) ? 'forbidden' : severity === 'error' ? 'value' : 'informational'
  return [outcomeIssue(severity, type, code, text), ...retracted]
}

function factIssues({ status, fact, problems }: FactResult): readonly OperationOutcomeIssue[] {
  const about = fact === undefined ? {} : { diagnostics: `fact ${fact.id}` }
  const severity = status === 'REFUSED' ? 'error' : 'information'
  return [
    outcomeIssue(severity, status === 'REFUSED' ? 'value' : 'informational', status, STATUS_TEXTS[status], about),
    ...problems.map(({ code, field, used }) => {
      const text = used ? 'The fact counts all the same' : 'The fact is kept and counts for nothing'
      const where = field === undefined ? about : { ...about, expression: field }
      return outcomeIssue(
        status === 'REFUSED' ? 'error' : 'warning',
        'value',
        code,
        status === 'REFUSED' ? STATUS_TEXTS.REFUSED : text,
        where,
      )
    }),
  ]
}
