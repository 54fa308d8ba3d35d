import { z } from 'zod'

import type { Provenance } from '../domain/knowledge.js'

export const text = z.string().min(1)

export const basis = z.enum(['source-row', 'inferred', 'curator-knowledge'])

/** What each file says about itself; rows differ from it only where they say so. */
export const fileProvenance = { licence: text, source: text, basis, reviewed: z.boolean() }

export const rowProvenance = { source: text.optional(), basis: basis.optional(), reviewed: z.boolean().optional() }

interface Row {
  readonly source?: string | undefined
  readonly basis?: Provenance['basis'] | undefined
  readonly reviewed?: boolean | undefined
}

/** A row's own provenance over its file's. The same object is shared by all rows that say nothing of their own. */
export function provenanceOf(file: Provenance, row: Row): Provenance {
  if (row.source === undefined && row.basis === undefined && row.reviewed === undefined) return file
  return {
    source: row.source ?? file.source,
    basis: row.basis ?? file.basis,
    reviewed: row.reviewed ?? file.reviewed,
  }
}
