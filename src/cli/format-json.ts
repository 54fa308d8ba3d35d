import { cohortOf, type CallRun, type SampleFormat } from './call-run.js'
import { createDrugRenderer, toDrugResults } from './drug-results.js'
import { toGeneResult } from './gene-result.js'
import { createMemory } from './memory.js'

interface Fragment {
  readonly bytes: Uint8Array
  readonly called: boolean
}

/** `--json`: one object per sample and line. Genes and drugs are put together from fragments that are serialised once. */
export function createJsonFormat(run: CallRun): SampleFormat {
  const { table, options, knowledge } = run
  const cohort = cohortOf(run)
  const memories = cohort.shown.map(() => createMemory<Fragment>(fragment => fragment.bytes.length))
  const resultOptions = { assembly: table.assembly, allCandidates: options.allCandidates }
  const geneFragment = (index: number, sample: number): Fragment => {
    const gene = cohort.genes[index]
    if (gene === undefined) throw new RangeError(`no gene ${index}`)
    const result = toGeneResult(cohort.phenotype(index, sample), gene, resultOptions)
    return {
      bytes: bytesOf(`${JSON.stringify(gene.symbol)}:${JSON.stringify(result)}`),
      called: result.status === 'called',
    }
  }
  const drugs = options.recommendations
    ? createDrugRenderer(
        cohort,
        knowledge,
        outcomes => bytesOf(JSON.stringify(outcomes.flatMap(toDrugResults)).slice(1, -1)),
        bytes => bytes.length,
      )
    : () => []
  const { name = '-', sha256 } = table.file
  const about = `,"build":${JSON.stringify(table.assembly)},"file":${JSON.stringify({ name, sha256 })},"genes":{`
  const diagnostics = JSON.stringify(run.diagnostics.map(({ code, line, message }) => ({ code, line, message })))
  const beforeDrugs = bytesOf('},"recommendations":[')
  const end = bytesOf(`],"diagnostics":${diagnostics}}\n`)
  return {
    append(sample, write) {
      let anyCalled = false
      write(bytesOf(`{"sample":${JSON.stringify(table.samples[sample])}${about}`))
      cohort.shown.forEach((index, nth) => {
        const fragment = memories[nth]?.(cohort.pattern(index, sample), () => geneFragment(index, sample))
        if (fragment === undefined) return
        if (nth > 0) write(COMMA)
        write(fragment.bytes)
        anyCalled ||= fragment.called
      })
      write(beforeDrugs)
      drugs(sample).forEach((bytes, nth) => {
        if (nth > 0) write(COMMA)
        write(bytes)
      })
      write(end)
      return anyCalled
    },
  }
}

const COMMA = bytesOf(',')

function bytesOf(text: string): Uint8Array {
  return Buffer.from(text)
}
