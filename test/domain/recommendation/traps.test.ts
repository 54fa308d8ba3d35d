import { describe, expect, it } from 'vitest'
import { actionsOf, ask, only, outcomeOf, outcomesOf, phenotypesOf, rowsOf } from './asking.js'

/** The traps of the product page, each by name, from the lookup key on. */
describe('trap', () => {
  it.each([
    ['CYP2D6', 'codeine', '*4/*41', '0.25'],
    ['CYP2C9', 'celecoxib', '*2/*3', '0.5'],
    ['DPYD', 'fluorouracil', 'Reference/c.1905+1G>A (*2A)', '1.0'],
  ])('%s rows key on the activity score, not on the phenotype', (gene, drug, diplotype, score) => {
    const row = rowsOf(outcomeOf(ask(drug, { [gene]: diplotype }), 'CPIC'))[0]
    expect(row?.results[0]?.find(used => used.gene === gene)?.lookupKeys).toEqual([score])
    expect(row?.row.keys.every(key => key.every(({ type }) => type !== 'phenotype'))).toBe(true)
  })

  it('siponimod: a row that names the diplotype beats the score that two diplotypes share', () => {
    const byDiplotype = (diplotype: string) => outcomeOf(ask('siponimod', { CYP2C9: diplotype }), 'DPWG')
    const scores = ['*2/*2', '*1/*3'].map(
      diplotype => phenotypesOf({ CYP2C9: diplotype })[0]?.results[0]?.activityScore,
    )
    expect(scores).toEqual(['1.0', '1.0'])
    expect(actionsOf(byDiplotype('*2/*2'))).toEqual(['STANDARD_DOSING'])
    expect(actionsOf(byDiplotype('*1/*3'))).toEqual(['DOSE_DECREASE'])
    expect(only(rowsOf(byDiplotype('*1/*3'))).row.doseChanges).toEqual([
      { min: 0.5, max: 0.5, of: 'NORMAL_MAINTENANCE_DOSE' },
    ])
    // A diplotype that no row names is found by its score.
    expect(actionsOf(byDiplotype('*1/*5'))).toEqual(['DOSE_DECREASE'])
    expect(actionsOf(byDiplotype('*3/*3'))).toEqual(['CONTRAINDICATED', 'AVOID'])
  })

  it('multi-gene rows where one gene has no result: what is known still answers where the guideline allows', () => {
    const azathioprine = outcomeOf(ask('azathioprine', { TPMT: '*1/*3A' }), 'CPIC')
    expect(azathioprine).toMatchObject({ type: 'Recommendation', robust: false, wouldSettle: ['result of NUDT15'] })
    // Another drug whatever the other gene says.
    const poor = outcomeOf(ask('azathioprine', { TPMT: '*3A/*3A' }), 'CPIC')
    expect(poor).toMatchObject({ type: 'Recommendation', robust: true, wouldSettle: [] })
    const stated = { 'HLA-A': { phenotype: '*31:01 negative' } }
    const carbamazepine = outcomeOf(ask('carbamazepine', stated), 'CPIC')
    expect(carbamazepine).toMatchObject({ type: 'NoActionNeeded', robust: false, wouldSettle: ['result of HLA-B'] })
    expect(carbamazepine.text.clinician).toContain('what is missing could change it: result of HLA-B')
    const sevoflurane = outcomeOf(ask('sevoflurane', { RYR1: 'Reference/Reference' }), 'CPIC')
    expect(rowsOf(sevoflurane).flatMap(({ row }) => row.keys.flatMap(key => key.map(({ value }) => value)))).toContain(
      'No Result',
    )
  })

  it('G6PD "Variable" needs an enzyme test before the first dose', () => {
    const outcome = outcomeOf(ask('rasburicase', { G6PD: { phenotype: 'Variable' } }), 'CPIC')
    expect(actionsOf(outcome)).toContain('TEST_FIRST')
    expect(rowsOf(outcome)[0]?.row.monitoring).toContain('G6PD_ENZYME_ACTIVITY_TEST_BEFORE_USE')
    expect(outcome.text.clinician).toContain('Test before the first dose.')
  })

  it('RYR1 has no "not susceptible": reference is uncertain and clinical findings decide', () => {
    const outcome = outcomeOf(
      ask('succinylcholine', { RYR1: 'Reference/Reference', CACNA1S: 'Reference/Reference' }),
      'CPIC',
    )
    expect(outcome.type).not.toBe('NoActionNeeded')
    expect(rowsOf(outcome)[0]?.row.tags).toContain('CLINICAL_FINDINGS_FAMILY_HISTORY_FURTHER_TESTING_DECIDE')
  })

  it('copy-number alleles are rows, not multiplications', () => {
    const keys = (diplotype: string) => phenotypesOf({ CYP2D6: diplotype })[0]?.results[0]?.lookupKeys
    expect(keys('*1/*2x2')).toEqual(['3.0'])
    expect(keys('*1/*1x≥3')).toEqual(['≥4.0'])
    expect(actionsOf(outcomeOf(ask('codeine', { CYP2D6: '*1/*1x≥3' }), 'CPIC'))).toContain('AVOID')
  })

  it('TPMT *1/*3A against *3B/*3C: the sources give one answer for the first and another for the second', () => {
    const doses = (diplotype: string) =>
      rowsOf(outcomeOf(ask('mercaptopurine', { TPMT: diplotype, NUDT15: '*1/*1' }), 'CPIC')).map(({ row }) => row.id)
    expect(doses('*1/*3A')).not.toEqual(doses('*3B/*3C'))
  })

  it('HLA status from a non-HLA assay is refused: without typing there is no answer', () => {
    expect(outcomeOf(ask('abacavir', {}), 'CPIC').type).toBe('NotTested')
  })

  it('a stated phenotype is asked by all scores of its range, and the answer says when they differ', () => {
    const poor = outcomeOf(ask('celecoxib', { CYP2C9: { phenotype: 'Poor Metabolizer' } }), 'CPIC')
    const used = rowsOf(poor).flatMap(({ results }) =>
      results.flatMap(result => result.flatMap(({ lookupKeys }) => lookupKeys)),
    )
    expect(new Set(used)).toEqual(new Set(['0.0', '0.5']))
    const intermediate = outcomeOf(
      ask('atomoxetine', { CYP2D6: { phenotype: 'Intermediate Metabolizer' } }, { ageYears: 40 }),
      'CPIC',
    )
    expect(new Set(rowsOf(intermediate).map(({ row }) => row.id)).size).toBeGreaterThan(1)
    expect(intermediate.robust).toBe(false)
  })

  it('the FDA speaks of a drug in its label and in its table, each with its own answer', () => {
    const outcomes = outcomesOf(ask('codeine', { CYP2D6: '*1/*1x≥3' }), 'FDA')
    expect(outcomes.map(({ guideline }) => guideline?.kind)).toEqual(expect.arrayContaining(['label', 'association']))
  })
})
