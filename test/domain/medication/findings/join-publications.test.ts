import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../../src/domain/medication/finding.js'
import { geneFindings } from '../../../../src/domain/medication/findings/gene-findings.js'
import { compareOptions } from '../../../../src/domain/medication/order-options.js'
import { viewPatient } from '../../../../src/domain/medication/patient-view.js'
import { worst } from '../../../../src/domain/medication/effects.js'
import { CAUTION_STRENGTHS } from '../../../../src/domain/option-knowledge.js'
import { knowledge } from '../../../knowledge/real-release.js'
import { findingsOf, HEALTHY_MAN, history, optionFor, options, USUAL_GENES } from '../asking-options.js'
import { somePatient } from '../some-patient.js'
import { drugNamed } from '../../recommendation/asking.js'

const fdaOn = (drug: string, genes: Readonly<Record<string, string>>): readonly Finding[] => {
  const answer = options({ drugs: [drugNamed(drug)] }, HEALTHY_MAN, { ...USUAL_GENES, ...genes })
  return findingsOf(optionFor(drug, answer), 'PHARMACOGENOMIC').filter(({ statement }) =>
    statement.clinician.startsWith('FDA'),
  )
}

describe('what one source publishes twice', () => {
  it('P5 is one finding with both citations, saying what either says', () => {
    const findings = fdaOn('vortioxetine', { CYP2D6: '*4/*4' })
    expect(findings.map(({ citations }) => citations.map(({ title }) => title.split(' ')[1]))).toEqual([
      ['label', 'association'],
    ])
    expect(findings[0]?.statement.clinician).toMatch(/Maximum dose 10 mg per day\..*higher exposure/)
    expect(findings[0]?.statement.plain).toMatch(/10 mg per day.*more of it may stay in your body/)
  })

  it('P2 is one finding too where it has no row for the result', () => {
    const findings = fdaOn('celecoxib', {})
    expect(findings.map(({ citations }) => citations.length)).toEqual([2])
    expect(findings[0]?.statement.clinician).toContain('has a guideline on celecoxib')
  })

  it('P6 stays two findings where doses or notes differ', () => {
    expect(fdaOn('aripiprazole', { CYP2D6: '*4/*4' })).toHaveLength(2)
    expect(fdaOn('celecoxib', { CYP2C9: '*3/*3' })).toHaveLength(2)
    expect(fdaOn('iloperidone', { CYP2D6: '*4/*4' })).toHaveLength(2)
  })

  it('joining changes no verdict and no order, loses no citation and weakens nothing', { timeout: 60_000 }, () => {
    let joinedSome = 0
    fc.assert(
      fc.property(somePatient, ({ facts, genes, indication }) => {
        const answer = options(indication, facts, genes)
        const view = viewPatient(history(facts), {}, knowledge, answer.indication?.icd10cm)
        const apart = answer.options.map(option => {
          const each = option.advice.outcomes.map(outcome => ({ ...option.advice, outcomes: [outcome] }))
          const single = each.flatMap(advice => geneFindings(advice, view).findings)
          const others = option.findings.filter(({ kind }) => kind !== 'PHARMACOGENOMIC')
          return { ...option, findings: [...others, ...single] }
        })
        for (const [index, option] of answer.options.entries()) {
          const before = apart[index]?.findings ?? []
          joinedSome += Number(before.length > option.findings.length)
          expect(worst(option.findings.map(({ effect }) => effect))).toBe(worst(before.map(({ effect }) => effect)))
          expect(titles(option.findings)).toEqual(titles(before))
          expect(strongest(option.findings)).toBe(strongest(before))
        }
        expect(apart.toSorted(compareOptions).map(({ advice }) => advice.drug.name)).toEqual(
          answer.options.map(({ advice }) => advice.drug.name),
        )
      }),
      { numRuns: 100 },
    )
    expect(joinedSome).toBeGreaterThan(50)
  })
})

function titles(findings: readonly Finding[]): readonly string[] {
  return findings.flatMap(({ citations }) => citations.map(({ title, section }) => `${title} ${section}`)).toSorted()
}

function strongest(findings: readonly Finding[]): number {
  return Math.min(
    CAUTION_STRENGTHS.length,
    ...findings
      .filter(({ effect }) => worst([effect, 'INFORMS']) !== 'INFORMS')
      .map(({ strength }) => CAUTION_STRENGTHS.indexOf(strength)),
  )
}
