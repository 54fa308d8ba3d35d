import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { genesOf, rowsIn, VIGNETTES } from '../../cases/options/vignettes.js'
import { startTestServer } from '../../support/server.js'
import type { TestServer } from '../../support/server.js'
import { askBothWays } from './both-ways.js'
import { differenceNamed, NAMED_DIFFERENCES } from './named-differences.js'
import type { ShownOption } from './options-query.js'
import { openWard } from './vignette-ward.js'

let server: TestServer
/** Sees every gene of a patient, as whoever states results does. */
let token: string
let admitted: ReadonlyMap<string, string>
const met = new Set<string>()

/** Nobody but a test admits a hundred patients in a few seconds, and asks all about them. */
const NO_RATES = {
  SEXTANT_REQUESTS_PER_MINUTE: '1000000',
  SEXTANT_POINTS_PER_MINUTE: '1000000000',
  SEXTANT_UPLOADS_PER_HOUR: '1000',
}

beforeAll(async () => {
  server = await startTestServer({ worker: false, env: NO_RATES })
  token = await server.token(['DEVELOPER'])
  const ward = await openWard(server, token)
  admitted = await ward.admitAll(VIGNETTES)
  await ward.close()
}, 120_000)
afterAll(() => server.stop())

describe('P5 P7 vignettes of medication options, over the whole stack: stated, and alike from history and sample on record', () => {
  it.each(VIGNETTES)('$file: $name', async vignette => {
    for (const { file, has } of vignette.restsOn)
      expect(rowsIn(file), `${file} ${JSON.stringify(has)}`).toContainEqual(expect.objectContaining(has))
    const patientId = admitted.get(vignette.name) ?? ''
    const { stated, differences, outside } = await askBothWays(server, token, patientId, vignette)
    const { options, background } = stated
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
    // Every result that a vignette states is one that a laboratory can send; none had to be left out.
    expect(outside.toSorted()).toEqual(Object.keys(genesOf(vignette)).toSorted())
    const unnamed = differences.filter(difference => differenceNamed(difference) === undefined)
    expect(unnamed).toEqual([])
    for (const difference of differences) met.add(differenceNamed(difference)?.why ?? '')
  })

  it('every difference that is named for the record is met', () => {
    expect([...met].toSorted()).toEqual(NAMED_DIFFERENCES.map(({ why }) => why).toSorted())
  })
})

function restsOnSomething({ kind, citations, facts, restsOnIndication }: ShownOption['findings'][number]): boolean {
  if (citations.length === 0 || citations.some(({ title }) => title === '')) return false
  return kind === 'PHARMACOGENOMIC' || facts.length > 0 || restsOnIndication
}
