import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { secondRelease } from '../support/second-release.js'
import type { SecondRelease } from '../support/second-release.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { ask, uploadDemoPerson } from './demo-person.js'
import type { DemoPerson } from './demo-person.js'

let older: SecondRelease
let server: TestServer
let token: string
let petra: DemoPerson

const OLD_WORDS = 'keep an eye on the platelets'

/** A year ago: one allele had another function, one row said something else, one word read otherwise. */
beforeAll(async () => {
  older = secondRelease('2025-11', '2025-11-05')
  older.change('genes/CYP2C19/alleles.json', ({ alleles }: { alleles: { name: string; function: string }[] }) => {
    for (const allele of alleles) if (allele.name === '*2') allele.function = 'Decreased function'
  })
  older.change('guidelines/dpwg/clopidogrel.json', ({ guidelines }) => {
    for (const row of guidelines[0].rows)
      if (row.actions[0] === 'ALTERNATIVE_DRUG')
        Object.assign(row, {
          actions: ['MONITOR'],
          conditions: [],
          alternatives: [],
          monitoring: ['PLATELET_FUNCTION'],
        })
  })
  older.change('guidelines/terms.json', json => {
    const { terms } = json
    const term = Array.isArray(terms)
      ? terms.find(({ code }: { code: string }) => code === 'PLATELET_FUNCTION')
      : (terms ?? json)['PLATELET_FUNCTION']
    term.clinician = OLD_WORDS
  })
  older.seal()
  server = await startTestServer({ env: { KNOWLEDGE_PATHS: `data:${older.folder}` } })
  token = await server.token(['DEVELOPER'])
  petra = await uploadDemoPerson(server, token, 'petra-slowly.vcf.gz')
}, 60_000)
afterAll(async () => {
  await server.stop()
  older.remove()
})

const CHECK = `query ($input: CheckDrugInput!, $asOf: String) { checkDrug(input: $input, asOf: $asOf) {
  ... on CheckedDrug { knowledge { release version date } sample { id }
    advice { knowledgeVersion knowledge { release } drug { guidelines(source: DPWG) { nodes { rows { nodes { actions } } } } }
      phenotypes { phenotypes knowledge { release } ... on CalledGene { diplotypes { name } } }
      outcomes { kind: __typename source genes { result { functions phenotypes } }
        ... on OutcomeWithRows { actions rows { row { id monitoring { code clinician } } } } } } } } }`

interface Row {
  readonly row: { readonly monitoring: readonly { readonly code: string; readonly clinician: string }[] }
}

interface Checked {
  readonly knowledge: { readonly release: string; readonly version: string }
  readonly advice: readonly {
    readonly knowledgeVersion: string
    readonly knowledge: { readonly release: string }
    readonly drug: { readonly guidelines: { readonly nodes: readonly { rows: { nodes: { actions: string[] }[] } }[] } }
    readonly phenotypes: readonly { readonly phenotypes: readonly string[]; readonly knowledge: { release: string } }[]
    readonly outcomes: readonly { source: string; kind: string; actions?: readonly string[]; rows?: readonly Row[] }[]
  }[]
}

async function check(input: object, asOf?: string): Promise<Checked> {
  return (await ask<{ checkDrug: Checked }>(server, token, CHECK, { input, asOf })).checkDrug
}

const dpwg = ({ advice }: Checked) => advice[0]?.outcomes.find(({ source }) => source === 'DPWG')

describe('P10 an older release can still be asked', () => {
  test('every release is listed, the current one first', async () => {
    const { releases } = await ask<{ releases: object[] }>(server, token, '{ releases { release date version } }')
    expect(releases).toEqual([
      expect.objectContaining({ release: '2026-11' }),
      expect.objectContaining({ release: '2025-11', date: '2025-11-05' }),
    ])
  })

  test('a sample is called again by the release that never called it, and its answer is that release’s throughout', async () => {
    const input = { name: 'clopidogrel', sampleId: petra.sampleId }
    const now = await check(input)
    const then = await check(input, '2026-01-31')
    expect([now.knowledge.release, then.knowledge.release]).toEqual(['2026-11', '2025-11'])
    expect(now.advice[0]?.phenotypes[0]?.phenotypes).toEqual(['Poor Metabolizer'])
    // Two alleles of decreased function were an intermediate metaboliser of the likely kind.
    expect(then.advice[0]?.phenotypes).toEqual([
      expect.objectContaining({
        phenotypes: ['Likely Intermediate Metabolizer'],
        diplotypes: [{ name: '*2/*2' }],
        knowledge: { release: '2025-11' },
      }),
    ])
    expect(dpwg(now)?.actions).toContain('AVOID')
    expect(dpwg(then)?.actions).toEqual(['MONITOR'])
    expect(dpwg(then)?.rows?.[0]?.row.monitoring).toEqual([{ code: 'PLATELET_FUNCTION', clinician: OLD_WORDS }])
    const rows = then.advice[0]?.drug.guidelines.nodes.flatMap(guideline => guideline.rows.nodes) ?? []
    expect(rows).toContainEqual({ actions: ['MONITOR'] })
    expect(then.advice[0]?.knowledgeVersion).toBe(then.knowledge.version)
    expect(then.knowledge.version).not.toBe(now.knowledge.version)
    // Also once the query is compiled, and whichever of them was asked before.
    for (let turn = 0; turn < 12; turn += 1)
      expect([await check(input), await check(input, '2026-01-31')]).toEqual([now, then])
  })

  test('by name, by version and by day it is the same release', async () => {
    const input = { name: 'clopidogrel', stated: [{ gene: 'CYP2C19', diplotype: '*1/*2' }] }
    const byName = await check(input, '2025-11')
    expect(await check(input, byName.knowledge.version)).toEqual(byName)
    expect(await check(input, '2025-12-24')).toEqual(byName)
    expect((await check(input, '2026-11-23')).knowledge.release).toBe('2026-11')
  })

  test('both releases can be asked in one request without mixing', async () => {
    const answer = await ask<Record<'now' | 'then', { geneCalls: object[]; drugAdvice: { nodes: Checked['advice'] } }>>(
      server,
      token,
      `query ($id: ID!) { now: sample(id: $id) { ...S } then: sample(id: $id) { geneCalls(genes: ["CYP2C19"], asOf: "2025-11") { ...C }
         drugAdvice(gene: "CYP2C19", first: 100, asOf: "2025-11") { nodes { ...A } } } }
       fragment S on Sample { geneCalls(genes: ["CYP2C19"]) { ...C } drugAdvice(gene: "CYP2C19", first: 100) { nodes { ...A } } }
       fragment C on GeneCall { phenotypes knowledge { release } gene { alleles(search: "*2", first: 1) { nodes { name function } } } }
       fragment A on DrugAdvice { knowledge { release } drug { name } outcomes { source ... on OutcomeWithRows { rows { row { monitoring { code clinician } } } } } }`,
      { id: petra.sampleId },
    )
    const calls = (release: string, phenotype: string, alleleFunction: string) => [
      {
        phenotypes: [phenotype],
        knowledge: { release },
        gene: { alleles: { nodes: [{ name: '*2', function: alleleFunction }] } },
      },
    ]
    expect(answer.now.geneCalls).toEqual(calls('2026-11', 'Poor Metabolizer', 'No function'))
    expect(answer.then.geneCalls).toEqual(calls('2025-11', 'Likely Intermediate Metabolizer', 'Decreased function'))
    const releases = (side: 'now' | 'then') =>
      new Set(answer[side].drugAdvice.nodes.map(advice => advice.knowledge.release))
    expect([releases('now'), releases('then')]).toEqual([new Set(['2026-11']), new Set(['2025-11'])])
    const words = (side: 'now' | 'then') =>
      answer[side].drugAdvice.nodes
        .flatMap(({ outcomes }) => outcomes.flatMap(({ rows = [] }) => rows.flatMap(({ row }) => row.monitoring)))
        .filter(({ code }) => code === 'PLATELET_FUNCTION')
        .map(({ clinician }) => clinician)
    expect(words('then')).toContain(OLD_WORDS)
    expect(words('now')).not.toContain(OLD_WORDS)
  })

  test('what is stored of a sample stays as the current release called it', async () => {
    await check({ name: 'clopidogrel', sampleId: petra.sampleId }, '2025-11')
    const { sample } = await ask<{ sample: { knowledgeVersion: string } }>(
      server,
      token,
      'query ($id: ID!) { sample(id: $id) { knowledgeVersion } }',
      { id: petra.sampleId },
    )
    const { knowledge } = await ask<{ knowledge: { version: string } }>(server, token, '{ knowledge { version } }')
    expect(sample.knowledgeVersion).toBe(knowledge.version)
  })

  test('the knowledge of then, with its sources, genes and drugs', async () => {
    const answer = await ask<{ knowledge: { release: string; coverage: { source: string; rows: number }[] } }>(
      server,
      token,
      `{ knowledge(asOf: "2025-11") { release date sources { publisher date licence counts { guidelines rows } } coverage { source drugs genes guidelines rows unsourcedRows } }
         gene(symbol: "CYP2C19", asOf: "2025-11") { alleles(search: "*2", first: 1) { nodes { function } } }
         drug(name: "clopidogrel", asOf: "2025-11") { guidelines(source: DPWG) { nodes { rows { nodes { actions } } } } } }`,
    )
    expect(answer).toMatchObject({
      knowledge: { release: '2025-11' },
      gene: { alleles: { nodes: [{ function: 'Decreased function' }] } },
    })
    expect(JSON.stringify(answer)).toContain('["MONITOR"]')
    expect(answer.knowledge.coverage.map(({ source }) => source)).toEqual(['CPIC', 'DPWG', 'FDA'])
    for (const { rows } of answer.knowledge.coverage) expect(rows).toBeGreaterThan(100)
  })

  test.each(['2020-01-01', '1999-13', 'no such release', ''])(
    'no release counts as of "%s": its own code',
    async asOf => {
      const { errors } = await server.graphql(token, CHECK, { input: { name: 'codeine', stated: [] }, asOf })
      expect(errors?.[0]?.extensions).toMatchObject({
        code: 'UNKNOWN_RELEASE',
        details: { field: 'asOf', known: ['2026-11 (from 2026-11-23)', '2025-11 (from 2025-11-05)'] },
      })
    },
  )

  test('a day that no calendar has is bad input', async () => {
    const { errors } = await server.graphql(token, CHECK, {
      input: { name: 'codeine', stated: [] },
      asOf: '2026-02-30',
    })
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'asOf' } })
  })
})
