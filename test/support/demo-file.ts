import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

import { ROOT } from './sextant.js'

export const DEMO = join(ROOT, 'data/demo')

/** The text of a demonstration VCF. */
export function demoText(name: string): string {
  const bytes = readFileSync(join(DEMO, name))
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
}

/** Replaces one column of the row with this rsID. */
export function withColumn(text: string, rsid: string, column: keyof typeof COLUMNS, value: string): string {
  return mapRow(text, rsid, fields => fields.with(COLUMNS[column], value))
}

const COLUMNS = { chrom: 0, pos: 1, ref: 3, alt: 4, filter: 6, info: 7, format: 8, sample: 9 } as const

export function mapRow(text: string, rsid: string, change: (fields: string[]) => string[]): string {
  let found = false
  const lines = text.split('\n').map(line => {
    const fields = line.split('\t')
    if (fields[2] !== rsid) return line
    found = true
    return change(fields).join('\t')
  })
  if (!found) throw new Error(`no row ${rsid}`)
  return lines.join('\n')
}

/** 1-based line of the row with this rsID. */
export function lineOf(text: string, rsid: string): number {
  return text.split('\n').findIndex(line => line.split('\t')[2] === rsid) + 1
}
