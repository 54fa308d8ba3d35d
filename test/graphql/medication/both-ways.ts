import type { Vignette } from '../../cases/options/vignettes.js'
import type { TestServer } from '../../support/server.js'
import { ask } from '../demo-person.js'
import { type Difference, differencesBetween } from './named-differences.js'
import { OPTION_FIELDS, type ShownOptions } from './options-query.js'
import { statedGenes, statedHistory } from './vignette-ward.js'

const RESULTS = `
fragment Result on DiplotypePhenotype {
  diplotype { name } lookupDiplotype { name } inferred functions activityValues activityScore phenotypes lookupKeys
}
fragment Used on GeneResultUsed {
  gene { symbol } lookupKeys readAs readAsRule result { ...Result } effective { ...Result } sameFor { ...Result }
}`

const PAGE = `query ($id: ID!, $indication: ID!, $options: MedicationOptionsInput!, $review: MedicationReviewInput!) {
  patient(id: $id) {
    medicationOptions(indication: $indication) { ...Options }
    medicationReview { ...Review }
    samples { geneCalls { __typename gene { symbol } origin } }
  }
  medicationOptions(input: $options) { ...Options }
  medicationReview(input: $review) { ...Review }
}
fragment Options on MedicationOptions {
  options { ...Option }
  whatWouldChange { kind name why text { clinician } could { drug from to } }
  background { lists { list state } notConsidered { name } problems { code used } }
}
fragment Review on MedicationReview {
  medicines { medicine { name startedOn stoppedOn } drugs { ...Option } }
  whatWouldChange { kind name why text { clinician } could { drug from to } }
}
fragment Option on MedicationOption {
  ${OPTION_FIELDS} monitoring { clinician } leftOut note { clinician }
  results: findings { genes { ...Used } sourcesDiffer { clinician plain } }
}
${RESULTS}`

/** Everything that is said of a drug. How much of a gene the file covers is not: a question has no file. */
const CHECK = `query ($recorded: CheckDrugInput!, $stated: CheckDrugInput!) {
  recorded: checkDrug(input: $recorded) { ...Checked } stated: checkDrug(input: $stated) { ...Checked }
}
fragment Checked on CheckedDrug {
  notConsidered { name }
  advice {
    drug { name } robust
    agreement { verdict strictest detail plain votes { source actions } undecided { source } }
    cautions { reason influence { timing medicine { name } } text { clinician plain } }
    phenoconversion { gene { symbol } effect factor predicted { ...Result } effective { ...Result } }
    whatWouldChange { kind name text couldLeadTo }
    outcomes {
      __typename source guideline { id } robust wouldSettle text { clinician plain } genes { ...Used }
      ... on OutcomeWithRows {
        actions
        rows {
          bestSupported population { code } text { clinician plain } statedActions { action holds waitsFor }
          row { id alternatives { kind name } }
        }
      }
      ... on OutcomeWithoutRows { reasons { gene reason } }
    }
    phenotypes {
      __typename gene { symbol } origin robust results { ...Result } otherResults { ...Result }
      notes { code text } outside { diplotype }
    }
  }
}
${RESULTS}`

interface Answers {
  readonly medicationOptions: ShownOptions
  readonly medicationReview: object
}

interface Page extends Answers {
  readonly patient: Answers & {
    readonly samples: readonly {
      readonly geneCalls: readonly {
        readonly __typename: string
        readonly gene: { readonly symbol: string }
        readonly origin: string
      }[]
    }[]
  }
}

export interface BothWays {
  /** What may be given, as it is answered to the statement. */
  readonly stated: ShownOptions
  readonly differences: readonly Difference[]
  /** Genes that the sample has called by an outside call. */
  readonly outside: readonly string[]
}

/** A vignette asked of its patient's record, and asked by stating all of it: options, review, and each drug it speaks of. */
export async function askBothWays(
  server: TestServer,
  token: string,
  patientId: string,
  vignette: Vignette,
): Promise<BothWays> {
  const { indication } = vignette
  const statement = { stated: statedGenes(vignette), history: statedHistory(vignette) }
  const options = { ...statement, indication }
  const page = ask<Page>(server, token, PAGE, { id: patientId, indication, options, review: statement })
  const checks = Object.keys(vignette.expect).map(name =>
    ask<{ readonly recorded: object; readonly stated: object }>(server, token, CHECK, {
      recorded: { patientId, name },
      stated: { ...statement, name },
    }),
  )
  const { patient, ...stated } = await page
  const { samples, ...recorded } = patient
  const pairs = [{ recorded, stated }, ...(await Promise.all(checks))]
  const calls = samples.flatMap(({ geneCalls }) => geneCalls)
  return {
    stated: stated.medicationOptions,
    differences: pairs.flatMap(pair => differencesBetween(factsInWords(pair.recorded), factsInWords(pair.stated))),
    outside: calls
      .filter(({ __typename, origin }) => __typename === 'CalledGene' && origin === 'OUTSIDE')
      .map(({ gene }) => gene.symbol),
  }
}

/** Facts are compared by what they say: a recorded one and a stated one have other ids. */
function factsInWords(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(factsInWords)
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === 'facts' ? wordsOf(inner) : factsInWords(inner)]),
  )
}

function wordsOf(facts: readonly { readonly kind: string; readonly text: { readonly clinician: string } }[]) {
  return facts.map(({ kind, text }) => `${kind} ${text.clinician}`).toSorted()
}
