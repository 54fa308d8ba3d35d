import type { FactKind, FactSource, StatedFact } from '../domain/history/history-fact.js'
import type { Medicine } from '../domain/history/patient-history.js'
import type { OptionTexts } from '../domain/option-knowledge.js'
import type { WhatIf } from '../domain/advise-options.js'
import type { Finding, UnknownFact } from '../domain/medication/finding.js'
import type { MedicationOption, MedicationOptions } from '../domain/medication/medication-options.js'
import type { MedicationReview, ReviewedMedicine } from '../domain/medication/medication-review.js'
import type { DrugDifference } from '../domain/medication/what-if.js'
import type { Drug } from '../domain/knowledge.js'
import type { DrugCandidate, Facts, StatedMedicine, Subject } from './menu.js'
import type { Sample } from './records.js'

/** What is stated beside the person; for this question it counts before what is recorded of the same thing. */
export interface StatedBackground {
  /** By the names that guidelines ask for. */
  readonly facts: Facts
  readonly medicines: readonly StatedMedicine[]
  readonly history: readonly StatedFact[]
}

export const NOTHING_STATED: StatedBackground = { facts: {}, medicines: [], history: [] }

/** What options are asked for: an indication by id, a class of drugs by code or ATC prefix, or drugs by name. */
export type CandidatesAsked =
  { readonly indication: string } | { readonly drugClass: string } | { readonly drugs: readonly string[] }

export interface OptionsQuestion {
  readonly subject: Subject
  readonly candidates: CandidatesAsked
  readonly stated: StatedBackground
}

export interface ReviewQuestion {
  readonly subject: Subject
  readonly stated: StatedBackground
}

/** Medicines that would be started and stopped, by name or RxNorm id. */
export interface AskedChange {
  readonly start: readonly string[]
  readonly stop: readonly string[]
}

export interface WhatIfQuestion extends ReviewQuestion {
  readonly change: AskedChange
  /** What the change does to these options as well. */
  readonly candidates?: CandidatesAsked
}

/** A fact that an answer rests on, in words, and whether it is recorded or was stated with the question. */
export interface UsedFact {
  readonly id: string
  readonly kind: FactKind
  readonly text: OptionTexts
  readonly origin: 'RECORDED' | 'STATED'
  readonly source: FactSource
  readonly recordedOn: string
}

type Resting<T extends { readonly factIds: readonly string[] }> = Omit<T, 'factIds'> & {
  readonly facts: readonly UsedFact[]
}

export type ShownFinding = Resting<Finding>

export type ShownUnknown = Resting<UnknownFact>

/** One drug for this person, its reasons each with the facts they rest on. */
export interface ShownOption extends Omit<MedicationOption, 'findings' | 'unknowns'> {
  readonly findings: readonly ShownFinding[]
  readonly unknowns: readonly ShownUnknown[]
}

/** How fresh each list is. */
export interface ShownList {
  readonly list: 'MEDICINES' | 'CONDITIONS' | 'ALLERGIES'
  readonly state: 'CURRENT' | 'STALE' | 'NEVER_STATED'
  readonly statedOn?: string
}

/** What an answer about any drug rests on, and what was kept and not used. */
export interface ShownBackground {
  readonly lists: readonly ShownList[]
  readonly notConsidered: readonly Medicine[]
  readonly problems: readonly {
    readonly code: MedicationOptions['background']['problems'][number]['code']
    readonly fact?: UsedFact
    readonly field?: string
    readonly used: boolean
  }[]
  readonly notUsed: readonly {
    readonly reason: MedicationOptions['background']['notUsed'][number]['reason']
    readonly fact?: UsedFact
  }[]
  /** Recorded facts whose place something stated with the question takes. */
  readonly replaced: readonly UsedFact[]
}

interface Answered {
  /** What the gene results come from; absent for stated results and for a patient without a sample. */
  readonly sample?: Sample
  readonly background: ShownBackground
}

export interface OptionsAdvised extends Answered, Omit<MedicationOptions, 'options' | 'background'> {
  readonly type: 'options'
  readonly options: readonly ShownOption[]
}

export interface ShownMedicine extends Omit<ReviewedMedicine, 'drugs'> {
  readonly drugs: readonly ShownOption[]
  /** The fact that states it. */
  readonly fact?: UsedFact
}

export interface ReviewAdvised extends Answered, Omit<MedicationReview, 'medicines' | 'background'> {
  readonly type: 'review'
  readonly medicines: readonly ShownMedicine[]
}

export interface ShownDifference extends Omit<DrugDifference, 'drug' | 'appeared' | 'disappeared' | 'unknowns'> {
  readonly drug: Drug
  readonly appeared: readonly ShownFinding[]
  readonly disappeared: readonly ShownFinding[]
  readonly unknowns: readonly ShownUnknown[]
}

export interface ShownWhatIf extends Pick<WhatIf, 'moment'> {
  readonly medicines: readonly ShownDifference[]
  readonly options: readonly ShownDifference[]
}

export interface WhatIfAdvised extends Answered {
  readonly type: 'whatIf'
  readonly asOf: string
  readonly moments: readonly ShownWhatIf[]
}

/** A name among the drugs asked for fits none or several: nothing was guessed. */
export interface OptionCandidates {
  readonly type: 'candidates'
  readonly text: string
  readonly candidates: readonly DrugCandidate[]
}

/**
 * The release cannot answer: it is older than the knowledge of options, or that knowledge, which rests on a curator's
 * memory, is switched off. Not an empty list, which would say that nothing is suitable.
 */
export interface NoOptionKnowledge {
  readonly type: 'noKnowledge'
  readonly reason: 'OLDER_RELEASE' | 'SWITCHED_OFF'
  readonly statement: OptionTexts
}

export type OptionsAnswer = OptionsAdvised | OptionCandidates | NoOptionKnowledge

export type ReviewAnswer = ReviewAdvised | NoOptionKnowledge

export type WhatIfAnswer = WhatIfAdvised | OptionCandidates | NoOptionKnowledge
