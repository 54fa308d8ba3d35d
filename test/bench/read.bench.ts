import { execFileSync } from 'node:child_process'
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { createVariantReader } from '../../src/vcf/read-variants.js'
import { fullOptions } from '../support/vcf-text.js'
import { makeCohort } from './make-cohort.js'
import { makeGenome } from './make-vcf.js'

const RECORDS = Number(process.env.BENCH_RECORDS ?? 5_000_000)
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 3_000)

/** Reading alone, as ratios to `zcat FILE | wc -l` of the same run, because machines differ and ratios do not. */
export async function benchRead(): Promise<void> {
  const knowledge = await loadKnowledge(['data'])
  const folder = mkdtempSync(join(tmpdir(), 'sextant-bench-'))
  try {
    const genome = join(folder, 'genome.vcf.gz')
    await makeGenome(genome, knowledge, RECORDS)
    await compare(`one person, ${RECORDS} rows`, genome)
    const cohort = join(process.env.SHARED_DIR ?? '../shared', 'samples/1000genomes/1kgp-200samples.GRCh38.vcf.gz')
    if (!existsSync(cohort)) {
      console.log('cohort: skipped, the sample cohort is not there (SHARED_DIR)')
      return
    }
    const people = join(folder, 'cohort.vcf.gz')
    await makeCohort(cohort, people, PEOPLE, knowledge)
    const took = await compare(`cohort of ${PEOPLE}`, people)
    console.log(`cohort of ${PEOPLE}: ${Math.round(PEOPLE / took)} samples/s read`)
  } finally {
    rmSync(folder, { recursive: true })
  }

  async function compare(name: string, path: string): Promise<number> {
    const ratios: number[] = []
    const times: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const baseline = seconds(() => execFileSync('sh', ['-c', 'zcat "$1" | wc -l', 'sh', path]))
      const started = performance.now()
      await createVariantReader().read(
        createReadStream(path, { highWaterMark: 1 << 20 }),
        knowledge,
        fullOptions({ limits: { samples: 200_000 } }),
      )
      const took = (performance.now() - started) / 1000
      times.push(took)
      ratios.push(took / baseline)
    }
    console.log(
      `${name} (${Math.round(statSync(path).size / 2 ** 20)} MiB): ${middle(times).toFixed(2)} s, ${middle(ratios).toFixed(2)} x zcat | wc -l, ${Math.round(process.memoryUsage.rss() / 2 ** 20)} MiB resident`,
    )
    return middle(times)
  }
}

function seconds(work: () => void): number {
  const started = performance.now()
  work()
  return (performance.now() - started) / 1000
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
