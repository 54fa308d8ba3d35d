import type { TestServer } from '../../support/server.js'

export const OPTION_FIELDS = `
  drug { name } verdict line couldBeStricter alreadyTaken
  findings {
    kind effect strength certainty ifConfirmed restsOnIndication statement { clinician plain }
    citations { title section year basis reviewed } facts { id kind text { clinician } origin }
  }
  unknowns { kind name why about couldLeadTo text { clinician } }
`

export const OPTIONS = `query ($input: MedicationOptionsInput!) {
  medicationOptions(input: $input) {
    __typename
    ... on MedicationOptions {
      asOf order indication { id } options { ${OPTION_FIELDS} }
      whatWouldChange { kind name could { drug from to } }
      background { lists { list state } notConsidered { name } problems { code used } replaced { kind text { clinician } } }
    }
    ... on DrugCandidates { text candidates { drug { name } } }
    ... on NoOptionKnowledge { reason statement { clinician } }
  }
}`

export interface ShownFact {
  readonly id: string
  readonly kind: string
  readonly text: { readonly clinician: string }
  readonly origin: string
}

export interface ShownOption {
  readonly drug: { readonly name: string }
  readonly verdict: string
  readonly couldBeStricter: boolean
  readonly alreadyTaken: boolean
  readonly findings: readonly {
    readonly kind: string
    readonly effect: string
    readonly restsOnIndication: boolean
    readonly statement: { readonly clinician: string }
    readonly citations: readonly { readonly title: string; readonly reviewed: boolean }[]
    readonly facts: readonly ShownFact[]
  }[]
  readonly unknowns: readonly { readonly kind: string; readonly name: string }[]
}

export interface ShownOptions {
  readonly __typename: string
  readonly options: readonly ShownOption[]
  readonly whatWouldChange: readonly { readonly kind: string; readonly name: string }[]
  readonly background: {
    readonly problems: readonly { readonly code: string; readonly used: boolean }[]
    readonly replaced: readonly { readonly text: { readonly clinician: string } }[]
  }
}

export async function askOptions(
  server: TestServer,
  token: string,
  query: string,
  input: object,
): Promise<ShownOptions> {
  const { data, errors } = await server.graphql<{ medicationOptions: ShownOptions }>(token, query, { input })
  if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors))
  return data.medicationOptions
}
