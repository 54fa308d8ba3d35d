import type { Knowledge, Source } from '../../domain/knowledge.js'
import { formatGuidelineFile } from './format-file.js'
import { rawGuidelineFile, type RawGuideline, type RawGuidelineFile } from './guideline-files.js'
import { importGuideline, type ToRead } from './import-guideline.js'
import { withoutLostKeys } from './lost-keys.js'
import type { PublishedGuideline } from './published-release.js'

export interface GuidelinesReport {
  readonly guidelines: readonly GuidelineReport[]
  /** Drugs that the publication speaks of and the release does not describe. */
  readonly unknownDrugs: readonly string[]
  /** Guidelines of the release that the publication does not hold: they stay as they are. */
  readonly untouchedGuidelines: readonly string[]
  /** Keys of those that genes, as they now are, can no longer give: they are left out. */
  readonly lostKeys: readonly string[]
}

export interface GuidelineReport {
  /** "CPIC codeine (PA…)" */
  readonly guideline: string
  readonly isNew: boolean
  readonly sameText: number
  readonly byId: number
  readonly toRead: readonly ToRead[]
  readonly gone: readonly string[]
}

/** Carries all published guidelines into the files of a release, each for every drug it speaks of. */
export function importGuidelines(
  published: readonly PublishedGuideline[],
  knowledge: Knowledge,
  json: ReadonlyMap<string, unknown>,
  files: Map<string, string>,
): GuidelinesReport {
  const guidelines: GuidelineReport[] = []
  const unknownDrugs = new Set<string>()
  const byFile = new Map<string, RawGuidelineFile>()
  for (const [path, file] of json) if (/^guidelines\/[^/]+\//.test(path)) byFile.set(path, rawGuidelineFile(file))
  const drugs = drugsByName(knowledge)
  const touched = new Set<string>()
  for (const one of published) {
    for (const chemical of one.guideline.relatedChemicals) {
      const drug = drugs.get(chemical.id ?? '') ?? drugs.get(chemical.name.toLowerCase())
      if (drug === undefined) {
        unknownDrugs.add(chemical.name)
        continue
      }
      const [path, file] = fileOf(byFile, one.publisher, drug.name)
      const found = file.guidelines.find(({ id }) => id === one.guideline.id)
      const before = found ?? newGuideline(one, knowledge)
      if (before === undefined) continue
      const { guideline, ...counts } = importGuideline(before, one, drug, knowledge.genes)
      const others = file.guidelines.filter(other => other !== found)
      const all =
        found === undefined ? [...others, guideline] : file.guidelines.map(old => (old === found ? guideline : old))
      byFile.set(path, { ...file, guidelines: all })
      touched.add(path)
      guidelines.push({ guideline: nameOf(file, guideline), isNew: found === undefined, ...counts })
    }
  }
  const lostKeys: string[] = []
  for (const [path, file] of byFile) {
    const kept = withoutLostKeys(file, knowledge.genes, (guideline, key) =>
      lostKeys.push(`${nameOf(file, guideline)}: ${key}`),
    )
    if (kept === file) continue
    byFile.set(path, kept)
    touched.add(path)
  }
  for (const path of touched) {
    const file = byFile.get(path)
    if (file !== undefined) files.set(path, formatGuidelineFile(file))
  }
  const named = new Set(guidelines.map(({ guideline }) => guideline))
  const all = [...byFile.values()].flatMap(file => file.guidelines.map(guideline => nameOf(file, guideline)))
  return {
    guidelines,
    unknownDrugs: [...unknownDrugs].toSorted(),
    untouchedGuidelines: all.filter(name => !named.has(name)),
    lostKeys,
  }
}

function drugsByName({ drugs }: Knowledge) {
  return new Map(
    [...drugs.values()].flatMap(drug => [
      [drug.name, drug] as const,
      ...(drug.clinpgxId ? [[drug.clinpgxId, drug] as const] : []),
    ]),
  )
}

function nameOf({ drug, source }: RawGuidelineFile, { id }: RawGuideline): string {
  return `${source} ${drug} (${id})`
}

const LICENCES: Readonly<Record<Source, object>> = {
  CPIC: { licence: 'CC0-1.0', idLicence: 'CC-BY-SA-4.0' },
  DPWG: { licence: 'CC-BY-SA-4.0' },
  FDA: { licence: 'public-domain', idLicence: 'CC-BY-SA-4.0' },
}

function fileOf(
  files: ReadonlyMap<string, RawGuidelineFile>,
  source: Source,
  drug: string,
): readonly [path: string, file: RawGuidelineFile] {
  const found = [...files].find(([, file]) => file.source === source && file.drug === drug)
  if (found !== undefined) return found
  const name = drug.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
  return [`guidelines/${source.toLowerCase()}/${name}.json`, { drug, source, ...LICENCES[source], guidelines: [] }]
}

/** A guideline nobody has read yet: that it exists is a fact, what it says is not known here. */
function newGuideline(
  { guideline, publisher, dataDate }: PublishedGuideline,
  { genes, date }: Knowledge,
): RawGuideline | undefined {
  const symbols = guideline.relatedGenes.map(({ symbol }) => symbol).filter(symbol => genes.has(symbol))
  if (symbols.length === 0) return undefined
  const label = guideline.objCls === 'Label Annotation'
  const kind = publisher === 'FDA' ? (label ? 'label' : 'association') : 'guideline'
  return { id: guideline.id, kind, genes: symbols, dataDate: dataDate ?? date, rows: [] }
}
