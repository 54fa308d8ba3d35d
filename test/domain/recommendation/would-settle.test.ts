import { expect, test } from 'vitest'
import { advise } from '../../../src/domain/advise.js'
import { callGenes } from '../../../src/domain/call-genes.js'
import type { Medicine } from '../../../src/domain/history/patient-history.js'
import { knowledge } from '../../knowledge/real-release.js'

/** What would settle the question of metoprolol for somebody with two normal alleles, under a strong inhibitor. */
function wouldSettle(medicine: Omit<Medicine, 'name'>): readonly string[] {
  const metoprolol = knowledge.drugs.get('metoprolol')
  if (metoprolol === undefined) throw new Error('no such drug')
  const evidence = { sample: 's', assembly: 'GRCh38', positions: new Map(), quarantined: new Set<string>() } as const
  const calls = callGenes(
    { ...evidence, otherReferenceSequence: new Set() },
    [{ gene: 'CYP2D6', diplotype: '*1/*1' }],
    knowledge,
  ).filter(({ gene }) => gene === 'CYP2D6')
  const history = { asOf: '2026-11-27', medicines: [{ name: 'paroxetine', ...medicine }], facts: {} }
  const { recommendations } = advise(calls, history, { drugs: [metoprolol], facts: {} }, knowledge)
  return recommendations.drugs[0]?.outcomes.find(({ source }) => source === 'CPIC')?.wouldSettle ?? ['no answer']
}

test('P7 what settles a result that only a medicine leaves open is its effect, not the diplotype', () => {
  expect(wouldSettle({ startedOn: '2026-01-01', stoppedOn: '2026-11-26' })).toEqual([
    'end of the effect of paroxetine on CYP2D6',
  ])
  expect(wouldSettle({ startedOn: '2026-11-26' })).toEqual(['onset of the effect of paroxetine on CYP2D6'])
  expect(wouldSettle({ startedOn: '2026-01-01', uncertain: true })).toEqual(['whether paroxetine is taken'])
  expect(wouldSettle({ startedOn: '2026-01-01' })).toEqual([])
})
