import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import type { Assembly, Knowledge } from '../../src/domain/knowledge.js'
import { BGZIP_END, bgzipBlock } from '../support/bgzip.js'
import { randomSource } from '../support/random.js'

interface Output {
  readonly write: (text: string) => Promise<void>
  readonly end: () => Promise<void>
}

/** Writes a bgzip file block by block. */
function bgzipFile(path: string): Output {
  const file = createWriteStream(path)
  let held = ''
  const flush = async (size: number): Promise<void> => {
    while (held.length >= size && held.length > 0) {
      const block = bgzipBlock(Buffer.from(held.slice(0, 65_280), 'latin1'), 5)
      held = held.slice(65_280)
      if (!file.write(block)) await once(file, 'drain')
    }
  }
  return {
    write: async text => {
      held += text
      if (held.length > 4_000_000) await flush(65_280)
    },
    end: async () => {
      await flush(0)
      file.end(BGZIP_END)
      await once(file, 'finish')
    },
  }
}

const CHROMOSOMES = [...Array.from({ length: 22 }, (_, index) => `chr${index + 1}`), 'chrX']
const BASES = 'ACGT'

/** A person's whole genome as callers write it: `records` rows over all chromosomes, among them every position of interest. */
export async function makeGenome(
  path: string,
  knowledge: Knowledge,
  records: number,
  assembly: Assembly = 'GRCh38',
): Promise<void> {
  const source = randomSource(7)
  const next = (): number => source.below(2 ** 30) / 2 ** 30
  const out = bgzipFile(path)
  await out.write(
    [
      '##fileformat=VCFv4.2',
      '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
      '##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Depths">',
      '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">',
      '##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Quality">',
      '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tPERSON',
      '',
    ].join('\n'),
  )
  const known = positionsByChromosome(knowledge, assembly)
  const perChromosome = Math.ceil(records / CHROMOSOMES.length)
  let written = 0
  for (const chromosome of CHROMOSOMES) {
    const step = 150_000_000 / perChromosome
    let waiting = known.get(chromosome) ?? []
    let position = 10_000
    for (let row = 0; row < perChromosome && written < records; row += 1) {
      position += 1 + Math.floor(next() * 2 * step)
      for (let first = waiting[0]; first !== undefined && first.position <= position; first = waiting[0]) {
        const { position: at, ref, alt } = first
        await out.write(
          `${chromosome}\t${at}\t.\t${ref}\t${alt}\t812.77\tPASS\tAC=1;AF=0.5;AN=2\tGT:AD:DP:GQ\t0/0:31,0:31:93\n`,
        )
        waiting = waiting.slice(1)
        written += 1
      }
      const ref = BASES[Math.floor(next() * 4)] ?? 'A'
      const alt = BASES[(BASES.indexOf(ref) + 1 + Math.floor(next() * 3)) % 4] ?? 'C'
      const depth = 15 + Math.floor(next() * 40)
      const first = Math.floor(next() * depth)
      const quality = (next() * 2000).toFixed(2)
      await out.write(
        `${chromosome}\t${position}\trs${Math.floor(next() * 1e9)}\t${ref}\t${alt}\t${quality}\tPASS\tAC=1;AF=0.500;AN=2;BaseQRankSum=${(next() * 4 - 2).toFixed(3)};DP=${depth}\tGT:AD:DP:GQ\t0/1:${first},${depth - first}:${depth}:99\n`,
      )
      written += 1
    }
  }
  await out.end()
}

/** The same as a gVCF: blocks of reference one behind the other, a variant between them now and then. */
export async function makeBlocks(
  path: string,
  knowledge: Knowledge,
  records: number,
  assembly: Assembly = 'GRCh38',
): Promise<void> {
  const source = randomSource(13)
  const out = bgzipFile(path)
  await out.write(
    '##fileformat=VCFv4.2\n##ALT=<ID=NON_REF,Description="Any other">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tPERSON\n',
  )
  const known = positionsByChromosome(knowledge, assembly)
  const longest = Math.ceil((2 * 150_000_000 * CHROMOSOMES.length) / records)
  for (const chromosome of CHROMOSOMES) {
    let waiting = known.get(chromosome) ?? []
    for (let row = 0, position = 10_000; row < records / CHROMOSOMES.length; row += 1) {
      const end = position + source.below(longest)
      const first = waiting[0]
      if (first !== undefined && first.position <= end) {
        const place = `${chromosome}\t${first.position}\t.\t${first.ref}\t${first.alt},<NON_REF>`
        await out.write(`${place}\t31.6\t.\tDP=30\tGT:AD:DP:GQ:PL\t0/1:14,16:30:99:400,0,380\n`)
        waiting = waiting.filter(other => other.position > end)
      } else {
        const ref = BASES[source.below(4)] ?? 'A'
        const place = `${chromosome}\t${position}\t.\t${ref}\t<NON_REF>`
        const depth = 20 + source.below(20)
        await out.write(`${place}\t.\t.\tEND=${end}\tGT:DP:GQ:MIN_DP:PL\t0/0:${depth}:90:${depth - 3}:0,90,1200\n`)
      }
      position = end + 1
    }
  }
  await out.end()
}

function positionsByChromosome(
  knowledge: Knowledge,
  assembly: Assembly,
): ReadonlyMap<string, readonly { position: number; ref: string; alt: string }[]> {
  const all = [...knowledge.genes.values()].flatMap(gene =>
    gene.positions.flatMap(position => {
      const locus = position.loci[assembly]
      return locus === undefined
        ? []
        : [{ chromosome: gene.chromosome, position: locus.position, ref: locus.ref, alt: locus.alts.join(',') }]
    }),
  )
  const byChromosome = new Map<string, { position: number; ref: string; alt: string }[]>()
  for (const [chromosome, group] of Map.groupBy(all, position => position.chromosome))
    byChromosome.set(
      chromosome,
      group.toSorted((a, b) => a.position - b.position),
    )
  return byChromosome
}
