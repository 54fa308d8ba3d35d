import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { knowledge } from './real-release.js'

/** The reference tool's own list of positions, outside the repository. */
const LIST = join(process.env['SHARED_DIR'] ?? '../shared', 'conformance/cli-runs/vcf/reference.vcf')

const present = existsSync(LIST)
if (!present) console.log('positions of the reference tool: skipped, the conformance files are not there (SHARED_DIR)')

/** Genes whose positions the reference tool reads from a VCF. */
const READ = [...knowledge.genes.values()].filter(
  ({ tier, symbol, positions }) => tier === 'core' && positions.length > 0 && !['F2', 'F5', 'MT-RNR1'].includes(symbol),
)

describe.skipIf(!present)('positions on GRCh38', () => {
  it('are exactly those of the reference tool: place, rs number, reference and alternates', () => {
    const theirs = readFileSync(LIST, 'utf8')
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'))
      .map(line => line.split('\t'))
      .map(([chromosome, position, id, ref, alts = '']) => {
        return `${chromosome}:${position} ${id} ${ref}>${alts.split(',').toSorted().join(',')}`
      })
    const ours = READ.flatMap(({ chromosome, positions }) =>
      positions.map(({ rsid = '.', loci: { GRCh38 } }) => {
        return `${chromosome}:${GRCh38.position} ${rsid} ${GRCh38.ref}>${GRCh38.alts.toSorted().join(',')}`
      }),
    )
    expect(theirs).toHaveLength(1202)
    expect(ours.toSorted()).toEqual(theirs.toSorted())
  })
})
