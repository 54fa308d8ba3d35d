import { createHmac } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { foldWords } from './fold-words.js'
import type { KeyRing } from './key-ring.js'

/**
 * What is encrypted is found by hashes under a key that the database does not know, another one per organisation: equal
 * texts can be recognised there, and nothing can be guessed without the key (S25).
 */
export interface SearchHashes {
  /** One per distinct word, without case and accents. */
  words(text: string): readonly string[]
  recordNumber(text: string): string
  /** A request or its key, which may say whose it was. */
  request(text: string): string
}

/** 128 bits: nobody meets two texts with the same hash. */
const HASH_BYTES = 16

export function createSearchHashes(ring: KeyRing): (organisationId: string) => SearchHashes {
  const known = new Map<string, SearchHashes>()
  return organisationId => {
    const hashes = known.get(organisationId) ?? hashesUnder(ring.derived(`search ${organisationId}`))
    known.set(organisationId, hashes)
    return hashes
  }
}

function hashesUnder(key: KeyObject): SearchHashes {
  const digest = (kind: string, text: string) => createHmac('sha256', key).update(`${kind} ${text}`).digest()
  const short = (kind: string, text: string) => digest(kind, text).subarray(0, HASH_BYTES).toString('base64url')
  return {
    words: text => foldWords(text).map(word => short('word', word)),
    recordNumber: text => short('number', text.normalize('NFC')),
    request: text => digest('request', text).toString('base64url'),
  }
}
