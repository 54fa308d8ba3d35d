import { describe, expect, it } from 'vitest'

import { ask, outcomeOf, rowsOf, type Stated } from '../domain/recommendation/asking.js'
import { knowledge } from './real-release.js'

const DRUGS = ['desflurane', 'isoflurane', 'sevoflurane', 'succinylcholine']
const NO_VARIANT: Stated = { RYR1: 'Reference/Reference', CACNA1S: 'Reference/Reference' }
const CONDITION = 'MALIGNANT_HYPERTHERMIA_SUSCEPTIBILITY_KNOWN_OR_SUSPECTED'

describe('labels that are contraindicated in known or suspected susceptibility', () => {
  it.each(DRUGS)('%s: whoever carries no known variant is told the condition, not a contraindication', drug => {
    const oneTested: readonly Stated[] = [{ RYR1: 'Reference/Reference' }, { CACNA1S: 'Reference/Reference' }]
    for (const results of [NO_VARIANT, ...oneTested]) {
      const outcome = outcomeOf(ask(drug, results), 'FDA')
      expect('actions' in outcome && outcome.actions).toEqual(['NO_RECOMMENDATION'])
      const [row] = rowsOf(outcome)
      expect(row?.statedActions).toEqual([
        {
          action: 'CONTRAINDICATED',
          when: [CONDITION],
          holds: undefined,
          waitsFor: ['malignantHyperthermiaSuspected'],
        },
        { action: 'NO_RECOMMENDATION', when: [], holds: true, waitsFor: [] },
      ])
      expect(row?.row.provenance.basis).toBe('inferred')
      expect(outcome.text.clinician).toContain('susceptibility to malignant hyperthermia is known or suspected')
      expect(outcome.text.plain).toContain('prone')
    }
  })

  it.each(DRUGS)('%s: a susceptible result stays contraindicated, whatever the other gene says', drug => {
    const susceptible = { phenotype: 'Malignant Hyperthermia Susceptibility' }
    const others: readonly Stated[] = [{}, { CACNA1S: 'Reference/Reference' }]
    for (const other of others) {
      const outcome = outcomeOf(ask(drug, { RYR1: susceptible, ...other }), 'FDA')
      expect('actions' in outcome && outcome.actions).toEqual(['CONTRAINDICATED'])
    }
  })

  it.each(DRUGS)('%s: an uncertain result alone makes no source vote for another drug', drug => {
    expect(ask(drug, NO_VARIANT).agreement.verdict).toBe('NONE')
  })

  it('keep all ids of their source: eight combinations of results each', () => {
    for (const drug of DRUGS) {
      const labels = (knowledge.guidelines.get(drug) ?? []).filter(({ source }) => source === 'FDA')
      const ids = labels.flatMap(({ rows }) => rows.flatMap(row => row.sourceIds))
      expect([drug, new Set(ids).size]).toEqual([drug, 8])
    }
  })
})
