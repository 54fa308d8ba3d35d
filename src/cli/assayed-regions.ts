import { DomainError } from '../domain/errors.js'
import type { AssayFacts } from '../usecases/records.js'

/**
 * Reads a BED file (zero-based, end excluded) into regions as VCF counts (one-based, end included): silence of the VCF
 * inside them is reference, so a line that cannot be read refuses the whole file.
 */
export function parseAssayedRegions(text: string, path: string): AssayFacts['assayedRegions'] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || /^(#|track\s|browser\s)/.test(line)) return []
    const [chromosome, start, end] = line.split(/\s+/)
    if (!chromosome || !/^\d+$/.test(start ?? '') || !/^\d+$/.test(end ?? '') || Number(start) >= Number(end)) {
      throw new DomainError(
        'BAD_USER_INPUT',
        `${path}: not a BED region: it needs chromosome, start and a larger end`,
        {
          line: index + 1,
        },
      )
    }
    return [{ chromosome, start: Number(start) + 1, end: Number(end) }]
  })
}
