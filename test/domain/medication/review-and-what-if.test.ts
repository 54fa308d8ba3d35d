import { describe, expect, it } from 'vitest'
import { reviewMedicines, whatIf } from '../../../src/domain/advise-options.js'
import { DomainError } from '../../../src/domain/errors.js'
import type { MedicationChange, Moment } from '../../../src/domain/medication/what-if.js'
import { knowledge } from '../../knowledge/real-release.js'
import { callsOf, HEALTHY_MAN, history, type LooseFact, takes, USUAL_GENES } from './asking-options.js'

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
