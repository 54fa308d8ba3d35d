import type { Gene, Knowledge } from '../domain/knowledge.js'
import type { DataFile } from './data-file.js'
import { decodeGene } from './decode-gene.js'
import { checkSeal, decodeSources } from './decode-sources.js'
import { KnowledgeError, type KnowledgeProblem, type Report } from './knowledge-error.js'
import { parseTexts, readReleaseTexts, sha256, SOURCES_FILE } from './release-files.js'

/** Reads and checks the current release: the first of `paths`. Throws `KnowledgeError` naming files and fields. */
export async function loadKnowledge(paths: readonly string[]): Promise<Knowledge> {
  const [current] = paths
  if (current === undefined)
    throw new KnowledgeError('(no folder)', [
      { file: SOURCES_FILE, field: '', message: 'no folder of knowledge was given' },
    ])
  return loadRelease(current)
}

/** Reads and checks all releases, current first. Two of the same content are refused: `asOf` could not tell them apart. */
export async function loadReleases(paths: readonly string[]): Promise<readonly Knowledge[]> {
  return paths.map(loadRelease)
}

function loadRelease(folder: string): Knowledge {
  const problems: KnowledgeProblem[] = []
  const report: Report = (file, field, message) => problems.push({ file, field, message })
  const texts = readReleaseTexts(folder)
  const files = parseTexts(texts, report)
  const sourcesFile = files.find(file => file.path === SOURCES_FILE)
  const head = sourcesFile === undefined ? undefined : decodeSources(sourcesFile, report)
  if (head === undefined) {
    if (problems.length === 0) report(SOURCES_FILE, '', 'does not exist')
    throw new KnowledgeError(folder, problems)
  }
  checkSeal(texts, head.checksums, report)
  const genes = decodeGenes(files, new Set(head.sources.keys()), report)
  if (problems.length > 0) throw new KnowledgeError(folder, problems)
  return {
    version: sha256(texts.find(text => text.path === SOURCES_FILE)?.text ?? '').slice(0, 16),
    release: head.release,
    sources: head.sources,
    genes,
    drugs: new Map(),
    guidelines: new Map(),
    interactions: new Map(),
    phenoconversion: new Map(),
    terms: new Map(),
    populations: new Map(),
  }
}

/** Genes by symbol: core genes first, each tier in the order of its symbols. */
function decodeGenes(
  files: readonly DataFile[],
  sources: ReadonlySet<string>,
  report: Report,
): ReadonlyMap<string, Gene> {
  const folders = new Map<string, Map<string, DataFile>>()
  for (const file of files) {
    const [room, folder, name, ...deeper] = file.path.split('/')
    if (room !== 'genes' || folder === undefined) continue
    if (name === undefined || deeper.length > 0 || !GENE_FILES.has(name)) report(file.path, '', 'is no file of a gene')
    else folders.set(folder, (folders.get(folder) ?? new Map<string, DataFile>()).set(name, file))
  }
  const genes = [...folders].flatMap(([folder, parts]) => {
    const [gene, alleles, phenotypes] = [...GENE_FILES].map(name => parts.get(name))
    if (gene !== undefined && alleles !== undefined && phenotypes !== undefined) {
      return decodeGene({ gene, alleles, phenotypes }, sources, report) ?? []
    }
    const missing = [...GENE_FILES].filter(name => !parts.has(name))
    for (const name of missing) report(`genes/${folder}/${name}`, '', 'does not exist')
    return []
  })
  const rank = (gene: Gene): string => `${gene.tier === 'core' ? 0 : 1}${gene.symbol}`
  return new Map(genes.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)).map(gene => [gene.symbol, gene]))
}

const GENE_FILES: ReadonlySet<string> = new Set(['gene.json', 'alleles.json', 'phenotypes.json'])
