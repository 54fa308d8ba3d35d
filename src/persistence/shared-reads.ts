import type { UnitOfWork } from '../usecases/ports.js'
import type { Reader } from '../usecases/ports.js'

/** A transaction that only reads, begun. */
export interface OpenRead {
  readonly unit: UnitOfWork
  /** Nobody waits for it. */
  readonly end: () => void
}

/** One part's turn in the transaction that it shares with other parts of the same answer. */
interface Turn {
  readonly opened: Promise<OpenRead>
  /** Its statements failed: nobody else begins in this transaction. */
  spoil(): void
  leave(): void
}

/**
 * Parts of one answer that read at the same time, or one directly after the other, do it in one transaction: they see one
 * state of the data, need one connection, and do not ask again what another part has just asked. It ends as soon as none of them
 * reads any more.
 */
export function sharedReads(open: (organisationId: string) => Promise<OpenRead>): (reader: Reader) => Turn {
  const requests = new WeakMap<object, Map<string, SharedRead>>()

  return ({ request, organisationId }) => {
    const reads = requests.get(request) ?? new Map<string, SharedRead>()
    requests.set(request, reads)
    const shared = reads.get(organisationId) ?? { opened: open(organisationId), readers: 0 }
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
  }
}

interface SharedRead {
  readonly opened: Promise<OpenRead>
  readers: number
  isOver?: boolean
}
