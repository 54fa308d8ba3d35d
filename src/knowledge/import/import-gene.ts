import { diplotypeOf, haplotypeNamed } from '../../domain/diplotype/diplotype.js'
import type { Gene } from '../../domain/knowledge.js'
import { diplotypePhenotype } from '../../domain/phenotype/diplotype-phenotype.js'
import { decodeGene } from '../decode-gene.js'
import { describeProblem, type KnowledgeProblem } from '../knowledge-error.js'
import { GENE_PARTS, type RawGene } from './gene-files.js'
import { cellText, importDefinition, type Note } from './import-definition.js'
import { copies, importPhenotypes } from './import-phenotypes.js'
import type { PublishedDefinition, PublishedPhenotypes } from './published-release.js'

export interface PublishedGene {
  readonly definition?: PublishedDefinition
  readonly phenotypes?: PublishedPhenotypes
}

export type ImportedGene =
  | { readonly files: RawGene; readonly rowsReproduced: number; readonly notes: readonly string[] }
  /** The gene stays as it is: half of a publication would be neither the old nor the new one. */
  | { readonly refused: readonly string[] }

/** How many reasons a curator is shown for one gene. */
const SHOWN = 5

/**
 * Replaces what is published of a gene. The result is read back and believed only if it shows every published position,
 * cell and function, and if every published diplotype leads to its phenotype and lookup key: that is what makes it
 * `reviewed`.
 */
export function importGene(
  current: RawGene,
  { definition, phenotypes }: PublishedGene,
  source: string,
  sources: ReadonlySet<string>,
): ImportedGene {
  const notes = new Map<string, string[]>()
  const note: Note = (about, why) => void notes.set(why, [...(notes.get(why) ?? []), about])
  try {
    const defined = definition === undefined ? current : importDefinition(current, definition, source, note)
    const files = phenotypes === undefined ? defined : importPhenotypes(defined, phenotypes, source, note)
    const { gene, problems } = decode(files, new Set([...sources, source]))
    if (gene === undefined || problems.length > 0) return { refused: problems.slice(0, SHOWN) }
    const wrong = [
      ...(definition === undefined ? [] : notCarried(gene, definition)),
      ...(phenotypes === undefined ? [] : notReproduced(gene, phenotypes)),
    ]
    if (wrong.length > 0) return { refused: wrong.slice(0, SHOWN) }
    return {
      files,
      rowsReproduced: phenotypes?.diplotypes.length ?? 0,
      notes: [...notes].map(([why, about]) => `${why}: ${about.join(', ')}`),
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { refused: [error.message] }
  }
}

function decode(files: RawGene, sources: ReadonlySet<string>) {
  const problems: KnowledgeProblem[] = []
  const [gene, alleles, phenotypes] = GENE_PARTS.map(part => ({
    path: `genes/${files.gene.symbol}/${part}.json`,
    json: files[part] as unknown,
  }))
  if (gene === undefined || alleles === undefined || phenotypes === undefined) return { gene: undefined, problems: [] }
  const decoded = decodeGene({ gene, alleles, phenotypes }, sources, (file, field, message) =>
    problems.push({ file, field, message }),
  )
  return { gene: decoded, problems: problems.map(describeProblem) }
}

function notCarried(gene: Gene, { variants, namedAlleles }: PublishedDefinition): readonly string[] {
  const indexOf = new Map(gene.positions.map(({ index, loci }) => [loci.GRCh38.position, index]))
  const places = variants.flatMap(({ position, ref, alts }) => {
    const locus = gene.positions[indexOf.get(position) ?? -1]?.loci.GRCh38
    const same = locus?.ref === ref && locus.alts.toSorted().join() === alts.toSorted().join()
    return same ? [] : [`${position} ${ref}>${alts.join(',')} was not carried over`]
  })
  const patterns = namedAlleles.flatMap(({ name, alleles }) => {
    const allele = gene.alleles.find(candidate => candidate.name === name)
    const differs = variants.filter(({ position, ref, alts }, column) => {
      const cell = allele?.cells.get(indexOf.get(position) ?? -1)
      return (cell ?? []).toSorted().join('|') !== (cellText(alleles[column] ?? null, alts, ref) ?? '')
    })
    return differs.map(({ position }) => `${name}: its cell at ${position} was not carried over`)
  })
  return [...places, ...patterns]
}

function notReproduced(gene: Gene, { haplotypes, diplotypes }: PublishedPhenotypes): readonly string[] {
  const wrong = Object.entries(haplotypes).flatMap(([name, meaning]) => {
    const allele = gene.alleles.find(candidate => candidate.name === name)
    return allele?.function === meaning ? [] : [`${name}: its function was not carried over`]
  })
  const rows = diplotypes.flatMap(({ diplotypekey, generesult, lookupkey }) => {
    const names = copies(diplotypekey)
    const diplotype = diplotypeOf(
      names.map(name => haplotypeNamed(name, gene)),
      0,
    )
    const { phenotypes, lookupKeys } = diplotypePhenotype(gene, diplotype)
    const same = phenotypes.includes(generesult) && (lookupKeys.length === 0 || lookupKeys.includes(lookupkey))
    const ours = [phenotypes, lookupKeys].flat().join(', ')
    return same ? [] : [`${names.join('/')}: published ${generesult}, ${lookupkey}; read as ${ours}`]
  })
  return [...wrong, ...rows]
}
