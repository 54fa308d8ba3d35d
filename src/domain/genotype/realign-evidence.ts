import type { Gene, Position } from '../knowledge.js'
import type { PositionEvidence, SampleEvidence } from './evidence.js'

/** What the positions of each gene were when evidence was read, in the order in which evidence lists them. */
export type Places = ReadonlyMap<string, readonly string[]>

/** As much of a release as this needs. */
export interface PositionLists {
  readonly genes: ReadonlyMap<string, PositionList>
}

type PositionList = Pick<Gene, 'symbol' | 'positions'>

export function placesOf(knowledge: PositionLists): Places {
  return new Map([...knowledge.genes.values()].map(gene => [gene.symbol, gene.positions.map(placeOf)]))
}

/**
 * Evidence read under one release, laid out for another. A position that the older release did not have, or had spelled
 * or placed otherwise, is not assayed: what was not looked for is never taken for reference (promise P1).
 */
export function realignEvidence(evidence: SampleEvidence, places: Places, knowledge: PositionLists): SampleEvidence {
  const genes = [...knowledge.genes.values()]
  const moved = genes.filter(gene => !isSame(places.get(gene.symbol), gene))
  if (moved.length === 0 && places.size === genes.length) return evidence
  const positions = new Map(genes.map(gene => [gene.symbol, realigned(gene, evidence, places)]))
  return { ...evidence, positions }
}

function realigned(gene: PositionList, evidence: SampleEvidence, places: Places): readonly PositionEvidence[] {
  const read = evidence.positions.get(gene.symbol) ?? []
  const byPlace = new Map((places.get(gene.symbol) ?? []).map((place, index) => [place, read[index]]))
  return gene.positions.map(position => byPlace.get(placeOf(position)) ?? NOT_ASSAYED)
}

const NOT_ASSAYED: PositionEvidence = { state: 'not-assayed', slots: [], phased: false }

function isSame(places: readonly string[] | undefined, { positions }: PositionList): boolean {
  return (
    places?.length === positions.length && positions.every((position, index) => placeOf(position) === places[index])
  )
}

/** Everything that decides which rows of a file speak of a position and how their bases are spelled. */
function placeOf({ loci: { GRCh38, GRCh37 } }: Position): string {
  return [GRCh38, GRCh37]
    .map(locus => (locus === undefined ? '' : `${locus.position}${locus.ref}>${locus.alts.join(',')}`))
    .join('|')
}
