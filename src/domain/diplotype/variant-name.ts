import type { Assembly, Gene, Locus, Position } from '../knowledge.js'

/** "chr10:94781859": how a position is named towards people, in the coordinates of the file it was read from. */
export function positionLabel(gene: Gene, position: Position, assembly: Assembly = 'GRCh38'): string {
  return `${gene.chromosome}:${locusOn(position, assembly).position}`
}

/** "chr10:94781859 G>A", plus strand. */
export function variantLabel(gene: Gene, position: Position, base: string, assembly: Assembly = 'GRCh38'): string {
  return `${positionLabel(gene, position, assembly)} ${locusOn(position, assembly).ref}>${base}`
}

function locusOn(position: Position, assembly: Assembly): Locus {
  return (assembly === 'GRCh37' ? position.loci.GRCh37 : undefined) ?? position.loci.GRCh38
}

/**
 * The HGVS name (without its accession) of a base against the GRCh38 reference, for variants that no allele definition
 * explains. It is derived from the bases: the sources' own lists are in another order than the bases they name.
 * `null` is a chromosome that was not read ("g.97883353?").
 */
export function partialName(position: Position, base: string | null): string {
  const { position: start, ref } = position.loci.GRCh38
  if (base === null) return `g.${start}?`
  if (ref.length === 1 && base.length === 1) return `g.${start}${ref}>${base}`
  const shared = sharedPrefix(ref, base)
  const first = start + shared
  const tail = sharedPrefix(reversed(ref.slice(shared)), reversed(base.slice(shared)))
  const removed = ref.slice(shared, ref.length - tail)
  const added = base.slice(shared, base.length - tail)
  if (removed === '') return insertionName(position, first, added)
  if (added === '') return deletionName(position, first, removed)
  if (removed.length === 1 && added.length === 1) return `g.${first}${removed}>${added}`
  return `g.${span(first, removed.length)}delins${added}`
}

function sharedPrefix(a: string, b: string): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length++
  return length
}

const reversed = (text: string): string => text.split('').toReversed().join('')

const span = (first: number, length: number): string => (length === 1 ? `${first}` : `${first}_${first + length - 1}`)

/** HGVS writes a deletion in a repeat at its last possible place; the surrounding bases are needed to find it. */
function deletionName(position: Position, first: number, removed: string): string {
  const shift = shiftRight(position, first + removed.length, removed)
  const rotated = rotate(removed, shift)
  return `g.${span(first + shift, removed.length)}del${rotated}`
}

function insertionName(position: Position, before: number, added: string): string {
  const shift = shiftRight(position, before, added)
  const rotated = rotate(added, shift)
  const at = before + shift
  const preceding = basesOf(position, at - added.length, added.length)
  if (preceding === rotated) return `g.${span(at - added.length, added.length)}dup`
  return `g.${at - 1}_${at}ins${rotated}`
}

/** How many bases a removed or added text can move to the right without changing the resulting sequence. */
function shiftRight(position: Position, next: number, text: string): number {
  let shift = 0
  while (basesOf(position, next + shift, 1) === text[shift % text.length]) shift++
  return shift
}

const rotate = (text: string, by: number): string => text.slice(by % text.length) + text.slice(0, by % text.length)

function basesOf({ window }: Position, from: number, length: number): string | undefined {
  if (window === undefined || from < window.start) return undefined
  const found = window.sequence.slice(from - window.start, from - window.start + length)
  return found.length === length ? found : undefined
}
