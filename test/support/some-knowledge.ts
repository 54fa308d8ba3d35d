import type { Gene, Knowledge, Locus, Position } from '../../src/domain/knowledge.js'

const provenance = { source: 'test', basis: 'source-row', reviewed: true } as const

export interface PositionText {
  /** "1000 A>G" or "1000 A>G,T": position, reference and alternates as a VCF pads them. */
  readonly on38: string
  /** The same on GRCh37; absent = not known there. */
  readonly on37?: string
  /** "990 ACGTACGTACACGT": GRCh38 bases around it. */
  readonly window?: string
}

export interface GeneText {
  readonly symbol: string
  readonly chromosome?: string
  readonly ploidy?: Gene['ploidy']
  readonly positions: readonly (string | PositionText)[]
}

/** A gene with positions and nothing else: what reading a file needs to know. */
export function someGene({ symbol, chromosome = 'chr10', ploidy = 'diploid', positions }: GeneText): Gene {
  return {
    symbol,
    tier: 'core',
    chromosome,
    strand: '+',
    ploidy,
    callingRule: 'named-alleles',
    needsCopyNumber: false,
    undocumentedAsReference: false,
    labelStyle: 'plain',
    lookupMethod: 'none',
    restricted: false,
    positions: positions.map((text, index) => position(index, typeof text === 'string' ? { on38: text } : text)),
    alleles: [],
    ehrPriority: new Map(),
    matching: { required: [], unphasedPriorities: [], noCombination: [], worstFunctions: [] },
    phenotypes: { method: 'none', provenance },
    notes: [],
    provenance,
  }
}

export function someKnowledge(genes: readonly GeneText[]): Knowledge {
  return {
    version: 'test',
    release: 'test',
    date: '2026-01-01',
    sources: new Map(),
    genes: new Map(genes.map(gene => [gene.symbol, someGene(gene)])),
    drugs: new Map(),
    guidelines: new Map(),
    interactions: new Map(),
    phenoconversion: new Map(),
    terms: new Map(),
    populations: new Map(),
    algorithms: new Map(),
  }
}

function position(index: number, { on38, on37, window }: PositionText): Position {
  const [start, sequence] = window?.split(' ') ?? []
  return {
    index,
    loci: on37 === undefined ? { GRCh38: locus(on38) } : { GRCh38: locus(on38), GRCh37: locus(on37) },
    role: 'defining',
    ...(start === undefined || sequence === undefined ? {} : { window: { start: Number(start), sequence } }),
  }
}

function locus(text: string): Locus {
  const match = /^(\d+) ([ACGT]+)>([ACGT,]+)$/.exec(text)
  if (match === null) throw new Error(`no position: ${text}`)
  const [, at = '', ref = '', alts = ''] = match
  return { position: Number(at), ref, alts: alts.split(','), basis: 'source-row' }
}
