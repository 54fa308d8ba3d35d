import type { Ports } from './ports.js'
import type { UploadRecord } from './records.js'

export interface Lease {
  /** Aborted when the lease is lost or the caller's signal is. */
  readonly signal: AbortSignal
  isLost(): boolean
  end(): void
}

/** Renews the lease of an attempt while its work lasts. */
export function keepLease({ transactions, policy }: Ports, upload: UploadRecord, signal: AbortSignal): Lease {
  const { id, organisationId, attempt } = upload
  const lost = new AbortController()
  const timer = setInterval(() => void renew(), policy.renewMilliseconds)

  async function renew(): Promise<void> {
    try {
      const kept = await transactions.run(organisationId, unit =>
        unit.uploads.renew(id, attempt, policy.leaseMilliseconds),
      )
      if (!kept) lost.abort()
    } catch {
      // The database is away for a moment: the lease may outlive that, and if not, the fence of the result stands.
    }
  }

  return {
    signal: AbortSignal.any([signal, lost.signal]),
    isLost: () => lost.signal.aborted,
    end: () => clearInterval(timer),
  }
}
