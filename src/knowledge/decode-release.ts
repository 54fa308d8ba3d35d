import type { Knowledge } from '../domain/knowledge.js'
import { crossCheck } from './cross-check.js'
import type { DataFile } from './data-file.js'
import { decodeAlgorithms } from './decode-algorithms.js'
import { decodeDrugs } from './decode-drugs.js'
import { decodeGenes } from './decode-genes.js'
import { decodeGuidelines } from './decode-guidelines.js'
import { decodeInteractions } from './decode-interactions.js'
import { decodeOptions, OPTION_ROOMS } from './decode-options.js'
import { checkOptions } from './decode-options-check.js'
import { checkSeal, decodeSources, type ReleaseSources } from './decode-sources.js'
import { decodeTerms } from './decode-terms.js'
import { fileNames } from './file-names.js'
import { KnowledgeError, type KnowledgeProblem, type Report } from './knowledge-error.js'
import { parseTexts, type ReleaseText, SOURCES_FILE } from './release-files.js'
import type { CheckedRelease } from './remembered-release.js'

type Content = Omit<Knowledge, 'version' | 'release' | 'date'>

type Room = 'genes' | 'drugs' | 'guidelines' | 'interactions' | 'algorithms' | 'terms' | (typeof OPTION_ROOMS)[number]

/** Turns the texts of a release into checked values, or throws a `KnowledgeError` with everything that is wrong. */
export function decodeRelease(folder: string, version: string, texts: readonly ReleaseText[]): CheckedRelease {
  const problems: KnowledgeProblem[] = []
  const report: Report = (file, field, message) => problems.push({ file, field, message })
  const files = parseTexts(texts, report)
  const sourcesFile = files.find(file => file.path === SOURCES_FILE)
  const head = sourcesFile === undefined ? undefined : decodeSources(sourcesFile, report)
  if (head === undefined) {
    if (problems.length === 0) report(SOURCES_FILE, '', 'does not exist')
    throw new KnowledgeError(folder, problems)
  }
  checkSeal(texts, head.checksums, report)
  const content = decodeContent(files, head, report, problems)
  if (content === undefined || problems.length > 0) throw new KnowledgeError(folder, problems)
  return { knowledge: { version, release: head.release, date: head.date, ...content }, checksums: head.checksums }
}

function decodeContent(
  files: readonly DataFile[],
  { sources }: ReleaseSources,
  report: Report,
  problems: KnowledgeProblem[],
): Content | undefined {
  const rooms = filesByRoom(files, report)
  /** A decoder that stops at its first wrong file leaves the other rooms to be read all the same. */
  const attempt = <T>(decode: () => T): T | undefined => {
    try {
      return decode()
    } catch (error) {
      if (!(error instanceof KnowledgeError)) throw error
      problems.push(...error.problems)
      return undefined
    }
  }
  const genes = decodeGenes(rooms.genes, new Set(sources.keys()), report)
  const drugs = attempt(() => decodeDrugs(rooms.drugs))
  const guidelines = attempt(() => decodeGuidelines(rooms.guidelines))
  const acting = attempt(() => decodeInteractions(rooms.interactions))
  const words = attempt(() => decodeTerms(rooms.terms))
  const algorithms = attempt(() => decodeAlgorithms(rooms.algorithms))
  const choosing = attempt(() => ({ options: decodeOptions(rooms) }))
  if (drugs === undefined || guidelines === undefined || acting === undefined) return undefined
  if (words === undefined || algorithms === undefined || choosing === undefined) return undefined
  const content = { sources, genes, drugs, guidelines, algorithms, ...acting, ...words, ...choosing }
  crossCheck(content, fileNames(files), report)
  checkOptions(content, files, report)
  return content
}

function filesByRoom(files: readonly DataFile[], report: Report): Readonly<Record<Room, readonly DataFile[]>> {
  const rooms: Record<Room, DataFile[]> = {
    genes: [],
    drugs: [],
    guidelines: [],
    interactions: [],
    algorithms: [],
    terms: [],
    indications: [],
    'drug-facts': [],
    options: [],
  }
  for (const file of files) {
    if (file.path === SOURCES_FILE) continue
    const room = roomOf(file.path)
    if (room === undefined) report(file.path, '', 'lies in no folder of the layout')
    else rooms[room].push(file)
  }
  return rooms
}

/** Files beside the folders of the guidelines' sources hold their vocabulary: terms and populations. */
function roomOf(path: string): Room | undefined {
  const [folder, ...rest] = path.split('/')
  if (folder === 'guidelines') return rest.length === 1 ? 'terms' : 'guidelines'
  const plain: readonly Room[] = ['genes', 'drugs', 'interactions', 'algorithms', ...OPTION_ROOMS]
  return plain.find(room => room === folder)
}
