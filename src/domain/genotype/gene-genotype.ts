import type { Gene, Position } from '../knowledge.js'
import type { PositionEvidence } from './evidence.js'

/** One defining position of a gene that was read in this sample. */
export interface Site {
  readonly position: Position
  /** One base (haploid) or two; `null` is the missing half of a partial genotype. */
  readonly bases: readonly (string | null)[]
  /** The two chromosomes differ here, or half is missing. */
  readonly differs: boolean
  /**
   * Sites of one group are in phase with each other; undefined where both chromosomes carry the same base.
   * An unphased heterozygous site is a group of its own.
   */
  readonly group?: number
}

/** What a sample carries at the defining positions of one gene: the input of allele matching. */
export interface GeneGenotype {
  readonly sites: readonly Site[]
  /** Defining positions without usable evidence. Never read as reference. */
  readonly missing: readonly Position[]
  /** Chromosomes written in the file; `mixed` when positions disagree, 0 when nothing was read. */
  readonly copies: 0 | 1 | 2 | 'mixed'
  readonly groups: number
  /** Sites of which the file gives one chromosome only. */
  readonly partial: readonly Site[]
  /** Bases that no allele definition lists, as the file has them, and whether they are read as reference. */
  readonly undocumented: readonly {
    readonly position: Position
    readonly base: string
    readonly asReference: boolean
  }[]
  /** Every site was written phased. */
  readonly phased: boolean
  /** Phase sets were given for some sites. */
  readonly usesPhaseSets: boolean
  /** Sites where a mitochondrial call gave two different bases; the one that is not reference is used. */
  readonly heteroplasmic: readonly Position[]
}

/**
 * Gathers the evidence of one gene. A base no definition lists is replaced by the reference base where the gene's
 * data say so (`undocumentedAsReference`); it is reported in either case.
 */
export function geneGenotype(
  gene: Gene,
  evidence: readonly PositionEvidence[],
  undocumentedAsReference: boolean,
): GeneGenotype {
  const sites: Site[] = []
  const missing: Position[] = []
  const partial: Site[] = []
  const undocumented: { position: Position; base: string; asReference: boolean }[] = []
  const heteroplasmic: Position[] = []
  const lengths = new Set<number>()
  const groups = new PhaseGroups()
  let phased = true
  let usesPhaseSets = false

  for (const position of gene.positions) {
    if (position.role !== 'defining') continue
    const found = evidence[position.index]
    if (found === undefined || found.slots.length === 0) {
      missing.push(position)
      continue
    }
    const read = found.slots.map(base => {
      if (base === null || isDocumented(position, base)) return base
      // Where an insertion is defined and the row has single bases only, the base cannot be judged and is not reference.
      const asReference = undocumentedAsReference && found.undocumented === true
      undocumented.push({ position, base, asReference })
      return asReference ? position.loci.GRCh38.ref : base
    })
    const bases = gene.ploidy === 'mitochondrial' ? oneCopy(position, read, heteroplasmic) : read
    const [first, second] = bases
    const differs = bases.length === 2 && first !== second
    const site: Site = {
      position,
      bases,
      differs,
      ...(differs ? { group: groups.of(found, bases.includes(null)) } : {}),
    }
    sites.push(site)
    lengths.add(bases.length)
    if (bases.includes(null)) partial.push(site)
    phased &&= found.phased
    usesPhaseSets ||= found.phased && found.phaseSet !== undefined
  }

  return {
    sites,
    missing,
    copies: copiesOf(lengths),
    groups: groups.count,
    partial,
    undocumented,
    phased: phased && sites.length > 0,
    usesPhaseSets,
    heteroplasmic,
  }
}

export function isDocumented(position: Position, base: string): boolean {
  const { ref, alts } = position.loci.GRCh38
  return base === ref || alts.includes(base)
}

/** A mitochondrial call has one copy; in a mixture the variant counts, as the increased-risk reading is the safe one. */
function oneCopy(
  position: Position,
  bases: readonly (string | null)[],
  heteroplasmic: Position[],
): readonly (string | null)[] {
  const known = bases.filter(base => base !== null)
  if (new Set(known).size > 1) heteroplasmic.push(position)
  return [known.find(base => base !== position.loci.GRCh38.ref) ?? known[0] ?? null]
}

function copiesOf(lengths: ReadonlySet<number>): GeneGenotype['copies'] {
  if (lengths.size > 1) return 'mixed'
  const [only] = lengths
  return only === 1 ? 1 : only === 2 ? 2 : 0
}

/** Numbers the phase groups of one gene in the order in which they appear. */
class PhaseGroups {
  count = 0
  private readonly known = new Map<string, number>()

  /** A half-missing site follows the order in which its halves are written, as the reference tool reads it. */
  of(evidence: PositionEvidence, halfMissing: boolean): number {
    if (!evidence.phased && !halfMissing) return this.count++
    const key = halfMissing || evidence.phaseSet === undefined ? 'written order' : `set ${evidence.phaseSet}`
    const group = this.known.get(key) ?? this.count++
    this.known.set(key, group)
    return group
  }
}
