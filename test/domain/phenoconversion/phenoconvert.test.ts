import { describe, expect, it } from 'vitest'
import { advise } from '../../../src/domain/advise.js'
import type { GeneCall } from '../../../src/domain/diplotype/gene-call.js'
import type { Medicine, PatientHistory } from '../../../src/domain/history/patient-history.js'
import { phenoconvert } from '../../../src/domain/phenoconversion/phenoconvert.js'
import { checkDrug } from '../../../src/domain/recommendation/check-drug.js'
import { recommend } from '../../../src/domain/recommendation/recommend.js'
import { knowledge } from '../../knowledge/real-release.js'
import { aSample } from '../../support/a-sample.js'
import { actionsOf, drugNamed, only, outcomeOf, phenotypesOf, rowsOf, type Stated } from '../recommendation/asking.js'

const taking = (...medicines: (string | Medicine)[]): PatientHistory => ({
  asOf: '2026-11-23',
  medicines: medicines.map(medicine => (typeof medicine === 'string' ? { name: medicine } : medicine)),
  facts: {},
})

const convert = (stated: Stated, history: PatientHistory) =>
  phenoconvert(only(phenotypesOf(stated)), history, knowledge)

const scores = (diplotype: string, ...medicines: (string | Medicine)[]) => {
  const { results, effective } = convert({ CYP2D6: diplotype }, taking(...medicines))
  return [results[0]?.activityScore, effective?.results[0]?.activityScore]
}

describe('P7 history changes advice only by a cited rule', () => {
  it('predicted and effective phenotype stand side by side, with the medicine that caused it and its source', () => {
    const converted = convert({ CYP2D6: '*1/*1' }, taking('paroxetine'))
    expect(converted.results[0]).toMatchObject({ activityScore: '2.0', phenotypes: ['Normal Metabolizer'] })
    expect(converted.effective?.results[0]).toMatchObject({
      activityScore: '0.0',
      phenotypes: ['Poor Metabolizer'],
      lookupKeys: ['0.0'],
    })
    const because = only(converted.effective?.because ?? [])
    expect(because).toMatchObject({ timing: 'FULL', interaction: { role: 'inhibitor', strength: 'strong', factor: 0 } })
    expect(because.interaction.citations[0]?.url).toMatch(/^https:\/\/www\.fda\.gov\//)
  })

  it('a strong inhibitor multiplies by 0, a moderate one by 0.5, a weak one by nothing', () => {
    expect(scores('*1/*1', 'quinidine')).toEqual(['2.0', '0.0'])
    expect(scores('*1/*1', 'duloxetine')).toEqual(['2.0', '1.0'])
    expect(scores('*1/*1', 'sertraline')).toEqual(['2.0', undefined])
  })

  it('of several inhibitors the smallest factor counts, once', () => {
    expect(scores('*1/*1', 'duloxetine', 'mirabegron')).toEqual(['2.0', '1.0'])
    expect(scores('*1/*1', 'duloxetine', 'fluoxetine', 'sertraline')).toEqual(['2.0', '0.0'])
  })

  it('medicines are known by brand, synonym and RxNorm id, not by likeness', () => {
    expect(scores('*1/*1', 'Paxil')).toEqual(['2.0', '0.0'])
    expect(scores('*1/*1', { name: '', rxnorm: '32937' })).toEqual(['2.0', '0.0'])
    expect(scores('*1/*1', 'paroxetin')).toEqual(['2.0', undefined])
  })

  it('the chosen row changes with the effective phenotype', () => {
    const codeine = (...medicines: string[]) => {
      const phenotypes = [convert({ CYP2D6: '*1/*1' }, taking(...medicines))]
      return outcomeOf(checkDrug(drugNamed('codeine'), phenotypes, {}, knowledge), 'CPIC')
    }
    expect(codeine().type).toBe('NoActionNeeded')
    expect(actionsOf(codeine('paroxetine'))).toEqual(['AVOID', 'ALTERNATIVE_DRUG'])
    const used = rowsOf(codeine('paroxetine'))[0]?.results[0]?.[0]
    expect([used?.result?.activityScore, used?.effective?.activityScore, used?.lookupKeys]).toEqual([
      '2.0',
      '0.0',
      ['0.0'],
    ])
    expect(codeine('paroxetine').text.clinician).toContain('under current medicines activity score 0.0')
  })

  it('a drug’s own inhibition is not applied to itself', () => {
    const phenotypes = [convert({ CYP2D6: '*1/*1' }, taking('paroxetine'))]
    const own = outcomeOf(checkDrug(drugNamed('paroxetine'), phenotypes, {}, knowledge), 'CPIC')
    expect(rowsOf(own)[0]?.results[0]?.[0]?.lookupKeys).toEqual(['2.0'])
    const other = [convert({ CYP2D6: '*1/*1' }, taking('paroxetine', 'quinidine'))]
    const inhibited = outcomeOf(checkDrug(drugNamed('paroxetine'), other, {}, knowledge), 'CPIC')
    expect(rowsOf(inhibited)[0]?.results[0]?.[0]?.lookupKeys).toEqual(['0.0'])
  })

  it('a converted score that no row carries (0.125) is looked up by all scores of its range', () => {
    const converted = convert({ CYP2D6: '*4/*10' }, taking('duloxetine')).effective?.results[0]
    expect(converted).toMatchObject({ activityScore: '0.125', phenotypes: ['Intermediate Metabolizer'] })
    expect(converted?.lookupKeys).toEqual(['0.25', '0.5', '0.75', '1.0'])
    // 2.25 x 0.5 lies between the scores that alleles can add up to.
    expect(convert({ CYP2D6: { activityScore: '2.25' } }, taking('duloxetine')).effective?.results[0]).toMatchObject({
      activityScore: '1.125',
      phenotypes: ['Intermediate Metabolizer'],
    })
    const outcome = outcomeOf(
      checkDrug(drugNamed('codeine'), [convert({ CYP2D6: '*4/*10' }, taking('duloxetine'))], {}, knowledge),
      'CPIC',
    )
    expect(outcome.robust).toBe(true)
    expect(only(rowsOf(outcome)).row.keys.map(key => key[0]?.value)).toEqual(['0.25', '0.5', '0.75', '1.0'])
  })

  it('half of "≥3.0" cannot be computed: indeterminate, with that reason; none of it can', () => {
    const half = convert({ CYP2D6: '*2/*2x≥3' }, taking('duloxetine'))
    expect(half.effective?.results[0]).toMatchObject({ phenotypes: ['Indeterminate'], lookupKeys: ['n/a'] })
    expect(half.cautions.map(({ reason }) => reason)).toEqual(['SCORE_HAS_NO_UPPER_END'])
    expect(scores('*2/*2x≥3', 'quinidine')).toEqual(['≥4.0', '0.0'])
  })

  it('an unknown score stays unknown, and the inhibitor is a caution', () => {
    const converted = convert({ CYP2D6: '*1/*22' }, taking('duloxetine'))
    expect(converted.effective?.results[0]?.phenotypes).toEqual(['Indeterminate'])
    expect(converted.cautions.map(({ reason }) => reason)).toEqual(['NO_SCORE'])
  })

  it('a stated phenotype is converted by all its scores', () => {
    const strong = convert({ CYP2D6: { phenotype: 'Normal Metabolizer' } }, taking('paroxetine'))
    expect(strong.effective?.results[0]).toMatchObject({ phenotypes: ['Poor Metabolizer'], lookupKeys: ['0.0'] })
  })

  it('elsewhere no guideline states a factor: a caution with strength and citation, and the row stays', () => {
    const converted = convert({ CYP2C19: '*1/*1' }, taking('fluconazole'))
    expect(converted.effective).toBeUndefined()
    const caution = only(converted.cautions)
    expect(caution.reason).toBe('NO_CITED_FACTOR')
    expect(caution.influence.interaction.strength).toBe('strong')
    expect(caution.influence.interaction.citations).not.toHaveLength(0)
    const outcome = outcomeOf(checkDrug(drugNamed('omeprazole'), [converted], {}, knowledge), 'CPIC')
    expect(rowsOf(outcome)[0]?.results[0]?.[0]?.lookupKeys).toEqual(['Normal Metabolizer'])
  })

  it('the caution stands beside the advice on drugs of that gene, in words, and nowhere else', () => {
    const phenotypes = [
      convert({ CYP2C19: '*1/*1' }, taking('fluconazole')),
      convert({ CYP2D6: '*1/*1' }, taking('fluconazole')),
    ]
    const advice = (drug: string) => checkDrug(drugNamed(drug), phenotypes, {}, knowledge)
    expect(only(advice('omeprazole').cautions)).toMatchObject({
      gene: 'CYP2C19',
      reason: 'NO_CITED_FACTOR',
      text: {
        clinician:
          'Fluconazole is a strong inhibitor of CYP2C19; no guideline states by how much it changes this result.',
      },
    })
    expect(advice('codeine').cautions).toEqual([])
  })

  it('an inducer is a caution', () => {
    const converted = convert({ CYP2C19: '*1/*1' }, taking('rifampin'))
    expect(converted.effective).toBeUndefined()
    expect(converted.cautions.map(({ reason }) => reason)).toEqual(['INDUCER'])
  })

  it('an inhibitor whose class no citable source gives carries no factor', () => {
    const converted = convert({ CYP2D6: '*1/*1' }, taking('dacomitinib'))
    expect(converted.effective).toBeUndefined()
    expect(converted.cautions.map(({ reason }) => reason)).toEqual(['NO_CITED_FACTOR'])
  })

  it('a fixed combination needs all its parts', () => {
    const about = (...medicines: string[]) =>
      convert({ CYP2D6: '*1/*1' }, taking(...medicines)).influences.map(({ interaction }) => interaction.drug)
    expect(about('tipranavir', 'ritonavir')).toContain('tipranavir / ritonavir')
    expect(about('tipranavir')).not.toContain('tipranavir / ritonavir')
  })
})

describe('onset and washout by dates', () => {
  const results = (medicine: Medicine) => {
    const { effective, influences } = convert({ CYP2D6: '*1/*1' }, taking(medicine))
    return {
      timing: influences[0]?.timing,
      best: effective?.results.map(({ activityScore }) => activityScore),
      others: effective?.otherResults.map(({ activityScore }) => activityScore),
    }
  }

  it('taken for long: converted', () => {
    expect(results({ name: 'paroxetine', startedOn: '2026-01-01' })).toEqual({
      timing: 'FULL',
      best: ['0.0'],
      others: [],
    })
  })

  it('without dates: taken', () => {
    expect(results({ name: 'paroxetine' })).toEqual({ timing: 'FULL', best: ['0.0'], others: [] })
  })

  it('just started: converted, and what was predicted is still possible', () => {
    expect(results({ name: 'paroxetine', startedOn: '2026-11-20' })).toEqual({
      timing: 'BUILDING_UP',
      best: ['0.0'],
      others: ['2.0'],
    })
  })

  it('just stopped: as predicted, and the conversion is still possible', () => {
    expect(results({ name: 'paroxetine', startedOn: '2026-01-01', stoppedOn: '2026-11-20' })).toEqual({
      timing: 'WEARING_OFF',
      best: ['2.0'],
      others: ['0.0'],
    })
    const phenotypes = [convert({ CYP2D6: '*1/*1' }, taking({ name: 'paroxetine', stoppedOn: '2026-11-20' }))]
    const outcome = outcomeOf(checkDrug(drugNamed('codeine'), phenotypes, {}, knowledge), 'CPIC')
    expect(outcome.robust).toBe(false)
    expect(rowsOf(outcome).map(({ bestSupported }) => bestSupported)).toEqual([true, false])
  })

  it('stopped long ago, or not started yet: nothing', () => {
    expect(results({ name: 'paroxetine', stoppedOn: '2026-06-01' }).timing).toBeUndefined()
    expect(results({ name: 'paroxetine', startedOn: '2026-12-24' }).timing).toBeUndefined()
  })

  it('the day of the last dose still counts as taken', () => {
    expect(results({ name: 'paroxetine', startedOn: '2026-01-01', stoppedOn: '2026-11-23' }).timing).toBe('FULL')
  })

  it('of two statements of one medicine the surer one counts', () => {
    expect(scores('*1/*1', { name: 'paroxetine', stoppedOn: '2026-11-20' }, { name: 'Paxil' })).toEqual(['2.0', '0.0'])
  })

  it('a table that states its own washout is followed', () => {
    const converted = convert({ DPYD: 'Reference/Reference' }, taking({ name: 'brivudine', stoppedOn: '2026-11-01' }))
    expect(converted.influences[0]?.timing).toBe('WEARING_OFF')
    expect(
      convert({ DPYD: 'Reference/Reference' }, taking({ name: 'brivudine', stoppedOn: '2026-10-01' })).influences,
    ).toEqual([])
  })
})

describe('medicines that no data describe', () => {
  it('are named as not considered, never dropped', () => {
    const history = taking('paroxetine', 'my grandmother’s drops', 'ketoconazole')
    const phenotypes = phenotypesOf({ CYP2D6: '*1/*1' }).map(phenotype => phenoconvert(phenotype, history, knowledge))
    const { notConsidered } = recommend(phenotypes, history, { facts: {} }, knowledge)
    expect(notConsidered.map(({ name }) => name)).toEqual(['my grandmother’s drops'])
  })

  it('P2 without a result the medicine is named all the same, alike where nobody looked and where there is no call', () => {
    const cautionsOn = (drug: string, history: PatientHistory, calls: readonly GeneCall[]) => {
      const { drugs } = advise(calls, history, { drugs: [drugNamed(drug)], facts: {} }, knowledge).recommendations
      const { cautions, phenoconversion } = only(drugs)
      expect(phenoconversion).toEqual([])
      return cautions.map(({ gene, reason, text }) => `${gene} ${reason} ${text.clinician}`)
    }
    const lately = { name: 'paroxetine', startedOn: '2026-01-10', stoppedOn: '2026-11-20' }
    for (const [drug, medicine, said] of [
      ['codeine', 'paroxetine', ['Paroxetine is a strong inhibitor of CYP2D6, of which there is no result.']],
      ['codeine', lately, ['Paroxetine was stopped lately; it may still inhibit CYP2D6.']],
      ['codeine', 'sertraline', []],
      ['paroxetine', 'paroxetine', []],
      ['omeprazole', 'fluconazole', ['Fluconazole is a strong inhibitor of CYP2C19, of which there is no result.']],
      ['omeprazole', 'rifampin', ['Rifampin is a strong inducer of CYP2C19, of which there is no result.']],
      [
        'fluorouracil',
        { ...lately, name: 'brivudine' },
        [
          'Brivudine is a strong inhibitor of DPYD, of which there is no result. It was stopped lately and may still act.',
        ],
      ],
    ] as const) {
      const untested = cautionsOn(drug, taking(medicine), [])
      const uncalled = cautionsOn(drug, taking(medicine), [...aSample().calls().values()])
      expect(untested).toEqual(uncalled)
      expect(untested.map(text => text.replace(/^\S+ \S+ /, ''))).toEqual(said)
    }
  })

  it('P9 nothing is said of a gene that is withheld', () => {
    const question = { drugs: [drugNamed('codeine')], facts: {}, withheld: new Map([['CYP2D6', 'CONSENT' as const]]) }
    const { drugs } = advise([], taking('paroxetine'), question, knowledge).recommendations
    expect(only(drugs).cautions).toEqual([])
  })
})
