import { describe, expect, it } from 'vitest'
import { adviseOptions } from '../../../src/domain/advise-options.js'
import { DomainError } from '../../../src/domain/errors.js'
import { indicationsOf } from '../../../src/domain/medication/candidates.js'
import { withoutUnreviewed } from '../../../src/knowledge/without-unreviewed.js'
import { knowledge } from '../../knowledge/real-release.js'
import { drugNamed } from '../recommendation/asking.js'
import {
  allergicTo,
  callsOf,
  findingsOf,
  has,
  HEALTHY_MAN,
  HEALTHY_WOMAN,
  history,
  type LooseFact,
  optionFor,
  options,
  takes,
  USUAL_GENES,
  verdicts,
  without,
} from './asking-options.js'

const depression = (...facts: readonly LooseFact[]) => options('depression', [...HEALTHY_MAN, ...facts])

describe('options for an indication', () => {
  it('are all its candidates, in an order that is stated: verdict, line, cautions, wishes, name', () => {
    const answer = depression()
    expect(answer.options).toHaveLength(14)
    expect(answer.order).toMatch(/verdict; then line/i)
    expect(answer.indication?.id).toBe('depression')
    expect(answer.options.map(({ line }) => line)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2])
    expect(optionFor('nortriptyline', answer).class?.clinician).toBe('tricyclic antidepressant')
  })

  it('an excluded drug stays in the list, last, with its reason', () => {
    const answer = depression(has('G40.909'))
    const last = answer.options.at(-1)
    expect([last?.advice.drug.name, last?.verdict]).toEqual(['bupropion', 'NOT_SUITABLE'])
    expect(findingsOf(optionFor('bupropion', answer), 'CONTRAINDICATION', 'EXCLUDES')[0]?.statement).toEqual({
      clinician: 'Not suitable: seizure disorder – lowers the seizure threshold.',
      plain: 'This medicine does not fit: epilepsy or seizures – can cause seizures.',
    })
  })

  it('a drug with nothing known against it and nothing unknown is suitable; without a history it is uncertain', () => {
    expect(optionFor('sertraline', depression()).verdict).toBe('SUITABLE')
    const unknown = options('depression', [])
    expect(new Set(Object.values(verdicts(unknown)))).toEqual(new Set(['UNCERTAIN']))
    expect(unknown.background.lists.ALLERGIES.state).toBe('NEVER_STATED')
  })

  it('what would change names the missing facts and what each could do to which drug', () => {
    const answer = options('depression', without(HEALTHY_MAN, 'list-allergies'))
    expect(answer.whatWouldChange).toMatchObject([{ kind: 'ALLERGIES', why: 'MISSING' }])
    expect(answer.whatWouldChange[0]?.could).toContainEqual({
      drug: 'sertraline',
      from: 'UNCERTAIN',
      to: 'NOT_SUITABLE',
    })
    expect(answer.whatWouldChange[0]?.text.clinician).toBe('List of allergies: not known.')
  })

  it('a gene that nobody tested is an unknown fact, never a clean bill', () => {
    const { CYP2C19: _untested, ...rest } = USUAL_GENES
    const answer = options('acute-coronary-syndrome', HEALTHY_MAN, rest)
    const clopidogrel = optionFor('clopidogrel', answer)
    expect([clopidogrel.verdict, clopidogrel.couldBeStricter]).toEqual(['UNCERTAIN', true])
    expect(clopidogrel.unknowns).toMatchObject([{ kind: 'GENE', name: 'CYP2C19', couldLeadTo: 'EXCLUDES' }])
    expect(findingsOf(clopidogrel, 'PHARMACOGENOMIC').every(({ effect }) => effect === 'INFORMS')).toBe(true)
  })

  it('whether an unknown could worsen the verdict is said whatever the verdict', () => {
    const cautioned = options('depression', [...without(HEALTHY_MAN, 'list-allergies'), has('F31.9')])
    const sertraline = optionFor('sertraline', cautioned)
    expect([sertraline.verdict, sertraline.couldBeStricter]).toEqual(['USE_WITH_CAUTION', true])
    expect(optionFor('bupropion', options('depression', [has('G40.909')])).couldBeStricter).toBe(false)
  })

  it('a kind that nobody looked at for a drug is an unknown, unless it cannot matter to this patient', () => {
    const [woman, man] = [HEALTHY_WOMAN, HEALTHY_MAN].map(facts =>
      options({ drugs: [drugNamed('trimipramine')] }, facts),
    )
    const breastFeeding = options({ drugs: [drugNamed('trimipramine')] }, [
      ...without(HEALTHY_WOMAN, 'lactation'),
      { kind: 'LACTATION', lactating: true, on: '2026-11-01' },
    ])
    expect(woman?.options[0]?.unknowns).toEqual([])
    expect(man?.options[0]?.unknowns).toEqual([])
    expect(breastFeeding.options[0]?.unknowns).toMatchObject([
      { kind: 'KNOWLEDGE', name: 'LACTATION', why: 'NOT_LOOKED_AT' },
    ])
    expect(breastFeeding.options[0]?.verdict).toBe('UNCERTAIN')
  })

  it('a drug without a file of its own is unknown in every respect', () => {
    const answer = options({ drugs: [drugNamed('dapsone')] }, [...HEALTHY_WOMAN, takes('lisinopril')])
    expect(answer.options[0]?.unknowns.filter(({ kind }) => kind === 'KNOWLEDGE').map(({ name }) => name)).toEqual([
      'DRUG_INTERACTION',
      'CONTRAINDICATION',
      'RENAL',
      'AGE',
      'DUPLICATE_THERAPY',
    ])
  })

  it('a medicine that no data describe is listed as not considered, and its interactions are unknown', () => {
    const answer = depression(takes('zzz-no-such-drug', { id: 'stranger' }))
    expect(answer.background.notConsidered.map(({ name }) => name)).toEqual(['zzz-no-such-drug'])
    expect(optionFor('sertraline', answer).unknowns).toMatchObject([
      { kind: 'MEDICINE', name: 'zzz-no-such-drug', why: 'NOT_LOOKED_AT', factIds: ['stranger'] },
    ])
  })

  it('a stale list is said to be stale and shows no absence', () => {
    const answer = options('depression', [
      ...without(HEALTHY_MAN, 'list-medicines'),
      { kind: 'LIST', list: 'MEDICINES', on: '2025-01-01', id: 'old-list' },
    ])
    expect(answer.background.lists.MEDICINES).toMatchObject({ state: 'STALE', statedOn: '2025-01-01' })
    expect(optionFor('sertraline', answer).unknowns).toMatchObject([{ kind: 'MEDICINES', why: 'STALE' }])
  })
})

describe('options of a class, and among named drugs', () => {
  it('can be asked by our code, by ATC prefix, and by drug', () => {
    const names = (question: Parameters<typeof options>[0]) =>
      options(question, HEALTHY_MAN).options.map(({ advice }) => advice.drug.name)
    expect(names({ drugClass: 'P2Y12_INHIBITOR' }).toSorted()).toEqual(['clopidogrel', 'prasugrel', 'ticagrelor'])
    expect(names({ drugClass: 'C10AA' })).toContain('rosuvastatin')
    expect(names({ drugs: [drugNamed('codeine'), drugNamed('codeine')] })).toEqual(['codeine'])
  })

  it('a class or indication that nobody knows is refused: no drug would look like no choice', () => {
    expect(() => options({ drugClass: 'NO_SUCH_CLASS' }, [])).toThrow(DomainError)
    expect(() => options('no-such-indication', [])).toThrow(DomainError)
  })

  it('the indications that a patient’s conditions speak of are found by their codes', () => {
    const found = (...facts: readonly LooseFact[]) => indicationsOf(history(facts), knowledge).map(({ id }) => id)
    expect(found(has('F33.1'), has('I48.0'), has('K21.9', { status: 'RESOLVED' }))).toEqual([
      'atrial-fibrillation',
      'depression',
    ])
    expect(found(has('F33.1', { verification: 'UNCONFIRMED' }))).toEqual([])
  })
})

describe('doubt', () => {
  it('an unconfirmed contraindication cautions, and says what it would be if confirmed', () => {
    const bupropion = optionFor('bupropion', depression(has('G40.909', { verification: 'UNCONFIRMED', id: 'seizure' })))
    expect([bupropion.verdict, bupropion.couldBeStricter]).toEqual(['USE_WITH_CAUTION', true])
    expect(findingsOf(bupropion, 'CONTRAINDICATION')).toMatchObject([
      { effect: 'CAUTIONS', ifConfirmed: 'EXCLUDES', certainty: 'DOUBTFUL', factIds: ['seizure'] },
    ])
    expect(bupropion.unknowns).toMatchObject([{ kind: 'CONDITION', why: 'UNCONFIRMED', couldLeadTo: 'EXCLUDES' }])
  })

  it('an old measurement below a limit cautions; one above it is unknown, not fine', () => {
    const egfr = (value: number, takenOn: string): readonly LooseFact[] => [
      ...without(HEALTHY_MAN, 'egfr'),
      { kind: 'OBSERVATION', code: '98979-8', value, unit: 'mL/min/{1.73_m2}', takenOn, recordedOn: takenOn },
    ]
    const metformin = (value: number, takenOn: string) =>
      optionFor('metformin', options('type-2-diabetes', egfr(value, takenOn)))
    expect(metformin(25, '2026-11-01').verdict).toBe('NOT_SUITABLE')
    expect(metformin(25, '2025-11-01').verdict).toBe('USE_WITH_CAUTION')
    expect(metformin(90, '2026-11-01').verdict).toBe('SUITABLE')
    expect(metformin(90, '2025-11-01').verdict).toBe('UNCERTAIN')
  })

  it('a limit in creatinine clearance is not decided by eGFR: a low one hints, a good one leaves it open', () => {
    const egfrOnly = (value: number): readonly LooseFact[] => [
      ...without(HEALTHY_MAN, 'egfr', 'creatinine'),
      { kind: 'OBSERVATION', code: '98979-8', value, unit: 'mL/min/{1.73_m2}', takenOn: '2026-11-01' },
    ]
    const duloxetine = (value: number) => optionFor('duloxetine', options('depression', egfrOnly(value)))
    expect(duloxetine(20).verdict).toBe('USE_WITH_CAUTION')
    expect(duloxetine(20).unknowns).toMatchObject([{ kind: 'MEASUREMENT', name: 'CRCL', couldLeadTo: 'EXCLUDES' }])
    expect(duloxetine(90).verdict).toBe('UNCERTAIN')
  })

  it('a medicine that may not be taken leaves both results of a gene open', () => {
    const codeine = (status: 'ACTIVE' | 'UNKNOWN') =>
      optionFor('codeine', options('acute-pain', [...HEALTHY_MAN, takes('paroxetine', { status, id: 'paroxetine' })]))
    expect(codeine('ACTIVE').verdict).toBe('NOT_SUITABLE')
    const uncertain = codeine('UNKNOWN')
    expect([uncertain.verdict, uncertain.couldBeStricter]).toEqual(['UNCERTAIN', true])
    expect(uncertain.unknowns).toContainEqual(
      expect.objectContaining({
        kind: 'MEDICINE',
        name: 'paroxetine',
        about: 'PHARMACOGENOMIC',
        couldLeadTo: 'EXCLUDES',
      }),
    )
  })
})

describe('where sources differ', () => {
  it('the strictest decides the verdict, and the finding says so', () => {
    const clopidogrel = optionFor(
      'clopidogrel',
      options('acute-coronary-syndrome', HEALTHY_MAN, { ...USUAL_GENES, CYP2C19: '*1/*2' }),
    )
    const genetic = findingsOf(clopidogrel, 'PHARMACOGENOMIC')
    expect(clopidogrel.verdict).toBe('NOT_SUITABLE')
    expect(new Set(genetic.map(({ effect }) => effect)).size).toBeGreaterThan(1)
    expect(genetic.every(({ sourcesDiffer }) => sourcesDiffer !== undefined)).toBe(true)
  })

  it('a row that its source grades optional advises, it does not forbid', () => {
    const amitriptyline = optionFor(
      'amitriptyline',
      options('depression', HEALTHY_MAN, { ...USUAL_GENES, CYP2D6: '*1/*4', CYP2C19: '*2/*2' }),
    )
    const cpic = findingsOf(amitriptyline, 'PHARMACOGENOMIC').find(({ statement }) =>
      statement.clinician.startsWith('CPIC'),
    )
    expect([cpic?.effect, cpic?.strength]).toEqual(['CAUTIONS', 'weak'])
  })
})

describe('wishes', () => {
  const wish = (
    about: 'AVOID_EFFECT' | 'GOAL' | 'ROUTE' | 'MOST_TIMES_PER_DAY',
    value: string | number,
  ): LooseFact => ({
    kind: 'PREFERENCE',
    about,
    value,
  })

  it('move and label drugs among equals', () => {
    const plain = depression()
    const wished = depression(wish('AVOID_EFFECT', 'SEXUAL_DYSFUNCTION'))
    const first = wished.options.filter(({ line }) => line === 1).slice(0, 2)
    expect(first.map(({ advice }) => advice.drug.name)).toEqual(['bupropion', 'mirtazapine'])
    expect(verdicts(wished)).toEqual(verdicts(plain))
    expect(findingsOf(optionFor('sertraline', wished), 'PREFERENCE')[0]?.statement.clinician).toBe(
      'Note: does not meet the wish – no sexual dysfunction.',
    )
  })

  it('never lift an excluded drug', () => {
    const answer = depression(wish('AVOID_EFFECT', 'SEXUAL_DYSFUNCTION'), wish('GOAL', 'ENERGY'), has('G40.909'))
    expect(answer.options.at(-1)?.advice.drug.name).toBe('bupropion')
  })

  it('that no table knows are said, not guessed', () => {
    expect(depression(wish('AVOID_EFFECT', 'BAD_LUCK')).background.problems).toMatchObject([
      { code: 'UNKNOWN_PREFERENCE', used: false },
    ])
  })
})

describe('earlier responses', () => {
  const response = (
    name: string,
    how: 'EFFECTIVE' | 'INEFFECTIVE' | 'ADVERSE_REACTION',
    severity?: 'MILD' | 'SEVERE',
  ): LooseFact => ({ kind: 'PRIOR_RESPONSE', drug: { name }, response: how, severity, reaction: 'rash' })

  it('a severe reaction excludes the drug and cautions its class; success speaks for it', () => {
    const answer = depression(response('sertraline', 'ADVERSE_REACTION', 'SEVERE'))
    expect(optionFor('sertraline', answer).verdict).toBe('NOT_SUITABLE')
    expect(findingsOf(optionFor('citalopram', answer), 'PRIOR_RESPONSE')).toMatchObject([{ effect: 'CAUTIONS' }])
    expect(findingsOf(optionFor('mirtazapine', answer), 'PRIOR_RESPONSE')).toEqual([])
    const worked = depression(response('mirtazapine', 'EFFECTIVE'))
    expect(worked.options[0]?.advice.drug.name).toBe('mirtazapine')
  })
})

describe('without what rests on a curator’s memory alone', () => {
  it('no indication can be asked, and a drug asked by name is looked at by its genes only', () => {
    const sourced = withoutUnreviewed(knowledge)
    const ask = (question: Parameters<typeof adviseOptions>[2]) =>
      adviseOptions(callsOf(USUAL_GENES), history(HEALTHY_MAN), question, {}, sourced)
    expect(() => ask({ indication: 'depression' })).toThrow(DomainError)
    const [sertraline] = ask({ drugs: [drugNamed('sertraline')] }).options
    expect(sertraline?.verdict).toBe('UNCERTAIN')
    expect(sertraline?.unknowns.every(({ kind }) => kind === 'KNOWLEDGE')).toBe(true)
    expect(sertraline?.findings.every(({ kind }) => kind === 'PHARMACOGENOMIC')).toBe(true)
  })
})

describe('allergies', () => {
  it('exclude the drug and its class, warn of related classes, and leave others alone', () => {
    const allergy = (name: string, drug: string, indication: string, more = {}) =>
      findingsOf(optionFor(drug, options(indication, [...HEALTHY_MAN, allergicTo(name, more)])), 'ALLERGY').map(
        ({ effect }) => effect,
      )
    expect(allergy('ibuprofen', 'ibuprofen', 'acute-pain')).toEqual(['EXCLUDES'])
    expect(allergy('ibuprofen', 'naproxen', 'acute-pain')).toEqual(['EXCLUDES'])
    expect(allergy('sulfa drugs', 'celecoxib', 'acute-pain')).toEqual(['CAUTIONS'])
    expect(allergy('peanut', 'celecoxib', 'acute-pain')).toEqual([])
    expect(allergy('morphine', 'codeine', 'acute-pain', { type: 'INTOLERANCE' })).toEqual([])
    expect(allergy('codeine', 'codeine', 'acute-pain', { type: 'INTOLERANCE' })).toEqual(['CAUTIONS'])
    expect(allergy('codeine', 'codeine', 'acute-pain', { type: 'INTOLERANCE', criticality: 'HIGH' })).toEqual([
      'EXCLUDES',
    ])
  })

  it('to something that nobody looked at leaves every drug open', () => {
    const answer = options('acute-pain', [...HEALTHY_MAN, allergicTo('zzz-no-such-thing')])
    expect(optionFor('acetaminophen', answer).unknowns).toMatchObject([{ kind: 'ALLERGY', why: 'NOT_LOOKED_AT' }])
  })
})
