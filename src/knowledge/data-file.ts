import type { z } from 'zod'

import { KnowledgeError, type KnowledgeProblem, type Report } from './knowledge-error.js'

/** One file under `data/`: its path there, with forward slashes, and its parsed content. */
export interface DataFile {
  readonly path: string
  readonly json: unknown
}

/** Checks a file against its schema and reports every field that does not fit. */
export function checkFile<Schema extends z.ZodType>(
  schema: Schema,
  file: DataFile,
  report: Report,
): z.output<Schema> | undefined {
  /** Most shapes are met a few dozen times: compiling a reader for each takes longer than it saves. */
  const result = schema.safeParse(file.json, { jitless: true })
  if (result.success) return result.data
  for (const issue of result.error.issues) report(file.path, fieldPath(issue.path), issue.message)
  return undefined
}

/** Checks a file against its schema; a file that does not fit stops start-up, naming file and field. */
export function decodeFile<Schema extends z.ZodType>(schema: Schema, file: DataFile): z.output<Schema> {
  const problems: KnowledgeProblem[] = []
  const decoded = checkFile(schema, file, (path, field, message) => problems.push({ file: path, field, message }))
  if (decoded === undefined) throw new KnowledgeError('data', problems)
  return decoded
}

/** The error of a data file that contradicts itself or another. */
export function badData(path: string, field: readonly PropertyKey[], reason: string): KnowledgeError {
  return new KnowledgeError('data', [{ file: path, field: fieldPath(field), message: reason }])
}

/** `['alleles', 3, 'cells']` → `alleles[3].cells` */
function fieldPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, depth) => (typeof key === 'number' ? `[${key}]` : `${depth === 0 ? '' : '.'}${String(key)}`))
    .join('')
}
