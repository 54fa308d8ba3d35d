import type { Diplotype } from '../../src/domain/diplotype/gene-call.js'
import { compareNames, components } from '../../src/domain/diplotype/name-order.js'
import { asStated } from './as-stated.js'
import type { GeneAnswer } from './gene-answer.js'
import { resultLabel } from './gene-answer.js'
import { matcherWarnings, reports, rulesReported } from './message-rules.js'
import { compare, compareAsSet, holds, notApplicable, unknownField, type Part } from './part.js'

type Comparison = (answer: GeneAnswer, expected: never, name: string) => Part

const namesOf = (diplotypes: readonly Diplotype[]): readonly string[] => diplotypes.map(({ name }) => name)

const haplotypesOf = ({ matched }: GeneAnswer): readonly string[] =>
  [...new Set(matched.flatMap(({ haplotypes }) => haplotypes.map(({ name }) => name)))].toSorted(compareNames)

const pairOf = (diplotype: Diplotype | undefined): readonly string[] =>
  (diplotype?.haplotypes ?? []).map(({ name }) => name)

const called = ({ call }: GeneAnswer): boolean => call.status === 'called'

const missing = ({ call }: GeneAnswer): number => call.completeness.missing.length

/** How each field of `expect.genes.<GENE>` compares with our answer. */
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  diplotypes: (answer, expected, name) => compare(name, expected, namesOf(answer.matched)),
  diplotypesInclude: (answer, expected: readonly string[], name) =>
    holds(
      name,
      expected,
      namesOf(answer.matched),
      expected.every(one => namesOf(answer.matched).includes(one)),
    ),
  diplotypeCount: (answer, expected, name) => compare(name, expected, answer.matched.length),
  diplotypeCountMin: (answer, expected: number, name) =>
    holds(name, `at least ${String(expected)}`, answer.matched.length, answer.matched.length >= expected),
  haplotypes: (answer, expected, name) => compare(name, expected, haplotypesOf(answer)),
  haplotypeCount: (answer, expected, name) => compare(name, expected, haplotypesOf(answer).length),
  haplotypesComponentNames: (answer, expected: readonly (string | readonly string[])[], name) =>
    compareAsSet(name, [...new Set(expected.flat())], [...new Set(haplotypesOf(answer).flatMap(components))]),
  haplotypeMatches: ({ call }, expected, name) => compare(name, expected, listed(call)),
  haplotypeMatchCount: ({ call }, expected, name) => compare(name, expected, listed(call).length),
  hasHaplotype: (answer, expected: string, name) =>
    holds(name, expected, haplotypesOf(answer), haplotypesOf(answer).includes(expected)),
  hasPartialHaplotype: (answer, expected, name) =>
    compare(
      name,
      expected,
      haplotypesOf(answer).some(haplotype => components(haplotype).some(part => part.startsWith('g.'))),
    ),
  phasedReducedDiplotype: ({ call }, expected, name) =>
    compare(name, [expected], call.status === 'called' ? namesOf(call.diplotypes) : []),

  calledByMatcher: (answer, expected, name) => compare(name, expected, called(answer) && answer.call.origin === 'file'),
  notCalled: (answer, expected, name) => compare(name, expected, !called(answer)),
  outsideCall: ({ call }, expected, name) => compare(name, expected, call.origin === 'outside'),
  called: (answer, expected, name) => compare(name, expected, called(answer)),
  callSource: ({ call }, expected, name) => compare(name, expected, callSource(call)),
  matcherDiplotypes: ({ call }, expected, name) =>
    compare(name, expected, call.notes.find(({ code }) => code === 'OUTSIDE_CALL_REPLACES_FILE_CALL')?.facts ?? []),

  sourceDiplotypes: (answer, expected: readonly string[], name) =>
    compareAsSet(name, withoutUnknown(expected), answer.labels),
  sourceDiplotypeAlleleNames: (answer, expected: readonly string[], name) => compareAsSet(name, expected, answer.names),
  numSourceDiplotypes: (answer, expected, name) => compare(name, expected, answer.labels.length || ONE_UNKNOWN),
  displayCalls: (answer, expected: readonly string[], name) =>
    compareAsSet(name, withoutUnknown(expected), answer.displayed),
  sourceAlleles: (answer, expected: readonly (readonly string[])[], name) =>
    compareAsSet(
      name,
      expected,
      answer.source.map(({ diplotype }) => pairOf(diplotype)),
    ),
  unknownAlleles: (answer, expected, name) =>
    compare(
      name,
      expected,
      answer.source.every(({ diplotype }) => diplotype === undefined),
    ),
  sourcePhenotypes: (answer, expected: readonly (readonly string[])[], name) =>
    compare(name, withoutNoResult(expected), answer.source.map(phenotypesOf)),
  sourcePhenotypesInclude: (answer, expected: readonly string[], name) => {
    const ours = answer.source.flatMap(({ phenotypes }) => phenotypes)
    return holds(
      name,
      expected,
      ours,
      expected.every(one => ours.includes(one)),
    )
  },
  sourceActivityScores: (answer, expected, name) =>
    compare(
      name,
      expected,
      answer.source.map(({ activityScore }) => activityScore ?? null),
    ),

  recommendationDiplotypesInclude: (answer, expected: readonly (readonly string[])[], name) => {
    const ours = answer.looked.map(({ lookupDiplotype }) => pairOf(lookupDiplotype).toSorted().join('/'))
    return holds(
      name,
      expected,
      ours,
      expected.every(pair => ours.includes(pair.toSorted().join('/'))),
    )
  },
  recommendationDiplotypeLabels: (answer, expected: readonly string[], name) =>
    compareAsSet(
      name,
      expected,
      answer.looked.map(result => resultLabel(answer.gene, { ...result, diplotype: result.lookupDiplotype })),
    ),
  numRecommendationDiplotypes: (answer, expected, name) => compare(name, expected, answer.looked.length || ONE_UNKNOWN),
  recommendationPhenotype: (answer, expected, name) =>
    compare(name, [expected], [...new Set(answer.looked.flatMap(({ phenotypes }) => phenotypes))]),
  recommendationPhenotypes: (answer, expected: readonly (readonly string[])[], name) =>
    compare(name, withoutNoResult(expected), answer.looked.map(phenotypesOf)),
  recommendationActivityScores: (answer, expected, name) =>
    compare(
      name,
      expected,
      answer.looked.map(({ activityScore }) => activityScore ?? null),
    ),
  recommendationLookupKeys: (answer, expected: readonly (readonly string[])[], name) =>
    compare(
      name,
      withoutNoResult(expected),
      answer.looked.map(({ lookupKeys }) => lookupKeys),
    ),
  recommendationLookupKey: (answer, expected, name) =>
    holds(
      name,
      expected,
      answer.looked.map(({ lookupKeys }) => lookupKeys),
      answer.looked.every(({ lookupKeys }) => lookupKeys.join() === expected),
    ),
  recommendationAlleleFunctions: (answer, expected: readonly (readonly string[])[], name) =>
    compare(
      name,
      expected.map(pair => pair.filter(one => one !== null).toSorted()),
      answer.looked.map(({ functions }) => functions.toSorted()),
    ),
  recommendationAllele2: (answer, expected: readonly (string | null)[], name) => {
    const ours = answer.looked.map(({ lookupDiplotype }) => pairOf(lookupDiplotype)[1] ?? null)
    return compare(
      name,
      expected,
      ours.map((allele, index) => (expected[index] === null ? null : allele)),
    )
  },
  firstRecommendationPhenotypes: (answer, expected, name) => compare(name, expected, answer.looked[0]?.phenotypes),
  firstRecommendationActivityScore: (answer, expected, name) =>
    compare(name, expected, answer.looked[0]?.activityScore),
  firstRecommendationLookupKeys: (answer, expected, name) => compare(name, expected, answer.looked[0]?.lookupKeys),
  functionSummaries: (_answer, _expected, name) => notApplicable(name, 'WORDING'),
  firstFunctionSummary: (_answer, _expected, name) => notApplicable(name, 'WORDING'),
  lookupKeys: (answer, expected, name) =>
    compare(
      name,
      expected,
      answer.source.flatMap(({ lookupKeys }) => lookupKeys),
    ),
  lookupKeyCountMin: (answer, expected: number, name) => {
    const keys = answer.source.flatMap(({ lookupKeys }) => lookupKeys)
    return holds(name, `at least ${String(expected)}`, keys, keys.length >= expected)
  },
  activityScoreUnspecified: (answer, expected, name) =>
    compare(
      name,
      expected,
      answer.looked.every(({ activityScore }) => activityScore === undefined || activityScore === 'n/a'),
    ),
  recommendationLookupUnspecified: (answer, expected, name) =>
    compare(
      name,
      expected,
      answer.looked.every(({ lookupKeys }) => lookupKeys.length === 0),
    ),
  reportable: (answer, expected, name) => compare(name, expected, answer.looked.length > 0),

  phased: ({ call }, expected, name) => compare(name, expected, call.phased),
  missingVariants: (answer, expected, name) => compare(name, expected, missing(answer) > 0),
  numMissingVariants: (answer, expected, name) => compare(name, expected, missing(answer)),
  numMissingPositions: (answer, expected, name) => compare(name, expected, missing(answer)),
  numVariants: ({ call }, expected, name) => compare(name, expected, call.completeness.assayed),
  numUndocumentedPositions: ({ call }, expected, name) =>
    compare(name, expected, call.evidence.filter(({ undocumented }) => undocumented === true).length),
  numVariantsOfInterest: (answer, expected, name) => compare(name, expected, extras(answer).length),
  variantOfInterest: (answer, expected, name) => compare(name, expected, extras(answer)[0]),
  variants: (answer, expected: Readonly<Record<string, unknown>>, name) =>
    compare(
      name,
      expected,
      Object.fromEntries(
        Object.entries(expected).map(([rsid, facts]) => [rsid, variantFacts(answer, rsid, asStated<object>(facts))]),
      ),
    ),
  variantWarnings: (answer, expected, name) => compare(name, expected, hasVariantWarnings(answer)),
  variantWarningTexts: (_answer, _expected, name) => notApplicable(name, 'WORDING'),

  messagesInclude: (answer, expected: readonly string[], name) => messages(answer, expected, name, true),
  messagesExclude: (answer, expected: readonly string[], name) => messages(answer, expected, name, false),
  messages: (answer, expected: readonly string[], name) => {
    const comparable = expected.filter(rule => reports(answer.call, rule) !== undefined)
    return compareAsSet(name, comparable, rulesReported(answer.call))
  },
  messageCount: (_answer, _expected, name) => notApplicable(name, 'MESSAGE_WITHOUT_COUNTERPART'),
  ambiguityMessageCount: (_answer, _expected, name) => notApplicable(name, 'MESSAGE_WITHOUT_COUNTERPART'),
  ambiguityMessagesForVariant: (_answer, _expected, name) => notApplicable(name, 'MESSAGE_WITHOUT_COUNTERPART'),
  warningCount: ({ call }, expected, name) => compare(name, expected, matcherWarnings(call)),
  warnings: (_answer, _expected, name) => notApplicable(name, 'WORDING'),
  warningMessageContains: (_answer, _expected, name) => notApplicable(name, 'WORDING'),

  outsidePhenotypeMismatch: (answer, expected, name) =>
    compare(
      name,
      expected,
      answer.source.some(
        ({ predicted, phenotypes }) => predicted !== undefined && predicted.phenotypes.join() !== phenotypes.join(),
      ),
    ),
  outsideActivityScoreMismatch: (answer, expected, name) =>
    compare(
      name,
      expected,
      answer.source.some(
        ({ predicted, activityScore }) =>
          predicted?.activityScore !== undefined &&
          activityScore !== 'n/a' &&
          predicted.activityScore !== activityScore,
      ),
    ),
}

/** A gene without a call has one diplotype called Unknown there, and none here. */
const ONE_UNKNOWN = 1
const UNKNOWN: ReadonlySet<string> = new Set(['Unknown', 'Unknown/Unknown', 'Not called'])

const withoutUnknown = (labels: readonly string[]): readonly string[] => labels.filter(label => !UNKNOWN.has(label))

/** Its phenotypes and keys are "No Result" there, and absent here. */
const withoutNoResult = (lists: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  lists.filter(list => list.join() !== 'No Result')

export function compareGene(
  symbol: string,
  answer: GeneAnswer,
  expected: Readonly<Record<string, unknown>>,
): readonly Part[] {
  return Object.entries(expected).map(([field, value]) => {
    const name = `${symbol}.${field}`
    const comparison = COMPARISONS[field]
    return comparison === undefined ? unknownField(name, value) : comparison(answer, asStated<never>(value), name)
  })
}

const listed = (call: GeneAnswer['call']): readonly string[] => (call.status === 'called' ? (call.alleles ?? []) : [])

const phenotypesOf = ({ phenotypes }: { readonly phenotypes: readonly string[] }): readonly string[] => phenotypes

function callSource(call: GeneAnswer['call']): string {
  if (call.origin === 'outside') return 'OUTSIDE'
  const nothing =
    call.status === 'not-called' && ['NO_DATA', 'OUTSIDE_CALL_ONLY', 'COPY_NUMBER_REQUIRED'].includes(call.reason)
  return nothing ? 'NONE' : 'MATCHER'
}

function messages({ call }: GeneAnswer, rules: readonly string[], name: string, wanted: boolean): Part {
  const comparable = rules.filter(rule => reports(call, rule) !== undefined)
  if (comparable.length === 0) return notApplicable(name, 'MESSAGE_WITHOUT_COUNTERPART')
  return holds(
    name,
    comparable,
    rulesReported(call),
    comparable.every(rule => reports(call, rule) === wanted),
  )
}

/** Extra positions are printed with their bases, whatever the genotype. */
function extras({ gene, call }: GeneAnswer): readonly { readonly rsid?: string; readonly call: string }[] {
  return gene.positions
    .filter(({ role }) => role === 'extra')
    .flatMap(position => {
      const found = call.evidence[position.index]
      if (found === undefined || found.slots.length === 0) return []
      return [{ rsid: position.rsid, call: found.slots.map(slot => slot ?? '.').join(found.phased ? '|' : '/') }]
    })
}

function variantFacts({ gene, call }: GeneAnswer, rsid: string, facts: object): object {
  const index = gene.positions.find(position => position.rsid === rsid)?.index ?? -1
  const slots = call.evidence[index]?.slots ?? []
  const ours = { het: new Set(slots).size > 1, missing: slots.length === 0 }
  return Object.fromEntries(Object.keys(facts).map(key => [key, ours[asStated<keyof typeof ours>(key)]]))
}

function hasVariantWarnings({ gene, run }: GeneAnswer): boolean {
  return run.table.diagnostics.some(
    ({ gene: symbol, position, severity }) => symbol === gene.symbol && position !== undefined && severity !== 'note',
  )
}
