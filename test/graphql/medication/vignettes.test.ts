import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readFacts } from '../../cases/options/read-facts.js'
import { genesOf, rowsIn, VIGNETTES } from '../../cases/options/vignettes.js'
import { startTestServer } from '../../support/server.js'
import type { TestServer } from '../../support/server.js'
import { factContent } from './fact-content.js'
import { askOptions, OPTIONS } from './options-query.js'

let server: TestServer
let token: string

beforeAll(async () => {
  server = await startTestServer({ worker: false })
  token = await server.token(['PHARMACIST'])
}, 60_000)
afterAll(() => server.stop())

describe('vignettes of medication options, asked over the whole stack', () => {
  it.each(VIGNETTES)('$file: $name', async vignette => {
    const { indication, person, facts = [], restsOn } = vignette
    for (const { file, has } of restsOn)
      expect(rowsIn(file), `${file} ${JSON.stringify(has)}`).toContainEqual(expect.objectContaining(has))
    const stated = Object.entries(genesOf(vignette)).map(([gene, diplotype]) => ({ gene, diplotype }))
    const input = { stated, indication, history: readFacts(person, facts).map(factContent) }
    const { options, background } = await askOptions(server, token, OPTIONS, input)
    expect(background.problems.filter(({ used }) => !used)).toEqual([])
    for (const [drug, expected] of Object.entries(vignette.expect)) {
      const option = options.find(each => each.drug.name === drug)
      const found = option?.findings.map(({ kind, effect }) => `${kind} ${effect}`)
      const open = option?.unknowns.map(({ kind, name }) => `${kind} ${name}`)
      expect({ drug, verdict: option?.verdict, found, open }).toEqual({
        drug,
        verdict: expected.verdict,
        found: expect.arrayContaining([...(expected.because ?? [])]),
        open: expect.arrayContaining([...(expected.open ?? [])]),
      })
      expect(option?.findings.map(({ statement }) => statement.clinician).join('\n')).toContain(expected.says ?? '')
      expect(option?.couldBeStricter).toBe(expected.couldBeStricter ?? option?.couldBeStricter)
      // Whoever reads a reason finds what it rests on: a document, and the facts or the results behind it.
      for (const finding of option?.findings ?? [])
        expect({ ...finding, rests: restsOnSomething(finding) }).toEqual({ ...finding, rests: true })
    }
    const order = options.map(each => each.drug.name)
    expect([order[0], order.at(-1)]).toEqual([vignette.first ?? order[0], vignette.last ?? order.at(-1)])
  })
})

type Finding = Awaited<ReturnType<typeof askOptions>>['options'][number]['findings'][number]

function restsOnSomething({ kind, citations, facts, restsOnIndication }: Finding): boolean {
  if (citations.length === 0 || citations.some(({ title }) => title === '')) return false
  return kind === 'PHARMACOGENOMIC' || facts.length > 0 || restsOnIndication
}
