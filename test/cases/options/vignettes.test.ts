import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DATA } from '../../knowledge/real-release.js'
import { optionFor, options, USUAL_GENES } from '../../domain/medication/asking-options.js'
import type { Stated } from '../../domain/recommendation/asking.js'
import { readFacts } from './read-facts.js'

/**
 * Patients as they come, asked through the whole domain with the real release. Each names the rows of the data that its answer
 * rests on, and fails when such a row is gone. They are our own: none was read in a publication.
 */
interface Vignette {
  readonly name: string
  readonly indication: string
  readonly person: string
  readonly facts?: readonly string[]
  /** Results that differ from the usual ones; null: not tested. */
  readonly genes?: Readonly<Record<string, string | null>>
  readonly expect: Readonly<Record<string, ExpectedOption>>
  readonly first?: string
  readonly last?: string
  readonly restsOn: readonly RowInData[]
}

interface ExpectedOption {
  readonly verdict: string
  /** "KIND EFFECT" of findings that must be there. */
  readonly because?: readonly string[]
  /** "KIND name" of unknown facts that must be named. */
  readonly open?: readonly string[]
  readonly couldBeStricter?: boolean
  /** Words of the clinician's sentence of some finding. */
  readonly says?: string
}

/** Some object in the file has these fields. */
interface RowInData {
  readonly file: string
  readonly has: Readonly<Record<string, unknown>>
}

const HERE = import.meta.dirname

const vignettes = readdirSync(HERE)
  .filter(file => file.endsWith('.json'))
  .flatMap(file => {
    const parsed: { readonly vignettes: readonly Vignette[] } = JSON.parse(readFileSync(join(HERE, file), 'utf8'))
    return parsed.vignettes.map(vignette => ({ file, ...vignette }))
  })

describe('vignettes of medication options', () => {
  it('are at least sixty, each resting on rows that it names', () => {
    expect(vignettes.length).toBeGreaterThanOrEqual(60)
    expect(vignettes.filter(({ restsOn }) => restsOn.length === 0)).toEqual([])
    expect(new Set(vignettes.map(({ name }) => name)).size).toBe(vignettes.length)
  })

  it.each(vignettes)('$file: $name', vignette => {
    const { indication, person, facts = [], genes = {}, restsOn } = vignette
    for (const { file, has } of restsOn)
      expect(rowsIn(file), `${file} ${JSON.stringify(has)}`).toContainEqual(expect.objectContaining(has))
    const answer = options(indication, readFacts(person, facts), genesOf(genes))
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

function genesOf(changed: Readonly<Record<string, string | null>>): Stated {
  const known: Record<string, string> = {}
  for (const [gene, result] of Object.entries({ ...USUAL_GENES, ...changed })) {
    if (typeof result === 'string') known[gene] = result
  }
  return known
}

const ROWS = new Map<string, readonly unknown[]>()

/** Every object in a file of the release, at any depth. */
function rowsIn(file: string): readonly unknown[] {
  let rows = ROWS.get(file)
  if (rows === undefined) {
    rows = objectsIn(JSON.parse(readFileSync(join(DATA, file), 'utf8')))
    ROWS.set(file, rows)
  }
  return rows
}

function objectsIn(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(objectsIn)
  return Array.isArray(value) ? inner : [value, ...inner]
}
