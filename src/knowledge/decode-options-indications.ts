import { z } from 'zod'

import type { Indication } from '../domain/option-knowledge.js'
import type { DataFile } from './data-file.js'
import { badData, decodeFile } from './data-file.js'
import { code, head, name, prefix, statedIn, texts } from './decode-options-parts.js'

const fileSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'is no id (lower case, hyphens)'),
  name: texts,
  ...head,
  icd10cm: z.array(prefix).min(1),
  facts: z.record(z.string(), z.string()).default({}),
  statedIn: z.array(statedIn).min(1),
  leftOut: z.array(z.string()).default([]),
  candidates: z
    .array(z.strictObject({ drug: name, line: z.int().positive(), class: code, note: code.optional() }))
    .min(1),
})

/** Indications with their candidates, by id. */
export function decodeIndications(files: readonly DataFile[]): ReadonlyMap<string, Indication> {
  const indications = new Map<string, Indication>()
  for (const file of files) {
    const { licence: _licence, source, basis, reviewed, ...decoded } = decodeFile(fileSchema, file)
    if (indications.has(decoded.id)) throw badData(file.path, ['id'], 'is already described by another file')
    const drugs = decoded.candidates.map(({ drug }) => drug)
    const double = drugs.findIndex((drug, index) => drugs.indexOf(drug) !== index)
    if (double >= 0) throw badData(file.path, ['candidates', double, 'drug'], 'is listed twice')
    indications.set(decoded.id, { ...decoded, provenance: { source, basis, reviewed } })
  }
  return new Map([...indications].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
