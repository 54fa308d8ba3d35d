import { isDeepStrictEqual } from 'node:util'

import type { Knowledge } from '../domain/knowledge.js'
import { type ReleaseRow, releaseRows, ROW_KINDS, type RowKind } from './release-rows.js'

export interface FieldChange {
  readonly field: string
  /** Absent where the row, or the field of it, did not exist. */
  readonly before?: unknown
  readonly after?: unknown
}

/** Rows of one gene or guideline that changed in the same way. */
export interface RowChange {
  readonly kind: RowKind
  readonly change: 'added' | 'removed' | 'changed'
  /** Gene, or guideline: "CPIC codeine (PA…)"; empty where the rows stand for themselves. */
  readonly group: string
  /** Empty for the head of a gene or guideline. */
  readonly rows: readonly string[]
  readonly fields: readonly FieldChange[]
}

/** Everything that differs between two releases, kind by kind. */
export function diffReleases(before: Knowledge, after: Knowledge): readonly RowChange[] {
  const [old, young] = [byId(releaseRows(before)), byId(releaseRows(after))]
  const changes = [
    ...[...old].flatMap(([id, row]) => changeOf(row, young.get(id))),
    ...[...young].flatMap(([id, row]) => (old.has(id) ? [] : changeOf(undefined, row))),
  ]
  const merged = mergeAlike(changes)
  return ROW_KINDS.flatMap(kind =>
    merged
      .filter(change => change.kind === kind)
      .toSorted((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : 0)),
  )
}

function byId(rows: readonly ReleaseRow[]): ReadonlyMap<string, ReleaseRow> {
  return new Map(rows.map(row => [`${row.kind}\n${row.group}\n${row.id}`, row]))
}

function changeOf(before: ReleaseRow | undefined, after: ReleaseRow | undefined): RowChange[] {
  const row = after ?? before
  if (row === undefined) return []
  const names = new Set([...Object.keys(before?.fields ?? {}), ...Object.keys(after?.fields ?? {})])
  // Rows that come or go together are told together; the id that each has at its source would keep them apart.
  if (before === undefined || after === undefined) names.delete('sourceId')
  const fields = [...names].flatMap((field): FieldChange[] => {
    const [old, young] = [before?.fields[field], after?.fields[field]]
    return isDeepStrictEqual(old, young) || (isNothing(old) && isNothing(young))
      ? []
      : [{ field, before: old, after: young }]
  })
  if (before !== undefined && after !== undefined && fields.length === 0) return []
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  return [{ kind: row.kind, change, group: row.group, rows: [row.id], fields }]
}

/** An empty list says as little as an absent one. */
function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0)
}

function mergeAlike(changes: readonly RowChange[]): readonly RowChange[] {
  const merged = new Map<string, { readonly change: RowChange; readonly rows: string[] }>()
  for (const change of changes) {
    const { rows, ...about } = change
    const key = JSON.stringify(about)
    const same = merged.get(key)
    if (same === undefined) merged.set(key, { change, rows: [...rows] })
    else same.rows.push(...rows)
  }
  return [...merged.values()].map(({ change, rows }) => ({ ...change, rows }))
}

/** Fields on which a call rests; whatever else of a definition changes, calls stay. */
const DECIDE_CALLS: Partial<Record<RowKind, readonly string[]>> = {
  position: ['loci', 'role', 'window'],
  allele: ['cells', 'matchable', 'core', 'isReference'],
  gene: [
    'ploidy',
    'callingRule',
    'needsCopyNumber',
    'undocumentedAsReference',
    'referenceAllele',
    'required',
    'fallback',
    'linkedPair',
    'unphasedPriorities',
    'noCombination',
    'worstFunctions',
  ],
}

/** Genes that may be called otherwise under the newer release: stored calls do not tell, their variants do. */
export function genesToCallAgain(changes: readonly RowChange[]): readonly string[] {
  const decisive = changes.filter(({ kind, fields }) => fields.some(({ field }) => DECIDE_CALLS[kind]?.includes(field)))
  return [...new Set(decisive.map(({ group }) => group))].toSorted()
}
