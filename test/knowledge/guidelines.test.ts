import { describe, expect, it } from 'vitest'
import { SOURCES, type Source } from '../../src/domain/knowledge.js'
import { decodeGuidelines } from '../../src/knowledge/decode-guidelines.js'
import { knowledge } from './real-release.js'

const all = [...knowledge.guidelines.values()].flat()
const rowsOf = (source: Source) => all.filter(guideline => guideline.source === source).flatMap(({ rows }) => rows)

/**
 * Drugs, guidelines, rows and lookup keys. Keys are those of the sources, and one that the FDA's own table adds
 * (deutetrabenazine 0.0); the FDA's rows were 305 when they were read, five were split since (data/README.md).
 */
const COUNTS: Record<Source, readonly [number, number, number, number]> = {
  CPIC: [88, 88, 728, 2043],
  DPWG: [58, 67, 296, 745],
  FDA: [163, 231, 310, 962],
}

/** Rows that ask for a gene, per source: CPIC, DPWG, FDA. */
const ROWS_PER_GENE: Record<string, readonly [number, number, number]> = {
  ABCG2: [19, 3, 0],
  CACNA1S: [56, 0, 8],
  CFTR: [2, 0, 1],
  CYP2B6: [41, 5, 1],
  CYP2C19: [267, 59, 31],
  CYP2C9: [99, 22, 64],
  CYP2D6: [246, 109, 93],
  CYP3A4: [0, 3, 0],
  CYP3A5: [3, 4, 1],
  DPYD: [10, 18, 9],
  F2: [0, 0, 2],
  F5: [0, 0, 5],
  G6PD: [28, 0, 32],
  'HLA-A': [24, 1, 2],
  'HLA-B': [76, 10, 17],
  IFNL3: [6, 0, 0],
  'MT-RNR1': [33, 0, 5],
  NAT2: [3, 0, 10],
  NUDT15: [66, 12, 17],
  RYR1: [56, 0, 8],
  SLCO1B1: [61, 12, 4],
  TPMT: [66, 12, 17],
  UGT1A1: [3, 17, 13],
  VKORC1: [0, 9, 28],
}

describe('the guidelines of the release', () => {
  it.each(SOURCES)('%s is complete: drugs, guidelines, rows and lookup keys', source => {
    const guidelines = all.filter(guideline => guideline.source === source)
    const drugs = new Set(guidelines.map(({ drug }) => drug)).size
    const rows = rowsOf(source)
    const keys = rows.reduce((sum, row) => sum + row.keys.length, 0)
    expect([drugs, guidelines.length, rows.length, keys]).toEqual(COUNTS[source])
  })

  it('asks for every gene as often as the sources do', () => {
    const genes = [...new Set(all.flatMap(({ rows }) => rows.flatMap(row => row.genes)))].toSorted()
    const counted = genes.map(gene => [
      gene,
      SOURCES.map(source => rowsOf(source).filter(row => row.genes.includes(gene)).length),
    ])
    expect(Object.fromEntries(counted)).toEqual(ROWS_PER_GENE)
  })

  it('keeps what the sources grade, mark and qualify', () => {
    const cpic = rowsOf('CPIC')
    const strengths = ['strong', 'moderate', 'optional', 'none', undefined].map(
      strength => cpic.filter(row => row.strength === strength).length,
    )
    expect(strengths).toEqual([317, 145, 197, 61, 8])
    const count = (test: (row: (typeof cpic)[number]) => unknown) =>
      SOURCES.map(source => rowsOf(source).filter(test).length)
    expect(count(row => row.conditions.length > 0)).toEqual([234, 80, 73])
    expect(count(row => row.doseChanges.length > 0)).toEqual([115, 70, 11])
    expect(count(row => row.doses.length > 0)).toEqual([63, 12, 46])
    expect(count(row => row.alternatives.length > 0)).toEqual([78, 35, 8])
    expect(count(row => row.monitoring.length > 0)).toEqual([283, 95, 52])
    expect(count(row => row.flags)).toEqual([0, 296, 308])
    expect(count(row => row.subgroup)).toEqual([0, 0, 142])
    expect(count(row => row.population !== 'general')).toEqual([121, 0, 11])
  })

  it('asks for a test before the first dose exactly where the source asks for an enzyme test before use', () => {
    const tests = ['G6PD_ENZYME_ACTIVITY_TEST_BEFORE_USE', 'DPD_ACTIVITY_PHENOTYPING_BEFORE_START']
    const directives = all.flatMap(({ rows }) => rows.flatMap(row => [row, ...row.conditions]))
    const asking = directives.filter(({ actions }) => actions.includes('TEST_FIRST'))
    expect(asking).toHaveLength(13)
    expect(asking).toEqual(directives.filter(({ monitoring }) => monitoring.some(code => tests.includes(code))))
  })

  it('marks what comes from a curator’s knowledge, and nothing is called reviewed that nobody reviewed', () => {
    const curated = all.filter(({ rows, provenance }) =>
      [provenance, ...rows.map(row => row.provenance)].some(({ basis }) => basis === 'curator-knowledge'),
    )
    expect(curated.map(({ drug, source }) => `${source} ${drug}`).toSorted()).toEqual([
      'CPIC peginterferon alfa-2a',
      'CPIC peginterferon alfa-2b',
      'CPIC ribavirin',
      'FDA ascorbic acid (vitamin c), combinations',
      'FDA sodium ascorbate',
    ])
    expect(all.flatMap(({ rows }) => rows).filter(row => row.provenance.reviewed)).toEqual([])
  })

  it('names a licence, a date and a link with every guideline', () => {
    for (const guideline of all) {
      expect(guideline.licence).not.toBe('')
      expect(guideline.dataDate).toMatch(/^20\d\d-\d\d-\d\d$/)
      expect(guideline.url).toMatch(/^https:\/\/www\.clinpgx\.org\//)
    }
  })

  it('gives every row an id of its own', () => {
    const ids = all.flatMap(({ rows }) => rows.map(row => row.id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has no key that two populations’ rows answer differently without a way to choose', () => {
    for (const { rows } of all) {
      const byKey = new Map<string, Set<string>>()
      for (const row of rows) {
        for (const key of row.keys) {
          const text = JSON.stringify([row.population, row.genes, key])
          byKey.set(text, (byKey.get(text) ?? new Set()).add(row.id))
        }
      }
      const doubled = [...byKey].filter(([, ids]) => ids.size > 1)
      // The FDA's label for one product and its table may hold two rows for one key; nobody else does.
      expect(doubled.map(([, ids]) => [...ids][0]).filter(id => !id?.startsWith('fda/'))).toEqual([])
    }
  })
})

describe('a guideline file that does not fit', () => {
  const good = {
    drug: 'x',
    source: 'CPIC',
    licence: 'CC0-1.0',
    guidelines: [
      {
        id: 'PA1',
        kind: 'guideline',
        genes: ['G1', 'G2'],
        dataDate: '2026-05-05',
        rows: [
          {
            keys: [{ by: ['phenotype', 'no-result'], values: [['Poor', 'No Result']], ids: ['PA2'] }],
            actions: ['AVOID'],
          },
        ],
      },
    ],
  }
  const decode = (change: (file: typeof good) => unknown) => {
    const json = structuredClone(good)
    change(json)
    return () => decodeGuidelines([{ path: 'guidelines/cpic/x.json', json }])
  }

  it('is accepted as it stands', () => {
    expect(decode(() => {})().get('x')).toHaveLength(1)
  })

  it.each<[string, (file: typeof good) => unknown, RegExp]>([
    [
      'an action that does not exist',
      file => (file.guidelines[0]!.rows[0]!.actions = ['AVOIDED']),
      /guidelines\/cpic\/x\.json: guidelines\[0\]\.rows\[0\]\.actions\[0\]/,
    ],
    ['a field nobody knows', file => Object.assign(file.guidelines[0]!.rows[0]!, { dose: 1 }), /rows\[0\].*dose/],
    [
      'a key without a text for each gene',
      file => file.guidelines[0]!.rows[0]!.keys[0]!.values[0]!.pop(),
      /rows\[0\]\.keys\[0\]\.values\[0\]: needs one text for each of G1, G2/,
    ],
    [
      'ids that do not match the keys',
      file => file.guidelines[0]!.rows[0]!.keys[0]!.ids.pop(),
      /rows\[0\]\.keys\[0\]\.ids/,
    ],
    [
      'a gene that is not the guideline’s',
      file => Object.assign(file.guidelines[0]!.rows[0]!, { genes: ['G1', 'G3'] }),
      /rows\[0\]\.genes: G3/,
    ],
    ['a date that is none', file => (file.guidelines[0]!.dataDate = '2026-13-05'), /guidelines\[0\]\.dataDate/],
    ['a source that does not exist', file => (file.source = 'CPICC'), /x\.json: source/],
    [
      'a negative dose',
      file => Object.assign(file.guidelines[0]!.rows[0]!, { doses: [{ kind: 'START', value: -1, unit: 'mg' }] }),
      /doses\[0\]\.value/,
    ],
  ])('names file and field: %s', (_, change, message) => {
    expect(decode(change)).toThrow(message)
  })

  it('two files of one source for one drug are refused', () => {
    const files = ['a', 'b'].map(name => ({ path: `guidelines/cpic/${name}.json`, json: good }))
    expect(() => decodeGuidelines(files)).toThrow(/guidelines\/cpic\/b\.json: drug: another file/)
  })
})
