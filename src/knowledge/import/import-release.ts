import type { Knowledge } from '../../domain/knowledge.js'
import { decodeGenes } from '../decode-genes.js'
import type { ReleaseText } from '../release-files.js'
import { formatGeneFile } from './format-file.js'
import { GENE_PARTS, type RawGene, rawGene } from './gene-files.js'
import { importGene } from './import-gene.js'
import { type GuidelinesReport, importGuidelines } from './import-guidelines.js'
import type { PublishedRelease } from './published-release.js'

export interface ImportReport extends GuidelinesReport {
  readonly genes: readonly {
    readonly gene: string
    readonly rowsReproduced: number
    readonly notes: readonly string[]
  }[]
  /** Genes that stay as they were, with the reasons. */
  readonly refusedGenes: readonly { readonly gene: string; readonly reasons: readonly string[] }[]
  readonly unread: PublishedRelease['unread']
}

export interface ImportedRelease {
  /** Path → text of every file that changes. */
  readonly files: ReadonlyMap<string, string>
  readonly report: ImportReport
}

/** Reads a publication into the layout of `current`: what changes, and what a curator has to look at. */
export function importRelease(
  published: PublishedRelease,
  current: Knowledge,
  texts: readonly ReleaseText[],
  source: string,
): ImportedRelease {
  const json = new Map<string, unknown>(texts.map(({ path, text }) => [path, JSON.parse(text)]))
  const files = new Map<string, string>()
  const genes = importGenes(published, json, new Set(current.sources.keys()), source, files)
  const known = withGenes(current, genes.raw, source)
  const guidelines = importGuidelines(published.guidelines, known, json, files)
  return { files, report: { ...genes.report, ...guidelines, unread: published.unread } }
}

function importGenes(
  { definitions, phenotypes }: PublishedRelease,
  json: ReadonlyMap<string, unknown>,
  sources: ReadonlySet<string>,
  source: string,
  files: Map<string, string>,
) {
  const raw: RawGene[] = []
  const done: ImportReport['genes'][number][] = []
  const refusedGenes: ImportReport['refusedGenes'][number][] = []
  for (const gene of new Set([...definitions.keys(), ...phenotypes.keys()])) {
    const paths = GENE_PARTS.map(part => [part, `genes/${gene}/${part}.json`] as const)
    if (!paths.every(([, path]) => json.has(path))) {
      refusedGenes.push({ gene, reasons: ['is no gene of this release: how it is called is not published'] })
      continue
    }
    const [general, alleles, table] = paths.map(([, path]) => json.get(path))
    const current = rawGene({ gene: general, alleles, phenotypes: table })
    const publication = { definition: definitions.get(gene), phenotypes: phenotypes.get(gene) }
    const imported = importGene(current, publication, source, sources)
    if ('refused' in imported) {
      refusedGenes.push({ gene, reasons: imported.refused })
      continue
    }
    raw.push(imported.files)
    done.push({ gene, rowsReproduced: imported.rowsReproduced, notes: imported.notes })
    for (const [part, path] of paths) files.set(path, formatGeneFile(imported.files[part]))
  }
  return { raw, report: { genes: done, refusedGenes } }
}

/** The release with its new genes: lookup keys are judged by what they can now give. */
function withGenes(current: Knowledge, raw: readonly RawGene[], source: string): Knowledge {
  const files = raw.flatMap(gene =>
    GENE_PARTS.map(part => ({ path: `genes/${gene.gene.symbol}/${part}.json`, json: gene[part] as unknown })),
  )
  const genes = decodeGenes(files, new Set([...current.sources.keys(), source]), () => undefined)
  return { ...current, genes: new Map([...current.genes, ...genes]) }
}
