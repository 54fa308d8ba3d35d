import { cohortOf, type CallRun, type SampleFormat } from './call-run.js'
import { toGeneResult, type GeneResult } from './gene-result.js'
import { createMemory } from './memory.js'

/** Columns of `--tsv`; the last one holds "called" or the reason why not. */
const COLUMNS = ['sample', 'gene', 'diplotypes', 'phenotype', 'activity_score', 'missing', 'status']

export const TSV_HEADING = `${COLUMNS.join('\t')}\n`

/** What stands for nothing in a column. */
const NONE = '.'

/** `--tsv`: a line per sample and gene. */
export function createTsvFormat(run: CallRun): SampleFormat {
  const { table, options } = run
  const cohort = cohortOf({ ...run, options: { ...options, recommendations: false } })
  const memories = cohort.shown.map(() => createMemory<GeneLine>(line => line.bytes.length))
  const resultOptions = { assembly: table.assembly, allCandidates: options.allCandidates }
  return {
    append(sample, write) {
      let anyCalled = false
      const name = Buffer.from(`${table.samples[sample] ?? ''}\t`)
      cohort.shown.forEach((index, nth) => {
        const gene = cohort.genes[index]
        if (gene === undefined) throw new RangeError(`no gene ${index}`)
        const line = memories[nth]?.(cohort.pattern(index, sample), () => {
          const result = toGeneResult(cohort.phenotype(index, sample), gene, resultOptions)
          return { bytes: Buffer.from(`${geneLine(gene.symbol, result)}\n`), called: result.status === 'called' }
        })
        if (line === undefined) return
        write(name)
        write(line.bytes)
        anyCalled ||= line.called
      })
      return anyCalled
    },
  }
}

interface GeneLine {
  readonly bytes: Uint8Array
  readonly called: boolean
}

/** Alternatives stand side by side in every column, in the same order. */
function geneLine(symbol: string, result: GeneResult): string {
  const alternatives = (values: readonly string[]): string => (values.length === 0 ? NONE : values.join(' OR '))
  const columns = [
    symbol,
    alternatives(result.diplotypes),
    alternatives(result.phenotypes),
    alternatives(result.activityScores ?? []),
    result.missing.length === 0 ? NONE : result.missing.join(','),
    result.reason ?? result.status,
  ]
  return columns.map(text => text.replaceAll(/[\t\r\n]/g, ' ')).join('\t')
}
