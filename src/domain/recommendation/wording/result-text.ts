import type { DiplotypePhenotype } from '../../phenotype/gene-phenotype.js'
import type { GeneResultUsed } from '../advice.js'
import type { Wording } from './wording.js'

/** "ABC1 *1/*4, activity score 1.0, Intermediate Metabolizer" */
export function resultText(used: GeneResultUsed, words: Wording): string {
  const { phrases } = words
  if (!used.result) return phrases.result(used.gene, [phrases.noResult])
  const parts = [...(used.result.diplotype ? [used.result.diplotype.name] : []), ...meaning(used.result, words)]
  if (used.readAs) parts.push(phrases.readAs(used.readAs.readAs))
  if (used.effective) parts.push(phrases.effective(meaning(used.effective, words).join(', ')))
  return phrases.result(used.gene, parts)
}

function meaning(result: DiplotypePhenotype, words: Wording): string[] {
  const score = result.activityScore === undefined ? [] : [words.phrases.score(result.activityScore)]
  return [...score, ...result.phenotypes]
}
