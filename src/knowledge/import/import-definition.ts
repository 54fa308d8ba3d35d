import type { AlleleRow, PositionRow, RawGene } from './gene-files.js'
import { positionKey } from './gene-files.js'
import type { PublishedDefinition } from './published-release.js'

/** One-letter codes for several bases. */
const AMBIGUITY: Readonly<Record<string, string>> = {
  R: 'A|G',
  Y: 'C|T',
  S: 'C|G',
  W: 'A|T',
  K: 'G|T',
  M: 'A|C',
  B: 'C|G|T',
  D: 'A|G|T',
  H: 'A|C|T',
  V: 'A|C|G',
  N: 'A|C|G|T',
}

/** Tells a curator what to look at: about which position or allele, and why. */
export type Note = (about: string, why: string) => void

/**
 * A gene's positions and patterns replaced by published ones; what a publication does not say stays as it was. Throws a
 * sentence when the two are not about the same place.
 */
export function importDefinition(
  current: RawGene,
  published: PublishedDefinition,
  source: string,
  note: Note,
): RawGene {
  const { gene, alleles } = current
  const { chromosome = gene.chromosome } = published
  if (chromosome !== gene.chromosome) throw new Error(`is defined on ${chromosome}, not on ${gene.chromosome}`)
  const known = new Map(gene.positions.map(row => [positionKey(row), row]))
  const offset = constantOffset(gene.positions)
  const positions = published.variants.map(variant => importPosition(variant, known, offset, note))
  const keys = new Set(positions.map(positionKey))
  const extra = gene.positions.filter(row => row.role !== undefined && !keys.has(positionKey(row)))
  const rows = importAlleles(alleles, published, positions, note)
  const date = (published.version ?? published.dataVersion ?? '').slice(0, 10)
  return {
    ...current,
    gene: {
      ...gene,
      source,
      reviewed: true,
      grch37Source: gene.grch37Source ?? gene.source,
      ...(positions.some(row => row.window) ? { windowSource: gene.windowSource ?? gene.source } : {}),
      ...(/^\d{4}-\d\d-\d\d$/.test(date) ? { definitionDate: date } : {}),
      referenceAllele: rows.find(row => row.reference)?.name,
      positions: [...positions, ...extra],
    },
    alleles: {
      ...alleles,
      source,
      reviewed: true,
      functionSource: alleles.functionSource ?? alleles.source,
      alleles: rows,
    },
  }
}

type Variant = PublishedDefinition['variants'][number]

function importPosition(
  variant: Variant,
  known: ReadonlyMap<string, PositionRow>,
  offset: number | undefined,
  note: Note,
): PositionRow {
  const rsid = variant.rsid ?? undefined
  const grch38 = `${variant.position} ${variant.ref}>${variant.alts.join(',')}`
  const before = known.get(rsid ?? String(variant.position)) ?? known.get(String(variant.position))
  if (before !== undefined && sameBases(before.grch38, grch38)) return { ...before, ...(rsid ? { rsid } : {}), grch38 }
  const key = rsid ?? String(variant.position)
  const grch37 = on37(variant, before, offset)
  if (grch37 === undefined) note(key, 'no GRCh37 coordinate')
  const single = variant.ref.length === 1 && variant.alts.every(alt => alt.length === 1)
  if (!single) note(key, 'no bases around the insertion or deletion, so that another spelling of it is not recognised')
  const hgvs = single ? undefined : variant.chromosomeHgvsName?.replaceAll(/;\s*/g, '; ')
  return {
    ...(rsid ? { rsid } : {}),
    grch38,
    ...grch37,
    ...(hgvs ? { hgvs } : {}),
  }
}

function sameBases(a: string, b: string): boolean {
  return sortedBases(a) === sortedBases(b)
}

/** Alternates may be listed in any order. */
function sortedBases(locus: string): string {
  const [head = '', alts = ''] = locus.split('>')
  return `${head}>${alts.split(',').toSorted().join(',')}`
}

/** From the same place in the current release, else by the offset that all of the gene's positions share. */
function on37(
  { position, ref, alts }: Variant,
  before: PositionRow | undefined,
  offset: number | undefined,
): Pick<PositionRow, 'grch37' | 'inferred37'> | undefined {
  if (before?.grch37 !== undefined && before.grch38.startsWith(`${position} ${ref}>`)) {
    const [place = '', bases = ''] = before.grch37.split(' ')
    const [ref37 = ''] = bases.split('>')
    const others = [ref, ...alts].filter(base => base !== ref37)
    // The assemblies may swap reference and alternate; a third base would be a place of its own.
    if (others.length === alts.length)
      return { grch37: `${place} ${ref37}>${others.join(',')}`, ...(before.inferred37 ? { inferred37: true } : {}) }
  }
  return offset === undefined
    ? undefined
    : { grch37: `${position + offset} ${ref}>${alts.join(',')}`, inferred37: true }
}

function constantOffset(positions: readonly PositionRow[]): number | undefined {
  const offsets = new Set(
    positions.flatMap(({ grch38, grch37 }) => (grch37 === undefined ? [] : placeOf(grch37) - placeOf(grch38))),
  )
  const [only] = offsets
  return offsets.size === 1 ? only : undefined
}

function placeOf(locus: string): number {
  return Number(locus.slice(0, locus.indexOf(' ')))
}

function importAlleles(
  { alleles: current, source, reviewed }: RawGene['alleles'],
  { variants, namedAlleles, suballelesMap }: PublishedDefinition,
  positions: readonly PositionRow[],
  note: Note,
): AlleleRow[] {
  const known = new Map(current.map(row => [row.name, row]))
  const cores = coresOf(suballelesMap ?? {})
  const reference = namedAlleles.find(allele => allele.reference)
  const published = namedAlleles.map(({ name, id, alleles, ...allele }): AlleleRow => {
    const cells = alleles.map((cell, index) => cellText(cell, variants[index]?.alts, variants[index]?.ref))
    const isReference = allele.reference
    const filled = !isReference && cells.length > 1 && cells.every(cell => cell !== undefined)
    const same = isReference
      ? variants.map(({ ref }) => ref)
      : filled
        ? reference?.alleles.map(cell => cellText(cell) ?? '')
        : undefined
    const own = cells.flatMap((cell, index) => {
      const row = positions[index]
      return cell === undefined || row === undefined || cell === same?.[index]
        ? []
        : [[positionKey(row), cell] as const]
    })
    const before = known.get(name)
    if (before === undefined) note(name, 'new allele')
    const core = cores.get(name) ?? before?.core
    const {
      name: _name,
      id: knownId,
      source: _source,
      basis: _basis,
      reviewed: _reviewed,
      ...kept
    } = before ?? { name }
    const { cells: _cells, filled: _filled, reference: _reference, unmatchable: _unmatchable, ...meaning } = kept
    const clinpgxId = knownId ?? id ?? undefined
    return {
      name,
      ...(clinpgxId === undefined ? {} : { id: clinpgxId }),
      ...(isReference ? { reference: true } : {}),
      ...(filled ? { filled: true } : {}),
      ...(own.length === 0 ? {} : { cells: Object.fromEntries(own) }),
      ...(allele.structuralVariant ? { unmatchable: 'structural' } : {}),
      ...meaning,
      ...(core === undefined ? {} : { core }),
    }
  })
  const names = new Set(published.map(row => row.name))
  const others = current.filter(row => !names.has(row.name))
  for (const { name, unmatchable } of others) if (unmatchable === undefined) note(name, 'no longer defined')
  // What short variants cannot show has no pattern that could be published.
  const stay = others
    .filter(row => row.unmatchable !== undefined)
    .map(row => ({ source, ...(reviewed ? {} : { reviewed }), ...row }))
  return [...published, ...stay]
}

function coresOf(map: Readonly<Record<string, string | readonly string[]>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(map).flatMap(([name, other]) =>
      typeof other === 'string' ? [[name, other] as const] : other.map(suballele => [suballele, name] as const),
    ),
  )
}

/** A letter that is one of the place's own bases is that base; otherwise it may stand for several. */
export function cellText(cell: string | null, alts: readonly string[] = [], ref?: string): string | undefined {
  if (cell === null) return undefined
  return cell === ref || alts.includes(cell) ? cell : (AMBIGUITY[cell] ?? cell)
}
