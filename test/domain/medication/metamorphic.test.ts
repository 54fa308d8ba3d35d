import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adviseOptions, reviewMedicines } from '../../../src/domain/advise-options.js'
import { advise } from '../../../src/domain/advise.js'
import { weightOf, worst } from '../../../src/domain/medication/effects.js'
import type { Assessment } from '../../../src/domain/medication/finding.js'
import type { MedicationOption, MedicationOptions } from '../../../src/domain/medication/medication-options.js'
import { knowledge } from '../../knowledge/real-release.js'
import type { Stated } from '../recommendation/asking.js'
import { callsOf, history, type LooseFact, options } from './asking-options.js'
import { contradictions } from './contradictions.js'
import { preferences, type SomePatient, somePatient } from './some-patient.js'

/** Each property looks at this many patients; all of them together at some thousands. */
const PATIENTS = { numRuns: 300 }
const TIME = 120_000

const ask = ({ facts, genes, indication }: SomePatient): MedicationOptions => options(indication, facts, genes)

/** What an answer says, without what merely lists the history. */
const said = ({ options: list, whatWouldChange }: MedicationOptions): unknown => ({
  options: list.map(({ advice, verdict, couldBeStricter, findings, unknowns, line }) => ({
    drug: advice.drug.name,
    verdict,
    couldBeStricter,
    line,
    findings,
    unknowns,
  })),
  whatWouldChange,
})

const byDrug = (answer: MedicationOptions): ReadonlyMap<string, MedicationOption> =>
  new Map(answer.options.map(option => [option.advice.drug.name, option]))

describe('options of thousands of patients', () => {
  it('a fact that nothing in the data speaks of changes nothing', { timeout: TIME }, () => {
    const unrelated: readonly LooseFact[] = [
      {
        kind: 'CONDITION',
        id: 'zz-1',
        code: { system: 'ICD10CM', code: 'H61.2' },
        status: 'ACTIVE',
        verification: 'CONFIRMED',
      },
      {
        kind: 'CONDITION',
        id: 'zz-2',
        code: { system: 'ICD10CM', code: 'Z23' },
        status: 'RESOLVED',
        verification: 'CONFIRMED',
      },
      { kind: 'OBSERVATION', id: 'zz-3', code: '8310-5', value: 37, unit: 'Cel', takenOn: '2026-11-20' },
      { kind: 'MEDICATION', id: 'zz-4', drug: { name: 'aspirin' }, status: 'NOT_TAKEN' },
      {
        kind: 'ALLERGY',
        id: 'zz-5',
        type: 'ALLERGY',
        substance: { name: 'peanut' },
        verification: 'CONFIRMED',
        status: 'ACTIVE',
      },
    ]
    fc.assert(
      fc.property(somePatient, fc.subarray([...unrelated], { minLength: 1 }), (patient, added) => {
        const allKnown = patient.facts.some(({ kind }) => kind === 'ALLERGY')
        // The first allergy of a patient makes a drug whose related allergies nobody looked at an open question.
        const fair = allKnown ? added : added.filter(({ kind }) => kind !== 'ALLERGY')
        expect(said(ask({ ...patient, facts: [...patient.facts, ...fair] }))).toEqual(said(ask(patient)))
      }),
      PATIENTS,
    )
  })

  it('the order in which facts were recorded or imported changes nothing', { timeout: TIME }, () => {
    fc.assert(
      fc.property(
        somePatient.chain(patient =>
          fc.record({
            patient: fc.constant(patient),
            order: fc.shuffledSubarray([...withIds(patient.facts)], { minLength: patient.facts.length }),
          }),
        ),
        ({ patient, order }) => {
          expect(said(ask({ ...patient, facts: order }))).toEqual(
            said(ask({ ...patient, facts: withIds(patient.facts) })),
          )
        },
      ),
      PATIENTS,
    )
  })

  it('the order of the candidates changes nothing', { timeout: TIME }, () => {
    fc.assert(
      fc.property(somePatient, patient => {
        const drugs = ask(patient).options.map(({ advice }) => advice.drug)
        const one = options({ drugs }, patient.facts, patient.genes)
        const other = options({ drugs: drugs.toReversed() }, patient.facts, patient.genes)
        expect(said(other)).toEqual(said(one))
      }),
      { numRuns: 150 },
    )
  })

  it(
    'a known fact that becomes unknown never makes a drug suitable and never hides that it could get worse',
    { timeout: TIME },
    () => {
      fc.assert(
        fc.property(somePatient, fc.nat(), (patient, which) => {
          const less = forget(patient, which)
          fc.pre(less !== undefined)
          const [before, after] = [byDrug(ask(patient)), byDrug(ask(less ?? patient))]
          const faults = [...before].flatMap(([drug, was]) => {
            const is = after.get(drug)
            const turnedSuitable = was.verdict !== 'SUITABLE' && is?.verdict === 'SUITABLE'
            // A source may write a row of its own for "no result"; where that is stricter, the worst has come true.
            const isWarned = is?.couldBeStricter === true || strictness(is) > strictness(was)
            return turnedSuitable || (was.couldBeStricter && !isWarned)
              ? [{ drug, was: was.verdict, is: is?.verdict }]
              : []
          })
          expect(faults).toEqual([])
        }),
        { numRuns: 1500 },
      )
    },
  )

  it('no wish outranks an exclusion: wishes change the order among equals and no verdict', { timeout: TIME }, () => {
    fc.assert(
      fc.property(somePatient, preferences, (patient, wishes) => {
        const plain = patient.facts.filter(({ kind }) => kind !== 'PREFERENCE')
        const answer = ask({ ...patient, facts: [...plain, ...wishes] })
        const without = byDrug(ask({ ...patient, facts: plain }))
        for (const { advice, verdict, couldBeStricter } of answer.options) {
          const same = without.get(advice.drug.name)
          expect([advice.drug.name, verdict, couldBeStricter]).toEqual([
            advice.drug.name,
            same?.verdict,
            same?.couldBeStricter,
          ])
        }
        const excluded = answer.options.map(({ verdict }) => verdict === 'NOT_SUITABLE')
        expect(excluded).toEqual(excluded.toSorted((a, b) => Number(a) - Number(b)))
      }),
      PATIENTS,
    )
  })

  it('every candidate is in the list, once, with a reason for every verdict', { timeout: TIME }, () => {
    fc.assert(
      fc.property(somePatient, patient => {
        const answer = ask(patient)
        const candidates = knowledge.options?.indications.get(patient.indication)?.candidates ?? []
        expect(answer.options.map(({ advice }) => advice.drug.name).toSorted()).toEqual(
          candidates.map(({ drug }) => drug).toSorted(),
        )
        for (const option of answer.options) expect(reasonFor(option)).toBe(true)
      }),
      PATIENTS,
    )
  })

  it(
    'every finding cites a source and rests on a fact that exists, a gene, or the indication asked for',
    { timeout: TIME },
    () => {
      fc.assert(
        fc.property(somePatient, patient => {
          const known = new Set(withIds(patient.facts).map(({ id }) => id))
          for (const { findings, unknowns } of ask({ ...patient, facts: withIds(patient.facts) }).options) {
            for (const finding of findings) {
              expect(finding.citations.length).toBeGreaterThan(0)
              for (const { source, title } of finding.citations) {
                expect(knowledge.sources.has(source)).toBe(true)
                expect(title).not.toBe('')
              }
              for (const id of finding.factIds) expect(known).toContain(id)
              const rests = finding.factIds.length + finding.genes.length + Number(finding.restsOnIndication === true)
              expect([finding.statement.clinician, rests > 0]).toEqual([finding.statement.clinician, true])
            }
            for (const fact of unknowns) for (const id of fact.factIds) expect(known).toContain(id)
          }
        }),
        PATIENTS,
      )
    },
  )

  it('options, review and checkDrug never contradict each other about the same patient', { timeout: TIME }, () => {
    fc.assert(
      fc.property(somePatient, patient => {
        const calls = callsOf(patient.genes)
        const today = history(patient.facts)
        const review = reviewMedicines(calls, today, {}, knowledge)
        const reviewed = review.medicines.flatMap(({ drugs }) => drugs)
        const drugs = reviewed.map(({ advice }) => advice.drug)
        const asked = adviseOptions(calls, today, { drugs }, {}, knowledge)
        const checked = advise(calls, today, { drugs, facts: {} }, knowledge).recommendations.drugs
        for (const assessment of reviewed) {
          const { drug } = assessment.advice
          const option = asked.options.find(({ advice }) => advice.drug === drug)
          expect(core(option)).toEqual(core(assessment))
          expect(checked.find(advice => advice.drug === drug)).toEqual(assessment.advice)
          expect(contradictions(assessment)).toEqual([])
        }
      }),
      PATIENTS,
    )
  })
})

function withIds(facts: readonly LooseFact[]): readonly LooseFact[] {
  return facts.map((fact, index) => ({ ...fact, id: fact.id ?? `fact-${index}` }))
}

function core(assessment: Assessment | undefined): unknown {
  return assessment && { verdict: assessment.verdict, findings: assessment.findings, unknowns: assessment.unknowns }
}

function reasonFor({ verdict, findings, unknowns }: Assessment): boolean {
  if (verdict === 'NOT_SUITABLE') return findings.some(({ effect }) => effect === 'EXCLUDES')
  if (verdict === 'SUITABLE_WITH_CHANGE') return findings.some(({ effect }) => effect === 'ADJUSTS')
  if (verdict === 'USE_WITH_CAUTION') return findings.some(({ effect }) => effect === 'CAUTIONS')
  const nothingAgainst = findings.every(({ effect }) => effect === 'INFORMS' || effect === 'FAVOURS')
  return nothingAgainst && (verdict === 'UNCERTAIN') === unknowns.length > 0
}

/** How strict the findings are, by what decides: exclusion, change, caution. */
function strictness(assessment: Assessment | undefined): number {
  return weightOf(worst(assessment?.findings.map(({ effect }) => effect) ?? []))
}

/** The same patient with one fact less: forgotten, in doubt, or old. Undefined where that fact cannot become unknown. */
function forget({ facts, genes, indication }: SomePatient, which: number): SomePatient | undefined {
  const names = Object.keys(genes)
  const index = which % Math.max(1, facts.length + names.length)
  const fact = facts[index]
  if (fact === undefined) {
    const { [names[index - facts.length] ?? '']: _forgotten, ...rest }: Stated = genes
    return { facts, genes: rest, indication }
  }
  const others = facts.filter(other => other !== fact)
  const inDoubt = doubt(fact)
  if (inDoubt === 'keep') return undefined
  return { facts: inDoubt === undefined ? others : [...others, inDoubt], genes, indication }
}

function doubt(fact: LooseFact): LooseFact | undefined | 'keep' {
  switch (fact.kind) {
    case 'CONDITION':
      return fact.status === 'ACTIVE' ? { ...fact, verification: 'UNCONFIRMED' } : { ...fact, status: 'UNKNOWN' }
    case 'MEDICATION':
      return fact.status === 'ACTIVE' ? { ...fact, status: 'UNKNOWN' } : 'keep'
    case 'ALLERGY':
      return { ...fact, verification: 'UNCONFIRMED' }
    // Nobody can half remember a response or a wish: forgotten, they are gone.
    case 'PRIOR_RESPONSE':
    case 'PREFERENCE':
      return 'keep'
    // The disease of which it is a class stays.
    case 'LIVER_FUNCTION':
      return undefined
    default:
      return undefined
  }
}
