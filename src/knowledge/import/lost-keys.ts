import type { Gene, LookupKeyType } from '../../domain/knowledge.js'
import { canProduce } from '../lookup-keys.js'
import type { RawGuideline, RawGuidelineFile } from './guideline-files.js'

/**
 * Leaves out the keys that a gene, as it now is, can never give, and tells them: a row that nobody can be found by would
 * stop the release from loading.
 */
export function withoutLostKeys(
  file: RawGuidelineFile,
  genes: ReadonlyMap<string, Gene>,
  lost: (guideline: RawGuideline, key: string) => void,
): RawGuidelineFile {
  let any = false
  const guidelines = file.guidelines.map(guideline => {
    const rows = guideline.rows.flatMap(row => {
      const symbols = row.genes ?? guideline.genes
      const keys = row.keys.flatMap(({ by, values, ids, texts, ...group }) => {
        const kept = values.flatMap((value, index) => {
          const found = symbols.every((symbol, part) => {
            const gene = genes.get(symbol)
            const type = LOOKUP_KEY_TYPES.find(name => name === by[part])
            return gene && type && canProduce(gene, { type, value: value[part] ?? '' })
          })
          if (found) return [index]
          any = true
          lost(guideline, symbols.map((symbol, part) => `${symbol} ${value[part]}`).join(', '))
          return []
        })
        const pick = <Value>(list: readonly Value[]): Value[] => kept.flatMap(index => list.slice(index, index + 1))
        const own = { ...(ids && { ids: pick(ids) }), ...(texts && { texts: pick(texts) }) }
        return kept.length === 0 ? [] : [{ ...group, by, values: pick(values), ...own }]
      })
      return keys.length === 0 ? [] : [{ ...row, keys }]
    })
    return { ...guideline, rows }
  })
  return any ? { ...file, guidelines } : file
}

const LOOKUP_KEY_TYPES: readonly LookupKeyType[] = [
  'phenotype',
  'activity-score',
  'allele-status',
  'diplotype',
  'no-result',
]
