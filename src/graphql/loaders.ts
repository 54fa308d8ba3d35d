import DataLoader from 'dataloader'
import { DomainError } from '../domain/errors.js'
import type { DrugAdvice } from '../domain/recommendation/advice.js'
import type { KnownHistory, WithheldHistory } from '../usecases/history-menu.js'
import type { RecordedAccess } from '../usecases/audit-row.js'
import { notYours } from '../usecases/patient-accesses.js'
import type { AdviceAlert } from '../usecases/advice-alert.js'
import type { Consent, Relation } from '../usecases/access-facts.js'
import type { Grant } from '../usecases/grant.js'
import type { AdviceFilter, Usecases } from '../usecases/menu.js'
import type {
  AskedChange,
  CandidatesAsked,
  OptionsAnswer,
  ReviewAnswer,
  WhatIfAnswer,
} from '../usecases/option-questions.js'
import type { Actor, Page, PageRequest, Sample, SeenPatient, Upload, UploadProgress } from '../usecases/records.js'
import type { SeenResult } from '../usecases/seen-calls.js'

/**
 * One request's loaders: everything that a page of patients asks for is fetched with a fixed number of statements,
 * however many patients are on it. They also remember, so that one answer never shows two states of the same row.
 */
export interface Loaders {
  readonly patients: DataLoader<string, SeenPatient | undefined>
  readonly uploads: DataLoader<string, Upload | undefined>
  readonly uploadsOfPatient: DataLoader<string, readonly Upload[]>
  readonly uploadProgress: DataLoader<string, UploadProgress | undefined>
  readonly relations: DataLoader<string, readonly Relation[]>
  readonly consents: DataLoader<string, readonly Consent[]>
  readonly grants: DataLoader<string, readonly Grant[]>
  readonly samples: DataLoader<string, Sample | undefined>
  readonly samplesOfPatient: DataLoader<string, readonly Sample[]>
  readonly phenotypes: DataLoader<string, readonly SeenResult[]>
  readonly histories: DataLoader<string, KnownHistory | WithheldHistory | undefined>
  /** One loader per different question, so that all samples of a page are asked for at once. */
  readonly advice: (filter: AdviceFilter, page: PageRequest) => DataLoader<string, Page<DrugAdvice>>
  readonly accesses: (page: PageRequest) => DataLoader<string, Page<RecordedAccess>>
  readonly alerts: (page: PageRequest) => DataLoader<string, Page<AdviceAlert>>
  readonly options: (candidates: CandidatesAsked) => DataLoader<string, OptionsAnswer>
  readonly reviews: DataLoader<string, ReviewAnswer>
  readonly whatIf: (change: AskedChange, candidates: CandidatesAsked | undefined) => DataLoader<string, WhatIfAnswer>
}

export function createLoaders(usecases: Usecases, actor: Actor): Loaders {
  const advice = perQuestion<Page<DrugAdvice>>()
  const accesses = perQuestion<Page<RecordedAccess>>()
  const alerts = perQuestion<Page<AdviceAlert>>()
  const options = perQuestion<OptionsAnswer>()
  const whatIf = perQuestion<WhatIfAnswer>()
  return {
    patients: byId(ids => usecases.findPatients(actor, ids)),
    uploads: byId(ids => usecases.findUploads(actor, ids)),
    uploadsOfPatient: lists(ids => usecases.uploadsOfPatients(actor, ids)),
    uploadProgress: byId(ids => usecases.uploadProgress(actor, ids)),
    relations: lists(ids => usecases.relations(actor, ids)),
    consents: lists(ids => usecases.consents(actor, ids)),
    grants: lists(ids => usecases.grantsOfPatients(actor, ids)),
    samples: byId(ids => usecases.findSamples(actor, ids)),
    samplesOfPatient: lists(ids => usecases.samplesOfPatients(actor, ids)),
    phenotypes: known('sample', ids => usecases.phenotypes(actor, ids)),
    histories: byId(ids => usecases.histories(actor, ids)),
    advice: (filter, page) =>
      advice([filter.actionableOnly, filter.gene, page.first, page.after], () =>
        known('sample', ids => usecases.adviseSamples(actor, ids, filter, page)),
      ),
    accesses: page => accesses(page, () => known(notYours, ids => usecases.accessesOfPatients(actor, ids, page))),
    alerts: page => alerts(page, () => known('patient', ids => usecases.alertsOfPatients(actor, ids, page))),
    options: candidates =>
      options(candidates, () => known('patient', ids => usecases.optionsOfPatients(actor, ids, candidates))),
    reviews: known('patient', ids => usecases.reviewsOfPatients(actor, ids)),
    whatIf: (change, candidates) =>
      whatIf([change, candidates], () =>
        known('patient', ids => usecases.whatIfOfPatients(actor, ids, change, candidates)),
      ),
  }
}

/** One loader per different question. */
function perQuestion<V>() {
  const loaders = new Map<string, DataLoader<string, V>>()
  return (question: unknown, make: () => DataLoader<string, V>): DataLoader<string, V> => {
    const key = JSON.stringify(question)
    const loader = loaders.get(key) ?? make()
    loaders.set(key, loader)
    return loader
  }
}

type Find<V> = (ids: readonly string[]) => Promise<ReadonlyMap<string, V>>

function byId<V>(find: Find<V>): DataLoader<string, V | undefined> {
  return new DataLoader(async ids => {
    const found = await find(ids)
    return ids.map(id => found.get(id))
  })
}

function lists<V>(find: Find<readonly V[]>): DataLoader<string, readonly V[]> {
  return new DataLoader(async ids => {
    const found = await find(ids)
    return ids.map(id => found.get(id) ?? [])
  })
}

/** For what every sample or patient has: without an entry there is none, and an empty list would say something else. */
function known<V>(what: 'sample' | 'patient' | (() => DomainError), find: Find<V>): DataLoader<string, V> {
  const missing = typeof what === 'string' ? () => new DomainError('NOT_FOUND', `No such ${what}`, {}) : what
  return new DataLoader<string, V>(async ids => {
    const found = await find(ids)
    return ids.map((id): V | Error => found.get(id) ?? missing())
  })
}
