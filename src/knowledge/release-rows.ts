import type {
  PhenotypeAlias,
  Gene,
  Guideline,
  GuidelineRow,
  Interaction,
  Knowledge,
  PhenotypeTable,
  Position,
} from '../domain/knowledge.js'
import type { OptionKnowledge } from '../domain/option-knowledge.js'

/** What a release is made of, in the order in which a curator reads a comparison. */
export const ROW_KINDS = [
  'source',
  'gene',
  'position',
  'allele',
  'function',
  'phenotype-rule',
  'drug',
  'guideline',
  'guideline-row',
  'algorithm',
  'interaction',
  'phenoconversion',
  'option',
  'population',
  'fact',
  'alias',
  'term',
] as const

export type RowKind = (typeof ROW_KINDS)[number]

/** One thing that two releases can disagree about. Ids hold across releases: no index of a file is part of them. */
export interface ReleaseRow {
  readonly kind: RowKind
  /** What the row belongs to: a gene, a guideline of a drug, a table of the options. Rows of one group that change alike are told together. */
  readonly group: string
  readonly id: string
  readonly fields: Readonly<Record<string, unknown>>
}

/** Takes a release apart into rows that can be compared one by one. */
export function releaseRows(knowledge: Knowledge): readonly ReleaseRow[] {
  return [
    ...named('source', knowledge.sources),
    ...[...knowledge.genes.values()].flatMap(geneRows),
    ...named('drug', knowledge.drugs),
    ...[...knowledge.guidelines.values()].flat().flatMap(guidelineRows),
    ...named('algorithm', knowledge.algorithms),
    ...[...knowledge.interactions.values()].flat().map(interactionRow),
    ...named('phenoconversion', knowledge.phenoconversion),
    ...(knowledge.options === undefined ? [] : optionRows(knowledge.options)),
    ...named('population', knowledge.populations),
    ...named('term', knowledge.terms),
    ...named('fact', knowledge.facts ?? new Map()),
    ...(knowledge.aliases ?? []).map(aliasRow),
  ]
}

function aliasRow({ source, gene, phenotype, ...fields }: PhenotypeAlias): ReleaseRow {
  return { kind: 'alias', group: `${source} ${gene}`, id: phenotype, fields }
}

function named(kind: RowKind, entries: ReadonlyMap<string, object>): ReleaseRow[] {
  return [...entries].map(([id, fields]) => ({ kind, group: '', id, fields: { ...fields } }))
}

function geneRows(gene: Gene): ReleaseRow[] {
  const { symbol: group, positions, alleles, phenotypes, ehrPriority, matching, ...head } = gene
  const place = (index: number): string => positionName(positions[index])
  const { required, fallback, linkedPair, ...rules } = matching
  const rows: ReleaseRow[] = [
    {
      kind: 'gene',
      group,
      id: '',
      fields: {
        ...head,
        ...rules,
        required: required.map(place),
        fallback: fallback && { ...fallback, position: place(fallback.position) },
        linkedPair: linkedPair && { ...linkedPair, causal: place(linkedPair.causal), tag: place(linkedPair.tag) },
        ehrPriority: Object.fromEntries(ehrPriority),
      },
    },
  ]
  for (const { index: _, ...position } of positions) {
    rows.push({ kind: 'position', group, id: positionName(position), fields: position })
  }
  for (const { name, cells, function: meaning, activityValue, formerFunction, ...definition } of alleles) {
    const pattern = [...cells].map(([index, bases]) => [place(index), bases.join('|')] as const)
    const sorted = pattern.toSorted(([a], [b]) => (a < b ? -1 : 1))
    rows.push(
      { kind: 'allele', group, id: name, fields: { ...definition, cells: Object.fromEntries(sorted) } },
      { kind: 'function', group, id: name, fields: { function: meaning, activityValue, formerFunction } },
    )
  }
  return [...rows, ...phenotypeRules(group, phenotypes)]
}

function positionName(position: Pick<Position, 'rsid' | 'loci'> | undefined): string {
  return position?.rsid ?? String(position?.loci.GRCh38.position)
}

function phenotypeRules(group: string, table: PhenotypeTable): ReleaseRow[] {
  const rule = (id: string, fields: ReleaseRow['fields']): ReleaseRow => ({ kind: 'phenotype-rule', group, id, fields })
  const { method, provenance } = table
  const about = rule('table', { method, provenance })
  switch (table.method) {
    case 'activity-score': {
      const { ranges, indeterminate, scoresByPhenotype } = table
      const scores = [...scoresByPhenotype].flatMap(([phenotype, texts]) =>
        texts.map(text => [text, phenotype] as const),
      )
      return [
        about,
        rule('ranges', { ranges, indeterminate }),
        ...scores.map(([score, phenotype]) => rule(`score ${score}`, { phenotype })),
      ]
    }
    case 'function-combination':
      return [about, ...table.rules.map(({ functions, ...meaning }) => rule(functions.toSorted().join(' + '), meaning))]
    case 'allele-status':
      return [about, ...table.statuses.map(({ allele, ...status }) => rule(allele, status))]
    case 'none':
      return [about]
  }
}

function guidelineRows(guideline: Guideline): ReleaseRow[] {
  const { rows, ...head } = guideline
  const group = `${guideline.source} ${guideline.drug} (${guideline.id})`
  const seen = new Map<string, number>()
  const keyRows = rows.flatMap(row =>
    row.keys.map((_, index): ReleaseRow => {
      const { id, fields } = keyRow(row, index)
      const times = (seen.get(id) ?? 0) + 1
      seen.set(id, times)
      return { kind: 'guideline-row', group, id: times === 1 ? id : `${id} (${times})`, fields }
    }),
  )
  return [{ kind: 'guideline', group, id: '', fields: head }, ...keyRows]
}

/** What one lookup key leads to: rows of a file may be split or joined without anybody's advice changing. */
function keyRow(row: GuidelineRow, index: number): Pick<ReleaseRow, 'id' | 'fields'> {
  const { id: _, keys, sourceIds, genes, population, subgroup, ...said } = row
  const key = genes.map((gene, part) => `${gene} ${keys[index]?.[part]?.value}`).join(', ')
  const people = [population === 'general' ? [] : population, subgroup ?? []].flat()
  const id = people.length === 0 ? key : `${key} [${people.join(', ')}]`
  return { id, fields: { ...said, keyTypes: keys[index]?.map(({ type }) => type), sourceId: sourceIds[index] } }
}

/** Tables by which one medicine is set beside another: a row per entry, or one for a table without entries. */
function optionRows(options: OptionKnowledge): ReleaseRow[] {
  return Object.entries(options).flatMap(([group, table]: readonly [string, unknown]): ReleaseRow[] => {
    if (!(table instanceof Map)) return [{ kind: 'option', group, id: '', fields: { table } }]
    return [...table].map(([id, entry]) => ({ kind: 'option', group, id: String(id), fields: { ...entry } }))
  })
}

function interactionRow(interaction: Interaction): ReleaseRow {
  const { gene: group, drug, role, target, affects, ...fields } = interaction
  const about = [target ?? [], affects].flat()
  const id = `${role} ${drug}${about.length === 0 ? '' : ` (${about.join(', ')})`}`
  return { kind: 'interaction', group, id, fields }
}
