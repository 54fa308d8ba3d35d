import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer } from '../../support/server.js'
import type { TestServer } from '../../support/server.js'

let server: TestServer
let token: string

beforeAll(async () => {
  server = await startTestServer({ worker: false })
  token = await server.token(['PHARMACIST'])
})
afterAll(() => server.stop())

const OPTIONS = `query ($input: MedicationOptionsInput!) {
  medicationOptions(input: $input) {
    __typename
    ... on MedicationOptions {
      order
      indication { id }
      options {
        drug { name } verdict line couldBeStricter
        findings { kind effect statement { clinician } citations { title basis reviewed } facts { text { clinician } origin } }
        unknowns { kind name why couldLeadTo text { clinician } }
      }
      whatWouldChange { kind name could { drug from to } }
      background { lists { list state } notConsidered { name } problems { code } }
    }
    ... on DrugCandidates { text candidates { drug { name } } }
    ... on NoOptionKnowledge { reason statement { clinician } }
  }
}`

interface Shown {
  readonly drug: { readonly name: string }
  readonly verdict: string
  readonly findings: readonly {
    readonly kind: string
    readonly effect: string
    readonly statement: { readonly clinician: string }
    readonly citations: readonly { readonly title: string; readonly reviewed: boolean }[]
    readonly facts: readonly { readonly text: { readonly clinician: string }; readonly origin: string }[]
  }[]
}

interface Answer {
  readonly medicationOptions: {
    readonly __typename: string
    readonly options: readonly Shown[]
    readonly whatWouldChange: readonly { readonly kind: string; readonly name: string }[]
  }
}

async function ask(input: object): Promise<Answer['medicationOptions']> {
  const { data, errors } = await server.graphql<Answer>(token, OPTIONS, { input })
  if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.medicationOptions
}

describe('medication options for stated results', () => {
  it('P2 P5 returns every candidate with a verdict, reasons and what they rest on; excluded ones stay in the list', async () => {
    const { __typename, options, whatWouldChange } = await ask({
      stated: [{ gene: 'CYP2C19', diplotype: '*2/*2' }],
      indication: 'acute-coronary-syndrome',
      medicines: [{ name: 'Plavix' }],
      facts: { ageYears: 61 },
    })
    expect(__typename).toBe('MedicationOptions')
    const clopidogrel = options.find(({ drug }) => drug.name === 'clopidogrel')
    expect(clopidogrel?.verdict).toBe('NOT_SUITABLE')
    expect(options.at(-1)?.drug.name).toBe('clopidogrel')
    const [first] = clopidogrel?.findings ?? []
    expect(first).toMatchObject({ kind: 'PHARMACOGENOMIC', effect: 'EXCLUDES' })
    expect(first?.citations.length).toBeGreaterThan(0)
    expect(whatWouldChange.map(({ kind }) => kind)).toContain('CONDITIONS')
  })

  it('P2 a name that fits no drug is answered with candidates; an unknown indication is refused', async () => {
    expect(await ask({ stated: [], drugs: ['clopidogrl'] })).toMatchObject({
      __typename: 'DrugCandidates',
      candidates: expect.arrayContaining([{ drug: { name: 'clopidogrel' } }]),
    })
    const { errors } = await server.graphql(token, OPTIONS, { input: { stated: [], indication: 'nothing' } })
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })
})
