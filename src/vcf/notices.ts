import type { Diagnostic } from '../domain/diagnostics.js'

/** Collects diagnostics up to a limit; what comes after is counted. The same finding about the same place is kept once. */
export interface Notices {
  readonly add: (diagnostic: Diagnostic) => void
  readonly list: () => readonly Diagnostic[]
}

export function createNotices(limit: number): Notices {
  const kept: Diagnostic[] = []
  const seen = new Set<string>()
  let dropped = 0
  return {
    add: diagnostic => {
      const { code, line, chromosome, position, gene, message } = diagnostic
      const key = `${code}\t${line}\t${chromosome}\t${position}\t${gene}\t${message}`
      if (kept.length >= limit) {
        dropped += 1
        return
      }
      if (seen.has(key)) return
      seen.add(key)
      kept.push(diagnostic)
    },
    list: () => {
      const inOrder = kept.toSorted(
        (a, b) =>
          (a.line ?? 0) - (b.line ?? 0) ||
          compare(a.code, b.code) ||
          (a.position ?? 0) - (b.position ?? 0) ||
          compare(a.gene ?? '', b.gene ?? ''),
      )
      if (dropped === 0) return inOrder
      return [
        ...inOrder,
        { code: 'DIAGNOSTICS_TRUNCATED', severity: 'warning', message: `${dropped} more diagnostics were not kept.` },
      ]
    },
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
