import type { Reader, UnitOfWork } from '../usecases/ports.js'

/** A transaction that only reads, begun. */
export interface OpenRead {
  readonly unit: UnitOfWork
  /** Nobody waits for it. */
  readonly end: () => void
}

export interface SharedReads {
  /** A turn in the transaction of this request, which begins with the first. */
  join(reader: Reader): Turn
  /** Something was changed here: nobody joins a transaction that may not see it. */
  changed(): void
}

/** One part's turn in the transaction that it shares with other parts of the same answer. */
export interface Turn {
  readonly opened: Promise<OpenRead>
  /** Its statements failed: nobody else begins in this transaction. */
  spoil(): void
  leave(): void
}

interface SharedRead {
  readonly opened: Promise<OpenRead>
  /** How many changes had been made when it was opened. */
  readonly changes: number
  readers: number
  isOver?: boolean
}

/**
 * Parts of one answer that read at the same time, or one directly after the other, do it in one transaction: they see one
 * state of the data, need one connection, and do not ask again what another part has just asked. It ends as soon as none of
 * them reads any more.
 */
export function sharedReads(open: (organisationId: string) => Promise<OpenRead>): SharedReads {
  const requests = new WeakMap<object, Map<string, SharedRead>>()
  let changes = 0

  return {
    join({ request, organisationId }) {
      const reads = requests.get(request) ?? new Map<string, SharedRead>()
      requests.set(request, reads)
      const known = reads.get(organisationId)
      const shared = known?.changes === changes ? known : { opened: open(organisationId), changes, readers: 0 }
      reads.set(organisationId, shared)
      shared.readers += 1
      const forget = () => {
        if (reads.get(organisationId) === shared) reads.delete(organisationId)
      }
      return {
        opened: shared.opened,
        spoil: forget,
        leave() {
          shared.readers -= 1
          // What follows from an answer is asked for within the same turn of the event loop.
          setImmediate(() => {
            if (shared.readers > 0 || shared.isOver === true) return
            shared.isOver = true
            forget()
            shared.opened.then(
              ({ end }) => end(),
              () => {},
            )
          })
        },
      }
    },
    changed() {
      changes += 1
    },
  }
}
