import type { SampleDocument } from '../../usecases/records.js'

/**
 * Decoded documents of the samples asked for last: decoding one takes longer than everything else a question about a drug
 * does. Nothing is answered from here without asking the database first: a row has to be visible to the asking
 * organisation, and unchanged.
 */
export interface DocumentCache {
  get(sampleId: string, rowVersion: string): SampleDocument | undefined
  put(sampleId: string, rowVersion: string, document: SampleDocument): void
}

/** About a third of a megabyte each. */
const KEPT = 64

export function createDocumentCache(): DocumentCache {
  const kept = new Map<string, { readonly rowVersion: string; readonly document: SampleDocument }>()
  return {
    get(sampleId, rowVersion) {
      const found = kept.get(sampleId)
      if (found?.rowVersion !== rowVersion) return undefined
      kept.delete(sampleId)
      kept.set(sampleId, found)
      return found.document
    },
    put(sampleId, rowVersion, document) {
      kept.delete(sampleId)
      kept.set(sampleId, { rowVersion, document })
      const [oldest] = kept.keys()
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
    },
  }
}
