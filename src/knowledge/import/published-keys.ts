import { createHash } from 'node:crypto'

import { type Gene, type RowKey, STRENGTHS } from '../../domain/knowledge.js'
import { canProduce } from '../lookup-keys.js'
import type { PublishedRecommendation } from './published-release.js'

/** One lookup key of one published recommendation: the facts that need no reading of its text. */
export interface PublishedKey {
  readonly id: string
  /** In the order of the genes' symbols. */
  readonly genes: readonly string[]
  readonly key: readonly RowKey[]
  /** As published ("CVI ACS PCI"); "general" where nothing is said. */
  readonly population: string
  readonly strength?: string
  readonly flags: readonly string[]
  /** Tells whether the text is the one that was read. */
  readonly text: string
}

export type KeyOrReason = PublishedKey | { readonly id: string; readonly reason: string }

const FLAGS = [
  ['DOSING', 'dosingInformation'],
  ['ALTERNATE', 'alternateDrugAvailable'],
  ['OTHER', 'otherPrescribingGuidance'],
] as const

/** Every lookup key of a recommendation in our words, or why a key can find nobody. */
export function publishedKeys(
  recommendation: PublishedRecommendation,
  genes: ReadonlyMap<string, Gene>,
): readonly KeyOrReason[] {
  const { id, population, classification, lookupKey } = recommendation
  const strength = STRENGTHS.find(name => name === gradeOf(classification?.term))
  const facts = {
    id,
    population: population ?? 'general',
    ...(strength === undefined ? {} : { strength }),
    flags: FLAGS.flatMap(([flag, field]) => (recommendation[field] ? [flag] : [])),
    text: fingerprint(recommendation),
  }
  return lookupKey.map(entry => {
    const parts = Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1))
    const key: RowKey[] = []
    for (const [symbol, value] of parts) {
      const gene = genes.get(symbol)
      const part = gene && rowKey(gene, value)
      if (part === undefined) return { id, reason: `${symbol} can never be found by ${JSON.stringify(value)}` }
      key.push(part)
    }
    return { ...facts, genes: parts.map(([symbol]) => symbol), key }
  })
}

function gradeOf(term = ''): string {
  const grade = term.toLowerCase()
  return grade.startsWith('no ') ? 'none' : grade
}

const WORD_TYPES = ['no-result', 'phenotype', 'activity-score', 'allele-status'] as const

function rowKey(gene: Gene, value: string | Readonly<Record<string, number>>): RowKey | undefined {
  if (typeof value === 'string') {
    return WORD_TYPES.map(type => ({ type, value })).find(key => canProduce(gene, key))
  }
  const names = Object.entries(value).flatMap(([name, count]) => Array.from({ length: count }, () => name))
  const pairs = [names, names.toReversed()].map(pair => ({ type: 'diplotype', value: pair.join('/') }) as const)
  return pairs.find(key => canProduce(gene, key))
}

/** Of words alone: markup, blanks and typographic signs may change without anybody's meaning to. */
function fingerprint({ text, implications }: PublishedRecommendation): string {
  const words = [text.html.replaceAll(/<[^>]*>|&\w+;|&#\d+;/g, ' '), ...implications]
    .join('\n')
    .replaceAll(/[^\p{L}\p{N}.%<>≥≤=*/+-]+/gu, ' ')
  return createHash('sha256').update(words.trim()).digest('hex').slice(0, 16)
}
