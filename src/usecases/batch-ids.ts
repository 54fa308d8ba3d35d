import { createHash } from 'node:crypto'

/** Ids that one batch can have: the twelve bits behind the time count its members. */
export const MOST_IN_BATCH = 4_096

/**
 * The id of one member of a batch, made of the batch's id (UUIDv7): it sorts by the batch's time and then by its place, and
 * a batch that is sent again finds its members.
 */
export function batchMemberId(batchId: string, index: number): string {
  const time = batchId.replaceAll('-', '').slice(0, 12)
  const tail = createHash('sha256').update(`${batchId} ${index}`).digest('hex')
  const place = index.toString(16).padStart(3, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${place}-8${tail.slice(0, 3)}-${tail.slice(3, 15)}`
}
