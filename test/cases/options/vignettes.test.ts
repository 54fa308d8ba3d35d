import { describe, expect, it } from 'vitest'
import { optionFor, options } from '../../domain/medication/asking-options.js'
import { readFacts } from './read-facts.js'
import { genesOf, rowsIn, VIGNETTES } from './vignettes.js'

describe('vignettes of medication options, asked through the domain', () => {
  it('are at least sixty, each resting on rows that it names', () => {
    expect(VIGNETTES.length).toBeGreaterThanOrEqual(60)
    expect(VIGNETTES.filter(({ restsOn }) => restsOn.length === 0)).toEqual([])
    expect(new Set(VIGNETTES.map(({ name }) => name)).size).toBe(VIGNETTES.length)
  })

  it.each(VIGNETTES)('$file: $name', vignette => {
    const { indication, person, facts = [], restsOn } = vignette
    for (const { file, has } of restsOn)
      expect(rowsIn(file), `${file} ${JSON.stringify(has)}`).toContainEqual(expect.objectContaining(has))
    const answer = options(indication, readFacts(person, facts), genesOf(vignette))
    for (const [drug, expected] of Object.entries(vignette.expect)) {
      const option = optionFor(drug, answer)
      const found = option.findings.map(({ kind, effect }) => `${kind} ${effect}`)
      const open = option.unknowns.map(({ kind, name }) => `${kind} ${name}`)
      const said = option.findings.map(({ statement }) => statement.clinician).join('\n')
      expect({ drug, verdict: option.verdict, found, open }).toEqual({
        drug,
        verdict: expected.verdict,
        found: expect.arrayContaining([...(expected.because ?? [])]),
        open: expect.arrayContaining([...(expected.open ?? [])]),
      })
      expect(said).toContain(expected.says ?? '')
      expect(option.couldBeStricter).toBe(expected.couldBeStricter ?? option.couldBeStricter)
    }
    const order = answer.options.map(({ advice }) => advice.drug.name)
    expect([order[0], order.at(-1)]).toEqual([vignette.first ?? order[0], vignette.last ?? order.at(-1)])
  })
})
