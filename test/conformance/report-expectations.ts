import { asStated } from './as-stated.js'
import { geneAnswer, type GeneAnswer } from './gene-answer.js'
import { isTelling, matchedAnnotations } from './guidance-expectations.js'
import { compare, compareAsSet, notApplicable, unknownField, type Part } from './part.js'
import { reports } from './message-rules.js'
import type { SampleRun } from './run-sample.js'

type Fields = Readonly<Record<string, unknown>>

/** What the tool's HTML report says, as far as it is a statement on the sample and not a layout. */
export function compareReport(run: SampleRun, expected: Fields): readonly Part[] {
  return Object.entries(expected).flatMap(([field, value]) => {
    const name = `report.${field}`
    switch (field) {
      case 'genes':
        return each(value, (symbol, facts) => compareGene(run, symbol, facts, name))
      case 'drugs':
        return each(value, (drug, facts) => compareDrug(run, drug, facts, name))
      case 'undocumentedAsReferenceNote':
        return Object.entries(asStated<Record<string, boolean>>(value)).map(([symbol, noted]) =>
          compare(`${name}.${symbol}`, noted, hasNote(run, symbol, 'UNDOCUMENTED_AS_REFERENCE')),
        )
      case 'allGenes':
      case 'allDrugs':
        return [notApplicable(name, 'DATA_LIST')]
      case 'genesPresent':
      case 'genesAbsent':
      case 'drugsPresent':
      case 'drugsAbsent':
      case 'sections':
      case 'variantPresent':
      case 'positionWarnings':
        return [notApplicable(name, 'REPORT_LAYOUT')]
      default:
        return [unknownField(name, value)]
    }
  })
}

function each(value: unknown, compareOne: (key: string, facts: Fields) => readonly Part[]): readonly Part[] {
  return Object.entries(asStated<Record<string, Fields>>(value)).flatMap(([key, facts]) => compareOne(key, facts))
}

function hasNote(run: SampleRun, symbol: string, note: string): boolean {
  return run.calls.get(symbol)?.notes.some(({ code }) => code === note) ?? false
}

function compareGene(run: SampleRun, symbol: string, facts: Fields, report: string): readonly Part[] {
  const answer = geneAnswer(run, symbol, true)
  return Object.entries(facts).map(([field, value]) => {
    const name = `${report}.${symbol}.${field}`
    switch (field) {
      case 'section':
        return compare(name, value, sectionOf(answer))
      case 'summaryCalls':
        return compareAsSet(
          name,
          asStated<readonly string[]>(value).map(withoutHomozygous),
          answer === undefined ? [] : summaryOf(answer),
        )
      case 'genotypeResult':
        return compare(
          name,
          value,
          answer === undefined || answer.labels.length === 0 ? 'Not called' : answer.labels.join('\n'),
        )
      case 'messagesInclude':
      case 'messagesExclude':
        return compareMessages(name, answer, asStated<readonly string[]>(value), field === 'messagesInclude')
      default:
        return unknownField(name, value)
    }
  })
}

function compareMessages(
  name: string,
  answer: GeneAnswer | undefined,
  rules: readonly string[],
  wanted: boolean,
): Part {
  const comparable = rules.flatMap(rule => (answer === undefined ? [] : (reports(answer.call, rule) ?? [])))
  if (comparable.length === 0) return notApplicable(name, 'MESSAGE_WITHOUT_COUNTERPART')
  return compare(
    name,
    comparable.map(() => wanted),
    comparable,
  )
}

/** A phenotype without a diplotype is summarised as such. */
const summaryOf = ({ labels, source }: GeneAnswer): readonly string[] =>
  source.some(({ diplotype }) => diplotype === undefined) ? ['Not provided'] : labels

const withoutHomozygous = (label: string): string => label.replace(/ \(homozygous\)$/, '')

/** A gene counts as called when guidelines can be asked for it, be it by a fallback position. */
function sectionOf(answer: GeneAnswer | undefined): string {
  if (answer === undefined) return 'no-data'
  if (answer.looked.length > 0) return 'called'
  const { call } = answer
  const silent = call.status === 'not-called' && ['NO_DATA', 'OUTSIDE_CALL_ONLY'].includes(call.reason)
  return silent ? 'no-data' : 'uncallable'
}

function compareDrug(run: SampleRun, drug: string, facts: Fields, report: string): readonly Part[] {
  const matched = matchedAnnotations(run, drug)
  return Object.entries(facts).map(([field, value]) => {
    const name = `${report}.${drug}.${field}`
    switch (field) {
      case 'CPIC':
      case 'DPWG':
      case 'FDA_LABEL':
      case 'FDA_ASSOC':
        return compareMatch(
          name,
          asStated<string>(value),
          matched.filter(({ source }) => source === field),
        )
      case 'missingVariantsWarning':
        return compare(
          name,
          value,
          genesOf(run, drug).some(symbol => isIncomplete(run, symbol)),
        )
      case 'messagesInclude':
      case 'messagesExclude':
        return notApplicable(name, 'MESSAGE_WITHOUT_COUNTERPART')
      case 'inReport':
      case 'CPICsections':
      case 'CPIChighlightedVariants':
      case 'CPICphenotypes':
      case 'CPICactivityScores':
      case 'CPICdiplotypes':
        return notApplicable(name, 'REPORT_LAYOUT')
      default:
        return unknownField(name, value)
    }
  })
}

/** Half a genotype counts as missing there. */
const isIncomplete = (run: SampleRun, symbol: string): boolean =>
  hasNote(run, symbol, 'POSITIONS_MISSING') || hasNote(run, symbol, 'PARTIAL_GENOTYPE')

function genesOf(run: SampleRun, drug: string): readonly string[] {
  return (run.knowledge.guidelines.get(drug) ?? []).flatMap(guideline => guideline.genes)
}

function compareMatch(name: string, expected: string, matched: ReturnType<typeof matchedAnnotations>): Part {
  const recommends = matched.some(isTelling)
  switch (expected) {
    case 'matched':
      return compare(name, true, matched.length > 0)
    case 'unmatched':
    case 'none':
      return compare(name, false, matched.length > 0)
    case 'recommendation':
      return compare(name, true, recommends)
    case 'no-recommendation':
      return compare(name, false, recommends)
    default:
      return unknownField(name, expected)
  }
}
