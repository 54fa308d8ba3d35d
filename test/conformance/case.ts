import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asStated } from './as-stated.js'

/** One case of a suite, as its manifest states it. Unknown fields of `expect` are found when they are compared. */
export interface ConformanceCase {
  readonly id: string
  readonly vcf: string | null
  readonly sample: string | null
  readonly outsideCalls: readonly string[]
  readonly options: CaseOptions
  readonly expect: Readonly<Record<string, unknown>>
  readonly missingPositions?: readonly string[]
  readonly matcherResult?: string
  readonly function?: string
  readonly input?: unknown
}

export interface CaseOptions {
  readonly topCandidateOnly?: boolean
  readonly findCombinations?: boolean
  readonly callCyp2d6?: boolean
  readonly exemptions?: 'default' | 'none'
  readonly definitionGenes?: readonly string[] | 'all'
  readonly definitionFiles?: readonly string[]
  readonly genes?: readonly string[]
}

export interface Suite {
  readonly name: string
  readonly kind: string
  readonly folder: string
  readonly cases: readonly ConformanceCase[]
}

interface Index {
  readonly suites: readonly { readonly suite: string; readonly manifest: string }[]
}

interface Manifest {
  readonly suite: string
  readonly kind: string
  readonly cases: readonly ConformanceCase[]
}

/** Reads the suites that a directory's index lists; `only` keeps one of them. */
export function readSuites(directory: string, only?: string): readonly Suite[] {
  const index = readJson<Index>(join(directory, 'index.json'))
  const listed = index.suites.filter(({ suite }) => only === undefined || suite === only)
  return listed.map(({ manifest }) => {
    const { suite, kind, cases } = readJson<Manifest>(join(directory, manifest))
    return { name: suite, kind, folder: join(directory, manifest, '..'), cases }
  })
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the type of the file
export function readJson<T>(file: string): T {
  return asStated<T>(JSON.parse(readFileSync(file, 'utf8')))
}
