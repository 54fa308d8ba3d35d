import { isDeepStrictEqual } from 'node:util'

/** One asserted field of a case and how our answer compares with it. */
export type Part =
  | { readonly name: string; readonly status: 'passed' }
  | { readonly name: string; readonly status: 'failed'; readonly expected: unknown; readonly actual: unknown }
  | { readonly name: string; readonly status: 'not-applicable'; readonly reason: NotApplicable }

/** What has no counterpart here. The README quotes this list. */
export const NOT_APPLICABLE = {
  FILES: 'names of the files that the reference tool writes, and splitting its run into stages',
  REPORT_LAYOUT: "which sections, drugs or genes the reference tool's HTML report lists",
  WORDING:
    'the wording of its messages, warnings and summaries (what they report is compared through a table of codes)',
  MESSAGE_WITHOUT_COUNTERPART: 'remarks it attaches as prose only (strand footnotes, drug texts)',
  CALL_TEXT: 'helper functions on its textual genotypes ("C/T"): our genotypes are never texts',
  TSV_LAYOUT: 'columns and row count of its calls-only TSV (ours has columns of its own; the calls in it are compared)',
  NOTHING_ASSERTED: 'a case that asserts nothing',
  COMMAND_LINE: 'its command line, where a case asserts how that refuses missing arguments',
  TRUTH_ELSEWHERE: 'a consensus call that the VCF alone cannot give',
  NO_SAMPLES: 'valid files without samples: there is nothing to call in them, and they are refused saying so',
  NO_ROW_OF_INTEREST:
    'invalid files without a row at any position of interest: nothing is read from them, and they are answered saying so',
  DATA_LIST: 'the list of all genes or drugs of its data release',
} as const

export type NotApplicable = keyof typeof NOT_APPLICABLE

export function compare(name: string, expected: unknown, actual: unknown): Part {
  return isDeepStrictEqual(expected, plain(actual))
    ? { name, status: 'passed' }
    : { name, status: 'failed', expected, actual: plain(actual) }
}

/** Order carries no meaning in some lists. */
export function compareAsSet(name: string, expected: readonly unknown[], actual: readonly unknown[]): Part {
  const sorted = (values: readonly unknown[]): readonly string[] =>
    values.map(value => JSON.stringify(value)).toSorted()
  return isDeepStrictEqual(sorted(expected), sorted(actual))
    ? { name, status: 'passed' }
    : { name, status: 'failed', expected, actual }
}

export const holds = (name: string, expected: unknown, actual: unknown, does: boolean): Part =>
  does ? { name, status: 'passed' } : { name, status: 'failed', expected, actual: plain(actual) }

export const notApplicable = (name: string, reason: NotApplicable): Part => ({ name, status: 'not-applicable', reason })

export const unknownField = (name: string, expected: unknown): Part => ({
  name,
  status: 'failed',
  expected,
  actual: 'the runner does not know this field',
})

/** Absent is absent, however it is written. */
function plain(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value))
}
