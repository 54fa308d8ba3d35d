import type { Guideline } from '../knowledge.js'
import type { ConvertedPhenotype, Influence } from '../phenoconversion/converted-phenotype.js'
import type { DiplotypePhenotype, GenePhenotype } from '../phenotype/gene-phenotype.js'
import type { MedicineCaution, Outcome } from './advice.js'

/** What the medicines taken now do to one gene of a drug, predicted and effective side by side (promise P7). */
export interface ConversionEffect {
  readonly gene: string
  /** What the genome predicts. */
  readonly predicted: readonly DiplotypePhenotype[]
  /** What holds under the medicines, in the same order; absent where no guideline states how much they count. */
  readonly effective?: readonly DiplotypePhenotype[]
  /** What the activity score was multiplied with. */
  readonly factor?: number
  /** Medicines that a guideline gives a factor for. */
  readonly because: readonly Influence[]
  /** Whether the advice is another one than without them, the same, or only a caution stands beside it. */
  readonly effect: 'ADVICE_CHANGED' | 'ADVICE_UNCHANGED' | 'CAUTION_ONLY'
  readonly cautions: readonly MedicineCaution[]
}

type Ask = (guideline: Guideline, phenotypes: ReadonlyMap<string, GenePhenotype | ConvertedPhenotype>) => Outcome

/**
 * For every gene of the guidelines that has a result and that some medicine touches; each gene is asked about once without
 * its conversion.
 */
export function conversionEffects(
  guidelines: readonly Guideline[],
  outcomes: readonly Outcome[],
  phenotypes: ReadonlyMap<string, GenePhenotype | ConvertedPhenotype>,
  cautions: readonly MedicineCaution[],
  ask: Ask,
): readonly ConversionEffect[] {
  const answers = new Map(outcomes.map(outcome => [outcome.guideline, outcome]))
  return [...phenotypes.values()].flatMap((phenotype): ConversionEffect[] => {
    if (!('influences' in phenotype)) return []
    const { gene, results, otherResults, effective } = phenotype
    if (results.length + otherResults.length === 0) return []
    const about = guidelines.filter(guideline => guideline.genes.includes(gene))
    const own = cautions.filter(caution => caution.gene === gene)
    if (about.length === 0 || (effective === undefined && own.length === 0)) return []
    const base = { gene, predicted: results, cautions: own }
    if (effective === undefined) return [{ ...base, because: [], effect: 'CAUTION_ONLY' }]
    const without = new Map(phenotypes).set(gene, predictedAlone(phenotype))
    const isChanged = about.some(guideline => answerOf(answers.get(guideline)) !== answerOf(ask(guideline, without)))
    const { factor, because } = effective
    const effect = isChanged ? 'ADVICE_CHANGED' : 'ADVICE_UNCHANGED'
    return [{ ...base, effective: effective.results, factor, because, effect }]
  })
}

function predictedAlone({ gene, call, results, otherResults, robust }: ConvertedPhenotype): GenePhenotype {
  return { gene, call, results, otherResults, robust }
}

/** What an outcome answers, whatever results it names. */
function answerOf(outcome: Outcome | undefined): string {
  if (outcome === undefined) return ''
  const rows = 'rows' in outcome ? outcome.rows.map(({ row, bestSupported }) => `${row.id} ${bestSupported}`) : []
  const steps = 'calculations' in outcome ? (outcome.calculations ?? []).map(({ branches }) => branches) : []
  const reasons = 'reasons' in outcome ? outcome.reasons : []
  return JSON.stringify([outcome.type, rows.toSorted(), steps, reasons])
}
