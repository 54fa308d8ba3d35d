import type { Allele, Gene, Position } from '../../src/domain/knowledge.js'

/** The bases of one chromosome that carries exactly one named allele, per `Position.index`. */
export interface Chromosome {
  readonly allele: Allele
  /** The name that is reported for it. */
  readonly name: string
  readonly bases: readonly string[]
  /** Positions of its own definition at which it differs from the reference sequence. */
  readonly carried: readonly number[]
}

/** Every way in which a definition with fewer open cells than this can look is built; of others a selection. */
const MOST_OPEN_CELLS = 4

/**
 * Every chromosome that a gene's definitions describe. An allele with open cells exists with and without them: all
 * combinations where there are few, else none, each one alone, and all.
 */
export function chromosomesOf(gene: Gene): readonly (readonly Chromosome[])[] {
  const reference = gene.alleles.find(allele => allele.isReference)
  return gene.alleles
    .filter(allele => allele.matchable && allele.cells.size > 0)
    .map(allele => {
      const open = [...allele.cells].filter(([, bases]) => bases.length > 1).map(([index]) => index)
      return variantsOf(open).map(chosen => {
        const bases = gene.positions.map(position => baseAt(position, allele, reference, chosen.has(position.index)))
        const carried = [...allele.cells.keys()].filter(
          index => bases[index] !== gene.positions[index]?.loci.GRCh38.ref,
        )
        return { allele, name: allele.core ?? allele.name, bases, carried }
      })
    })
}

function variantsOf(open: readonly number[]): readonly ReadonlySet<number>[] {
  if (open.length > MOST_OPEN_CELLS) return [new Set(), ...open.map(index => new Set([index])), new Set(open)]
  let variants: ReadonlySet<number>[] = [new Set()]
  for (const index of open) variants = [...variants, ...variants.map(chosen => new Set([...chosen, index]))]
  return variants
}

function baseAt(position: Position, allele: Allele, reference: Allele | undefined, takesVariant: boolean): string {
  const { ref } = position.loci.GRCh38
  const own = allele.cells.get(position.index)
  const cell = own ?? reference?.cells.get(position.index) ?? [ref]
  if (cell.length === 1) return cell[0] ?? ref
  return (takesVariant ? cell.find(base => base !== ref) : cell.find(base => base === ref)) ?? ref
}
