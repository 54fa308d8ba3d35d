import { createReadStream } from 'node:fs'

import type { Knowledge } from '../../src/domain/knowledge.js'
import { createVariantReader } from '../../src/vcf/read-variants.js'
import { fullOptions } from '../support/vcf-text.js'
import { makeBlocks, makeGenome } from './make-vcf.js'
import { generated, median, zcatSeconds, type Measurement } from './measure.js'

/** Reading alone, without calls and without the start of a process. */
export async function benchRead(knowledge: Knowledge): Promise<readonly Measurement[]> {
  const genome = await generated('genome-5000000.vcf.gz', file => makeGenome(file, knowledge, 5_000_000))
  const blocks = await generated('blocks-5000000.g.vcf.gz', file => makeBlocks(file, knowledge, 5_000_000))
  const files = [
    { what: 'one person, 5,000,000 rows of variants', path: genome, target: 1.2 },
    { what: 'one person, 5,000,000 rows of a gVCF', path: blocks, target: 2 },
  ]
  const measurements: Measurement[] = []
  for (const { what, path, target } of files) {
    const ratios: number[] = []
    for (let round = 0; round < 3; round++) {
      const yardstick = zcatSeconds(path)
      const started = performance.now()
      await createVariantReader().read(createReadStream(path, { highWaterMark: 1 << 20 }), knowledge, fullOptions({}))
      ratios.push((performance.now() - started) / 1000 / yardstick)
    }
    const ratio = median(ratios)
    measurements.push({
      bench: 'read',
      what,
      measured: `${ratio.toFixed(2)} × zcat | wc -l`,
      target: `≤ ${target} ×`,
      met: ratio <= target,
    })
  }
  return measurements
}
