import type { InferEntity } from '@mikro-orm/postgresql'
import type { ChangeCause } from '../../domain/medication/advice-changes.js'
import type { Samples } from '../../usecases/ports.js'
import type { Sample, SampleDocument } from '../../usecases/records.js'
import { encodeRecordedCall, recordedCall } from '../decoders/gene-call-decoder.js'
import { decodeDocument, encodeDocument } from '../decoders/sample-document-decoder.js'
import { sealSampleNames } from '../decoders/sealed-names-decoder.js'
import { OutsideCallEntity } from '../entities/outside-call.entity.js'
import { ReleaseEventEntity } from '../entities/release-event.entity.js'
import { SampleDocumentEntity } from '../entities/sample-document.entity.js'
import { SampleEntity } from '../entities/sample.entity.js'
import { announceChange } from '../progress/advice-channels.js'
import { rowsOf } from '../statement.js'
import { onlyIds } from '../uuid-v7.js'
import { readSamplesOf, toSample } from './sample-rows.js'
import { createSnapshot, meet } from './snapshot.js'
import type { Reading } from './snapshot.js'
import { groupBy, idOfCursor, pageOf } from './page.js'
import { toJson } from './to-json.js'
import { isVisible } from './visible-patients.js'

const CALL: ReadonlySet<ChangeCause> = new Set(['CALL'])

type SampleRow = InferEntity<typeof SampleEntity>

export function postgresSamples(reading: Reading, organisationId: string): Samples {
  const { em, keys, snapshot } = reading
  const { documents: cache } = reading.caches

  return {
    async find(ids) {
      const known = onlyIds(ids)
      if (known.length === 0) return []
      return readable(await em.find(SampleEntity, { id: { $in: [...known] } }, { refresh: true }))
    },

    async list(page, visibility, { patientId }) {
      if (patientId !== undefined && onlyIds([patientId]).length === 0) return pageOf([], 0, page)
      const matches = { $and: [{ patientId, names: { $ne: null } }, isVisible(visibility)] }
      const behind = page.after === undefined ? {} : { id: { $lt: idOfCursor(page.after) } }
      const rows = await em.find(
        SampleEntity,
        { $and: [matches, behind] },
        { orderBy: { id: 'desc' }, limit: page.first + 1 },
      )
      return pageOf(readable(rows), await em.count(SampleEntity, matches), page)
    },

    async ofPatients(patientIds) {
      const known = onlyIds(patientIds)
      const { samplesOfPatients } = snapshot ?? createSnapshot()
      const lists = await meet(samplesOfPatients, known, async ids => {
        const groups = groupBy(ids, await readSamplesOf(reading, ids), sample => sample.patientId)
        return id => groups.get(id) ?? []
      })
      const found = new Map(known.map((id, index) => [id, lists[index]]))
      return new Map(patientIds.map(id => [id, found.get(id) ?? []]))
    },

    async add({ name, file: { name: fileName, ...file }, ...sample }, document) {
      const key = await keys.find(sample.patientId)
      const names = sealSampleNames(key, sample.id, { name, fileName })
      const release = { releasedAt: sample.releasedAt ?? null, heldGenes: toJson(sample.heldGenes) }
      await em.insert(SampleEntity, { ...sample, ...release, names, file: toJson(file) })
      const columns = encodeDocument(key, sample.id, document)
      await em.insert(SampleDocumentEntity, { sampleId: sample.id, organisationId, ...columns })
      await announceChange(em, organisationId, sample.patientId, CALL)
    },

    async documents(sampleIds) {
      const known = onlyIds(sampleIds)
      if (known.length === 0) return new Map()
      const remembered = known.flatMap(id => cachedDocument(id) ?? [])
      if (remembered.length === known.length) return new Map(remembered)
      // Small, and under the wall: what is not visible to this organisation is not in its answer either, and what lost its
      // key is gone, whatever is still remembered here.
      const rows = await rowsOf<DocumentVersion>(
        em,
        `select d.sample_id as id, d.xmin::text as version, s.patient_id, k.kek_id || ' ' || encode(k.wrapped, 'hex') as wrapped
         from sample_document d join sample s on s.id = d.sample_id join patient_key k on k.patient_id = s.patient_id
         where d.sample_id = any ($1::uuid[]) and d.sealed is not null`,
        [known],
      )
      const missing = rows.filter(({ id, version }) => cache.get(id, version) === undefined)
      const fresh = await readDocuments(missing)
      return new Map(
        rows.flatMap(({ id, version }) => {
          const document = fresh.get(id) ?? cache.get(id, version)
          if (document === undefined) return []
          cache.put(id, version, document)
          return [[id, document] as const]
        }),
      )
    },

    async replaceDocument(sampleId, document, calledAt) {
      const { patientId } = await em.findOneOrFail(SampleEntity, { id: sampleId })
      const key = await keys.find(patientId)
      await em.nativeUpdate(SampleDocumentEntity, { sampleId }, encodeDocument(key, sampleId, document))
      await em.nativeUpdate(SampleEntity, { id: sampleId }, { knowledgeVersion: document.knowledgeVersion, calledAt })
      await announceChange(em, organisationId, patientId, CALL)
    },

    async setRelease({ id, patientId }, { releasedAt, heldGenes: held }) {
      const state = { releasedAt: releasedAt ?? null, heldGenes: toJson(held) }
      await em.nativeUpdate(SampleEntity, { id }, state)
      // Advice rests on what is released: letting out and holding back change it as much as another call does.
      await announceChange(em, organisationId, patientId, CALL)
    },

    async addReleaseEvent(sampleId, { id, gene, act, reason, by, at }) {
      const what = { gene: gene ?? null, act, reason: reason ?? null }
      await em.insert(ReleaseEventEntity, { id, organisationId, sampleId, ...what, recordedBy: by, recordedAt: at })
    },

    async outsideCalls(sampleIds) {
      const ids = onlyIds(sampleIds)
      const rows = await em.find(OutsideCallEntity, { sampleId: { $in: [...ids] } }, { orderBy: { id: 'asc' } })
      const groups = groupBy(ids, rows, row => row.sampleId)
      return new Map([...groups].map(([id, list]) => [id, list.map(row => recordedCall.parse(row.call))]))
    },

    async addOutsideCall(sampleId, actorId, id, recorded, at) {
      await em.insert(OutsideCallEntity, {
        id,
        organisationId,
        sampleId,
        recordedBy: actorId,
        call: toJson(encodeRecordedCall(recorded)),
        recordedAt: at,
      })
    },
  }

  /** What this transaction has seen to be the newest, with the key it was read under. */
  function cachedDocument(id: string): readonly [string, SampleDocument][] | undefined {
    const version = snapshot?.documents.get(id)
    const document = version === undefined ? undefined : cache.get(id, version)
    return document === undefined ? undefined : [[id, document]]
  }

  async function readDocuments(versions: readonly DocumentVersion[]): Promise<ReadonlyMap<string, SampleDocument>> {
    if (versions.length === 0) return new Map()
    const ids = versions.map(({ id }) => id)
    const rows = await em.find(SampleDocumentEntity, { sampleId: { $in: ids } }, { refresh: true })
    const byId = new Map(rows.map(row => [row.sampleId, row]))
    return new Map(
      versions.flatMap(({ id, patient_id, wrapped }) => {
        const key = keys.ofRow(patient_id, wrapped)
        const { calls, sealed } = byId.get(id) ?? {}
        if (key === undefined || sealed === null || sealed === undefined) return []
        return [[id, decodeDocument(key, id, { calls, sealed })] as const]
      }),
    )
  }

  function readable(rows: readonly SampleRow[]): readonly Sample[] {
    return rows.flatMap(row => {
      const key = keys.ofRow(row.patientId, row.wrappedKey)
      const { names } = row
      return key === undefined || names === null || names === undefined ? [] : [toSample(row, names, key)]
    })
  }
}

interface DocumentVersion {
  readonly id: string
  readonly version: string
  readonly patient_id: string
  readonly wrapped: string
}
