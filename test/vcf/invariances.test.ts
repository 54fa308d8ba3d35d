import { isDeepStrictEqual } from 'node:util'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainError } from '../../src/domain/errors.js'
import type { PositionEvidence, VariantTable } from '../../src/domain/genotype/evidence.js'
import { sampleEvidence } from '../../src/domain/genotype/evidence.js'
import { bgzip } from '../support/bgzip.js'
import { someKnowledge } from '../support/some-knowledge.js'
import { inPieces, readBytes, vcfText } from '../support/vcf-text.js'

const knowledge = someKnowledge([
  { symbol: 'SNPS', positions: ['1000 A>G,T', '2000 C>T', '2001 G>A'] },
  {
    symbol: 'INDELS',
    chromosome: 'chr7',
    positions: [{ on38: '3000 CAT>C,CATAT,CATATAT', window: '2990 GGCCATTGGTCATATATATATATAAGTAGGAGAG' }, '5000 GA>G'],
  },
  { symbol: 'EX', chromosome: 'chrX', ploidy: 'x-linked', positions: ['5000 G>A'] },
])

interface TestRow {
  readonly chromosome: string
  readonly position: number
  readonly ref: string
  readonly alts: readonly string[]
  readonly genotypes: readonly (readonly [number, number])[]
  readonly phased: boolean
}

const SAMPLES = ['A', 'B', 'C']

/** A row at a position of interest, its genotypes within its alternates. */
function rowAt(chromosome: string, position: number, ref: string, alts: readonly string[]): fc.Arbitrary<TestRow> {
  const allele = fc.nat(alts.length)
  const genotypes = fc.array(fc.tuple(allele, allele), { minLength: SAMPLES.length, maxLength: SAMPLES.length })
  return fc.record({ genotypes, phased: fc.boolean() }).map(facts => ({ chromosome, position, ref, alts, ...facts }))
}

const rows = fc
  .tuple(
    rowAt('chr10', 1000, 'A', ['G', 'T']),
    rowAt('chr10', 2000, 'C', ['T']),
    rowAt('chr10', 2001, 'G', ['A', 'C']),
    rowAt('chr7', 3000, 'CAT', ['C', 'CATAT', 'CATATAT']),
    rowAt('chr7', 5000, 'GA', ['G']),
    rowAt('chrX', 5000, 'G', ['A']),
    rowAt('chr3', 77, 'A', ['C']),
  )
  .chain(all => fc.subarray([...all], { minLength: 1 }))

function lineOf({ chromosome, position, ref, alts, genotypes, phased }: TestRow): string {
  return `${chromosome} ${position} ${ref} ${alts.join(',')} ${genotypes.map(genotype => genotype.join(phased ? '|' : '/')).join(' ')}`
}

async function evidence(
  lines: readonly string[],
  bytes: (text: string) => Buffer = text => Buffer.from(text),
  size = 1 << 20,
): Promise<unknown> {
  const text = vcfText({ rows: lines, samples: SAMPLES })
  return meaning(await readBytes(inPieces(bytes(text), size), knowledge))
}

/** What is said of each sample, without the lines; the copies of an unphased genotype have no order. */
function meaning(table: VariantTable): readonly unknown[] {
  const plain = ({ line: _line, genotype: _genotype, slots, ...rest }: PositionEvidence) => ({
    ...rest,
    slots: rest.phased ? slots : slots.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
  })
  return table.samples.map((_, sample) => {
    const { positions, quarantined } = sampleEvidence(table, sample)
    return {
      positions: [...positions].map(([gene, all]) => [gene, all.map(plain)]),
      quarantined: [...quarantined].toSorted(),
    }
  })
}

/** The first counterexample in words, or undefined when the property held for all of them. */
async function counterexample<T>(
  values: fc.Arbitrary<T>,
  holds: (value: T) => Promise<boolean>,
  numRuns: number,
): Promise<string | undefined> {
  const result = await fc.check(fc.asyncProperty(values, holds), { numRuns })
  return result.failed ? fc.defaultReportMessage(result) : undefined
}

describe('C12 how a file is written does not change what is read', () => {
  const differs = async (rewrite: (all: readonly TestRow[]) => Promise<unknown>) =>
    counterexample(rows, async all => isDeepStrictEqual(await rewrite(all), await evidence(all.map(lineOf))), 60)

  it('the order of rows', async () => {
    expect(await differs(all => evidence(all.toReversed().map(lineOf)))).toBeUndefined()
  })

  it('the prefix of chromosomes', async () => {
    const bare = (row: TestRow) => lineOf({ ...row, chromosome: row.chromosome.slice(3) })
    expect(await differs(all => evidence(all.map(bare)))).toBeUndefined()
  })

  it('compression, and how the bytes arrive', async () => {
    expect(await differs(all => evidence(all.map(lineOf), text => gzipSync(text), 37))).toBeUndefined()
    expect(await differs(all => evidence(all.map(lineOf), text => bgzip(text, 100), 11))).toBeUndefined()
  })

  it('line ends', async () => {
    const other = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'))
    expect(await differs(all => evidence(all.map(lineOf), other))).toBeUndefined()
  })

  it('the case of bases', async () => {
    const lower = (row: TestRow) =>
      lineOf({ ...row, ref: row.ref.toLowerCase(), alts: row.alts.map(alt => alt.toLowerCase()) })
    expect(await differs(all => evidence(all.map(lower)))).toBeUndefined()
  })

  it('the order of alternates', async () => {
    const turned = (row: TestRow) => {
      const turn = (allele: number) => (allele === 0 ? 0 : row.alts.length + 1 - allele)
      return lineOf({
        ...row,
        alts: row.alts.toReversed(),
        genotypes: row.genotypes.map(([a, b]) => [turn(a), turn(b)] as const),
      })
    }
    expect(await differs(all => evidence(all.map(turned)))).toBeUndefined()
  })

  it('alternates of one row split over several', async () => {
    const split = (row: TestRow): readonly string[] =>
      row.alts.map((alt, index) => {
        const own = (allele: number) => (allele === index + 1 ? 1 : 0)
        return lineOf({ ...row, alts: [alt], genotypes: row.genotypes.map(([a, b]) => [own(a), own(b)] as const) })
      })
    expect(await differs(all => evidence(all.flatMap(split)))).toBeUndefined()
    expect(await differs(all => evidence(all.flatMap(split).toReversed()))).toBeUndefined()
  })

  it('padding of REF and ALT', async () => {
    const before: Readonly<Record<string, string>> = { 'chr7:3000': 'T', 'chr10:1000': 'C' }
    const padded = (row: TestRow) => {
      const base = before[`${row.chromosome}:${row.position}`]
      return lineOf(
        base === undefined
          ? row
          : { ...row, position: row.position - 1, ref: base + row.ref, alts: row.alts.map(alt => base + alt) },
      )
    }
    expect(await differs(all => evidence(all.map(padded)))).toBeUndefined()
  })

  it('other people in the same file', async () => {
    const alone = async (all: readonly TestRow[], sample: number): Promise<unknown> => {
      const lines = all.map(row => lineOf({ ...row, genotypes: row.genotypes.slice(sample, sample + 1) }))
      return meaning(await readBytes(vcfText({ rows: lines, samples: ['ONE'] }), knowledge))[0]
    }
    expect(await differs(all => Promise.all(SAMPLES.map((_, sample) => alone(all, sample))))).toBeUndefined()
  })
})

describe('whatever a genotype column says', () => {
  const text = fc.string({ unit: fc.constantFrom('0', '1', '2', '.', '/', '|', ':', ',', 'A', '-', ' '), maxLength: 8 })

  it('P1 only a whole genotype of zeros is reference, and only one with an alternate is a variant', async () => {
    const isRight = async (genotype: string): Promise<boolean> => {
      const table = await readBytes(vcfText({ rows: [`chr10\t1000\t.\tA\tG\t.\t.\t.\tGT:DP\t${genotype}`] }), knowledge)
      const found = sampleEvidence(table, 0).positions.get('SNPS')?.[0]
      const gt = genotype.split(':')[0] ?? ''
      if (found?.state === 'reference') return /^[|/]?0[/|]0([/|]0)*$/.test(gt)
      if (found?.state === 'variant') return /^[|/]?[01.]([/|][01.])*$/.test(gt) && found.slots.includes('G')
      return found?.state === 'no-call'
    }
    expect(await counterexample(text, isRight, 500)).toBeUndefined()
  })

  it('C3 mutated files get an answer or a refusal, and nothing else', async () => {
    const good = vcfText({ rows: ['chr10 1000 A G 0/1', 'chr7 3000 CAT C,CATAT 1/2', 'chr7 5000 GA G 0/0'] })
    const change = fc.record({ at: fc.nat(good.length - 1), byte: fc.integer({ min: 0, max: 255 }) })
    const isAnswered = async (changes: readonly { readonly at: number; readonly byte: number }[]): Promise<boolean> => {
      const bytes = Buffer.from(good)
      for (const { at, byte } of changes) bytes[at] = byte
      const answer: unknown = await readBytes(bytes, knowledge).catch((error: unknown) => error)
      return !(answer instanceof Error) || answer instanceof DomainError
    }
    expect(await counterexample(fc.array(change, { minLength: 1, maxLength: 4 }), isAnswered, 500)).toBeUndefined()
  })
})
