import type { Diagnostic } from '../diagnostics.js'
import type { OutsideCall } from './gene-call.js'

export interface ParsedOutsideCalls {
  readonly calls: readonly OutsideCall[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads outside calls as laboratories exchange them: tab-separated gene, diplotype, phenotype, activity score; no
 * header, `#` starts a comment, further columns are ignored, a gene may have several lines. A line that says nothing
 * refuses its own gene and no other. Meaning is checked by `normaliseOutsideCall`, which knows the gene.
 */
export function parseOutsideCalls(text: string): ParsedOutsideCalls {
  const calls: OutsideCall[] = []
  const diagnostics: Diagnostic[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  lines.forEach((row, index) => {
    if (row.trim() === '' || row.startsWith('#')) return
    const line = index + 1
    const [gene = '', diplotype, phenotype, activityScore] = row.split('\t').map(field => field.trim() || undefined)
    const call: OutsideCall = {
      gene,
      ...(diplotype === undefined ? {} : { diplotype }),
      ...(phenotype === undefined ? {} : { phenotype }),
      ...(activityScore === undefined ? {} : { activityScore }),
      line,
    }
    const refused = whyUnreadable(call)
    if (refused === undefined) {
      calls.push(call)
      return
    }
    if (gene !== '') calls.push({ gene, line, refused })
    diagnostics.push({ code: 'OUTSIDE_CALL_REFUSED', severity: 'error', line, gene, message: refused })
  })
  return { calls, diagnostics }
}

function whyUnreadable({ gene, diplotype, phenotype, activityScore, line }: OutsideCall): string | undefined {
  if (gene === '') return `Line ${line} names no gene in its first column.`
  if (diplotype === undefined && phenotype === undefined && activityScore === undefined)
    return `Line ${line} gives neither diplotype nor phenotype nor activity score; columns are separated by tabs.`
  return undefined
}

/** "." or "./." says that the other method looked and found no answer. */
export function isExplicitNoCall(diplotype: string | undefined): boolean {
  return diplotype !== undefined && /^\.([/|]\.)?$/.test(diplotype)
}
