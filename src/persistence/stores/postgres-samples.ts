import type { EntityManager, InferEntity } from '@mikro-orm/postgresql'
import type { Samples } from '../../usecases/ports.js'
import type { Sample } from '../../usecases/records.js'
import { fileFacts } from '../decoders/evidence-decoder.js'
import { outsideCall } from '../decoders/gene-call-decoder.js'
import { decodeDocument, encodeDocument } from '../decoders/sample-document-decoder.js'
import { OutsideCallEntity } from '../entities/outside-call.entity.js'
import { SampleDocumentEntity } from '../entities/sample-document.entity.js'
import { SampleEntity } from '../entities/sample.entity.js'
import { onlyIds } from '../uuid-v7.js'
import type { DocumentCache } from './document-cache.js'
import { groupBy, idOfCursor, pageOf } from './page.js'
import { toJson } from './to-json.js'

export function postgresSamples(em: EntityManager, organisationId: string, cache: DocumentCache): Samples {
  return {
    async find(ids) {
      const known = onlyIds(ids)
      if (known.length === 0) return []
      return (await em.find(SampleEntity, { id: { $in: [...known] } }, { refresh: true })).map(toSample)
    },

    async list(page, { patientId }) {
      if (patientId !== undefined && onlyIds([patientId]).length === 0) return pageOf([], 0, page)
      const behind = page.after === undefined ? {} : { id: { $lt: idOfCursor(page.after) } }
      const rows = await em.find(
        SampleEntity,
        { $and: [{ patientId }, behind] },
        { orderBy: { id: 'desc' }, limit: page.first + 1 },
      )
      return pageOf(rows.map(toSample), await em.count(SampleEntity, { patientId }), page)
    },

    async ofPatients(patientIds) {
      const rows = await em.find(
        SampleEntity,
        { patientId: { $in: [...onlyIds(patientIds)] } },
        { orderBy: { id: 'desc' } },
      )
      return groupBy(patientIds, rows.map(toSample), sample => sample.patientId)
    },

    async add(sample, document) {
      await em.insert(SampleEntity, { ...sample, file: toJson(sample.file) })
      await em.insert(SampleDocumentEntity, { sampleId: sample.id, organisationId, ...encodeDocument(document) })
    },

    async documents(sampleIds) {
      const known = onlyIds(sampleIds)
      if (known.length === 0) return new Map()
      // Small, and under the wall: what is not visible to this organisation is not in its answer either.
      const rows = await em.execute<{ id: string; version: string }[]>(
        'select sample_id as id, xmin::text as version from sample_document where sample_id = any (?::uuid[])',
        [`{${known.join(',')}}`],
      )
      const missing = rows.filter(({ id, version }) => cache.get(id, version) === undefined).map(({ id }) => id)
      const read =
        missing.length === 0
          ? []
          : await em.find(SampleDocumentEntity, { sampleId: { $in: missing } }, { refresh: true })
      const fresh = new Map(read.map(row => [row.sampleId, decodeDocument(row)]))
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
      await em.nativeUpdate(SampleDocumentEntity, { sampleId }, encodeDocument(document))
      await em.nativeUpdate(SampleEntity, { id: sampleId }, { knowledgeVersion: document.knowledgeVersion, calledAt })
    },

    async outsideCalls(sampleIds) {
      const ids = onlyIds(sampleIds)
      const rows = await em.find(OutsideCallEntity, { sampleId: { $in: [...ids] } }, { orderBy: { id: 'asc' } })
      const groups = groupBy(ids, rows, row => row.sampleId)
      return new Map([...groups].map(([id, list]) => [id, list.map(row => outsideCall.parse(row.call))]))
    },

    async addOutsideCall(sampleId, actorId, id, call, at) {
      await em.insert(OutsideCallEntity, {
        id,
        organisationId,
        sampleId,
        recordedBy: actorId,
        call: toJson(call),
        recordedAt: at,
      })
    },
  }
}

function toSample(row: InferEntity<typeof SampleEntity>): Sample {
  return {
    id: row.id,
    organisationId: row.organisationId,
    patientId: row.patientId,
    uploadId: row.uploadId,
    name: row.name,
    assembly: row.assembly,
    file: fileFacts.parse(row.file),
    knowledgeVersion: row.knowledgeVersion,
    calledAt: row.calledAt,
  }
}
