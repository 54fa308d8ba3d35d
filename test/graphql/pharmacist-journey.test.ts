import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { ask, uploadDemoPerson } from './demo-person.js'
import type { DemoPerson } from './demo-person.js'

let server: TestServer
let token: string
let norma: DemoPerson

beforeAll(async () => {
  server = await startTestServer()
  norma = await uploadDemoPerson(server, await server.token(['DEVELOPER']), 'norma-allcommon.vcf.gz')
  token = await server.token(['PHARMACIST'])
}, 60_000)
afterAll(() => server.stop())

const CHECK = `query ($input: CheckDrugInput!) { checkDrug(input: $input) { kind: __typename
  ... on DrugCandidates { text knowledge { release } candidates { name matched similarity drug { name rxnorm } } }
  ... on CheckedDrug { knowledge { release version } drug { name } sample { id file { sha256 } }
    notConsidered { name rxnorm candidates { name similarity } }
    advice { drug { name } robust
      agreement { verdict strictest votes { source actions } undecided { source type waitsFor strictest mayGoFurther } detail plain }
      cautions { gene reason influence { medicine { name } interaction { role strength } } text { clinician plain } }
      phenoconversion { gene { symbol } effect factor
        predicted { activityScore phenotypes } effective { activityScore phenotypes }
        because { timing medicine { name startedOn } interaction { role strength factor citations { id url } provenance { basis source { title } } } }
        cautions { reason } }
      whatWouldChange { kind name couldLeadTo }
      outcomes { kind: __typename source robust wouldSettle text { clinician plain }
        guideline { accession url licence }
        genes { gene { symbol } lookupKeys result { diplotype { name } activityScore phenotypes } effective { activityScore phenotypes } }
        ... on OutcomeWithRows { actions
          rows { population { code } statedActions { action when { code } } row { id strength provenance { basis reviewed } } }
          calculations { title bestSupported provenance { basis reviewed } switchedOff { part status }
            branches { people { code } steps { id holds strength actions doseChange { min max }
              estimates { kind: __typename
                ... on DoseEstimate { title unit weekly { min max } assumed { name value } alleles { gene alleles } citations { url } }
                ... on NoDoseEstimate { title why: reason about } } } } } }
        ... on OutcomeWithoutRows { reasons { gene reason } } } } } } }`

// oxlint-disable-next-line typescript/no-explicit-any -- what a client reads is what the query asks for
type Answer = any

async function check(input: object): Promise<Answer> {
  return (await ask<{ checkDrug: Answer }>(server, token, CHECK, { input })).checkDrug
}

const outcome = (answer: Answer, source: string) =>
  answer.advice[0].outcomes.find((each: { source: string }) => each.source === source)

test('the pharmacist’s journey: a misspelt name, a question for a patient, her medicines, the answer and what it rests on', async () => {
  // What she types fits nothing exactly; she chooses.
  const misspelt = await check({ name: 'codein', patientId: norma.patientId })
  expect(misspelt.kind).toBe('DrugCandidates')
  const { rxnorm } = misspelt.candidates[0].drug
  expect(misspelt.candidates[0]).toMatchObject({ drug: { name: 'codeine' }, matched: 'SIMILAR' })

  // The genome alone: nothing speaks against it.
  const alone = await check({ rxnorm, patientId: norma.patientId })
  expect(alone.sample.id).toBe(norma.sampleId)
  expect(outcome(alone, 'CPIC')).toMatchObject({ kind: 'NoActionNeeded', actions: ['STANDARD_DOSING'] })

  // She takes paroxetine, and something that nobody here has heard of.
  const medicines = [{ name: 'Paxil', startedOn: '2020-01-01' }, { name: 'paroxetin' }, { name: 'Grandmother’s drops' }]
  const answer = await check({ rxnorm, patientId: norma.patientId, medicines })
  const [advice] = answer.advice
  expect(outcome(answer, 'CPIC')).toMatchObject({
    kind: 'Recommendation',
    actions: ['AVOID', 'ALTERNATIVE_DRUG'],
    guideline: { url: expect.stringMatching(/^https:/), licence: expect.any(String) },
    rows: [{ row: { strength: 'STRONG', provenance: { basis: 'SOURCE_ROW' } } }],
  })
  expect(outcome(answer, 'CPIC').text.clinician).toContain('Avoid codeine.')
  expect(advice.phenoconversion).toEqual([
    {
      gene: { symbol: 'CYP2D6' },
      effect: 'ADVICE_CHANGED',
      factor: 0,
      predicted: [{ activityScore: '2.0', phenotypes: ['Normal Metabolizer'] }],
      effective: [{ activityScore: '0.0', phenotypes: ['Poor Metabolizer'] }],
      because: [
        {
          timing: 'FULL',
          medicine: { name: 'Paxil', startedOn: '2020-01-01' },
          interaction: expect.objectContaining({ role: 'INHIBITOR', strength: 'STRONG', factor: 0 }),
        },
      ],
      cautions: [],
    },
  ])
  expect(advice.phenoconversion[0].because[0].interaction.citations[0].url).toMatch(/^https:/)
  expect(outcome(answer, 'CPIC').genes[0]).toMatchObject({
    result: { diplotype: { name: '*1/*1' }, activityScore: '2.0' },
    effective: { activityScore: '0.0' },
    lookupKeys: ['0.0'],
  })
  // P7 what nobody knows is kept and named; a likeness is offered, never used.
  expect(answer.notConsidered.map(({ name }: { name: string }) => name)).toEqual(['paroxetin', 'Grandmother’s drops'])
  expect(answer.notConsidered[0].candidates[0].name).toBe('paroxetine')
  expect(answer.knowledge.version).toMatch(/^[0-9a-f]{8,}$/)
  expect(answer.sample.file.sha256).toMatch(/^[0-9a-f]{64}$/)
  // The sources side by side, and who says what.
  expect(advice.agreement.votes.map(({ source }: { source: string }) => source)).toContain('CPIC')
  expect(advice.agreement.detail).toContain('CPIC: avoid it, use another drug.')
  expect(new Set(advice.outcomes.map(({ source }: { source: string }) => source))).toEqual(
    new Set(['CPIC', 'DPWG', 'FDA']),
  )
  // The same with no patient at all.
  const stated = [{ gene: 'CYP2D6', diplotype: '*1/*1' }]
  expect((await check({ rxnorm, stated, medicines })).advice[0].outcomes).toEqual(advice.outcomes)
})

describe('P7 medicines change the advice only by a cited rule', () => {
  const stated = [{ gene: 'CYP2C19', diplotype: '*1/*1' }]

  test('an inhibitor without a stated factor is a caution beside an unchanged answer', async () => {
    const alone = await check({ name: 'citalopram', stated })
    const answer = await check({ name: 'citalopram', stated, medicines: [{ name: 'fluconazole' }] })
    expect(answer.advice[0].outcomes).toEqual(alone.advice[0].outcomes)
    expect(answer.advice[0].phenoconversion).toEqual([
      expect.objectContaining({ effect: 'CAUTION_ONLY', factor: null, effective: null, because: [] }),
    ])
    expect(answer.advice[0].cautions).toContainEqual(
      expect.objectContaining({
        gene: 'CYP2C19',
        reason: 'NO_CITED_FACTOR',
        influence: { medicine: { name: 'fluconazole' }, interaction: { role: 'INHIBITOR', strength: 'STRONG' } },
      }),
    )
    expect(alone.advice[0]).toMatchObject({ cautions: [], phenoconversion: [] })
  })

  test('dates decide: long stopped and not yet started change nothing', async () => {
    const codeine = { name: 'codeine', stated: [{ gene: 'CYP2D6', diplotype: '*1/*1' }] }
    for (const dates of [{ startedOn: '2019-01-01', stoppedOn: '2020-01-01' }, { startedOn: '2999-01-01' }]) {
      const answer = await check({ ...codeine, medicines: [{ name: 'paroxetine', ...dates }] })
      expect(answer.advice[0].phenoconversion).toEqual([])
      expect(outcome(answer, 'CPIC').kind).toBe('NoActionNeeded')
    }
  })

  test('an inhibited result that leads to the same rows says so', async () => {
    const poor = [{ gene: 'CYP2D6', diplotype: '*4/*4' }]
    const answer = await check({ name: 'codeine', stated: poor, medicines: [{ name: 'paroxetine' }] })
    expect(answer.advice[0].phenoconversion[0]).toMatchObject({ effect: 'ADVICE_UNCHANGED', factor: 0 })
  })

  test.each([
    ['no name and no id', [{ startedOn: '2020-01-01' }], 'medicines[0]'],
    ['a day that does not exist', [{ name: 'paroxetine', startedOn: '2026-02-30' }], 'medicines[0].startedOn'],
    [
      'an end before the beginning',
      [{ name: 'x' }, { name: 'y', startedOn: '2026-02-02', stoppedOn: '2026-02-01' }],
      'medicines[1]',
    ],
  ])('a medicine with %s is bad input, by its field', async (_what, medicines, field) => {
    const { errors } = await server.graphql(token, CHECK, { input: { name: 'codeine', stated, medicines } })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', details: { field } })
  })
})

describe('P6 who has no vote is named', () => {
  test('a source that waits for the indication may go further than those that have answered', async () => {
    const answer = await check({ name: 'clopidogrel', stated: [{ gene: 'CYP2C19', diplotype: '*1/*2' }] })
    expect(answer.advice[0].agreement).toMatchObject({
      verdict: 'STRICTER',
      undecided: [
        {
          source: 'CPIC',
          type: 'PopulationUndetermined',
          waitsFor: ['indication'],
          strictest: 'AVOID',
          mayGoFurther: true,
        },
      ],
      detail: expect.stringContaining(
        'CPIC depends on facts that were not stated (what the drug is given for) and may go further',
      ),
    })
  })
})

describe('trap: warfarin is an algorithm, not a table', () => {
  const stated = [
    { gene: 'CYP2C9', diplotype: '*1/*2' },
    { gene: 'VKORC1', phenotype: '-1639 AG' },
  ]
  const person = { ageYears: 60, weightKg: 75, heightCm: 170 }
  const more = (name: string, value: string | boolean) =>
    typeof value === 'string' ? { name, text: value } : { name, truth: value }

  test('its doses are numbers with unit and range, its models cited, what is not confirmed switched off', async () => {
    const facts = {
      ...person,
      more: [more('ancestry', 'EUROPEAN'), more('amiodarone', false), more('enzymeInducer', false)],
    }
    const answer = await check({ name: 'warfarin', stated, facts })
    const [calculation] = outcome(answer, 'CPIC').calculations
    expect(calculation.provenance.basis).toBeDefined()
    const estimates = calculation.branches.flatMap((branch: Answer) =>
      branch.steps.flatMap((step: Answer) => step.estimates),
    )
    const dose = estimates.find(({ kind }: { kind: string }) => kind === 'DoseEstimate')
    expect(dose).toMatchObject({ unit: 'mg', citations: expect.arrayContaining([expect.anything()]) })
    expect(dose.weekly.min).toBeGreaterThan(15)
    expect(dose.weekly.max).toBeLessThan(50)
    expect(outcome(answer, 'CPIC').text.clinician).toContain(dose.weekly.min.toFixed(1))
  })

  test('inputs that are missing are named instead of guessed', async () => {
    const answer = await check({ name: 'warfarin', stated })
    const { calculations } = outcome(answer, 'CPIC')
    const estimates = calculations[0].branches.flatMap((branch: Answer) =>
      branch.steps.flatMap((step: Answer) => step.estimates),
    )
    expect(estimates).toContainEqual(
      expect.objectContaining({
        kind: 'NoDoseEstimate',
        why: 'MISSING_INPUT',
        about: expect.arrayContaining(['ageYears', 'weightKg']),
      }),
    )
    expect(answer.advice[0].whatWouldChange).toContainEqual(
      expect.objectContaining({ kind: 'MEASUREMENT', name: 'weightKg' }),
    )
  })

  test('the label’s table, keyed on diplotypes, answers a phenotype that only one diplotype has', async () => {
    const answer = await check({ name: 'warfarin', stated })
    const label = answer.advice[0].outcomes.filter(({ source }: { source: string }) => source === 'FDA')[0]
    expect(label).toMatchObject({ kind: 'Recommendation', actions: ['DOSE_DECREASE'] })
    const several = [{ gene: 'CYP2C9', phenotype: 'Intermediate Metabolizer' }, stated[1]]
    const unknown = await check({ name: 'warfarin', stated: several })
    const without = unknown.advice[0].outcomes.find((each: Answer) => each.kind === 'GuidelineWithoutRow')
    expect(without.reasons).toEqual([{ gene: 'CYP2C9', reason: 'DIPLOTYPE_NEEDED' }])
  })
})

describe('bad input: each has a code, a reason and, where that helps, what is accepted', () => {
  const refused = async (input: object) => {
    const { errors, data } = await server.graphql<{ checkDrug: unknown }>(token, CHECK, { input })
    expect(data?.checkDrug ?? null).toBeNull()
    return errors?.[0]?.extensions
  }

  test.each([
    ['an allele that the gene does not have', { gene: 'CYP2C19', diplotype: '*1/*999' }, 'diplotype', 'UNKNOWN_ALLELE'],
    ['three alleles', { gene: 'CYP2C19', diplotype: '*1/*2/*3' }, 'diplotype', 'WRONG_NUMBER_OF_ALLELES'],
    ['one allele where two are due', { gene: 'CYP2C19', diplotype: '*1' }, 'diplotype', 'WRONG_NUMBER_OF_ALLELES'],
    [
      'two alleles of the mitochondrion',
      { gene: 'MT-RNR1', diplotype: 'Reference/Reference' },
      'diplotype',
      'WRONG_NUMBER_OF_ALLELES',
    ],
    ['half a phenotype', { gene: 'CYP2C19', phenotype: 'Poor' }, 'phenotype', 'UNKNOWN_PHENOTYPE'],
    ['the word of another gene', { gene: 'CYP2C19', phenotype: 'Poor Function' }, 'phenotype', 'UNKNOWN_PHENOTYPE'],
    ['a score that is a word', { gene: 'CYP2D6', activityScore: 'high' }, 'activityScore', 'NO_ACTIVITY_SCORE'],
    [
      'a phenotype that its own diplotype contradicts',
      { gene: 'CYP2C19', diplotype: '*2/*2', phenotype: 'Normal Metabolizer' },
      'phenotype',
      'CONTRADICTORY_RESULT',
    ],
    [
      'a score that its own diplotype contradicts',
      { gene: 'CYP2D6', diplotype: '*4/*4', activityScore: '2' },
      'activityScore',
      'CONTRADICTORY_RESULT',
    ],
  ])('%s', async (_what, result, field, reason) => {
    expect(await refused({ name: 'codeine', stated: [result] })).toMatchObject({
      code: 'BAD_USER_INPUT',
      retryable: false,
      details: { gene: result.gene, field: `stated[0].${field}`, reason },
    })
  })

  test('the words of the gene come with a phenotype that is none of them', async () => {
    const extensions = await refused({ name: 'clopidogrel', stated: [{ gene: 'CYP2C19', phenotype: 'Poor' }] })
    expect(extensions?.['details']).toMatchObject({
      accepted: expect.arrayContaining(['Poor Metabolizer', 'Likely Poor Metabolizer', 'Normal Metabolizer']),
    })
  })

  test('two diplotypes of one gene', async () => {
    const stated = ['*1/*1', '*2/*2'].map(diplotype => ({ gene: 'CYP2C19', diplotype }))
    expect(await refused({ name: 'clopidogrel', stated })).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field: 'stated[1]', gene: 'CYP2C19', reason: 'GENE_STATED_TWICE' },
    })
  })

  test('a gene that nothing describes, with those it may mean', async () => {
    expect(await refused({ name: 'codeine', stated: [{ gene: 'CYP2C91', diplotype: '*1/*1' }] })).toMatchObject({
      code: 'UNKNOWN_GENE',
      details: { candidates: expect.arrayContaining(['CYP2C19']) },
    })
  })

  test.each([
    [
      'an indication',
      { indication: 'ATHLETES_FOOT' },
      { fact: 'indication', known: expect.arrayContaining(['ACUTE_CORONARY_SYNDROME']) },
    ],
    [
      'a fact',
      { more: [{ name: 'starSign', text: 'LIBRA' }] },
      { fact: 'starSign', known: expect.arrayContaining(['ageYears']) },
    ],
  ])('%s that no population asks for, with those that are known', async (_what, facts, details) => {
    const extensions = await refused({ name: 'clopidogrel', stated: [], facts })
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', details })
  })

  test('a population that does not exist', async () => {
    const { errors } = await server.graphql(token, '{ recommendations(population: "ADULT") { totalCount } }')
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      details: { field: 'population', candidates: ['ADULTS'], known: expect.arrayContaining(['PEDIATRICS']) },
    })
  })

  test('*1 never means *17, and Poor never Likely Poor', async () => {
    const keys = async (result: object) =>
      outcome(await check({ name: 'voriconazole', stated: [{ gene: 'CYP2C19', ...result }] }), 'DPWG').genes[0]
        .lookupKeys
    expect(await keys({ diplotype: '*1/*1' })).toEqual(['Normal Metabolizer'])
    expect(await keys({ diplotype: '*1/*17' })).toEqual(['Rapid Metabolizer'])
    expect(await keys({ phenotype: 'Poor Metabolizer' })).toEqual(['Poor Metabolizer'])
    expect(await keys({ phenotype: 'Likely Poor Metabolizer' })).toEqual(['Likely Poor Metabolizer'])
  })
})

describe('circumstances are decided by facts, and never guessed', () => {
  const QUERY = `query ($facts: PatientFactsInput) {
    checkDrug(input: { name: "clopidogrel", stated: [{ gene: "CYP2C19", diplotype: "*1/*2" }], facts: $facts }) {
      ... on CheckedDrug {
        advice {
          whatWouldChange { kind name }
          outcomes {
            source
            ... on Recommendation {
              actions
              rows { statedActions { action holds waitsFor } circumstances { term { code } holds waitsFor } }
            }
          }
        }
      }
    }
  }`
  interface Said {
    readonly checkDrug: {
      readonly advice: readonly {
        readonly whatWouldChange: readonly { readonly kind: string; readonly name: string }[]
        readonly outcomes: readonly {
          readonly source: string
          readonly actions?: readonly string[]
          readonly rows?: readonly {
            readonly statedActions: readonly object[]
            readonly circumstances: readonly object[]
          }[]
        }[]
      }[]
    }
  }
  const dpwg = async (facts: object) => {
    const { data } = await server.graphql<Said>(token, QUERY, { facts })
    const [advice] = data?.checkDrug.advice ?? []
    return { advice, outcome: advice?.outcomes.find(({ source }) => source === 'DPWG') }
  }

  test('without the fact every action waits for it', async () => {
    const { advice, outcome: said } = await dpwg({})
    expect(advice?.whatWouldChange).toContainEqual({ kind: 'CIRCUMSTANCE', name: 'indication' })
    expect(said?.rows?.[0]?.statedActions).toContainEqual({
      action: 'ALTERNATIVE_DRUG',
      holds: null,
      waitsFor: ['indication'],
    })
  })

  test('with it, what holds is said and what does not is left out of the actions', async () => {
    const { outcome: said } = await dpwg({ indication: 'PERIPHERAL_ARTERIAL_DISEASE' })
    expect(said?.actions).toEqual(['STANDARD_DOSING'])
    expect(said?.rows?.[0]?.circumstances).toContainEqual({
      term: { code: 'PERCUTANEOUS_CORONARY_INTERVENTION_STROKE_OR_TIA' },
      holds: false,
      waitsFor: [],
    })
  })

  test('the facts that can be stated are listed, with their codes in words', async () => {
    const { data } = await server.graphql<{
      knowledge: { facts: readonly { name: string; kind: string; codes: readonly { code: string }[] }[] }
    }>(token, '{ knowledge { facts { name kind clinician plain unit codes { code clinician plain } } } }')
    const fact = data?.knowledge.facts.find(({ name }) => name === 'response')
    expect(fact).toMatchObject({ kind: 'CODE', clinician: 'effect so far' })
    expect(fact?.codes.map(({ code }) => code)).toContain('INADEQUATE')
  })
})
