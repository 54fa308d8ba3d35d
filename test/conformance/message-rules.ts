import type { Diagnostic } from '../../src/domain/diagnostics.js'
import type { GeneCall } from '../../src/domain/diplotype/gene-call.js'
import { readJson } from './case.js'

/** What a rule of the tool reports, as one of our codes. */
interface OurCode {
  readonly note?: string
  readonly reason?: string
}

interface MessageCodes {
  readonly geneMessages: Readonly<Record<string, OurCode>>
  readonly matcherWarnings: readonly OurCode[]
  readonly vcfWarnings: readonly { readonly pattern: string; readonly diagnostic: Diagnostic['code'] }[]
}

const CODES = readJson<MessageCodes>('test/conformance/message-codes.json')

/** Whether our call reports what the tool's rule reports; undefined for rules that are prose only. */
export function reports(call: GeneCall, rule: string): boolean | undefined {
  const ours = CODES.geneMessages[rule]
  return ours === undefined ? undefined : has(call, ours)
}

/** The rules of the table whose code our call carries. */
export function rulesReported(call: GeneCall): readonly string[] {
  return Object.keys(CODES.geneMessages).filter(rule => reports(call, rule))
}

export function matcherWarnings(call: GeneCall): number {
  return CODES.matcherWarnings.filter(code => has(call, code)).length
}

export function diagnosticFor(warning: string): Diagnostic['code'] | undefined {
  return CODES.vcfWarnings.find(({ pattern }) => new RegExp(pattern).test(warning))?.diagnostic
}

export const WARNING_DIAGNOSTICS: ReadonlySet<string> = new Set(CODES.vcfWarnings.map(({ diagnostic }) => diagnostic))

function has(call: GeneCall, { note, reason }: OurCode): boolean {
  if (reason !== undefined) return call.status === 'not-called' && call.reason === reason
  return call.notes.some(({ code }) => code === note)
}
