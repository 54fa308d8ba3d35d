import type { Interaction } from '../knowledge.js'
import type { Medicine } from '../history/patient-history.js'
import type { DiplotypePhenotype, GenePhenotype } from '../phenotype/gene-phenotype.js'

/** A medicine that inhibits or induces the product of a gene, seen on the day of the question. */
export interface Influence {
  readonly medicine: Medicine
  readonly interaction: Interaction
  /** Effect complete; still building up after the start; still wearing off after the last dose; nobody knows whether it is taken. */
  readonly timing: 'FULL' | 'BUILDING_UP' | 'WEARING_OFF' | 'UNCERTAIN'
}

export type CautionReason =
  /** No guideline states how much this medicine counts for this gene. */
  | 'NO_CITED_FACTOR'
  /** Medicines that speed the enzyme up are never converted. */
  | 'INDUCER'
  /** A score without an upper end ("≥3.0") cannot be halved. */
  | 'SCORE_HAS_NO_UPPER_END'
  /** There is no score to multiply. */
  | 'NO_SCORE'
  | 'BUILDING_UP'
  | 'WEARING_OFF'
  /** Nobody knows whether the medicine is taken. */
  | 'UNCERTAIN'
  /** No result of the gene is known that the medicine could change. */
  | 'NO_RESULT'

/** Something the medicines may do to this gene that changes no row. */
export interface PhenoconversionCaution {
  readonly reason: CautionReason
  readonly influence: Influence
}

/** What a gene's product does under the patient's medicines. */
export interface EffectivePhenotype {
  /** Aligned with the predicted `results`. */
  readonly results: readonly DiplotypePhenotype[]
  /** Aligned with the predicted `otherResults`, then what holds if a medicine has not taken or lost its effect. */
  readonly otherResults: readonly DiplotypePhenotype[]
  /** What the score was multiplied with. */
  readonly factor: number
  readonly because: readonly Influence[]
}

/** Predicted and effective phenotype side by side; `effective` is absent where no cited rule changes it. */
export interface ConvertedPhenotype extends GenePhenotype {
  readonly influences: readonly Influence[]
  readonly effective?: EffectivePhenotype
  readonly cautions: readonly PhenoconversionCaution[]
}
