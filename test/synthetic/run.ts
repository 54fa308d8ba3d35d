import { parseArgs } from 'node:util'
import type { Gene } from '../../src/domain/knowledge.js'
import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { tryPairs, type Result } from './try-pairs.js'

/**
 * Synthetic truth: every pair of named alleles of every gene, built from the definitions, phased and unphased, with all
 * positions and with each position missing that one of the pair carries. Exit 1 when a call is wrong.
 *
 * `--genes A,B` limits the genes; `--every N` takes each Nth pair, for a quick run.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { genes: { type: 'string' }, every: { type: 'string', default: '1' } } })
  const wanted = values.genes?.split(',')
  const knowledge = await loadKnowledge(['data'])
  const genes = [...knowledge.genes.values()].filter(
    gene => gene.tier === 'core' && gene.callingRule !== 'outside-call-only' && (wanted?.includes(gene.symbol) ?? true),
  )
  process.stdout.write(HEADER)
  let wrong = 0
  for (const gene of genes) {
    const result = tryPairs(gene, Number(values.every))
    wrong += result.complete.wrong + result.missing.wrong
    process.stdout.write(line(gene, result))
    for (const example of result.examples) process.stdout.write(`    ${example}\n`)
  }
  process.exitCode = wrong > 0 ? 1 : 0
}

const HEADER = 'gene        pairs | complete: best  other  wrong | one missing: best  other   said  not called  wrong\n'

function line({ symbol }: Gene, { pairs, complete, missing }: Result): string {
  const cell = (value: number, width: number): string => String(value).padStart(width)
  return (
    `${symbol.padEnd(9)}${cell(pairs, 8)} |${cell(complete.best, 15)}${cell(complete.other, 7)}${cell(complete.wrong, 7)} |` +
    `${cell(missing.best, 18)}${cell(missing.other, 7)}${cell(missing.said, 7)}${cell(missing['not-called'], 12)}${cell(missing.wrong, 7)}\n`
  )
}

await main()
