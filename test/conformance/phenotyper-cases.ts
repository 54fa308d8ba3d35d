import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { diplotypeOf, haplotypeNamed } from '../../src/domain/diplotype/diplotype.js'
import type { GeneCall } from '../../src/domain/diplotype/gene-call.js'
import type { Gene, Knowledge } from '../../src/domain/knowledge.js'
import { assignPhenotype } from '../../src/domain/phenotype/assign-phenotype.js'
import { asStated } from './as-stated.js'
import type { ConformanceCase } from './case.js'
import { compareGenes } from './pipeline-cases.js'
import type { Part } from './part.js'
import { runWithoutFile } from './run-sample.js'
import { DEFAULT_CALL_OPTIONS } from '../../src/domain/diplotype/call-gene.js'

interface SavedMatch {
  readonly results: readonly {
    readonly gene: string
    readonly phased: boolean
    readonly diplotypes: readonly { readonly name: string; readonly score: number }[]
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
    if (gene !== undefined && own !== undefined && result.diplotypes.length > 0)
      calls.set(gene.symbol, savedCall(gene, own, result))
  }
  const phenotypes = new Map([...calls].map(([symbol, call]) => [symbol, assignPhenotype(call, knowledge)]))
  return compareGenes(
    { ...run, calls, phenotypes },
    asStated<Record<string, Record<string, unknown>>>(testCase.expect['genes']),
    true,
  )
}

function savedCall(gene: Gene, own: GeneCall, { phased, diplotypes }: SavedMatch['results'][number]): GeneCall {
  return {
    status: 'called',
    gene: own.gene,
    origin: 'file',
    evidence: own.evidence,
    completeness: own.completeness,
    phased,
    effectivelyPhased: phased,
    notes: [],
    diplotypes: diplotypes.map(({ name, score }) =>
      diplotypeOf(
        name.split('/').map(part => haplotypeNamed(part, gene)),
        score,
      ),
    ),
    otherDiplotypes: [],
  }
}
