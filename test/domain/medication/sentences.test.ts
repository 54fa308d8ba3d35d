import { beforeAll, describe, expect, it } from 'vitest'
import { adviseOptions, reviewMedicines, whatIf } from '../../../src/domain/advise-options.js'
import { historyOn } from '../../../src/domain/history/history-on.js'
import type { PatientHistory } from '../../../src/domain/history/patient-history.js'
import type { Assessment } from '../../../src/domain/medication/finding.js'
import { knowledge } from '../../knowledge/real-release.js'
import { readFacts } from '../../cases/options/read-facts.js'
import { genesOf, VIGNETTES } from '../../cases/options/vignettes.js'
import { type DemoChart, demoCharts } from '../../support/demo-charts.js'
import { callsOf, recorded, TODAY } from './asking-options.js'

/** A sentence that somebody reads, and everything it may take its numbers from. */
interface Said {
  readonly text: string
  readonly structure: string
}

let sentences: ReadonlyMap<string, Said>

beforeAll(async () => {
  const demo = await demoCharts(TODAY, knowledge)
  const said = [...demo.flatMap(sayEverything), ...VIGNETTES.flatMap(sayVignette)]
  sentences = new Map(said.map(each => [each.text, each]))
}, 60_000)

/** Sentences that break a rule; a few suffice to see which. */
function breaking(rule: (text: string) => boolean): readonly string[] {
  return [...sentences.keys()].filter(rule).slice(0, 5)
}

describe('every sentence about the demonstration patients and the vignettes', () => {
  it('there are thousands', () => {
    expect(sentences.size).toBeGreaterThan(4000)
  })

  it.each<readonly [string, RegExp]>([
    ['says a word twice in a row', /\b([A-Za-z]+) \1\b/],
    ['counts one day, week or time as several', /\b1 (?:days|weeks|months|times|years)\b/],
    ['shows what a program left', /undefined|\bnull\b|NaN|\[object|Infinity/],
    ['has an empty bracket', /\(\s*\)|\[\s*\]/],
    ['has a space or a mark too many', / {2}| [,.;:)]|\( |[,;:–] ?[.,;:]|\.\.|– –|: –/],
    ['has the wrong article', /\ba [aeio](?!ne)|\ban [bcdfgjkpqtvwz]/],
    ['shows a code', /\b[A-Z]+_[A-Z_]+\b|\b[a-z]+(?:Available|Use|Cm|Kg|Years|Effects|Risk|Thrombosis)\b/],
    ['names a level by two words', /\((?:strong|moderate|weak) and (?:strong|moderate|weak)\)/],
    ['repeats itself in a bracket', /([a-z][a-z ]{8,}) \(\1\)/],
    ['repeats a unit beside the own value', /(m[gL]\S*|kg) \([\d.]+ \1/],
  ])('none %s', (_rule, pattern) => {
    expect(breaking(text => pattern.test(text))).toEqual([])
  })

  it('each closes its brackets, begins and ends as a sentence', () => {
    expect(breaking(text => count(text, '(') !== count(text, ')') || count(text, '[') !== count(text, ']'))).toEqual([])
    expect(breaking(text => /[^.]$/.test(text))).toEqual([])
    expect(breaking(text => /^[a-z](?![A-Z])/.test(text))).toEqual([])
  })

  it('P5 no number stands in a sentence that is not in what it was made from', () => {
    const invented = [...sentences.values()].flatMap(({ text, structure }) => {
      const known = numbersIn(structure)
      const strange = numbersOf(text).filter(number => !known.has(number))
      return strange.length === 0 ? [] : [{ text, strange }]
    })
    expect(invented.slice(0, 5)).toEqual([])
  })
})

function count(text: string, mark: string): number {
  return text.split(mark).length - 1
}

// What is said

function sayEverything({ calls, facts }: DemoChart): readonly Said[] {
  const history = historyOn(facts, TODAY, knowledge)
  const indications = [...(knowledge.options?.indications.keys() ?? [])]
  const options = indications.flatMap(indication => adviseOptions(calls, history, { indication }, {}, knowledge))
  const review = reviewMedicines(calls, history, {}, knowledge)
  const stops = history.medicines.filter(medicine => medicine.stoppedOn === undefined)
  const differences = stops.flatMap(({ name }) =>
    whatIf(calls, history, { start: [], stop: [{ name }] }, undefined, {}, knowledge),
  )
  const background = backgroundOf(history)
  return [
    ...[...options.flatMap(each => each.options), ...review.medicines.flatMap(({ drugs }) => drugs)].flatMap(each =>
      sayAssessment(each, background),
    ),
    ...differences
      .flatMap(({ medicines }) => medicines)
      .flatMap(({ drug, appeared, disappeared }) =>
        [...appeared, ...disappeared].flatMap(({ statement, citations }) => {
          const structure = `${background} ${JSON.stringify(citations)} ${fileOf(drug)} ${guidelinesOn(drug)}`
          return both(statement, structure)
        }),
      ),
  ]
}

function sayVignette(vignette: (typeof VIGNETTES)[number]): readonly Said[] {
  const history = historyOn(recorded(...readFacts(vignette.person, vignette.facts ?? [])), TODAY, knowledge)
  const { indication } = vignette
  const answer = adviseOptions(callsOf(genesOf(vignette)), history, { indication }, {}, knowledge)
  const background = backgroundOf(history)
  return answer.options.flatMap(option => sayAssessment(option, background))
}

function sayAssessment({ advice, findings, unknowns }: Assessment, background: string): readonly Said[] {
  const { outcomes, agreement, cautions, drug } = advice
  const own = JSON.stringify([outcomes, agreement.undecided, drug], withoutTexts)
  const structure = `${background} ${own} ${fileOf(drug.name)}`
  return [
    ...findings.flatMap(({ statement, sourcesDiffer }) => [
      ...both(statement, structure),
      ...(sourcesDiffer === undefined ? [] : both(sourcesDiffer, structure)),
    ]),
    ...unknowns.flatMap(({ text }) => both(text, structure)),
    ...cautions.flatMap(({ text }) => both(text, structure)),
  ]
}

function both(
  { clinician, plain }: { readonly clinician: string; readonly plain: string },
  structure: string,
): readonly Said[] {
  return [
    { text: clinician, structure },
    { text: plain, structure },
  ]
}

// What it was made from

/** Sentences are no structure: a number would vouch for itself. */
function withoutTexts(name: string, value: unknown): unknown {
  if (name === 'text' || name === 'guideline' || name === 'provenance') return undefined
  if (value instanceof Map) return [...value]
  return value instanceof Set ? [...value] : value
}

function fileOf(drug: string): string {
  return JSON.stringify(knowledge.options?.drugFacts.get(drug), withoutTexts) ?? ''
}

function backgroundOf({ asOf, medicines, clinical, facts }: PatientHistory): string {
  const files = medicines.map(({ name }) => fileOf(name)).join(' ')
  const measures = [...(knowledge.options?.measures.values() ?? [])].map(({ unitText }) => unitText).join(' ')
  return `${JSON.stringify([asOf, medicines, clinical, facts], withoutTexts)} ${files} ${measures}`
}

function guidelinesOn(drug: string): string {
  const guidelines = knowledge.guidelines.get(drug) ?? []
  const flows = guidelines.flatMap(({ algorithm = '' }) => knowledge.algorithms.get(algorithm) ?? [])
  return JSON.stringify([guidelines, flows], withoutTexts)
}

// Numbers

/** Numbers and days that stand alone; not those within a name ("rs9923231", "*2", "CYP2D6"). */
function numbersOf(text: string): readonly string[] {
  return text.match(/\d{4}-\d\d-\d\d|(?<![\w*:.>+-])\d+(?:\.\d+)?(?![\w*:>]|\.\d)/g) ?? []
}

const KNOWN = new Map<string, ReadonlySet<string>>()

/** What a structure's numbers look like in words: as they are, as percentages, as amounts of a day, as days that have passed. */
function numbersIn(structure: string): ReadonlySet<string> {
  const known = KNOWN.get(structure)
  if (known !== undefined) return known
  const words = [...new Set(structure.match(/"[A-Z][A-Z0-9_]+"|"[a-z]+(?:-[a-z0-9]+)*"/g) ?? [])].map(wordsOf)
  const all = `${structure} ${words.join(' ')}`
  const numbers = (all.match(/\d+(?:\.\d+)?/g) ?? []).map(Number)
  const days = all.match(/\d{4}-\d\d-\d\d/g) ?? []
  const shown = new Set([
    ...days,
    ...days.map(day => String(Math.round((Date.parse(TODAY) - Date.parse(day)) / 86_400_000))),
    ...numbers.flatMap(number => [
      String(number),
      String(Math.round(number * 100_000) / 1000),
      number.toFixed(1),
      (number / 7).toFixed(1),
    ]),
    // A part of it may have been measured with more decimals than are shown.
    ...(all.match(/\d+\.\d/g) ?? []),
  ])
  KNOWN.set(structure, shown)
  return shown
}

/** The words of a code. */
function wordsOf(quoted: string): string {
  const code = quoted.slice(1, -1)
  const { options } = knowledge
  const texts = [
    knowledge.terms.get(code),
    knowledge.populations.get(code),
    options?.terms.get(code),
    options?.conditions.get(code)?.texts,
    options?.mechanisms.get(code)?.texts,
  ]
  return texts.map(text => (text === undefined ? '' : `${text.clinician} ${text.plain}`)).join(' ')
}
