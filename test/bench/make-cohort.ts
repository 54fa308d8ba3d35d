import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'

import type { Knowledge } from '../../src/domain/knowledge.js'
import { randomSource } from '../support/random.js'

interface Row {
  readonly chromosome: string
  readonly position: number
  readonly ref: string
  readonly alts: string
  /** Allele index on each chromosome of the people it was read from; empty: reference in everyone. */
  readonly haplotypes: Uint8Array
}

/**
 * Writes a cohort by resampling: per gene, two chromosomes drawn from those of real people, so that people differ from each
 * other as they do in a population, gene by gene. A position that the real file does not have is reference in everyone.
 */
export async function makeCohort(source: string, target: string, people: number, knowledge: Knowledge): Promise<void> {
  const real = await readHaplotypes(source, knowledge)
  const random = randomSource(people)
  const genes = [...knowledge.genes.values()].filter(gene => gene.tier === 'core')
  await pipeline(
    function* () {
      yield header(people)
      const written = new Set<string>()
      for (const gene of genes) {
        const drawn = Uint16Array.from({ length: people * 2 }, () => random.below(real.chromosomes))
        for (const { loci } of gene.positions) {
          const { position, ref, alts } = loci.GRCh38
          const key = `${gene.chromosome}:${position}`
          if (written.has(key)) continue
          written.add(key)
          const rows = real.rows.get(key) ?? []
          const stated =
            rows.length > 0
              ? rows
              : [{ chromosome: gene.chromosome, position, ref, alts: alts.join(','), haplotypes: new Uint8Array() }]
          for (const row of stated) yield line(row, drawn, gene.ploidy === 'mitochondrial')
        }
      }
    },
    createGzip({ level: 1 }),
    createWriteStream(target),
  )
}

function header(people: number): string {
  const names = Array.from({ length: people }, (_, index) => `P${String(index + 1).padStart(6, '0')}`)
  return [
    '##fileformat=VCFv4.2',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT', ...names].join('\t'),
    '',
  ].join('\n')
}

function line({ chromosome, position, ref, alts, haplotypes }: Row, drawn: Uint16Array, haploid: boolean): string {
  const genotypes: string[] = []
  for (let person = 0; person < drawn.length; person += 2) {
    const first = haplotypes[drawn[person] ?? 0] ?? 0
    const second = haplotypes[drawn[person + 1] ?? 0] ?? 0
    genotypes.push(haploid ? String(first) : `${first}|${second}`)
  }
  return `${[chromosome, position, '.', ref, alts, '.', 'PASS', '.', 'GT'].join('\t')}\t${genotypes.join('\t')}\n`
}

async function readHaplotypes(
  source: string,
  knowledge: Knowledge,
): Promise<{ readonly rows: ReadonlyMap<string, readonly Row[]>; readonly chromosomes: number }> {
  const wanted = new Set(
    [...knowledge.genes.values()].flatMap(gene =>
      gene.positions.map(({ loci }) => `${gene.chromosome}:${loci.GRCh38.position}`),
    ),
  )
  const rows = new Map<string, Row[]>()
  let chromosomes = 0
  for await (const text of createInterface({ input: createReadStream(source).pipe(createGunzip()) })) {
    if (text.startsWith('#')) continue
    const [chromosome = '', position = '', , ref = '', alts = '', , , , , ...calls] = text.split('\t')
    const key = `${chromosome}:${position}`
    if (!wanted.has(key)) continue
    // A man's only X stands for both strands that a person is drawn from.
    const haplotypes = Uint8Array.from(
      calls.flatMap(call => {
        const [first = '0', second = first] = call.split('|')
        return [Number(first), Number(second)]
      }),
    )
    chromosomes = haplotypes.length
    rows.set(key, [...(rows.get(key) ?? []), { chromosome, position: Number(position), ref, alts, haplotypes }])
  }
  return { rows, chromosomes }
}
