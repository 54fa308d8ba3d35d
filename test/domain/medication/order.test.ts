import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { weightOf, worst } from '../../../src/domain/medication/effects.js'
import type { Finding } from '../../../src/domain/medication/finding.js'
import type { MedicationOption } from '../../../src/domain/medication/medication-options.js'
import { compareOptions, ORDER } from '../../../src/domain/medication/order-options.js'
import { compareVerdicts, VERDICTS } from '../../../src/domain/medication/verdicts.js'
import { whatWouldChange } from '../../../src/domain/medication/what-would-change.js'
import { HEALTHY_WOMAN, optionFor, options, takes, USUAL_GENES } from './asking-options.js'
import { somePatient } from './some-patient.js'

/** One drug with findings of these effects and strengths, as far as the order looks at it. */
function made(name: string, verdict: MedicationOption['verdict'], ...said: readonly string[]): MedicationOption {
  const option = optionFor('sertraline', options('depression', HEALTHY_WOMAN))
  const [finding] = option.findings
  if (finding === undefined) throw new Error('nothing is said of it')
  const findings = said.map((each): Finding => {
    const [effect, strength] = each.split(' ')
    return { ...finding, kind: 'RENAL', effect: effectOf(effect), strength: strengthOf(strength) }
  })
  return { ...option, advice: { ...option.advice, drug: { ...option.advice.drug, name } }, verdict, findings }
}

function effectOf(text = ''): Finding['effect'] {
  const known = (['EXCLUDES', 'ADJUSTS', 'CAUTIONS', 'FAVOURS', 'INFORMS'] as const).find(effect => effect === text)
  if (known === undefined) throw new Error(`no effect ${text}`)
  return known
}

function strengthOf(text = ''): Finding['strength'] {
  const known = (['strong', 'moderate', 'weak'] as const).find(strength => strength === text)
  if (known === undefined) throw new Error(`no strength ${text}`)
  return known
}

const inOrder = (...list: readonly MedicationOption[]) =>
  list.toSorted(compareOptions).map(({ advice }) => advice.drug.name)

describe('one order of verdicts', () => {
  it('is the order of the list, whatever else is said of a drug', () => {
    expect(VERDICTS).toEqual(['SUITABLE', 'SUITABLE_WITH_CHANGE', 'USE_WITH_CAUTION', 'UNCERTAIN', 'NOT_SUITABLE'])
    expect(
      inOrder(
        made('watched', 'USE_WITH_CAUTION', 'CAUTIONS weak'),
        made('changed', 'SUITABLE_WITH_CHANGE', 'ADJUSTS weak', 'CAUTIONS strong', 'CAUTIONS strong'),
      ),
    ).toEqual(['changed', 'watched'])
  })

  it('among drugs of one verdict the strongest caution left decides, before how well the change is known', () => {
    expect(
      inOrder(
        made('a', 'SUITABLE_WITH_CHANGE', 'ADJUSTS weak', 'CAUTIONS strong'),
        made('b', 'SUITABLE_WITH_CHANGE', 'ADJUSTS strong', 'CAUTIONS weak'),
        made('c', 'SUITABLE_WITH_CHANGE', 'ADJUSTS strong'),
        made('d', 'SUITABLE_WITH_CHANGE', 'ADJUSTS weak'),
      ),
    ).toEqual(['d', 'c', 'b', 'a'])
    expect(ORDER).toMatch(/verdict; then line.*cautions; then fewer changes/)
  })

  it('what a missing fact could lead to at worst is the worst verdict in that order', () => {
    fc.assert(
      fc.property(somePatient, ({ facts, genes, indication }) => {
        const answer = options(indication, facts, genes)
        for (const { kind, name, could } of whatWouldChange(answer.options)) {
          for (const { drug, to } of could) {
            const { unknowns, findings } = optionFor(drug, answer)
            const now = weightOf(worst(findings.map(({ effect }) => effect)))
            const possible = unknowns.filter(
              fact => fact.kind === kind && fact.name === name && weightOf(fact.couldLeadTo) > now,
            )
            const verdicts = possible.map(({ couldLeadTo }) => VERDICT_OF[couldLeadTo])
            expect([drug, verdicts.toSorted(compareVerdicts).at(-1)]).toEqual([drug, to])
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('a drug that needs another dose and adds to serotonin stands behind those that need only the dose', () => {
    const taken = [...HEALTHY_WOMAN, takes('paroxetine', { id: 'paroxetine' })]
    const answer = options('depression', taken, USUAL_GENES)
    const changed = answer.options.filter(({ verdict }) => verdict === 'SUITABLE_WITH_CHANGE')
    expect(changed.length).toBeGreaterThan(0)
    const lines = [...new Set(changed.map(({ line }) => line))]
    for (const line of lines) {
      const cautions = changed.filter(option => option.line === line).map(strongCautions)
      expect(cautions).toEqual(cautions.toSorted((x, y) => x - y))
    }
  })
})

const VERDICT_OF = {
  EXCLUDES: 'NOT_SUITABLE',
  ADJUSTS: 'SUITABLE_WITH_CHANGE',
  CAUTIONS: 'USE_WITH_CAUTION',
  FAVOURS: 'SUITABLE',
  INFORMS: 'SUITABLE',
} as const

function strongCautions({ findings }: MedicationOption): number {
  return findings.filter(({ effect, strength }) => effect === 'CAUTIONS' && strength === 'strong').length
}
