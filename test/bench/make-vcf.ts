import { createReadStream, createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import type { Assembly, Knowledge } from '../../src/domain/knowledge.js'
import { BGZIP_END, bgzipBlock } from '../support/bgzip.js'

/** Repeatable: the same seed makes the same file. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

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
  const next = random(7)
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

/**
 * A cohort of `people` at all positions of interest: rows of a real cohort keep their genotypes, drawn anew with replacement
 * (the same draw in every row, so haplotypes stay whole); positions it does not list are reference in everyone.
 */
export async function makeCohort(
  path: string,
  knowledge: Knowledge,
  source: string,
  people: number,
  assembly: Assembly = 'GRCh38',
): Promise<void> {
  const next = random(11)
  const known = positionsByChromosome(knowledge, assembly)
  const wanted = new Map<string, { chromosome: string; position: number; ref: string; alt: string }>(
    [...known].flatMap(([chromosome, positions]) =>
      positions.map(
        ({ position, ref, alt }) => [`${chromosome}:${position}`, { chromosome, position, ref, alt }] as const,
      ),
    ),
  )
  const out = bgzipFile(path)
  let draw: readonly number[] = []
  const lines = createInterface({ input: createReadStream(source).pipe(createGunzip()) })
  for await (const line of lines) {
    if (line.startsWith('##')) continue
    const columns = line.split('\t')
    const fixed = columns.slice(0, 9)
    const genotypes = columns.slice(9)
    if (line.startsWith('#')) {
      draw = Array.from({ length: people }, () => Math.floor(next() * genotypes.length))
      await out.write(
        `##fileformat=VCFv4.2\n##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n${fixed.join('\t')}\t${draw.map((_, index) => `P${index + 1}`).join('\t')}\n`,
      )
      continue
    }
    const key = `${columns[0]}:${columns[1]}`
    const place = wanted.get(key)
    if (place === undefined || columns[3] !== place.ref || !place.alt.split(',').includes(columns[4] ?? '')) continue
    wanted.delete(key)
    await out.write(`${fixed.join('\t')}\t${draw.map(index => genotypes[index]).join('\t')}\n`)
  }
  for (const { chromosome, position, ref, alt } of wanted.values()) {
    await out.write(
      `${chromosome}\t${position}\t.\t${ref}\t${alt}\t.\tPASS\t.\tGT\t${draw.map(() => '0|0').join('\t')}\n`,
    )
  }
  await out.end()
}
