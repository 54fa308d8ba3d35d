import { z } from 'zod'

import type { Locus, Position } from '../domain/knowledge.js'
import type { Report } from './knowledge-error.js'
import { text } from './provenance.js'

/** "94761900 C>T,G": 1-based position, reference and alternates as a VCF pads them. */
const locusText = z
  .string()
  .regex(/^[1-9]\d* [ACGT]+>[ACGT]+(,[ACGT]+)*$/, 'must read "position REF>ALT", several alternates with commas')
const windowText = z.string().regex(/^[1-9]\d* [ACGT]+$/, 'must read "start SEQUENCE"')

export const positionRow = z.strictObject({
  rsid: z
    .string()
    .regex(/^rs\d+$/, 'must be an rs number')
    .optional(),
  grch38: locusText,
  grch37: locusText.optional(),
  /** The GRCh37 coordinate follows from the gene's constant offset. */
  inferred37: z.literal(true).optional(),
  /** Only where it does not follow from the substitution itself. */
  hgvs: text.optional(),
  /** What the variant does to the protein. */
  impact: text.optional(),
  role: z.literal('extra').optional(),
  window: windowText.optional(),
})

type PositionRow = z.infer<typeof positionRow>

export interface GenePositions {
  readonly positions: readonly Position[]
  /** How allele files name a position: its rs number, or its GRCh38 coordinate when it has none. */
  readonly indexOf: ReadonlyMap<string, number>
}

/** What HGVS names count on: "g" for a chromosome, "m" for the mitochondrion. */
export interface ReferenceSequence {
  readonly accession: string
  readonly kind: 'g' | 'm'
}

/** Reads a gene's positions; their order in the file is their index. */
export function decodePositions(
  rows: readonly PositionRow[],
  sequence: ReferenceSequence | undefined,
  file: string,
  report: Report,
): GenePositions {
  const indexOf = new Map<string, number>()
  const seen = new Set<string>()
  const positions = rows.map((row, index) => {
    const field = `positions[${index}]`
    const grch38 = parseLocus(row.grch38, 'source-row')
    const grch37 =
      row.grch37 === undefined ? undefined : parseLocus(row.grch37, row.inferred37 ? 'inferred' : 'source-row')
    const key = row.rsid ?? String(grch38.position)
    if (indexOf.has(key)) report(file, `${field}.rsid`, `"${key}" names two positions`)
    indexOf.set(key, index)
    for (const [assembly, locus] of [
      ['grch38', grch38],
      ['grch37', grch37],
    ] as const) {
      if (locus === undefined) continue
      if (seen.has(`${assembly}:${locus.position}`))
        report(file, `${field}.${assembly}`, `${locus.position} stands twice`)
      seen.add(`${assembly}:${locus.position}`)
      if (new Set(bases(locus)).size !== locus.alts.length + 1)
        report(file, `${field}.${assembly}`, 'lists a base twice')
    }
    if (grch37 !== undefined && !sameBases(grch38, grch37)) {
      report(file, `${field}.grch37`, 'knows other bases than grch38; assemblies may only swap them')
    }
    const window = row.window === undefined ? undefined : parseWindow(row.window)
    if (window !== undefined && !window.sequence.startsWith(grch38.ref, grch38.position - window.start)) {
      report(file, `${field}.window`, `does not have ${grch38.ref} at ${grch38.position}`)
    }
    return {
      index,
      ...(row.rsid === undefined ? {} : { rsid: row.rsid }),
      ...hgvsOf(row, grch38, sequence),
      loci: grch37 === undefined ? { GRCh38: grch38 } : { GRCh38: grch38, GRCh37: grch37 },
      ...(row.impact === undefined ? {} : { impact: row.impact }),
      role: row.role ?? 'defining',
      ...(window === undefined ? {} : { window }),
    } satisfies Position
  })
  return { positions, indexOf }
}

export function bases(locus: Locus): readonly string[] {
  return [locus.ref, ...locus.alts]
}

function sameBases(a: Locus, b: Locus): boolean {
  const known = new Set(bases(a))
  return a.alts.length === b.alts.length && bases(b).every(base => known.has(base))
}

function parseLocus(locus: string, basis: Locus['basis']): Locus {
  const blank = locus.indexOf(' ')
  const arrow = locus.indexOf('>')
  return {
    position: Number(locus.slice(0, blank)),
    ref: locus.slice(blank + 1, arrow),
    alts: locus.slice(arrow + 1).split(','),
    basis,
  }
}

function parseWindow(window: string): { start: number; sequence: string } {
  const blank = window.indexOf(' ')
  return { start: Number(window.slice(0, blank)), sequence: window.slice(blank + 1) }
}

function hgvsOf(row: PositionRow, locus: Locus, sequence: ReferenceSequence | undefined): { hgvs?: string } {
  if (sequence === undefined) return {}
  if (row.hgvs !== undefined) return { hgvs: `${sequence.accession}:${row.hgvs}` }
  if (locus.ref.length !== 1 || locus.alts.some(alt => alt.length !== 1)) return {}
  const names = locus.alts.map(alt => `${sequence.kind}.${locus.position}${locus.ref}>${alt}`)
  return { hgvs: `${sequence.accession}:${names.join('; ')}` }
}
