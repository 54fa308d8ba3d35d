import DataLoader from 'dataloader'
import { DomainError } from '../domain/errors.js'
import type { GenePhenotype } from '../domain/phenotype/gene-phenotype.js'
import type { DrugAdvice } from '../domain/recommendation/advice.js'
import type { AdviceFilter, Usecases } from '../usecases/menu.js'
import type { Actor, Page, PageRequest, Patient, Sample, Upload, UploadProgress } from '../usecases/records.js'

/**
 * One request's loaders: everything that a page of patients asks for is fetched with a fixed number of statements,
 * however many patients are on it. They also remember, so that one answer never shows two states of the same row.
 */
export interface Loaders {
  readonly patients: DataLoader<string, Patient | undefined>
  readonly uploads: DataLoader<string, Upload | undefined>
  readonly uploadsOfPatient: DataLoader<string, readonly Upload[]>
  readonly uploadProgress: DataLoader<string, UploadProgress | undefined>
  readonly samples: DataLoader<string, Sample | undefined>
  readonly samplesOfPatient: DataLoader<string, readonly Sample[]>
  readonly phenotypes: DataLoader<string, readonly GenePhenotype[]>
  /** One loader per different question, so that all samples of a page are asked for at once. */
  readonly advice: (filter: AdviceFilter, page: PageRequest) => DataLoader<string, Page<DrugAdvice>>
}

export function createLoaders(usecases: Usecases, actor: Actor): Loaders {
  const advice = new Map<string, DataLoader<string, Page<DrugAdvice>>>()
  return {
    patients: byId(ids => usecases.findPatients(actor, ids)),
    uploads: byId(ids => usecases.findUploads(actor, ids)),
    uploadsOfPatient: lists(ids => usecases.uploadsOfPatients(actor, ids)),
    uploadProgress: byId(ids => usecases.uploadProgress(actor, ids)),
    samples: byId(ids => usecases.findSamples(actor, ids)),
    samplesOfPatient: lists(ids => usecases.samplesOfPatients(actor, ids)),
    phenotypes: known(ids => usecases.phenotypes(actor, ids)),
    advice: (filter, page) => {
      const question = JSON.stringify([filter.actionableOnly, filter.gene, page.first, page.after])
      const loader = advice.get(question) ?? known(ids => usecases.adviseSamples(actor, ids, filter, page))
      advice.set(question, loader)
      return loader
    },
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

/** For what every sample has: without an entry there is no such sample, and an empty list would say something else. */
function known<V>(find: Find<V>): DataLoader<string, V> {
  return new DataLoader<string, V>(async ids => {
    const found = await find(ids)
    return ids.map((id): V | Error => found.get(id) ?? new DomainError('NOT_FOUND', 'No such sample', {}))
  })
}
