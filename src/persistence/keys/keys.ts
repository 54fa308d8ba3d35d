import { openKeyRing } from './key-ring.js'
import type { KeyRing } from './key-ring.js'
import { createPatientKeys } from './patient-keys.js'
import type { PatientKeys } from './patient-keys.js'
import { createSearchHashes } from './search-hashes.js'
import type { SearchHashes } from './search-hashes.js'

/** All that encrypts and decrypts, over one key file. */
export interface Keys {
  readonly ring: KeyRing
  readonly patients: PatientKeys
  hashes(organisationId: string): SearchHashes
}

export function openKeys(path: string): Keys {
  const ring = openKeyRing(path)
  return { ring, patients: createPatientKeys(ring), hashes: createSearchHashes(ring) }
}
