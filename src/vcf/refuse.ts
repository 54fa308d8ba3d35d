import { DomainError } from '../domain/errors.js'
import type { ErrorCode } from '../domain/errors.js'

/** Where in a file something is wrong. Lines count from 1 in the uncompressed file, bytes from 0 in the file as given. */
export interface FilePlace {
  readonly line?: number
  readonly byte?: number
}

/**
 * A fault of the file as a whole. `reason` and `advice` are constants or hold places and numbers only: nothing of the
 * file's own text goes into them, because they are shown and logged.
 */
export function refusal(
  code: ErrorCode,
  reason: string,
  advice: string,
  place: FilePlace = {},
  more: Readonly<Record<string, unknown>> = {},
): DomainError {
  const where =
    place.line !== undefined ? ` (line ${place.line})` : place.byte !== undefined ? ` (byte ${place.byte})` : ''
  return new DomainError(code, `${reason}${where}. ${advice}`, { ...place, reason, advice, ...more })
}
