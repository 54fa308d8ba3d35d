import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { DomainError } from '../../src/domain/errors.js'
import { drugLookup } from '../../src/domain/history/drug-lookup.js'
import { ENTRY_ISSUES } from '../../src/fhir/entry-issues.js'
import { importAnswer } from '../../src/fhir/import-answer.js'
import { readBundle } from '../../src/fhir/read-bundle.js'
import { readStatedResult, type StatedResult } from '../../src/domain/read-stated-result.js'
import { decodeFact, encodeFact } from '../../src/persistence/decoders/history-fact-decoder.js'
import { importEntry } from '../../src/usecases/import-entry.js'
import { problemsAmong } from '../../src/usecases/judge-facts.js'
import { knowledge } from '../knowledge/real-release.js'
import { bundle, condition, EVERYTHING, genotype, order, statement, weight } from '../support/a-bundle.js'
import { type RandomSource, randomSource } from '../support/random.js'

const NOW = new Date('2026-11-27T12:00:00Z')

const MEDICATION = {
  resourceType: 'Medication',
  id: 'med1',
  code: { text: 'a product' },
  ingredient: [{ itemCodeableConcept: { text: 'codeine' } }, { itemReference: { reference: '#s' } }],
}

const ORIGINAL = bundle(
  ...EVERYTHING,
  MEDICATION,
  order({ id: 'r2', medicationCodeableConcept: undefined, medicationReference: { reference: 'Medication/med1' } }),
  statement({ id: 'm9', dosage: [{ doseAndRate: [{ doseQuantity: { value: 1, code: 'mg' } }] }] }),
  statement({
    id: 'm10',
    medicationCodeableConcept: { text: 'paroxetine 20 MG Oral Tablet' },
    dosage: [{ timing: { repeat: { when: ['MORN'], boundsPeriod: { end: '2026-12-01' } } }, asNeededBoolean: false }],
  }),
  genotype(),
  condition({ id: 'c2', onsetAge: { value: 45, code: 'a' }, abatementPeriod: { start: '2020' } }),
  weight({
    id: 'o9',
    valueQuantity: undefined,
    component: [
      { code: { coding: [{ system: 'http://loinc.org', code: '8302-2' }] }, valueQuantity: { value: 1, code: 'm' } },
    ],
  }),
)

interface Imported {
  readonly entries: number
  readonly answered: number
  readonly silent: number
  readonly recorded: number
}

/** Everything that happens to a bundle but the database; what would be stored passes the decoder of what is read back. */
function importAll(json: unknown): Imported | string {
  try {
    const read = readBundle(json, drugLookup(knowledge))
    let ids = 0
    const stamp = {
      source: 'ehr',
      kind: 'IMPORT' as const,
      now: NOW,
      nextId: () => `id-${(ids += 1)}`,
      written: { patientId: 'p', recordedBy: 'a', recordedAt: NOW },
    }
    const imported = read.entries.map(entry => importEntry(entry, new Map(), stamp))
    const facts = imported.flatMap(({ added }) => added)
    for (const fact of facts) {
      const { patientId: _p, recordedBy: _b, recordedAt: _at, restricted: _r, origin: _o, ...stored } = fact
      expect(decodeFact(JSON.parse(JSON.stringify(encodeFact(stored))))).toEqual(JSON.parse(JSON.stringify(stored)))
    }
    problemsAmong(facts, [], '2026-11-27', knowledge)
    const answer = importAnswer(
      read,
      imported.map(({ reports }) => reports),
      new Map(read.entries.flatMap(({ index, result }) => (result === undefined ? [] : [[index, readOf(result)]]))),
    )
    const outcomes = (answer.entry ?? []).map(({ response }) => response?.outcome)
    const silent = outcomes.filter(outcome => JSON.stringify(outcome).includes('"issue":[]')).length
    return { entries: read.entries.length, answered: outcomes.length, silent, recorded: facts.length }
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}

/** What the domain makes of a result of a gene. */
function readOf(result: StatedResult) {
  const call = readStatedResult(result, knowledge)
  if (typeof call === 'string') return { status: 'REFUSED' as const, code: call, isRetracted: false }
  expect(knowledge.genes.has(call.gene)).toBe(true)
  return { status: 'RECORDED' as const, isRetracted: false }
}

const ODD: readonly unknown[] = [
  null,
  undefined,
  [],
  {},
  [[]],
  [null],
  0,
  -1,
  1e308,
  true,
  '',
  ' ',
  '\u0000',
  '\ud800',
  'x'.repeat(400),
]
const ODD_DATES = [
  '2026-02-30',
  '0000',
  '2026-13',
  'yesterday',
  '9999-12-31',
  '2026-01-01T99:99:99Z',
  `2026-01-01T${'0'.repeat(60)}`,
]

/** Changes one to four places of a copy: takes away, puts something odd, swaps, doubles. */
function mutate(original: object, random: RandomSource): unknown {
  const copy: unknown = structuredClone(original)
  const times = 1 + random.below(4)
  for (let index = 0; index < times; index += 1) {
    const places = placesOf(copy)
    const place = places[random.below(places.length)]
    if (place === undefined) return copy
    const { holder, key } = place
    switch (random.below(5)) {
      case 0:
        if (Array.isArray(holder)) holder.splice(Number(key), 1)
        else Reflect.deleteProperty(holder, key)
        break
      case 1:
        Reflect.set(holder, key, ODD[random.below(ODD.length)])
        break
      case 2:
        Reflect.set(holder, key, ODD_DATES[random.below(ODD_DATES.length)])
        break
      case 3: {
        const other = places[random.below(places.length)]
        if (other !== undefined) Reflect.set(holder, key, structuredClone(Reflect.get(other.holder, other.key)))
        break
      }
      default:
        if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]))
        else Reflect.set(holder, `${key}x`, Reflect.get(holder, key))
    }
  }
  return copy
}

interface Place {
  readonly holder: object
  readonly key: string
}

function placesOf(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => [{ holder: value, key }, ...placesOf(child)])
}

describe('I3 a bundle that something happened to', () => {
  it('is answered entry by entry or refused whole with a code: 1,500 ways, no crash, nothing dropped silently', () => {
    const results = Array.from({ length: 1_500 }, (_, seed) => {
      const mutated = mutate(ORIGINAL, randomSource(seed))
      const given: unknown = Reflect.get(Object(mutated), 'entry')
      return { seed, given: Array.isArray(given) ? given.length : 0, result: importAll(mutated) }
    })
    const read = results.flatMap(({ seed, given, result }) =>
      typeof result === 'string' ? [] : [{ seed, given, ...result }],
    )
    const refused = results.flatMap(({ result }) => (typeof result === 'string' ? [result] : []))
    expect(new Set(refused)).toEqual(new Set(['BAD_USER_INPUT']))
    expect(refused.length).toBeLessThan(300)
    expect(
      read.filter(({ given, entries, answered, silent }) => entries !== given || answered !== given || silent > 0),
    ).toEqual([])
    expect(read.reduce((sum, { recorded }) => sum + recorded, 0)).toBeGreaterThan(8_000)
  })

  it('S44 takes time in proportion to its size, however its parts refer to each other and repeat themselves', () => {
    const PARTS = 15_000
    const many = <T>(make: (index: number) => T) => Array.from({ length: PARTS }, (_, index) => make(index))
    const hostile = [
      statement({
        medicationCodeableConcept: undefined,
        medicationReference: { reference: '#m' },
        contained: [
          ...many(index => ({ resourceType: 'Substance', id: `s${index}`, code: { text: 'zzz' } })),
          {
            resourceType: 'Medication',
            id: 'm',
            ingredient: many(index => ({ itemReference: { reference: `#s${index}` } })),
          },
        ],
      }),
      genotype({ valueCodeableConcept: { text: many(() => '*1').join('/') } }),
      genotype({ id: 'g2', valueCodeableConcept: { coding: many(index => ({ display: `*1/*${index}` })) } }),
      order({ medicationCodeableConcept: { text: `${many(() => 'codeine').join(' / ')} 30 MG Oral Tablet` } }),
    ]
    const started = performance.now()
    const fates = hostile.map(resource => {
      const [entry] = readBundle(bundle(resource), drugLookup(knowledge)).entries
      return entry?.result === undefined ? entry?.facts.length : readOf(entry.result).status
    })
    expect(fates).toEqual([PARTS, 'REFUSED', 'REFUSED', 1])
    expect(performance.now() - started).toBeLessThan(4_000)
  })

  it('every code there may be to say of an entry has words and FHIR’s own code', () => {
    for (const { severity, type, text } of Object.values(ENTRY_ISSUES))
      expect([severity, type, text].every(each => each.length > 0)).toBe(true)
  })
})

const folder = join(process.env.SHARED_DIR ?? '../shared', 'fhir')
const archive = join(folder, 'genomics-reporting-3.0.0-compiled.tar.gz')
const present = existsSync(archive)
if (!present) console.log('HL7’s compiled examples: skipped, the shared files are not there (SHARED_DIR)')

describe.skipIf(!present)('I3 HL7’s compiled examples', () => {
  const unpacked = (pattern: string): readonly unknown[] => {
    const text = execFileSync('tar', ['-xzOf', archive, '--wildcards', `resources/${pattern}`], { maxBuffer: 1 << 26 })
    return splitJson(text.toString('utf8'))
  }

  it('are bundles of which every entry is answered, medicines and patients read, genotypes named as such', () => {
    const results = unpacked('Bundle-*.json').map(importAll)
    expect(results.length).toBeGreaterThan(10)
    const read = results.flatMap(result => (typeof result === 'string' ? [] : [result]))
    expect(read.length).toBeGreaterThan(5)
    expect(read.filter(({ entries, answered, silent }) => answered !== entries || silent > 0)).toEqual([])
  })

  it('are medicines, patients and observations that one bundle can hold, each answered', () => {
    const [medicine] = unpacked('MedicationStatement-*.json')
    const observations = unpacked('Observation-Pgx-*.json')
    const result = importAll(bundle(medicine, ...observations))
    expect(result).toMatchObject({ entries: observations.length + 1, silent: 0, recorded: 1 })
  })
})

/** Files that were written one behind the other. */
function splitJson(text: string): readonly unknown[] {
  const found: unknown[] = []
  let depth = 0
  let start = 0
  let inText = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (inText) {
      if (character === '\\') at += 1
      else if (character === '"') inText = false
    } else if (character === '"') inText = true
    else if (character === '{') {
      if (depth === 0) start = at
      depth += 1
    } else if (character === '}') {
      depth -= 1
      if (depth === 0) found.push(JSON.parse(text.slice(start, at + 1)))
    }
  }
  return found
}
