import type { Diagnostic } from '../domain/diagnostics.js'
import type { OutsideCall } from '../domain/diplotype/gene-call.js'
import { normaliseOutsideCall } from '../domain/diplotype/normalise-outside-call.js'
import { parseOutsideCalls } from '../domain/diplotype/outside-calls.js'
import type { Knowledge } from '../domain/knowledge.js'

export interface OutsideCalls {
  readonly calls: readonly OutsideCall[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads files of outside calls; a line that cannot be used costs its own gene and is reported with its number. */
export function readOutsideCalls(texts: readonly string[], knowledge: Knowledge): OutsideCalls {
  const parsed = texts.map(parseOutsideCalls)
  const calls = parsed.flatMap(file => file.calls)
  const meaning = calls.flatMap((call): readonly Diagnostic[] => {
    const gene = knowledge.genes.get(call.gene)
    if (gene !== undefined) return normaliseOutsideCall(call, gene).diagnostics
    const message = `No data file describes "${call.gene}"; symbols are written as HGNC writes them. The line is not used.`
    return [{ code: 'OUTSIDE_CALL_REFUSED', severity: 'error', line: call.line, message }]
  })
  return { calls, diagnostics: [...parsed.flatMap(file => file.diagnostics), ...meaning] }
}
