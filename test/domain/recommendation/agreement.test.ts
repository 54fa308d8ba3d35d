import { describe, expect, it } from 'vitest'
import { agreementOf } from '../../../src/domain/recommendation/agreement.js'
import type { Action, Source } from '../../../src/domain/knowledge.js'
import type { Outcome } from '../../../src/domain/recommendation/advice.js'
import { knowledge } from '../../knowledge/real-release.js'
import { allRows, ask } from './asking.js'

/** An outcome in which a source says just this. */
function says(source: Source, ...actions: Action[]): Outcome {
  const guideline = [...knowledge.guidelines.values()].flat().find(candidate => candidate.source === source)
  const example = allRows[0]?.row
  if (!guideline || !example) throw new Error(`no rows of ${source}`)
  const row = { ...example, actions }
  const matched = {
    row,
    population: 'general',
    results: [],
    bestSupported: true,
    statedActions: actions.map(action => ({ action, when: [], holds: true, waitsFor: [] })),
    circumstances: [],
    text: { clinician: '', plain: '' },
  }
  return {
    type: 'Recommendation',
    drug: 'any',
    source,
    guideline,
    robust: true,
    sameForKnown: true,
    wouldSettle: [],
    genes: [],
    rows: [matched],
    actions,
    text: { clinician: '', plain: '' },
  }
}

describe('P6 disagreement is shown', () => {
  it.each<[string, Action[], Action[], string, Source | undefined]>([
    ['the same actions', ['DOSE_DECREASE', 'MONITOR'], ['MONITOR', 'DOSE_DECREASE'], 'SAME', undefined],
    ['one goes further', ['AVOID'], ['DOSE_DECREASE'], 'STRICTER', 'CPIC'],
    ['one adds something', ['DOSE_DECREASE'], ['DOSE_DECREASE', 'MONITOR'], 'STRICTER', 'DPWG'],
    ['contraindicated goes further than avoid', ['AVOID'], ['CONTRAINDICATED'], 'STRICTER', 'DPWG'],
    ['watching and care weigh the same', ['MONITOR'], ['CAUTION'], 'SAME', undefined],
    ['up against down', ['DOSE_INCREASE'], ['DOSE_DECREASE'], 'CONFLICTING', undefined],
    ['standard dosing against another drug', ['STANDARD_DOSING'], ['ALTERNATIVE_DRUG'], 'CONFLICTING', undefined],
    ['standard dosing against avoid', ['AVOID'], ['STANDARD_DOSING'], 'CONFLICTING', undefined],
    [
      'standard dosing against contraindicated',
      ['STANDARD_DOSING'],
      ['CONTRAINDICATED', 'AVOID'],
      'CONFLICTING',
      undefined,
    ],
    ['standard dosing against less', ['STANDARD_DOSING'], ['DOSE_DECREASE'], 'STRICTER', 'DPWG'],
    ['no recommendation does not vote', ['AVOID'], ['NO_RECOMMENDATION'], 'ONLY_ONE', undefined],
  ])('%s', (_, cpic, dpwg, verdict, strictest) => {
    const agreement = agreementOf([says('CPIC', ...cpic), says('DPWG', ...dpwg)])
    expect([agreement.verdict, agreement.strictest]).toEqual([verdict, strictest])
  })

  it('of three sources one that contradicts is enough', () => {
    const agreement = agreementOf([
      says('CPIC', 'DOSE_INCREASE'),
      says('DPWG', 'DOSE_INCREASE'),
      says('FDA', 'DOSE_DECREASE'),
    ])
    expect(agreement.verdict).toBe('CONFLICTING')
  })

  it('who has no row does not vote, and nobody means NONE', () => {
    expect(ask('abacavir', { 'HLA-B': { phenotype: '*57:01 negative' } }).agreement.verdict).toBe('ONLY_ONE')
    expect(ask('codeine', {}).agreement).toMatchObject({ verdict: 'NONE', votes: new Map() })
  })

  it('the verdict says which source says what', () => {
    const { agreement } = ask('codeine', { CYP2D6: '*4/*4' })
    expect(agreement).toMatchObject({ verdict: 'STRICTER', strictest: 'CPIC' })
    expect(agreement.votes.get('CPIC')).toEqual(['AVOID', 'ALTERNATIVE_DRUG'])
    expect(agreement.detail).toContain('CPIC: avoid it, use another drug.')
  })

  it('all answers stand side by side: nobody’s is left out because another goes further', () => {
    const { outcomes } = ask('clopidogrel', { CYP2C19: '*2/*2' }, { indication: 'ACUTE_CORONARY_SYNDROME' })
    expect(new Set(outcomes.filter(({ type }) => type === 'Recommendation').map(({ source }) => source))).toEqual(
      new Set(['CPIC', 'DPWG', 'FDA']),
    )
  })

  it('a source that waits for a fact does not vote, and the verdict says so, with how far it may go', () => {
    const { agreement } = ask('clopidogrel', { CYP2C19: '*1/*2' })
    expect(agreement).toMatchObject({ verdict: 'STRICTER', strictest: 'DPWG' })
    expect([...agreement.votes.keys()]).toEqual(['DPWG', 'FDA'])
    expect(agreement.undecided).toEqual([
      {
        source: 'CPIC',
        guideline: 'PA166104948',
        type: 'PopulationUndetermined',
        waitsFor: ['indication'],
        strictest: 'AVOID',
        mayGoFurther: true,
      },
    ])
    expect(agreement.detail).toContain(
      'CPIC depends on facts that were not stated (what the drug is given for) and may go further (avoid it).',
    )
    const stated = ask('clopidogrel', { CYP2C19: '*1/*2' }, { indication: 'ACUTE_CORONARY_SYNDROME' })
    expect(stated.agreement.undecided).toEqual([])
    expect([...stated.agreement.votes.keys()]).toContain('CPIC')
  })

  it('a source whose gene nobody tested is named, with the gene it waits for', () => {
    const { agreement } = ask('codeine', {})
    expect(agreement.undecided.map(({ source }) => source)).toEqual(expect.arrayContaining(['CPIC', 'DPWG', 'FDA']))
    expect(agreement.detail).toContain('CPIC has no answer without a result of CYP2D6.')
  })
})
