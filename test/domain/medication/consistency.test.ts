import { describe, expect, it } from 'vitest'
import { adviseOptions, reviewMedicines } from '../../../src/domain/advise-options.js'
import { advise } from '../../../src/domain/advise.js'
import type { Drug } from '../../../src/domain/knowledge.js'
import { knowledge } from '../../knowledge/real-release.js'
import { readFacts } from '../../cases/options/read-facts.js'
import { genesOf, type Vignette, VIGNETTES } from '../../cases/options/vignettes.js'
import { callsOf, history } from './asking-options.js'
import { contradictions } from './contradictions.js'

const DRUGS = [...knowledge.drugs.values()].filter(({ name }) => knowledge.options?.drugFacts.has(name))

/** Every patient is asked about a share of the drugs, another one each time; `DRUG_SHARES=1` asks all of them (npm run test:consistency). */
const SHARES = Number(process.env['DRUG_SHARES'] ?? 12)

const shareOf = (place: number): readonly Drug[] => DRUGS.filter((_, index) => index % SHARES === place % SHARES)

describe('the same patient, asked in three ways', () => {
  it('every drug is asked about, of eight patients or more', () => {
    const asked = VIGNETTES.flatMap((_, place) => shareOf(place)).map(({ name }) => name)
    const counts = DRUGS.map(({ name }) => asked.filter(each => each === name).length)
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(8)
  })

  it('options, review and checkDrug never contradict each other', { timeout: 120_000 }, () => {
    const faults = VIGNETTES.flatMap((vignette, place) => faultsOf(vignette, shareOf(place)))
    expect(faults.slice(0, 10)).toEqual([])
  })
})

function faultsOf(vignette: Vignette, share: readonly Drug[]): readonly string[] {
  const calls = callsOf(genesOf(vignette))
  const today = history(readFacts(vignette.person, vignette.facts ?? []))
  const reviewed = reviewMedicines(calls, today, {}, knowledge).medicines.flatMap(({ drugs }) => drugs)
  const drugs = [...new Set([...share, ...reviewed.map(({ advice }) => advice.drug)])]
  const { options } = adviseOptions(calls, today, { drugs }, {}, knowledge)
  const checked = new Map(
    advise(calls, today, { drugs, facts: {} }, knowledge).recommendations.drugs.map(advice => [
      advice.drug.name,
      advice,
    ]),
  )
  const byName = new Map(options.map(option => [option.advice.drug.name, option]))
  const say = (drug: string, what: string): string => `${vignette.name}: ${drug}: ${what}`
  return [
    ...options.flatMap(option => {
      const { name } = option.advice.drug
      const isSame = JSON.stringify(option.advice.outcomes) === JSON.stringify(checked.get(name)?.outcomes)
      return [...contradictions(option), ...(isSame ? [] : ['another advice than checkDrug'])].map(what =>
        say(name, what),
      )
    }),
    ...reviewed.flatMap(({ advice: { drug }, verdict, findings, unknowns, couldBeStricter }) => {
      const { name } = drug
      const option = byName.get(name)
      const asked = option && [option.verdict, option.couldBeStricter, option.findings, option.unknowns]
      const isSame = JSON.stringify(asked) === JSON.stringify([verdict, couldBeStricter, findings, unknowns])
      return isSame ? [] : [say(name, 'another answer than in the review')]
    }),
  ]
}
