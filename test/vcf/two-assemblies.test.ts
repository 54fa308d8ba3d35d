import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PositionEvidence } from '../../src/domain/genotype/evidence.js'
import { evidenceAt } from '../../src/domain/genotype/evidence.js'
import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { readBytes } from '../support/vcf-text.js'

const folder = join(process.env.SHARED_DIR ?? '../shared', 'samples/1000genomes')
const fileOf = (assembly: string) => join(folder, `1kgp-200samples.${assembly}.vcf.gz`)

/** The files come from two releases of one project, which disagree about single people. Where they do so about several: why. */
const RELEASES_DIFFER: ReadonlyMap<string, string> = new Map([
  ['rs3064744', 'the older release has the insertion of one repeat only, the newer all alternates'],
  ['rs174696', 'beside a repeat, written as one row of eleven bases in the older release; 225 and 227 copies'],
])

const present = existsSync(folder)
if (!present) console.log('200 people on both assemblies: skipped, the shared files are not there (SHARED_DIR)')

describe.skipIf(!present)('the same 200 people on both assemblies', () => {
  it('have the same bases at positions that both files cover, flipped references included', async () => {
    const knowledge = await loadKnowledge(['data'])
    const on38 = await readBytes(createReadStream(fileOf('GRCh38')), knowledge)
    const on37 = await readBytes(createReadStream(fileOf('GRCh37')), knowledge)
    expect([on38.assembly, on37.assembly]).toEqual(['GRCh38', 'GRCh37'])
    let same = 0
    const other = new Map<string, number>()
    const flipped = new Set<string>()
    for (const gene of knowledge.genes.values()) {
      for (const { index, loci, rsid } of gene.positions) {
        const [a, b] = [on38, on37].map(table => table.columns.get(gene.symbol)?.[index])
        if (a === undefined || b === undefined) throw new Error('a position has no column')
        for (const sample of on38.samples.keys()) {
          const [first, second] = [evidenceAt(a, sample), evidenceAt(b, sample)]
          if (first.slots.length === 0 || second.slots.length === 0) continue
          if (basesOf(first, gene.ploidy) === basesOf(second, gene.ploidy)) same += 1
          else other.set(rsid ?? `${index}`, (other.get(rsid ?? `${index}`) ?? 0) + 1)
          if (loci.GRCh37 !== undefined && loci.GRCh37.ref !== loci.GRCh38.ref) flipped.add(rsid ?? '')
        }
      }
    }
    expect(same).toBeGreaterThan(50_000)
    const unexplained = [...other].filter(([rsid, people]) => people > 1 && !RELEASES_DIFFER.has(rsid))
    expect(unexplained).toEqual([])
    expect(other.size).toBeLessThanOrEqual(14)
    expect(flipped).toEqual(new Set([...flipped, 'rs3758581', 'rs1135840', 'rs16947', 'rs1058164', 'rs776746']))
  }, 60_000)
})

/** The GRCh37 release writes a man's X twice. */
function basesOf({ slots }: PositionEvidence, ploidy: string): string {
  const bases = slots.map(String).toSorted()
  return ploidy === 'x-linked' ? [...new Set(bases)].join('/') : bases.join('/')
}
