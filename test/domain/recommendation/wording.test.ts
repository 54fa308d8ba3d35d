import { describe, expect, it } from 'vitest'
import type { Directive, GuidelineRow } from '../../../src/domain/knowledge.js'
import { ENGLISH } from '../../../src/domain/recommendation/wording/english.js'
import { rowText } from '../../../src/domain/recommendation/wording/row-text.js'
import { knowledge } from '../../knowledge/real-release.js'
import { allRows } from './asking.js'

const texts = allRows.map(({ drug, row }) => ({ row, drug, ...rowText(row, drug, [], knowledge) }))

/** Numbers in a text; those of names ("CYP2D6", "*15:02", "µg/m2") are part of words and do not count. */
function numbersIn(text: string): string[] {
  return text.match(/(?<![\w.*:-])\d+(?:\.\d+)?(?![\w:*]|\.\d)/g) ?? []
}

function numbersOf(row: GuidelineRow): Set<string> {
  const rounded = (value: number) => String(Math.round(value * 1000) / 1000)
  const of = ({
    doseChanges,
    doses,
    targetConcentration,
    monitoringDays,
    timesPerWeek,
  }: Directive): (number | undefined)[] => [
    ...doseChanges.flatMap(({ min, max }) =>
      [min, max].map(factor => (factor === undefined ? undefined : factor * 100)),
    ),
    ...doses.flatMap(dose =>
      Object.values(dose)
        .flat()
        .filter(value => typeof value === 'number'),
    ),
    targetConcentration?.min,
    targetConcentration?.max,
    ...(monitoringDays ?? []),
    timesPerWeek,
  ]
  const numbers = [
    ...of(row),
    ...row.conditions.flatMap(condition => [...of(condition), condition.afterDays]),
    row.steadyStateWeeks?.min,
    row.steadyStateWeeks?.max,
    row.exposureChange?.aucPercent,
    row.exposureChange?.peakPercent,
  ]
  return new Set(numbers.flatMap(value => (value === undefined ? [] : [rounded(value)])))
}

/** Numbers that the words of the row's codes hold ("more than 20 mg is needed"). */
function numbersOfTerms(row: GuidelineRow): Set<string> {
  const codes = JSON.stringify(row).match(/[A-Z0-9_]{3,}/g) ?? []
  const words = codes.flatMap(code => {
    const term = knowledge.terms.get(code) ?? knowledge.populations.get(code)
    return term ? [term.clinician, term.plain] : []
  })
  const pers = [...row.doses, ...row.conditions.flatMap(({ doses }) => doses)].map(({ per }) => per ?? '')
  return new Set([...words, ...pers].flatMap(numbersIn))
}

describe('sentences are rendered from the structure', () => {
  it('for every row of the data, for clinicians and in plain words', () => {
    expect(texts).toHaveLength(1334)
    for (const { row, clinician, plain } of texts) {
      for (const text of [clinician, plain]) {
        expect(text, row.id).toMatch(/^[A-ZÀ-Ý(]/)
        expect(text, row.id).toMatch(/\.$/)
        expect(text, row.id).not.toMatch(/undefined|NaN|null|\[object| {2}|: \.|\.\.|,\s*\./)
        // A code that nobody put into words would show in capitals.
        expect(text.match(/\b[A-Z0-9]+_[A-Z0-9_]+\b/g), row.id).toBeNull()
      }
    }
  })

  it('every number in a sentence is a number of the structure', () => {
    for (const { row, clinician, plain } of texts) {
      const known = new Set([...numbersOf(row), ...numbersOfTerms(row)])
      for (const number of [...numbersIn(clinician), ...numbersIn(plain)])
        expect(known, `${row.id}: ${clinician}`).toContain(number)
    }
  })

  it('every number of a row stands in its sentences', () => {
    for (const { row, clinician, plain } of texts) {
      for (const number of numbersOf(row)) {
        expect(clinician, row.id).toContain(number)
        expect(plain, row.id).toContain(number)
      }
    }
  })

  it('every action is said, and every condition', () => {
    for (const { row, drug, clinician } of texts) {
      for (const when of row.conditions.flatMap(condition => condition.when ?? [])) {
        expect(clinician.toLowerCase(), row.id).toContain(knowledge.terms.get(when)?.clinician.toLowerCase())
      }
      for (const action of row.actions) {
        if (action === 'MONITOR' || action === 'STANDARD_DOSING') continue
        const [stem] = ENGLISH.action[action]({
          drug: drug.name,
          phase: '\t',
          amount: '',
          instead: '\t',
        }).clinician.split('\t')
        expect(clinician, `${row.id} ${action}`).toContain(stem?.replace(/\.$/, ''))
      }
    }
  })

  it('an amount stands where its action stands: under the condition, when the action holds only there', () => {
    const row = allRows.find(
      ({ drug, source, row: candidate }) =>
        drug.name === 'amitriptyline' &&
        source === 'CPIC' &&
        candidate.doseChanges.length > 0 &&
        candidate.conditions.some(
          ({ when, actions }) => when === 'DRUG_IS_NEVERTHELESS_WARRANTED' && actions.includes('DOSE_DECREASE'),
        ),
    )
    if (!row) throw new Error('no such row')
    const { clinician } = rowText(row.row, row.drug, [], knowledge)
    expect(clinician).toMatch(
      /^Avoid amitriptyline\..*If the drug is needed all the same: Lower the starting dose to 50 % of the recommended starting dose\./,
    )
  })

  it('every kind of implication has its words', () => {
    const kinds = new Set(
      allRows.flatMap(({ row }) => row.implications.map(({ category, effect }) => `${category}/${effect}`)),
    )
    expect(kinds.size).toBe(26)
    for (const kind of kinds) expect(ENGLISH.implication, kind).toHaveProperty([kind])
  })

  it('plain words are short: sentences a twelve-year-old reads, without the field’s terms', () => {
    const jargon =
      /metaboli[sz]er|titrat|contraindicat|efficacy|exposure|pharmaco|phenotype|genotype|allele|maintenance|concentration|toxicity/i
    const sentences = texts.flatMap(({ plain, drug }) => plain.replaceAll(drug.name, 'it').split(/(?<=[.:;])\s/))
    const words = sentences.map(sentence => sentence.split(/\s+/).length)
    expect(words.reduce((sum, count) => sum + count, 0) / words.length).toBeLessThan(12)
    const found = new Set(sentences.filter(sentence => jargon.test(sentence)))
    expect([...found]).toEqual([])
  })

  it('tells people to ask before they change anything, whenever there is something to change', () => {
    for (const { row, plain } of texts) {
      if (row.actions.every(action => action === 'NO_RECOMMENDATION')) continue
      expect(plain, row.id).toMatch(/Ask your doctor or pharmacist before you change anything\.$/)
    }
  })
})
