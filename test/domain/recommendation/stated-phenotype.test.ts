import { describe, expect, it } from 'vitest'
import { actionsOf, ask, outcomeOf, phenotypesOf } from './asking.js'

describe('a gene that is stated by its phenotype alone, where rows ask for diplotypes', () => {
  it('is asked by its diplotype when only one diplotype has that phenotype', () => {
    const byPhenotype = ask('warfarin', { CYP2C9: '*1/*2', VKORC1: { phenotype: '-1639 AG' } })
    const diplotype = 'rs9923231 reference (C)/rs9923231 variant (T)'
    const byDiplotype = ask('warfarin', { CYP2C9: '*1/*2', VKORC1: diplotype })
    const label = outcomeOf(byPhenotype, 'FDA', 'label')
    expect(label.type).toBe('Recommendation')
    expect(actionsOf(label)).toEqual(actionsOf(outcomeOf(byDiplotype, 'FDA', 'label')))
    expect(phenotypesOf({ VKORC1: { phenotype: '-1639 AG' } })[0]?.results[0]).toMatchObject({
      lookupDiplotype: { name: diplotype },
      inferred: true,
    })
    expect(phenotypesOf({ VKORC1: { phenotype: '-1639 AG' } })[0]?.results[0]?.diplotype).toBeUndefined()
  })

  it('has no row when several diplotypes have it, and the reason says that a diplotype is needed', () => {
    const advice = ask('warfarin', {
      CYP2C9: { phenotype: 'Intermediate Metabolizer' },
      VKORC1: { phenotype: '-1639 AG' },
    })
    const label = outcomeOf(advice, 'FDA', 'label')
    expect(label).toMatchObject({
      type: 'GuidelineWithoutRow',
      reasons: [{ gene: 'CYP2C9', reason: 'DIPLOTYPE_NEEDED' }],
      wouldSettle: ['diplotype of CYP2C9'],
    })
    expect(label.text.clinician).toContain('its rows ask for a diplotype')
  })
})
