import { existsSync } from 'node:fs'

import type { Knowledge } from '../../src/domain/knowledge.js'
import { makeCohort } from './make-cohort.js'
import { makeGenome } from './make-vcf.js'
import { generated, median, runSextant, SHARED_COHORT, zcatSeconds, type Measurement } from './measure.js'

/** One panel file, from the start of the process to its end. */
export async function benchPanel(): Promise<readonly Measurement[]> {
  const seconds: number[] = []
  for (let round = 0; round < 7; round++) {
    seconds.push((await runSextant(['call', 'data/demo/petra-slowly.vcf.gz', '--json'])).seconds)
  }
  const took = median(seconds)
  return [
    {
      bench: 'panel',
      what: 'one panel VCF, calls and recommendations, process included',
      measured: `${took.toFixed(2)} s`,
      target: '≤ 0.5 s',
      met: took <= 0.5,
    },
  ]
}

/** A whole genome of 5 million rows. */
export async function benchGenome(knowledge: Knowledge): Promise<readonly Measurement[]> {
  const path = await generated('genome-5000000.vcf.gz', file => makeGenome(file, knowledge, 5_000_000))
  const ratios: number[] = []
  const peaks: number[] = []
  for (let round = 0; round < 3; round++) {
    const yardstick = zcatSeconds(path)
    const { seconds, peak } = await runSextant(['call', path, '--json', '--no-recommendations'])
    ratios.push(seconds / yardstick)
    peaks.push(peak)
  }
  const ratio = median(ratios)
  const peak = Math.max(...peaks)
  const what = 'one person, 5,000,000 rows'
  return [
    { bench: 'genome', what, measured: `${ratio.toFixed(2)} × zcat \\| wc -l`, target: '≤ 1.2 ×', met: ratio <= 1.2 },
    {
      bench: 'genome',
      what: `${what}, memory`,
      measured: `${Math.round(peak)} MB`,
      target: '≤ 200 MB',
      met: peak <= 200,
    },
  ]
}

/** People at all positions of interest, resampled from the 200; calls and phenotypes of all genes. */
export async function benchCohort(knowledge: Knowledge, people: 3000 | 100_000): Promise<readonly Measurement[]> {
  if (!existsSync(SHARED_COHORT)) {
    process.stderr.write(`cohort: skipped, ${SHARED_COHORT} is not there (SHARED_DIR)\n`)
    return []
  }
  const path = await generated(`cohort-${people}.vcf.gz`, file => makeCohort(SHARED_COHORT, file, people, knowledge))
  const runs = []
  for (let round = 0; round < (people === 3000 ? 3 : 1); round++) {
    runs.push(await runSextant(['call', path, '--json', '--no-recommendations', '--threads', '1']))
  }
  const seconds = median(runs.map(run => run.seconds))
  const peak = Math.max(...runs.map(run => run.peak))
  const rate = Math.round(people / seconds)
  const bench = `cohort-${people}`
  const measured = `${seconds.toFixed(1)} s, ${rate} samples/s on one core, ${Math.round(peak)} MB`
  return people === 3000
    ? [{ bench, what: '3,000 people, --json', measured, target: '≥ 2,000 samples/s/core', met: rate >= 2000 }]
    : [
        {
          bench,
          what: '100,000 people, --json',
          measured,
          target: '≤ 90 s, ≤ 1,500 MB',
          met: seconds <= 90 && peak <= 1500,
        },
      ]
}
