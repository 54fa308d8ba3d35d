import type { Gene, RowKey } from '../../domain/knowledge.js'
import type { RawGuideline, RawRow } from './guideline-files.js'
import { type PublishedKey, publishedKeys } from './published-keys.js'
import type { PublishedGuideline } from './published-release.js'

export interface ImportedGuideline {
  readonly guideline: RawGuideline
  /** Keys whose row keeps its structure because its text is the one that was read. */
  readonly sameText: number
  /** Keys whose row keeps its structure by its id, though the text it was read from was never recorded. */
  readonly byId: number
  /** Recommendations that a curator must read: they are not in the guideline. */
  readonly toRead: readonly ToRead[]
  /** Keys of the current release that the publication no longer has. */
  readonly gone: readonly string[]
}

interface KeptKey {
  readonly found: PublishedKey
  readonly by: readonly string[]
  readonly value: readonly string[]
}

export interface ToRead {
  readonly id: string
  readonly key: string
  readonly why: string
}

/** A lookup key of the current release, with what is known of its row's source. */
interface KnownKey {
  readonly row: RawRow
  readonly genes: readonly string[]
  readonly key: string
  readonly by: readonly string[]
  readonly value: readonly string[]
  readonly id?: string
  readonly text?: string
}

/**
 * Carries a published guideline into a release: keys, populations, grades, marks and ids as published, and what to do
 * only where a curator has read the same text before. What nobody has read is left out and named; no action is made up.
 */
export function importGuideline(
  current: RawGuideline,
  published: PublishedGuideline,
  drug: { readonly name: string; readonly clinpgxId?: string | undefined },
  genes: ReadonlyMap<string, Gene>,
): ImportedGuideline {
  const known = knownKeys(current)
  const used = new Set<KnownKey>()
  const kept = new Map<string, { readonly row: RawRow; readonly keys: KeptKey[] }>()
  const toRead: ToRead[] = []
  let [sameText, byId] = [0, 0]
  const about = published.recommendations.filter(({ relatedChemicals }) =>
    relatedChemicals.some(({ id, name }) => name.toLowerCase() === drug.name || (id && id === drug.clinpgxId)),
  )
  for (const found of about.flatMap(recommendation => publishedKeys(recommendation, genes))) {
    if ('reason' in found) {
      toRead.push({ id: found.id, key: '', why: found.reason })
      continue
    }
    const text = keyText(found.genes, found.key)
    const match = findKnown(found, text, known, used)
    const why = match === undefined ? 'is new' : whyUnread(found, text, match)
    if (match === undefined || why !== undefined) {
      toRead.push({ id: found.id, key: text, why: why ?? 'is new' })
      continue
    }
    used.add(match)
    if (match.text === undefined) byId++
    else sameText++
    const facts = JSON.stringify([current.rows.indexOf(match.row), found.strength, found.flags])
    const entry = kept.get(facts) ?? { row: match.row, keys: [] }
    entry.keys.push({ found, ...spelled(found, text, match) })
    kept.set(facts, entry)
  }
  const rows = [...kept.values()]
    .toSorted((a, b) => current.rows.indexOf(a.row) - current.rows.indexOf(b.row))
    .map(({ row, keys }) => rowWith(row, keys))
  const gone = known.filter(key => !used.has(key) && !toRead.some(({ id }) => id === key.id)).map(({ key }) => key)
  return { guideline: { ...headOf(current, published), rows }, sameText, byId, toRead, gone }
}

function knownKeys({ genes, rows }: RawGuideline): readonly KnownKey[] {
  return rows.flatMap(row =>
    row.keys.flatMap(({ by, values, ids, texts }) =>
      values.map((value, index): KnownKey => {
        const own = row.genes ?? genes
        return {
          row,
          genes: own,
          by,
          value,
          key: keyText(
            own,
            value.map(part => ({ value: part })),
          ),
          id: ids?.[index] ?? undefined,
          text: texts?.[index] ?? undefined,
        }
      }),
    ),
  )
}

/** Whatever the order of the genes, and of the alleles of a diplotype. */
function keyText(genes: readonly string[], key: readonly Pick<RowKey, 'value'>[]): string {
  return genes
    .map((gene, index) => `${gene} ${key[index]?.value.split('/').toSorted().join('/')}`)
    .toSorted()
    .join(', ')
}

/** By id and key; by id alone when its key changed; by key and people where the current release knows no id. */
function findKnown(
  found: PublishedKey,
  text: string,
  known: readonly KnownKey[],
  used: ReadonlySet<KnownKey>,
): KnownKey | undefined {
  const free = known.filter(key => !used.has(key))
  return (
    free.find(key => key.id === found.id && key.key === text) ??
    free.find(key => key.id === found.id) ??
    free.find(key => key.id === undefined && key.key === text && samePeople(found.population, key.row.population))
  )
}

/** Why what a row says cannot be believed to be what the publication says now. */
function whyUnread(found: PublishedKey, text: string, { row, genes, key, text: read }: KnownKey): string | undefined {
  if (!samePeople(found.population, row.population)) return `is about other people: ${found.population}`
  if (genes.toSorted().join() !== found.genes.join()) return `is about other genes: ${found.genes.join(', ')}`
  if (read !== undefined) return read === found.text ? undefined : 'has another text than the one that was read'
  // Without a record of the text, a changed fact is the only sign that it is another one.
  if (key !== text) return `was found by ${key}, and its text was not recorded`
  if ((row.strength ?? 'none') !== (found.strength ?? 'none'))
    return `was graded ${row.strength ?? 'none'}, and its text was not recorded`
  if (row.flags !== undefined && row.flags.toSorted().join() !== found.flags.toSorted().join())
    return `was marked ${row.flags.join(', ') || 'with nothing'}, and its text was not recorded`
  return undefined
}

function samePeople(published: string, ours = 'general'): boolean {
  return plainWords(published) === plainWords(ours)
}

/** "PHT use >3mos" and `PHT_USE_OVER_3_MONTHS` are the same people. */
function plainWords(people: string): string {
  return people
    .toLowerCase()
    .replaceAll('>', ' over ')
    .replaceAll(/(\d)([a-z])/g, '$1 $2')
    .split(/[^a-z0-9]+/)
    .map(word => (word === 'mos' ? 'months' : word))
    .filter(word => word !== '' && word !== 'or')
    .join(' ')
}

/** A published key in the order of its row's genes; one that stays is spelled as it was. */
function spelled(found: PublishedKey, text: string, known: KnownKey): Pick<KeptKey, 'by' | 'value'> {
  if (known.key === text) return { by: known.by, value: known.value }
  const parts = known.genes.flatMap(gene => found.key[found.genes.indexOf(gene)] ?? [])
  return { by: parts.map(part => part.type), value: parts.map(part => part.value) }
}

function rowWith(row: RawRow, keys: readonly KeptKey[]): RawRow {
  const groups = new Map<string, { by: string[]; values: string[][]; ids: string[]; texts: string[] }>()
  for (const { found, by, value } of keys) {
    const group = groups.get(by.join()) ?? { by: [...by], values: [], ids: [], texts: [] }
    group.values.push([...value])
    group.ids.push(found.id)
    group.texts.push(found.text)
    groups.set(by.join(), group)
  }
  const { strength = row.strength, flags = [] } = keys[0]?.found ?? {}
  return { ...row, keys: [...groups.values()], ...(strength === undefined ? {} : { strength }), flags: [...flags] }
}

function headOf(current: RawGuideline, { url, citations, guideline }: PublishedGuideline): RawGuideline {
  const pmids = citations.flatMap(({ pmid }) => pmid ?? [])
  const others = guideline.relatedGenes.map(({ symbol }) => symbol).filter(symbol => !current.genes.includes(symbol))
  return {
    ...current,
    ...(url ? { url } : {}),
    ...(pmids.length === 0 ? {} : { pmids }),
    ...(others.length === 0 ? {} : { otherGenes: others }),
  }
}
