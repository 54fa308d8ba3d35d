import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { applyOutsideCalls } from '../../src/domain/apply-outside-calls.js'
import { DEFAULT_CALL_OPTIONS } from '../../src/domain/diplotype/call-gene.js'
import { diplotypeOf, haplotypeNamed } from '../../src/domain/diplotype/diplotype.js'
import type { GeneCall } from '../../src/domain/diplotype/gene-call.js'
import { pairings } from '../../src/domain/diplotype/rules/unphased-alleles.js'
import type { Gene, Knowledge } from '../../src/domain/knowledge.js'
import { assignPhenotype } from '../../src/domain/phenotype/assign-phenotype.js'
import { asStated } from './as-stated.js'
import type { ConformanceCase } from './case.js'
import { outsideCallsOf } from './outside-call-cases.js'
import { compareGenes } from './pipeline-cases.js'
import type { Part } from './part.js'
import { runWithoutFile } from './run-sample.js'

interface SavedMatch {
  readonly results: readonly {
    readonly gene: string
    readonly phased: boolean
    readonly diplotypes: readonly { readonly name: string; readonly score: number }[]
    readonly haplotypeMatches: readonly { readonly name: string }[]
  }[]
}

/** A saved matcher result takes the place of our own calls; what follows is what follows ours. */
export function comparePhenotyper(testCase: ConformanceCase, folder: string, knowledge: Knowledge): readonly Part[] {
  const file = readFileSync(join(folder, testCase.matcherResult ?? ''))
  const saved = asStated<SavedMatch>(JSON.parse(gunzipSync(file).toString('utf8')))
  const run = runWithoutFile(knowledge, [], DEFAULT_CALL_OPTIONS)
  const calls = new Map(run.calls)
  for (const result of saved.results) {
    const gene = knowledge.genes.get(result.gene)
    const own = run.calls.get(result.gene)
    if (gene !== undefined && own !== undefined && (result.diplotypes.length > 0 || result.haplotypeMatches.length > 0))
      calls.set(gene.symbol, savedCall(gene, own, result))
  }
  const outside = outsideCallsOf(testCase.outsideCalls)
  for (const [symbol, call] of calls) {
    const gene = knowledge.genes.get(symbol)
    const given = outside.filter(({ gene: named }) => named === symbol)
    if (gene !== undefined && given.length > 0) calls.set(symbol, applyOutsideCalls(gene, given, call))
  }
  const phenotypes = new Map([...calls].map(([symbol, call]) => [symbol, assignPhenotype(call, knowledge)]))
  return compareGenes(
    { ...run, calls, phenotypes },
    asStated<Record<string, Record<string, unknown>>>(testCase.expect['genes']),
    true,
  )
}

function savedCall(gene: Gene, own: GeneCall, saved: SavedMatch['results'][number]): GeneCall {
  const base = {
    status: 'called',
    gene: own.gene,
    origin: 'file',
    evidence: own.evidence,
    completeness: own.completeness,
    phased: saved.phased,
    effectivelyPhased: saved.phased,
    notes: [],
  } as const
  if (saved.diplotypes.length === 0) {
    const alleles = saved.haplotypeMatches.map(({ name }) => name)
    const [worst, ...others] = pairings(gene, alleles)
    return { ...base, alleles, diplotypes: worst === undefined ? [] : [worst], otherDiplotypes: others }
  }
  const diplotypes = saved.diplotypes.map(({ name, score }) =>
    diplotypeOf(
      name.split('/').map(part => haplotypeNamed(part, gene)),
      score,
    ),
  )
  return { ...base, diplotypes, otherDiplotypes: [] }
}
