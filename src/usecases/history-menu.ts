import type { HistoryProblem } from '../domain/history/clinical-history.js'
import type { FactKind, FactSource, OriginalCode, StatedFact } from '../domain/history/history-fact.js'
import type { PatientHistory } from '../domain/history/patient-history.js'
import type { WithheldReason } from './decide.js'
import type { RecordedFact } from './recorded-fact.js'
import type { Actor, Page, PageRequest, SeenPatient } from './records.js'

/** The part of the menu that is about patients' histories. */
export interface HistoryUsecases {
  /**
   * Adds facts. Each is answered by itself: one that cannot be meant is refused with a code and a field, the others are
   * recorded. The same key and input are recorded once.
   */
  recordHistory(actor: Actor, input: RecordHistoryInput): Promise<RecordedEntries>
  /** Puts a fact of the same kind in the place of another. `CONFLICT` when that was corrected already. */
  correctFact(actor: Actor, input: CorrectFactInput): Promise<RecordedEntry>
  /** Says that a fact was entered in error. It stays in the record and counts for nothing. */
  retractFact(actor: Actor, input: RetractFactInput): Promise<RecordedFact>
  /**
   * Adds what another system says of a patient. Sent again it adds nothing; a thing that changed there is corrected here, one
   * that counts no more is retracted. Facts with problems are kept with them.
   */
  importFacts(actor: Actor, input: ImportFactsInput): Promise<ImportedEntries>
  /** What is known of each patient today, and the facts it rests on. */
  histories(actor: Actor, patientIds: readonly string[]): Promise<ReadonlyMap<string, KnownHistory | WithheldHistory>>
  /** Everything that was recorded, corrected and retracted facts too, newest first. */
  listFacts(actor: Actor, filter: FactFilter, page: PageRequest): Promise<Page<RecordedFact>>
}

/** A fact as somebody states it. */
export interface FactStatement {
  readonly fact: StatedFact
  /** When it was written down where it comes from; now when absent. */
  readonly recordedOn?: string
  readonly source?: Partial<Pick<FactSource, 'kind' | 'name'>>
  /** To be seen only by those who may see what is specially protected. */
  readonly restricted?: boolean
}

export interface RecordHistoryInput {
  readonly patientId: string
  readonly facts: readonly FactStatement[]
  readonly idempotencyKey: string
}

export interface CorrectFactInput extends FactStatement {
  readonly factId: string
  readonly idempotencyKey: string
}

export interface RetractFactInput {
  readonly factId: string
  readonly idempotencyKey: string
}

export interface FactFilter {
  readonly patientId: string
  readonly kinds?: readonly FactKind[]
}

/** Something to know about a fact that was sent. */
export interface EntryProblem {
  /** `BAD_INPUT`: a text or number that no fact can have. */
  readonly code: HistoryProblem['code'] | 'BAD_INPUT'
  readonly field?: string
  /** Whether the fact still counts. */
  readonly used: boolean
}

export interface RecordedEntry {
  readonly status: 'RECORDED' | 'REFUSED'
  /** Absent when it was refused. */
  readonly fact?: RecordedFact
  readonly problems: readonly EntryProblem[]
}

export interface RecordedEntries {
  readonly patient: SeenPatient
  /** One per fact, in the order they were sent. */
  readonly entries: readonly RecordedEntry[]
}

/** A history that is not the actor's to see, with the general reason. */
export interface WithheldHistory {
  readonly withheld: WithheldReason
}

export interface KnownHistory {
  readonly patient: SeenPatient
  /** Those that the actor may see, by id, oldest first. */
  readonly facts: ReadonlyMap<string, RecordedFact>
  readonly history: PatientHistory
}

export interface ImportFactsInput {
  readonly patientId: string
  /** The sending system, the same whenever it sends. */
  readonly source: string
  readonly entries: readonly ImportEntry[]
}

/** What one thing of another system states. */
export interface ImportEntry {
  /** What that system calls it; absent: nothing was read of it. */
  readonly key?: string
  /** As it is referred to there. */
  readonly reference?: string
  readonly restricted: boolean
  readonly facts: readonly ImportFact[]
}

export interface ImportFact {
  /** Which of the facts of its entry, the same whenever it is sent again. */
  readonly slot: string
  readonly fact: StatedFact
  readonly original: readonly OriginalCode[]
  readonly recordedOn?: string
}

export interface ImportedFact {
  readonly status: 'RECORDED' | 'CHANGED' | 'UNCHANGED' | 'RETRACTED' | 'REFUSED'
  /** Absent when it was refused. */
  readonly fact?: RecordedFact
  readonly problems: readonly EntryProblem[]
}

export interface ImportedEntries {
  readonly patient: SeenPatient
  /** Per entry what became of its facts, in the order they were sent. */
  readonly entries: readonly (readonly ImportedFact[])[]
}
