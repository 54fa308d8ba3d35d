import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DATA } from '../../knowledge/real-release.js'
import { USUAL_GENES } from '../../domain/medication/asking-options.js'

/**
 * Patients as they come. Each names the rows of the data that its answer rests on, and fails when such a row is gone. They
 * are our own: none was read in a publication.
 */
export interface Vignette {
  readonly file: string
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

export interface ExpectedOption {
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

export const VIGNETTES: readonly Vignette[] = readdirSync(HERE)
  .filter(file => file.endsWith('.json'))
  .flatMap(file => {
    const parsed: { readonly vignettes: readonly Omit<Vignette, 'file'>[] } = JSON.parse(
      readFileSync(join(HERE, file), 'utf8'),
    )
    return parsed.vignettes.map(vignette => ({ file, ...vignette }))
  })

/** Diplotypes by gene. */
export type Results = Readonly<Record<string, string>>

/** The usual results with what is other in this patient. */
export function genesOf({ genes = {} }: Vignette): Results {
  return tested({ ...USUAL_GENES, ...genes })
}

/** Results that are known, in the order in which a laboratory would send them: the usual ones, then what replaces or adds to them. */
export function resultsInTurn({ genes = {} }: Vignette): readonly [usual: Results, own: Results] {
  const usual = Object.entries(USUAL_GENES).filter(([gene]) => genes[gene] !== null)
  return [tested(Object.fromEntries(usual)), tested(genes)]
}

function tested(results: Readonly<Record<string, unknown>>): Results {
  const known: Record<string, string> = {}
  for (const [gene, result] of Object.entries(results)) {
    if (typeof result === 'string') known[gene] = result
  }
  return known
}

const ROWS = new Map<string, readonly unknown[]>()

/** Every object in a file of the release, at any depth. */
export function rowsIn(file: string): readonly unknown[] {
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
