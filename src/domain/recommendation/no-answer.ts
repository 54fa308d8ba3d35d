import type { Guideline } from '../knowledge.js'
import type { GenePhenotype } from '../phenotype/gene-phenotype.js'
import type { GeneResultUsed, NoAnswerOutcome } from './advice.js'
import type { GeneOption } from './gene-options.js'
import { noAnswerText } from './wording/outcome-text.js'

/** A gene that stands in the way of an answer, with the reason code. */
export interface Obstacle {
  readonly gene: string
  readonly reason: string
}

/** Genes without any result, with the reason of their call; a gene that nobody looked at is not tested. */
export function missingResults(
  options: ReadonlyMap<string, readonly GeneOption[]>,
  phenotypes: ReadonlyMap<string, GenePhenotype>,
): readonly Obstacle[] {
  return [...options].flatMap(([gene, choices]) => {
    if (choices.some(choice => choice.hasResult)) return []
    const call = phenotypes.get(gene)?.call
    return [{ gene, reason: call?.status === 'not-called' ? call.reason : 'NOT_TESTED' }]
  })
}

/** A file that is silent about a gene did not test it; every other reason is a result that is no call. */
export function kindOfMissing(obstacles: readonly Obstacle[]): 'NotTested' | 'NotCallable' {
  return obstacles.every(({ reason }) => reason === 'NOT_TESTED' || reason === 'NO_DATA') ? 'NotTested' : 'NotCallable'
}

interface About {
  readonly drug: string
  readonly source: Guideline['source']
  readonly guideline: Guideline
  readonly genes: readonly GeneResultUsed[]
}

/** An outcome without rows: its type, what stands in the way, and which results would settle it. */
export function noAnswer(
  about: About,
  type: NoAnswerOutcome['type'],
  reasons: readonly Obstacle[],
  robust: boolean,
): NoAnswerOutcome {
  const wouldSettle =
    type === 'NotTested' || type === 'NotCallable'
      ? reasons.map(({ gene }) => `result of ${gene}`)
      : reasons.filter(({ reason }) => reason === 'DIPLOTYPE_NEEDED').map(({ gene }) => `diplotype of ${gene}`)
  return { ...about, type, reasons, robust, wouldSettle, text: noAnswerText(type, about, reasons) }
}
