import { describe, expect, it } from 'vitest'
import { reviewMedicines, whatIf } from '../../../src/domain/advise-options.js'
import { DomainError } from '../../../src/domain/errors.js'
import type { MedicationChange, Moment } from '../../../src/domain/medication/what-if.js'
import { knowledge } from '../../knowledge/real-release.js'
import { drugNamed } from '../recommendation/asking.js'
import {
  callsOf,
  HEALTHY_MAN,
  history,
  type LooseFact,
  optionFor,
  options,
  takes,
  USUAL_GENES,
} from './asking-options.js'

const calls = callsOf(USUAL_GENES)

const review = (...facts: readonly LooseFact[]) =>
  reviewMedicines(calls, history([...HEALTHY_MAN, ...facts]), {}, knowledge)

const tryOut = (change: Partial<MedicationChange>, facts: readonly LooseFact[], indication?: string) => {
  const question = indication === undefined ? undefined : { indication }
  const known = history([...HEALTHY_MAN, ...facts])
  const answers = whatIf(calls, known, { start: [], stop: [], ...change }, question, {}, knowledge)
  return (moment: Moment) => {
    const answer = answers.find(each => each.moment === moment)
    if (answer === undefined) throw new Error(`no ${moment}`)
    return answer
  }
}

describe('a review of the medicines', () => {
  it('looks at every medicine taken, with what the others do to it', () => {
    const { medicines } = review(takes('codeine', { id: 'codeine' }), takes('Paxil', { id: 'paroxetine' }))
    const seen = medicines.map(({ medicine, drugs }) => [medicine.name, drugs[0]?.verdict])
    expect(seen).toEqual([
      ['codeine', 'NOT_SUITABLE'],
      ['Paxil', 'USE_WITH_CAUTION'],
    ])
    const [codeine] = medicines[0]?.drugs ?? []
    expect(codeine?.alreadyTaken).toBe(true)
    expect(codeine?.findings[0]).toMatchObject({
      kind: 'PHARMACOGENOMIC',
      effect: 'EXCLUDES',
      factIds: ['paroxetine'],
    })
  })

  it('a drug does not interact with itself, however often it was stated', () => {
    const { medicines } = review(takes('sertraline'), takes('Zoloft'))
    expect(medicines.map(({ drugs }) => drugs[0]?.verdict)).toEqual(['SUITABLE', 'SUITABLE'])
  })

  it('a product is looked at by its ingredients; one that nobody describes is kept, with nothing said of it', () => {
    const { medicines, background } = review(takes('Symbyax'), takes('zzz-no-such-drug'))
    expect(medicines.map(({ drugs }) => drugs.map(({ advice }) => advice.drug.name).toSorted())).toEqual([
      ['fluoxetine', 'fluoxetine / olanzapine', 'olanzapine'],
      [],
    ])
    expect(background.notConsidered.map(({ name }) => name)).toEqual(['zzz-no-such-drug'])
  })

  it('leaves out what was stopped', () => {
    expect(review(takes('codeine', { stoppedOn: '2026-06-01' })).medicines).toEqual([])
  })
})

describe('stopping a medicine', () => {
  const stop = (name: string, facts: readonly LooseFact[] = [takes(name, { id: name })]) =>
    tryOut({ stop: [{ name }] }, facts)('AT_ONCE').medicines.find(({ drug }) => drug === name)

  it('P5 says how to stop it, what happens otherwise and what must wait, with its source and in both voices', () => {
    const paroxetine = stop('paroxetine')
    expect(paroxetine?.appeared).toMatchObject([
      {
        kind: 'DISCONTINUATION',
        effect: 'CAUTIONS',
        strength: 'moderate',
        factIds: ['paroxetine'],
        statement: {
          clinician:
            'Caution: when paroxetine is stopped – taper where possible – dizziness, irritability, nausea, sensory and sleep disturbance – wait 14 days before an inhibitor of monoamine oxidase.',
          plain:
            'Take care: when you stop paroxetine – go down step by step where you can – you may feel dizzy, cross and sick, and sleep badly – wait 14 days before an MAO inhibitor.',
        },
      },
    ])
    expect(paroxetine?.appeared[0]?.citations.map(({ section, basis }) => [section, basis])).toEqual([
      ['warnings and precautions', 'curator-knowledge'],
      ['drug interactions', 'curator-knowledge'],
    ])
    expect(paroxetine?.unknowns).toEqual([])
  })

  it.each([
    ['metoprolol', /never stop suddenly.*infarction/, 'strong'],
    ['clonidine', /never stop suddenly.*rebound hypertension/, 'strong'],
    ['baclofen', /never stop suddenly.*high fever/, 'strong'],
    ['carbidopa / levodopa', /never stop suddenly.*neuroleptic malignant syndrome/, 'strong'],
    ['omeprazole', /needs no taper.*acid may rebound/, 'moderate'],
    ['diazepam', /never stop suddenly.*seizures/, 'strong'],
    ['clopidogrel', /not before its planned end.*stent/, 'strong'],
    ['fluoxetine', /wait 35 days before an inhibitor of monoamine oxidase/, 'moderate'],
    ['naltrexone', /needs no taper.*act more strongly than before.*wait 3 days before an opioid/, 'moderate'],
    ['phenelzine', /wait 14 days before .*a selective inhibitor of serotonin reuptake/, 'moderate'],
  ])('%s', (name, says, strength) => {
    const [finding] = stop(name)?.appeared ?? []
    expect(finding?.statement.clinician).toMatch(says)
    expect(finding?.strength).toBe(strength)
  })

  it('P2 where nobody has looked, that is said and is no clean bill', () => {
    const loratadine = stop('loratadine')
    expect(loratadine?.appeared).toEqual([])
    expect(loratadine?.unknowns).toMatchObject([
      { kind: 'KNOWLEDGE', why: 'NOT_LOOKED_AT', about: 'DISCONTINUATION', couldLeadTo: 'CAUTIONS' },
    ])
  })

  it('a review says it beforehand, without touching the verdict; once all has settled there is nothing to say', () => {
    const { medicines } = review(takes('sertraline', { id: 'sertraline' }))
    const [sertraline] = medicines[0]?.drugs ?? []
    expect(sertraline?.verdict).toBe('SUITABLE')
    expect(sertraline?.findings).toContainEqual(
      expect.objectContaining({ kind: 'DISCONTINUATION', effect: 'INFORMS', factIds: ['sertraline'] }),
    )
    const settled = tryOut({ stop: [{ name: 'sertraline' }] }, [takes('sertraline')])('SETTLED').medicines
    expect(
      settled.flatMap(({ appeared, disappeared }) => [...appeared, ...disappeared]).map(({ kind }) => kind),
    ).not.toContain('DISCONTINUATION')
  })

  it.each([
    ['fluoxetine', '2026-10-30', 'NOT_SUITABLE'],
    ['fluoxetine', '2026-10-10', 'UNCERTAIN'],
    ['sertraline', '2026-11-15', 'NOT_SUITABLE'],
    ['sertraline', '2026-10-30', 'UNCERTAIN'],
  ])('after %s, last taken on %s, an inhibitor of monoamine oxidase is %s', (name, stoppedOn, verdict) => {
    const facts = [...HEALTHY_MAN, takes(name, { status: 'STOPPED', stoppedOn })]
    const answer = options({ drugs: [drugNamed('phenelzine')] }, facts)
    expect(optionFor('phenelzine', answer).verdict).toBe(verdict)
  })
})

describe('what if', () => {
  it('P7 what wears off may still add up: the next medicine is not suitable on the day the last one stops', () => {
    const facts = [takes('paroxetine', { id: 'paroxetine' })]
    const moment = tryOut({ stop: [{ name: 'paroxetine' }] }, facts, 'depression')
    const citalopram = (at: Moment) => moment(at).options.find(({ drug }) => drug === 'citalopram')
    expect(citalopram('AT_ONCE')).toMatchObject({ before: 'USE_WITH_CAUTION', after: 'UNCERTAIN' })
    expect(citalopram('SETTLED')).toMatchObject({ before: 'USE_WITH_CAUTION', after: 'SUITABLE' })
  })

  it('stopping the inhibitor: at once the enzyme is still inhibited, when settled the drug is as the genome says', () => {
    const answer = tryOut({ stop: [{ name: 'paroxetine' }] }, [
      takes('codeine'),
      takes('paroxetine', { id: 'paroxetine' }),
    ])
    const codeine = (moment: Moment) => answer(moment).medicines.find(({ drug }) => drug === 'codeine')
    expect(codeine('SETTLED')).toMatchObject({ before: 'NOT_SUITABLE', after: 'SUITABLE' })
    expect(codeine('AT_ONCE')).toMatchObject({ before: 'NOT_SUITABLE', couldBeStricter: true })
    expect(codeine('AT_ONCE')?.after).not.toBe('SUITABLE')
    expect(answer('SETTLED').medicines.find(({ drug }) => drug === 'paroxetine')).toMatchObject({ after: undefined })
  })

  it('starting a drug: what it is like itself, and what it does to the others and to the options', () => {
    const answer = tryOut({ start: [{ name: 'paroxetine' }] }, [takes('codeine')], 'acute-pain')('SETTLED')
    expect(answer.medicines.find(({ drug }) => drug === 'codeine')).toMatchObject({
      before: 'SUITABLE',
      after: 'NOT_SUITABLE',
    })
    expect(answer.medicines.find(({ drug }) => drug === 'paroxetine')).toMatchObject({ before: undefined })
    expect(answer.options.find(({ drug }) => drug === 'tramadol')).toMatchObject({ after: 'NOT_SUITABLE' })
    expect(answer.options.find(({ drug }) => drug === 'acetaminophen')).toBeUndefined()
  })

  it('says only what differs: a change without consequences for a drug leaves it out', () => {
    const answer = tryOut({ start: [{ name: 'loratadine' }] }, [takes('lisinopril')])('SETTLED')
    expect(answer.medicines.map(({ drug }) => drug)).toEqual(['loratadine'])
    expect(answer.options).toEqual([])
  })

  it('stopping what is not taken is refused: it would look like a change without effect', () => {
    expect(() => tryOut({ stop: [{ name: 'paroxetine' }] }, [])).toThrow(DomainError)
  })

  it('changes nothing in the history that was asked about', () => {
    const facts = [takes('codeine'), takes('paroxetine')]
    const before = JSON.stringify(history([...HEALTHY_MAN, ...facts]))
    const known = history([...HEALTHY_MAN, ...facts])
    whatIf(calls, known, { start: [], stop: [{ name: 'paroxetine' }] }, undefined, {}, knowledge)
    expect(JSON.stringify(known)).toBe(before)
  })
})
