import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFacts } from '../../cases/options/read-facts.js'
import { genesOf, rowsIn, type Vignette, VIGNETTES } from '../../cases/options/vignettes.js'
import { startTestServer } from '../../support/server.js'
import type { TestServer } from '../../support/server.js'
import { ask } from '../demo-person.js'
import { factContent } from './fact-content.js'
import { askOptions, OPTION_FIELDS, OPTIONS, type ShownOptions } from './options-query.js'

let server: TestServer
let token: string
/** Sees every gene of a patient, as whoever states results does. */
let developer: string

beforeAll(async () => {
  server = await startTestServer({ worker: false })
  token = await server.token(['PHARMACIST'])
  developer = await server.token(['DEVELOPER'])
}, 60_000)
afterAll(() => server.stop())

describe('vignettes of medication options, asked over the whole stack', () => {
  it.each(VIGNETTES)('$file: $name', async vignette => {
    const { indication, person, facts = [], restsOn } = vignette
    for (const { file, has } of restsOn)
      expect(rowsIn(file), `${file} ${JSON.stringify(has)}`).toContainEqual(expect.objectContaining(has))
    const stated = Object.entries(genesOf(vignette)).map(([gene, diplotype]) => ({ gene, diplotype }))
    const input = { stated, indication, history: readFacts(person, facts).map(factContent) }
    const { options, background } = await askOptions(server, token, OPTIONS, input)
    expect(background.problems.filter(({ used }) => !used)).toEqual([])
    for (const [drug, expected] of Object.entries(vignette.expect)) {
      const option = options.find(each => each.drug.name === drug)
      const found = option?.findings.map(({ kind, effect }) => `${kind} ${effect}`)
      const open = option?.unknowns.map(({ kind, name }) => `${kind} ${name}`)
      expect({ drug, verdict: option?.verdict, found, open }).toEqual({
        drug,
        verdict: expected.verdict,
        found: expect.arrayContaining([...(expected.because ?? [])]),
        open: expect.arrayContaining([...(expected.open ?? [])]),
      })
      expect(option?.findings.map(({ statement }) => statement.clinician).join('\n')).toContain(expected.says ?? '')
      expect(option?.couldBeStricter).toBe(expected.couldBeStricter ?? option?.couldBeStricter)
      // Whoever reads a reason finds what it rests on: a document, and the facts or the results behind it.
      for (const finding of option?.findings ?? [])
        expect({ ...finding, rests: restsOnSomething(finding) }).toEqual({ ...finding, rests: true })
    }
    const order = options.map(each => each.drug.name)
    expect([order[0], order.at(-1)]).toEqual([vignette.first ?? order[0], vignette.last ?? order.at(-1)])
  })
})

describe('vignettes of medication options, recorded first', () => {
  it('every one is answered from the record as it is answered when stated', async () => {
    const waiting = [...VIGNETTES]
    const differing: string[] = []
    const next = async (): Promise<void> => {
      const vignette = waiting.pop()
      if (vignette === undefined) return
      const { recorded, stated } = await bothWays(vignette)
      expect(stated.length).toBeGreaterThan(0)
      if (JSON.stringify(recorded) !== JSON.stringify(stated)) differing.push(vignette.name)
      await next()
    }
    await Promise.all(Array.from({ length: 6 }, next))
    expect(differing).toEqual([])
  })
})

const CREATE = 'mutation ($input: CreatePatientInput!) { createPatient(input: $input) { id } }'
const RECORD = 'mutation ($input: RecordHistoryInput!) { recordHistory(input: $input) { entries { status } } }'
const BOTH = `query ($recorded: MedicationOptionsInput!, $stated: MedicationOptionsInput!) {
  recorded: medicationOptions(input: $recorded) { ...Said } stated: medicationOptions(input: $stated) { ...Said }
}
fragment Said on MedicationOptions { options { ${OPTION_FIELDS} } whatWouldChange { kind name could { drug from to } } }`

/** The facts of a vignette written down for somebody new, and stated with the question; facts have other ids. */
async function bothWays({ name, indication, person, facts = [] }: Vignette) {
  const history = readFacts(person, facts).map(factContent)
  const { createPatient } = await ask<{ createPatient: { id: string } }>(server, developer, CREATE, {
    input: { displayName: 'Somebody', idempotencyKey: name },
  })
  const patientId = createPatient.id
  if (history.length > 0) {
    const input = { patientId, facts: history.map(content => ({ content })), idempotencyKey: name }
    const { recordHistory } = await ask<Recorded>(server, developer, RECORD, { input })
    const refused = recordHistory.entries.filter(({ status }) => status !== 'RECORDED')
    if (refused.length > 0) throw new Error(`${name}: ${refused.length} facts were refused`)
  }
  const answer = await ask<{ readonly recorded: Said; readonly stated: Said }>(server, developer, BOTH, {
    recorded: { patientId, indication },
    stated: { stated: [], history, indication },
  })
  return { recorded: withoutIds(answer.recorded), stated: withoutIds(answer.stated) }
}

interface Recorded {
  readonly recordHistory: { readonly entries: readonly { readonly status: string }[] }
}

type Said = Pick<ShownOptions, 'options' | 'whatWouldChange'>

function withoutIds({ options, whatWouldChange }: Said): readonly unknown[] {
  const said = options.map(option => ({
    ...option,
    findings: option.findings.map(finding => ({
      ...finding,
      facts: finding.facts.map(({ kind, text }) => `${kind} ${text.clinician}`).toSorted(),
    })),
  }))
  return [...said, whatWouldChange]
}

type Finding = Awaited<ReturnType<typeof askOptions>>['options'][number]['findings'][number]

function restsOnSomething({ kind, citations, facts, restsOnIndication }: Finding): boolean {
  if (citations.length === 0 || citations.some(({ title }) => title === '')) return false
  return kind === 'PHARMACOGENOMIC' || facts.length > 0 || restsOnIndication
}
