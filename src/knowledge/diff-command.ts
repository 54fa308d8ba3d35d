import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { isDeepStrictEqual, parseArgs } from 'node:util'

import type { Knowledge } from '../domain/knowledge.js'
import { affectedSamples, type AffectedSample } from './affected-samples.js'
import { diffReleases, genesToCallAgain, type RowChange } from './diff-releases.js'
import { loadReleases } from './load-knowledge.js'
import { readStoredSample } from './stored-calls.js'

export const DIFF_USAGE = 'knowledge diff OLDER NEWER [--calls FILE] [--json]'

interface Affected {
  readonly read: number
  readonly samples: readonly AffectedSample[]
  /** Lines of the file that are no sample. */
  readonly unreadable: readonly number[]
}

/**
 * What differs between two releases and, given stored calls (`sextant call --json`), whom it concerns. Answers 0, 1
 * when a line of the calls could not be read, 2 for wrong usage; a release that cannot be read throws.
 */
export async function runDiff(args: readonly string[], print: (line: string) => void): Promise<number> {
  const options = readOptions(args)
  if (options === undefined) {
    print(`usage: ${DIFF_USAGE}`)
    return 2
  }
  const [before, after] = await loadReleases(options.folders)
  if (before === undefined || after === undefined) throw new TypeError('two releases are needed')
  const changes = diffReleases(before, after)
  const callAgain = genesToCallAgain(changes)
  const affected = options.calls === undefined ? undefined : await readAffected(options.calls, before, after)
  if (options.json) {
    print(JSON.stringify({ before: headOf(before), after: headOf(after), changes, callAgain, affected }))
  } else {
    for (const line of diffText(before, after, changes, callAgain)) print(line)
    if (affected !== undefined) for (const line of affectedText(affected, callAgain)) print(line)
  }
  return affected === undefined || affected.unreadable.length === 0 ? 0 : 1
}

function headOf({ release, version, date }: Knowledge) {
  return { release, version, date }
}

function readOptions(args: readonly string[]) {
  try {
    const options = { calls: { type: 'string' }, json: { type: 'boolean', default: false } } as const
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
    return positionals.length === 2 ? { folders: positionals, ...values } : undefined
  } catch {
    return undefined
  }
}

async function readAffected(file: string, before: Knowledge, after: Knowledge): Promise<Affected> {
  const judge = affectedSamples(before, after)
  const samples: AffectedSample[] = []
  const unreadable: number[] = []
  let [number, read] = [0, 0]
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number++
    if (line.trim() === '') continue
    const sample = readStoredSample(line)
    if (sample === undefined) {
      unreadable.push(number)
      continue
    }
    read++
    samples.push(...[judge(sample) ?? []].flat())
  }
  return { read, samples, unreadable }
}

const SHOWN_CHARACTERS = 100

function diffText(
  before: Knowledge,
  after: Knowledge,
  changes: readonly RowChange[],
  callAgain: readonly string[],
): string[] {
  const rows = changes.reduce((sum, change) => sum + change.rows.length, 0)
  return [
    `${before.release} (${before.version}) → ${after.release} (${after.version}): ${rows} rows differ`,
    ...changes.flatMap(({ kind, change, group, rows: ids, fields }) => [
      `${kind.padEnd(15)} ${change.padEnd(8)} ${[group, ids.join(' | ')].filter(text => text !== '').join(': ')}`,
      ...fields
        .filter(({ after: young = true }) => change === 'changed' || young !== false)
        .map(({ field, before: old, after: young }) => `${' '.repeat(25)}${field}: ${told(change, old, young)}`),
    ]),
    ...(callAgain.length === 0 ? [] : [`to be called again, as definitions differ: ${callAgain.join(', ')}`]),
  ]
}

function told(change: RowChange['change'], before: unknown, after: unknown): string {
  if (change === 'added') return valueText(after)
  if (change === 'removed') return valueText(before)
  if (!Array.isArray(before) || !Array.isArray(after)) return `${valueText(before)} → ${valueText(after)}`
  const parts = [
    ...without(before, after).map(value => `−${valueText(value)}`),
    ...without(after, before).map(value => `+${valueText(value)}`),
  ]
  return parts.length === 0 ? 'in another order' : parts.join(' ')
}

function without(some: readonly unknown[], others: readonly unknown[]): readonly unknown[] {
  return some.filter(one => !others.some(other => isDeepStrictEqual(one, other)))
}

function valueText(value: unknown): string {
  if (value === undefined) return '–'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}

function affectedText({ read, samples, unreadable }: Affected, callAgain: readonly string[]): string[] {
  const untold = callAgain.length === 0 ? '' : `, not counting new calls of ${callAgain.join(', ')}`
  return [
    `${samples.length} of ${read} samples are affected${untold}`,
    ...samples.flatMap(({ sample, genes, drugs }) => [
      `  ${sample}`,
      ...genes.map(({ gene, before, after }) => `    ${gene}  ${before} → ${after}`),
      ...drugs.map(({ drug, source, before, after }) => `    ${drug}, ${source}  ${before} → ${after}`),
    ]),
    ...unreadable.map(number => `line ${number} is no sample of sextant call --json`),
  ]
}
