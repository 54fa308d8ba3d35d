import { describe, expect, it } from 'vitest'

import type { GuidelineRow, Knowledge, Source } from '../../src/domain/knowledge.js'
import { type Doubt, doubtfulRows } from '../../src/knowledge/doubtful-rows.js'
import { knowledge } from './real-release.js'

/** Every row that looks odd was compared with its source's words or with facts of the field; each verdict is "as it should be". */
const JUDGED: Readonly<Record<string, readonly [Doubt, string]>> = {
  'CPIC hydralazine (PA166416341): NAT2 Intermediate Metabolizer': [
    'REFERENCE_RESTRICTED',
    'the reference pair acetylates rapidly, and rapid is where the guideline expects too little effect',
  ],
  'CPIC ivacaftor (PA166114461): CFTR ivacaftor non-responsive in CF patients': [
    'REFERENCE_RESTRICTED',
    'the reference has none of the variants that the drug acts on',
  ],
  'CPIC tacrolimus (PA166124619): CYP3A5 Intermediate Metabolizer': [
    'REFERENCE_RESTRICTED',
    'most people lack the enzyme; the dose is stated for them, and the reference pair needs more',
  ],
  'DPWG capecitabine (PA166104963): DPYD 1.0': ['STRICTEST_IS_CONDITIONAL', 'reduce or avoid, by kind of variant'],
  'DPWG fluorouracil (PA166104939): DPYD 1.0': ['STRICTEST_IS_CONDITIONAL', 'reduce or avoid, by kind of variant'],
  'DPWG fluorouracil (PA166104939): DPYD 0.0': [
    'STRICTEST_IS_CONDITIONAL',
    'both ways of giving it have a condition of their own, and both say avoid',
  ],
  'FDA capecitabine (PA166104802): DPYD 0.5': [
    'STRICTEST_IS_CONDITIONAL',
    'the label: if the deficiency is complete, or on early or severe toxicity; a lower dose if it is partial',
  ],
  'DPWG carbamazepine (PA166265161): HLA-A *31:01 positive': ['STRICTEST_IS_CONDITIONAL', 'if there is an alternative'],
  'DPWG carbamazepine (PA166265162): HLA-B *15:11 positive': ['STRICTEST_IS_CONDITIONAL', 'if there is an alternative'],
  'DPWG atazanavir (PA166411701): UGT1A1 *28/*28': ['STRICTEST_IS_CONDITIONAL', 'if there is an alternative'],
  'DPWG lamotrigine (PA166265341): HLA-B *15:02 positive': ['STRICTEST_IS_CONDITIONAL', 'if there is an alternative'],
  'DPWG oxcarbazepine (PA166265201): HLA-B *15:02 positive': ['STRICTEST_IS_CONDITIONAL', 'if there is an alternative'],
  'DPWG phenytoin (PA166264881): HLA-B *15:02 positive': ['STRICTEST_IS_CONDITIONAL', 'if there is an alternative'],
  'DPWG clomipramine (PA166184528): CYP2C19 Ultrarapid Metabolizer': ['STRICTEST_IS_CONDITIONAL', 'by indication'],
  'DPWG clopidogrel (PA166104956): CYP2C19 Poor Metabolizer': ['STRICTEST_IS_CONDITIONAL', 'by indication'],
  'DPWG codeine (PA166104970): CYP2D6 2.5': ['STRICTEST_IS_CONDITIONAL', 'above a dose, or with another risk'],
  'DPWG eliglustat (PA166182823): CYP2D6 0.25': ['STRICTEST_IS_CONDITIONAL', 'with impaired kidney or liver'],
  'FDA codeine (PA166329561): CYP2D6 ≥6.0': ['STRICTEST_IS_CONDITIONAL', 'the table: children; the label avoids it'],
  'FDA tramadol (PA166329596): CYP2D6 ≥6.0': ['STRICTEST_IS_CONDITIONAL', 'the table: by age and breastfeeding'],
  'FDA fosphenytoin (PA166182766): HLA-B No Result, CYP2C9 0.0': [
    'STRICTEST_IS_CONDITIONAL',
    'as an alternative to carbamazepine',
  ],
  'FDA phenytoin (PA166104860): HLA-B No Result, CYP2C9 0.0': [
    'STRICTEST_IS_CONDITIONAL',
    'as an alternative to carbamazepine',
  ],
  'FDA phenytoin (PA166329583): CYP2C9 1.5': ['STRICTEST_IS_CONDITIONAL', 'for carriers of one allele'],
  'FDA propafenone (PA166329588): CYP2D6 0.0': ['STRICTEST_IS_CONDITIONAL', 'together with an inhibitor of CYP3A4'],
  'FDA siponimod (PA166329590): CYP2C9 0.0': [
    'STRICTEST_IS_CONDITIONAL',
    'the score holds more diplotypes than the one that the table names',
  ],
}

describe('rows that look as if something was lost', () => {
  it('are those that were judged, and no other', () => {
    const found = doubtfulRows(knowledge).map(({ row, doubt }) => [row, doubt] as const)
    const byRow = ([a]: readonly string[], [b]: readonly string[]) => ((a ?? '') < (b ?? '') ? -1 : 1)
    expect(found.toSorted(byRow)).toEqual(
      Object.entries(JUDGED)
        .map(([row, [doubt]]) => [row, doubt])
        .toSorted(byRow),
    )
  })

  /** What was wrong once, made wrong again. */
  it.each<readonly [string, Source, string, string, (row: GuidelineRow) => GuidelineRow, Doubt]>([
    [
      'an increase for one indication that seems to hold for all',
      'CPIC',
      'omeprazole',
      'Normal Metabolizer',
      row => ({ ...row, conditions: row.conditions.map(condition => ({ ...condition, actions: [] })) }),
      'CONTRADICTS_ITSELF',
    ],
    [
      'the same, seen from whoever carries no variant',
      'CPIC',
      'omeprazole',
      'Normal Metabolizer',
      row => ({ ...row, conditions: row.conditions.map(condition => ({ ...condition, actions: [] })) }),
      'REFERENCE_RESTRICTED',
    ],
    [
      'a dose for those who cannot avoid the drug, without its action',
      'DPWG',
      'mercaptopurine',
      'Poor Metabolizer',
      row => ({ ...row, conditions: row.conditions.map(condition => ({ ...condition, actions: [] })) }),
      'AMOUNT_APART_FROM_ACTION',
    ],
    [
      'a decrease that only a second gene seems to bring about',
      'DPWG',
      'azathioprine',
      'Poor Metabolizer',
      row => ({ ...row, conditions: row.conditions.map(condition => ({ ...condition, actions: ['DOSE_DECREASE'] })) }),
      'AMOUNT_APART_FROM_ACTION',
    ],
    [
      'a contraindication that seems to hold only while breastfeeding',
      'FDA',
      'tafenoquine',
      'Deficient',
      row => ({
        ...row,
        conditions: [{ ...row, kind: 'if', when: 'BREASTFEEDING', actions: ['CONTRAINDICATED'] } as const],
      }),
      'STRICTEST_IS_CONDITIONAL',
    ],
    [
      'a contraindication of everybody without a known variant',
      'FDA',
      'desflurane',
      'Uncertain Susceptibility',
      row => ({ ...row, actions: ['CONTRAINDICATED'], conditions: [] }),
      'REFERENCE_RESTRICTED',
    ],
    [
      'a decrease to more than the whole dose',
      'DPWG',
      'clomipramine',
      '0.0',
      row => ({ ...row, doseChanges: [{ min: 1.5, max: 1.5 }] }),
      'FACTOR_AGAINST_ACTION',
    ],
    [
      'another drug for everybody, where one indication needs no change',
      'DPWG',
      'clopidogrel',
      'Intermediate Metabolizer',
      row => ({ ...row, actions: ['CONSIDER_ALTERNATIVE', 'DOSE_INCREASE'] }),
      'HOLDS_BESIDE_STANDARD',
    ],
  ])('would be found: %s', (_, source, drug, value, spoil, doubt) => {
    const asks = (row: GuidelineRow) =>
      row.keys.some(key => key.every(part => part.value === value || part.type === 'no-result'))
    const guidelines = (knowledge.guidelines.get(drug) ?? []).map(guideline => ({
      ...guideline,
      rows: guideline.rows.map(row => (guideline.source === source && asks(row) ? spoil(row) : row)),
    }))
    const spoilt: Knowledge = { ...knowledge, guidelines: new Map([[drug, guidelines]]) }
    const found = doubtfulRows(spoilt).filter(({ row }) => row.startsWith(`${source} ${drug}`))
    expect(found.map(row => row.doubt)).toContain(doubt)
  })
})
