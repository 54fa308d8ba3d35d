import { describe, expect, it } from 'vitest'
import { countedCalls, type RecordedCall } from '../../src/domain/standing-calls.js'

interface Row {
  readonly gene?: string
  readonly system?: string
  readonly thing?: string
  readonly on?: string
  readonly is?: string
  readonly predicts?: string
  readonly gone?: boolean
}

/** A row as it was recorded; without a system somebody typed it. */
const row = ({ gene = 'A', system, thing, on = '2025-03-01', is, predicts, gone }: Row): RecordedCall => ({
  call: {
    gene,
    ...(is === undefined ? {} : { diplotype: is }),
    ...(predicts === undefined ? {} : { phenotype: predicts }),
    ...(system === undefined ? {} : { source: { system, on, reference: `Observation/${thing}` } }),
    ...(gone === true ? { retractedOn: '2026-11-27' } : {}),
  },
  ...(thing === undefined ? {} : { thing: `${system} ${thing}` }),
})

const counted = (...rows: readonly Row[]) =>
  [...countedCalls(rows.map(row)).counted.values()].map(({ gene, diplotype, phenotype }) =>
    [gene, diplotype, phenotype].filter(part => part !== undefined).join(' '),
  )

const typed = { is: '*1/*1' }
const g1 = { system: 'ehr', thing: '1', is: '*2/*2' }
const g2 = { ...g1, thing: '2', is: '*3/*3', on: '2026-01-01' }
const without = (given: Row): Row => ({ ...given, gone: true })

describe('what counts of results from elsewhere', () => {
  it.each([
    ['the last that was recorded', [typed, g1], ['A *2/*2']],
    ['also where it was typed', [g1, typed], ['A *1/*1']],
    ['what was typed, once what came after it is taken back', [typed, g1, without(g1)], ['A *1/*1']],
    ['what was typed, whatever is taken back', [g1, typed, without(g1)], ['A *1/*1']],
    ['nothing, when all is taken back', [g1, g2, without(g2), without(g1)], []],
    ['the older one of a system, once its newer one is taken back', [g1, g2, without(g2)], ['A *2/*2']],
    ['the newer one, when its older one is taken back', [g1, g2, without(g1)], ['A *3/*3']],
    ['what is said again after it was taken back', [g1, without(g1), g1], ['A *2/*2']],
    ['the last version of a thing, whatever its day', [g2, { ...g2, is: '*4/*4', on: '2020' }], ['A *4/*4']],
    ['a thing for the gene that it speaks of by now', [g1, { ...g1, gene: 'B' }], ['B *2/*2']],
    [
      'the same thing of another system for itself',
      [g1, { ...g1, system: 'lab', is: '*5/*5' }, without(g1)],
      ['A *5/*5'],
    ],
    [
      'diplotype and phenotype of one day together',
      [g1, { ...g1, thing: '3', is: undefined, predicts: 'Poor' }],
      ['A *2/*2 Poor'],
    ],
    [
      'the diplotype alone, once the phenotype is taken back',
      [g1, { ...g1, thing: '3', is: undefined, predicts: 'Poor' }, without({ ...g1, thing: '3', is: undefined })],
      ['A *2/*2'],
    ],
    ['the newest day alone', [g1, { ...g2, is: undefined, predicts: 'Poor' }], ['A Poor']],
  ] as const)('%s', (_what, rows, expected) => {
    expect(counted(...rows)).toEqual(expected)
  })

  it('what was recorded before things were known again is replaced and taken back by its reference', () => {
    const old = row({ ...g1, predicts: 'Poor' })
    const { thing: _, ...unnamed } = old
    expect(countedCalls([unnamed, row({ ...g1, is: '*9/*9' })]).counted.get('A')).toMatchObject({ diplotype: '*9/*9' })
    const { counted: left, retracted } = countedCalls([unnamed, row(without(g1))])
    expect([left.size, retracted.length]).toEqual([0, 1])
    expect(countedCalls([unnamed, row(without({ ...g1, thing: '2' }))]).counted.size).toBe(1)
  })
})
