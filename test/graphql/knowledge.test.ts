import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { ask } from './demo-person.js'

let server: TestServer
let token: string

beforeAll(async () => {
  server = await startTestServer({ worker: false })
  token = await server.token(['PHARMACIST'])
})
afterAll(() => server.stop())

interface Page {
  readonly totalCount: number
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  readonly nodes: readonly Readonly<Record<string, unknown>>[]
}

/** One list of the knowledge, with what is asked of each item. */
async function list(field: string, args: string, selection: string): Promise<Page> {
  const query = `{ list: ${field}${args === '' ? '' : `(${args})`} { totalCount pageInfo { hasNextPage endCursor } nodes { ${selection} } } }`
  return (await ask<{ list: Page }>(server, token, query)).list
}

test('C7 an answer can say which release it rests on, and which program computed it', async () => {
  const query = `{ checkDrug(input: { name: "codeine", stated: [{ gene: "CYP2D6", diplotype: "*4/*4" }] }) {
    ... on CheckedDrug { knowledge { release version software } } } }`
  const { checkDrug } = await ask<{ checkDrug: { knowledge: object } }>(server, token, query)
  expect(checkDrug.knowledge).toMatchObject({ software: `sextant ${server.config.version}` })
})

describe('browsing', () => {
  test('genes: the supported ones, sorted by symbol, found by a part of the name', async () => {
    const core = await list('genes', 'tier: CORE, first: 100', 'symbol tier known { alleles positions }')
    const symbols = core.nodes.map(node => String(node['symbol']))
    expect(core.totalCount).toBe(25)
    expect(symbols).toEqual(symbols.toSorted((a, b) => (a < b ? -1 : 1)))
    const found = await list('genes', 'search: "cyp2c"', 'symbol')
    expect(found.nodes.map(node => node['symbol'])).toEqual(expect.arrayContaining(['CYP2C19', 'CYP2C9']))
  })

  test('alleles of a gene, page by page, each with what it does', async () => {
    const page = (after: string) =>
      ask<{ gene: { alleles: Page } }>(
        server,
        token,
        `{ gene(symbol: "CYP2C19") { alleles(first: 20${after}) { totalCount pageInfo { hasNextPage endCursor } nodes { name function definition { bases } } } } }`,
      )
    const first = (await page('')).gene.alleles
    const second = (await page(`, after: "${first.pageInfo.endCursor}"`)).gene.alleles
    const names = [...first.nodes, ...second.nodes].map(node => node['name'])
    expect(new Set(names).size).toBe(names.length)
    expect(first.totalCount).toBeGreaterThan(30)
    expect(first.nodes.find(node => node['name'] === '*2')).toMatchObject({ function: 'No function' })
  })

  test('drugs of a source and a gene', async () => {
    const drugs = await list('drugs', 'gene: "CYP2C19", source: CPIC, first: 100', 'name rxnorm')
    expect(drugs.nodes.map(node => node['name'])).toEqual(expect.arrayContaining(['clopidogrel', 'omeprazole']))
    expect(drugs.totalCount).toBeLessThan((await list('drugs', '', 'name')).totalCount)
  })

  test('search takes what people type, and says how well it fits', async () => {
    const { searchDrugs } = await ask<{ searchDrugs: object[] }>(
      server,
      token,
      '{ searchDrugs(text: "Plavix", first: 3) { matched name similarity drug { name } } }',
    )
    expect(searchDrugs[0]).toMatchObject({ matched: 'BRAND', similarity: 1, drug: { name: 'clopidogrel' } })
  })

  test('pairs of a level', async () => {
    const pairs = await list(
      'pairs',
      'cpicLevel: "A", first: 100',
      'cpicLevel geneSymbol drug { name } gene { symbol }',
    )
    expect(pairs.nodes.every(node => node['cpicLevel'] === 'A')).toBe(true)
    expect(pairs.nodes).toContainEqual(
      expect.objectContaining({ geneSymbol: 'CYP2C19', drug: { name: 'clopidogrel' } }),
    )
  })

  test('rows by drug, source and the result that finds them', async () => {
    const rows = await list(
      'recommendations',
      'drug: "clopidogrel", source: CPIC, lookupKey: "Poor Metabolizer"',
      'id strength actions population { code clinician plain } guideline { source accession licence } matches { keys { gene type value } } provenance { basis reviewed source { release } }',
    )
    expect(rows.totalCount).toBeGreaterThanOrEqual(3)
    for (const row of rows.nodes) {
      expect(row).toMatchObject({ guideline: { source: 'CPIC' } })
      expect(row['matches']).toContainEqual({
        keys: [{ gene: 'CYP2C19', type: 'PHENOTYPE', value: 'Poor Metabolizer' }],
      })
    }
  })

  test('a guideline is found again by its id, with all its rows', async () => {
    const guidelines = await list('guidelines', 'drug: "codeine", source: DPWG', 'id accession rows { totalCount }')
    const id = guidelines.nodes[0]?.['id']
    const { guideline, node } = await ask<{ guideline: object; node: object }>(
      server,
      token,
      'query ($id: ID!) { guideline(id: $id) { id drug { name } genes { symbol } } node(id: $id) { id } }',
      { id },
    )
    expect(guideline).toEqual({ id, drug: { name: 'codeine' }, genes: [{ symbol: 'CYP2D6' }] })
    expect(node).toEqual({ id })
  })

  test('inhibitors of a gene, and how they change its score where a guideline says so', async () => {
    const { gene } = await ask<{ gene: { interactions: object[]; phenoconversion: object } }>(
      server,
      token,
      '{ gene(symbol: "CYP2D6") { interactions { role strength drugName citations { title } provenance { basis reviewed } } phenoconversion { factors { strong moderate weak } } } }',
    )
    expect(gene.interactions).toContainEqual(
      expect.objectContaining({ drugName: 'paroxetine', role: 'INHIBITOR', strength: 'STRONG' }),
    )
    expect(gene.phenoconversion).toEqual({ factors: { strong: 0, moderate: 0.5, weak: 1 } })
  })
})

describe('a filter that cannot be meant is an error, never ignored', () => {
  test.each([
    ['a gene that nothing describes', '{ drugs(gene: "NONE") { totalCount } }', 'UNKNOWN_GENE'],
    ['a drug that nothing describes', '{ guidelines(drug: "none") { totalCount } }', 'UNKNOWN_DRUG'],
    ['a population that no source knows', '{ recommendations(population: "none") { totalCount } }', 'BAD_USER_INPUT'],
    ['a drug by name and by id', '{ drug(name: "codeine", rxnorm: "1") { name } }', 'BAD_USER_INPUT'],
    ['no drug at all', '{ drug { name } }', 'BAD_USER_INPUT'],
    ['a cursor of nowhere', '{ genes(after: "nonsense") { totalCount } }', 'BAD_USER_INPUT'],
  ])('%s', async (_what, query, code) => {
    const { errors } = await server.graphql(token, query)
    expect(errors?.[0]?.extensions['code']).toBe(code)
  })
})

test('codes come with their words, for those who prescribe and in plain words', async () => {
  const rows = await list(
    'recommendations',
    'drug: "clopidogrel", first: 100',
    'tags { code clinician plain } conditions { when { code clinician plain } }',
  )
  const terms = rows.nodes.flatMap(node => [node['tags'], node['conditions']]).flat()
  expect(JSON.stringify(terms)).toMatch(/"clinician":"[^"]+","plain":"[^"]+"/)
})
