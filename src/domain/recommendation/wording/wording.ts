import type { Action, DoseKind, DosePhase, Interaction, Source, Strength } from '../../knowledge.js'
import type { CautionReason, Influence } from '../../phenoconversion/converted-phenotype.js'
import type { Agreement, MissingFact, NoAnswerOutcome, UndecidedSource } from '../advice.js'
import type { NoEstimate } from '../algorithms/linear-dose.js'

/** For people who prescribe, and in plain words for people who take. */
export interface Texts {
  readonly clinician: string
  readonly plain: string
}

export type Audience = keyof Texts

/**
 * Every word that Sextant itself says about medicines, in one language. What guidelines speak of by code (conditions, tests,
 * groups of drugs) has its words beside the guidelines, in the terms of the data.
 */
export interface Wording {
  readonly language: string
  /** "Avoid it." `drug` is a name; `details` are amounts or alternatives that belong into the sentence. */
  readonly action: Readonly<
    Record<
      Action,
      (parts: {
        readonly drug: string
        readonly phase: string
        readonly amount: string
        readonly instead: string
      }) => Texts
    >
  >
  /** An action in a word or two, where a list of them is compared. */
  readonly actionName: Readonly<Record<Action, string>>
  readonly phase: Readonly<Record<DosePhase, Texts>>
  readonly dose: Readonly<Record<DoseKind, Texts>>
  readonly implication: Readonly<Record<string, Texts>>
  readonly strength: Readonly<Record<Strength, Texts>>
  readonly noAnswer: Readonly<
    Record<
      NoAnswerOutcome['type'],
      (parts: {
        readonly drug: string
        readonly source: Source
        readonly genes: string
        readonly reasons: string
      }) => Texts
    >
  >
  readonly reason: Readonly<Record<string, Texts>>
  readonly estimate: (parts: {
    readonly title: string
    readonly weekly: string
    readonly daily: string
    readonly unit: string
    readonly assumed: string
  }) => Texts
  readonly noEstimate: Readonly<
    Record<NoEstimate['reason'], (parts: { readonly title: string; readonly about: string }) => Texts>
  >
  readonly caution: Readonly<
    Record<
      CautionReason,
      (parts: {
        readonly gene: string
        readonly medicine: string
        readonly strength: string
        readonly role: Interaction['role']
        readonly timing: Influence['timing']
      }) => Texts
    >
  >
  readonly agreement: Readonly<
    Record<Agreement, (parts: { readonly drug: string; readonly votes: string; readonly strictest: string }) => Texts>
  >
  /** `action` is empty where the source cannot go further than the others. */
  readonly undecided: Readonly<
    Record<
      UndecidedSource['type'],
      (parts: { readonly source: string; readonly waitsFor: string; readonly action: string }) => Texts
    >
  >
  readonly missingFact: Readonly<Record<MissingFact['kind'], (name: string) => string>>
  readonly doseDetail: {
    readonly timesPerDay: (times: number) => string
    readonly timesPerWeek: (times: number) => string
    readonly daysPerWeek: (days: number) => string
    readonly divided: string
    readonly dividedDoses: (doses: number) => string
    readonly durationWeeks: (weeks: number) => string
    readonly fromDay: (day: number) => string
    readonly afterDays: (days: number) => string
    readonly afterWeeks: (weeks: number) => string
    readonly stepDays: (days: number) => string
    readonly targetDay: (day: number) => string
    readonly infusionMinutes: (minutes: number) => string
    readonly volumeMillilitres: (volume: string) => string
    readonly rarely: (amounts: string) => string
  }
  readonly phrases: {
    readonly and: string
    readonly or: string
    readonly to: Texts
    readonly of: string
    readonly per: string
    readonly lessThan: string
    readonly atMost: string
    readonly atLeast: string
    readonly usualDose: Texts
    readonly ifThen: (when: string, then: readonly string[], audience: Audience) => string
    readonly because: (when: string, then: readonly string[]) => string
    readonly holdsIf: (when: string, audience: Audience) => string
    readonly except: (when: string, audience: Audience) => string
    readonly inPhase: (when: string, then: readonly string[], audience: Audience) => string
    readonly criteria: (list: string, audience: Audience) => string
    readonly avoidToo: (list: string, audience: Audience) => string
    readonly watch: (list: string, days: string, audience: Audience) => string
    readonly remark: (list: string, audience: Audience) => string
    readonly expect: (list: string, genes: string, audience: Audience) => string
    readonly target: (range: string, analyte: string, audience: Audience) => string
    readonly startStandard: (drug: string, audience: Audience) => string
    readonly noResult: string
    readonly dose: (phase: string, amount: string, audience: Audience) => string
    readonly timesPerWeek: (times: number, audience: Audience) => string
    readonly steadyState: (weeks: string, audience: Audience) => string
    readonly presumes: (list: string, audience: Audience) => string
    readonly population: (population: string, audience: Audience) => string
    readonly exposure: (parts: readonly string[], audience: Audience) => string
    readonly auc: (percent: string, audience: Audience) => string
    readonly peak: (percent: string, audience: Audience) => string
    readonly basis: (audience: Audience) => string
    readonly undetermined: (facts: string, audience: Audience) => string
    readonly notRobust: (settle: string, audience: Audience) => string
    readonly untested: (settle: string, audience: Audience) => string
    readonly askFirst: string
    readonly result: (gene: string, parts: readonly string[]) => string
    readonly score: (score: string) => string
    readonly effective: (parts: string) => string
    readonly readAs: (phenotype: string) => string
    readonly daysFrom: (days: string) => string
  }
}
