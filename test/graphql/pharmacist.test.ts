import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OUTCOMES } from '../../src/domain/recommendation/advice.js'
import { SOURCES } from '../../src/domain/knowledge.js'
import { graphqlSchema } from '../../src/graphql/schema.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { ask, uploadDemoPerson } from './demo-person.js'

let server: TestServer
let token: string

beforeAll(async () => {
  server = await startTestServer()
  token = await server.token(['DEVELOPER'])
}, 60_000)
afterAll(() => server.stop())

const CHECK = `query ($input: CheckDrugInput!) { checkDrug(input: $input) { kind: __typename
  ... on CheckedDrug { drug { name rxnorm } sample { id }
    advice { drug { name } robust knowledgeVersion agreement { verdict strictest votes { source actions } }
      whatWouldChange { kind name couldLeadTo }
      outcomes { kind: __typename source robust wouldSettle text { clinician plain }
        guideline { accession url licence dataDate source }
        genes { gene { symbol } lookupKeys result { diplotype { name } activityScore phenotypes } }
        ... on OutcomeWithRows { actions rows { row { id strength provenance { basis reviewed source { title } } } } }
        ... on OutcomeWithoutRows { reasons { gene reason } } } } }
  ... on DrugCandidates { text candidates { name matched similarity drug { name } } } } }`

interface Outcome {
  readonly kind: string
  readonly source: string
  readonly robust: boolean
  readonly text: { readonly clinician: string; readonly plain: string }
  readonly actions?: readonly string[]
  readonly reasons?: readonly { readonly gene: string; readonly reason: string }[]
}

interface CheckAnswer {
  readonly checkDrug: {
    readonly kind: string
    readonly advice?: readonly { readonly drug: { readonly name: string }; readonly outcomes: readonly Outcome[] }[]
    readonly candidates?: readonly { readonly similarity: number; readonly drug: { readonly name: string } }[]
  }
}

const check = (input: object) => ask<CheckAnswer>(server, token, CHECK, { input })

async function outcomes(input: object): Promise<readonly Outcome[]> {
  const { checkDrug } = await check(input)
  return checkDrug.advice?.flatMap(advice => advice.outcomes) ?? []
}

const summary = (all: readonly Outcome[]) => all.map(({ source, kind }) => `${source} ${kind}`)

describe('P2 every source has a typed answer, never an empty list', () => {
  test('the types of the schema are the outcomes of the domain, by name', () => {
    const outcome = graphqlSchema().getType('Outcome')
    if (outcome === undefined || !('resolveType' in outcome)) throw new Error('no interface Outcome')
    const names = graphqlSchema()
      .getPossibleTypes(outcome)
      .map(type => type.name)
    expect(names.toSorted()).toEqual([...OUTCOMES].toSorted())
  })

  test.each([
    [
      'a result that a row was written for',
      { gene: 'CYP2C19', diplotype: '*2/*2' },
      'clopidogrel',
      'DPWG Recommendation',
    ],
    ['a result that changes nothing', { gene: 'CYP2D6', diplotype: '*1/*1' }, 'codeine', 'CPIC NoActionNeeded'],
    ['a gene that nobody tested', { gene: 'TPMT', diplotype: '*1/*1' }, 'clopidogrel', 'CPIC NotTested'],
    [
      'a phenotype that decides nothing',
      { gene: 'CYP2C19', phenotype: 'Indeterminate' },
      'clopidogrel',
      'FDA Indeterminate',
    ],
    [
      'a drug that a source does not speak of',
      { gene: 'CYP2C19', diplotype: '*2/*2' },
      'ibuprofen',
      'DPWG NoGuideline',
    ],
  ])('%s', async (_what, stated, name, expected) => {
    const all = await outcomes({ name, stated: [stated] })
    for (const source of SOURCES) expect(all.some(outcome => outcome.source === source)).toBe(true)
    expect(summary(all)).toContain(expected)
    for (const outcome of all) {
      expect(outcome.text.clinician).not.toBe('')
      expect(outcome.text.plain).not.toBe('')
      expect(outcome.actions?.length ?? outcome.reasons?.length ?? 0).toBeGreaterThanOrEqual(
        outcome.kind === 'NoGuideline' ? 0 : 1,
      )
    }
  })

  test('rows that differ by a fact nobody stated are all shown; the fact decides', async () => {
    const stated = [{ gene: 'CYP2C19', diplotype: '*2/*2' }]
    expect(summary(await outcomes({ name: 'clopidogrel', stated }))).toContain('CPIC PopulationUndetermined')
    const facts = { indication: 'ACUTE_CORONARY_SYNDROME' }
    expect(summary(await outcomes({ name: 'clopidogrel', stated, facts }))).toContain('CPIC Recommendation')
  })
})

describe('the drug of a question', () => {
  test('by RxNorm id and by name it is the same drug', async () => {
    const stated = [{ gene: 'CYP2C19', diplotype: '*2/*2' }]
    const byName = await check({ name: 'Clopidogrel', stated })
    const byId = await check({ rxnorm: '32968', stated })
    expect(byId).toEqual(byName)
  })

  test('a misspelt name is answered with candidates, not with a guess', async () => {
    const { checkDrug } = await check({ name: 'clopidogrell', stated: [] })
    expect(checkDrug.kind).toBe('DrugCandidates')
    expect(checkDrug.candidates?.[0]).toMatchObject({ matched: 'SIMILAR', drug: { name: 'clopidogrel' } })
    expect(checkDrug.candidates?.[0]?.similarity).toBeLessThan(1)
  })

  test.each([
    ['neither name nor id', { stated: [] }, 'BAD_USER_INPUT'],
    ['name and id', { name: 'codeine', rxnorm: '2670', stated: [] }, 'BAD_USER_INPUT'],
    ['an id that nothing has', { rxnorm: '0', stated: [] }, 'UNKNOWN_DRUG'],
    ['nobody to ask for', { name: 'codeine' }, 'BAD_USER_INPUT'],
    ['two people at once', { name: 'codeine', stated: [], patientId: 'x' }, 'BAD_USER_INPUT'],
    [
      'a gene that nothing describes',
      { name: 'codeine', stated: [{ gene: 'NONE', diplotype: '*1/*1' }] },
      'UNKNOWN_GENE',
    ],
    ['a sample that is not there', { name: 'codeine', sampleId: '01890000-0000-7000-8000-000000000000' }, 'NOT_FOUND'],
    [
      'a fact with two values',
      { name: 'codeine', stated: [], facts: { more: [{ name: 'x', text: 'a', number: 1 }] } },
      'BAD_USER_INPUT',
    ],
  ])('%s is an error with a code', async (_what, input, code) => {
    const { errors } = await server.graphql(token, CHECK, { input })
    expect(errors?.[0]?.extensions['code']).toBe(code)
  })
})

describe('the answer', () => {
  test('P5 says where it comes from, down to the row, and from which knowledge', async () => {
    const { checkDrug } = await ask<{ checkDrug: { advice: { outcomes: object[] }[] } }>(server, token, CHECK, {
      input: {
        name: 'clopidogrel',
        stated: [{ gene: 'CYP2C19', diplotype: '*2/*2' }],
        facts: { indication: 'ACUTE_CORONARY_SYNDROME' },
      },
    })
    expect(checkDrug.advice[0]).toMatchObject({ knowledgeVersion: expect.stringMatching(/^[0-9a-f]{8,}$/) })
    expect(checkDrug.advice[0]?.outcomes[0]).toMatchObject({
      source: 'CPIC',
      guideline: {
        source: 'CPIC',
        accession: expect.stringMatching(/^PA\d+$/),
        url: expect.stringMatching(/^https:/),
        licence: expect.any(String),
      },
      genes: [
        { gene: { symbol: 'CYP2C19' }, lookupKeys: ['Poor Metabolizer'], result: { diplotype: { name: '*2/*2' } } },
      ],
      rows: [{ row: { id: expect.any(String), strength: 'STRONG', provenance: { basis: 'SOURCE_ROW' } } }],
    })
  })

  test('P6 the sources stand side by side, with a verdict', async () => {
    const { checkDrug } = await ask<{ checkDrug: { advice: { agreement: { votes: { source: string }[] } }[] } }>(
      server,
      token,
      CHECK,
      {
        input: {
          name: 'clopidogrel',
          stated: [{ gene: 'CYP2C19', diplotype: '*2/*2' }],
          facts: { indication: 'ACUTE_CORONARY_SYNDROME' },
        },
      },
    )
    const agreement = checkDrug.advice[0]?.agreement
    expect(agreement).toMatchObject({ verdict: expect.stringMatching(/^(SAME|STRICTER|CONFLICTING)$/) })
    expect(agreement?.votes.map(({ source }) => source)).toEqual(['CPIC', 'DPWG', 'FDA'])
  })

  test('for a sample, its patient, and the same results stated it is the same answer', async () => {
    const petra = await uploadDemoPerson(server, token, 'petra-slowly.vcf.gz')
    const bySample = await outcomes({ name: 'codeine', sampleId: petra.sampleId })
    const byPatient = await outcomes({ name: 'codeine', patientId: petra.patientId })
    const byStatement = await outcomes({ name: 'codeine', stated: [{ gene: 'CYP2D6', diplotype: '*4/*4' }] })
    expect(byPatient).toEqual(bySample)
    expect(byStatement).toEqual(bySample)
    expect(summary(bySample)).toContain('CPIC Recommendation')
    expect(bySample[0]?.actions).toContain('AVOID')
  })

  test('all drugs of a sample are paged by name, and may be narrowed to those that ask for something', async () => {
    const norma = await uploadDemoPerson(server, token, 'norma-allcommon.vcf.gz')
    const query = `query ($id: ID!, $only: Boolean) { sample(id: $id) { drugAdvice(first: 100, actionableOnly: $only) {
      totalCount nodes { drug { name } outcomes { kind: __typename } } } } }`
    interface Answer {
      readonly sample: {
        readonly drugAdvice: {
          readonly totalCount: number
          readonly nodes: readonly { readonly drug: { readonly name: string }; readonly outcomes: readonly object[] }[]
        }
      }
    }
    const all = (await ask<Answer>(server, token, query, { id: norma.sampleId })).sample.drugAdvice
    const some = (await ask<Answer>(server, token, query, { id: norma.sampleId, only: true })).sample.drugAdvice
    const names = all.nodes.map(({ drug }) => drug.name)
    expect(names).toEqual(names.toSorted())
    expect(all.nodes.every(({ outcomes: each }) => each.length >= 3)).toBe(true)
    expect(all.totalCount).toBeGreaterThan(100)
    expect(some.totalCount).toBeLessThan(all.totalCount / 2)
  })
})
