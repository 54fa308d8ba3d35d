import { raw } from '@mikro-orm/postgresql'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Transition, Uploads } from '../../usecases/ports.js'
import { TERMINAL_STATES } from '../../usecases/records.js'
import type { UploadRecord, UploadState } from '../../usecases/records.js'
import { openUploadNames, sealUploadNames } from '../decoders/sealed-names-decoder.js'
import { UploadTransitionEntity } from '../entities/upload-transition.entity.js'
import { UploadEntity } from '../entities/upload.entity.js'
import type { SearchHashes } from '../keys/search-hashes.js'
import type { UnitKeys } from '../keys/unit-keys.js'
import { announceUpload } from '../progress/upload-channel.js'
import { onlyIds, uuidV7 } from '../uuid-v7.js'
import { groupBy, idOfCursor, pageOf } from './page.js'
import { toJson } from './to-json.js'
import { toUpload } from './upload-row.js'
import type { UploadRow } from './upload-row.js'
import { isVisible } from './visible-patients.js'

/** States in which a worker may take an upload: accepted, or taken by somebody whose lease has ended. */
const TAKEABLE: readonly UploadState[] = ['RECEIVED', 'READING', 'CALLING']

/** Uploads that bytes sent again are led to; a refused file may be tried again. */
const STANDING: readonly UploadState[] = [...TAKEABLE, 'READY', 'PARTIAL']

/** Times are the database's, so that leases mean the same to workers whose clocks differ. */
export function postgresUploads(
  em: EntityManager,
  organisationId: string,
  keys: UnitKeys,
  hashes: SearchHashes,
): Uploads {
  return {
    async find(ids) {
      const known = onlyIds(ids)
      if (known.length === 0) return []
      return readable(await em.find(UploadEntity, { id: { $in: [...known] } }, { refresh: true }))
    },

    async list(page, visibility, filter) {
      const { patientId, states } = filter
      if (patientId !== undefined && onlyIds([patientId]).length === 0) return pageOf([], 0, page)
      const asked = {
        patientId,
        names: { $ne: null },
        ...(states === undefined ? {} : { state: { $in: [...states] } }),
      }
      const matches = { $and: [asked, isVisible(visibility)] }
      const behind = page.after === undefined ? {} : { id: { $lt: idOfCursor(page.after) } }
      const rows = await em.find(
        UploadEntity,
        { $and: [matches, behind] },
        { orderBy: { id: 'desc' }, limit: page.first + 1 },
      )
      return pageOf(readable(rows), await em.count(UploadEntity, matches), page)
    },

    async ofPatients(patientIds) {
      const rows = await em.find(
        UploadEntity,
        { patientId: { $in: [...onlyIds(patientIds)] } },
        { orderBy: { id: 'desc' } },
      )
      return groupBy(patientIds, readable(rows), upload => upload.patientId)
    },

    async usage(periodMilliseconds) {
      await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 1))', [organisationId])
      const [row] = await em.execute<{ opened: number; oldest: number; stored: string }[]>(
        `select count(*) filter (where created_at > now() - ? * interval '1 millisecond')::int as opened,
           coalesce(extract(epoch from now() - min(created_at) filter (where created_at > now() - ? * interval '1 millisecond')) * 1000, 0)::float8 as oldest,
           coalesce(sum(size_bytes) filter (where state = any (?)), 0)::text as stored
         from upload`,
        [periodMilliseconds, periodMilliseconds, `{${STANDING.join(',')}}`],
      )
      return {
        opened: row?.opened ?? 0,
        oldestMilliseconds: row?.oldest ?? 0,
        storedBytes: Number(row?.stored ?? 0),
      }
    },

    async add({ sampleName, fileName, fingerprint, ...upload }) {
      const key = await keys.find(upload.patientId)
      await em.insert(UploadEntity, {
        ...upload,
        names: sealUploadNames(key, upload.id, { sampleName, fileName }),
        // Made from the sample's name, too, which could be guessed and compared with it.
        fingerprint: hashes.request(fingerprint),
        assay: toJson(upload.assay),
        outsideCalls: toJson(upload.outsideCalls),
        declared: toJson(upload.declared),
        diagnostics: toJson(upload.diagnostics),
        sizeBytes: null,
        sha256: null,
        refusal: null,
        sampleId: null,
        supersededBy: null,
        leaseOwner: null,
        leaseUntil: null,
      })
      await remember(upload.id, upload.state, 0)
    },

    async transition(id, { from, attempt, to, set = {} }: Transition) {
      const lease = TERMINAL_STATES.includes(to) ? { leaseOwner: null, leaseUntil: null } : {}
      const changed = await em.nativeUpdate(
        UploadEntity,
        { id, state: { $in: [...from] }, ...(attempt === undefined ? {} : { attempt }) },
        { ...set, ...documents(set), ...lease, state: to, updatedAt: raw('now()') },
      )
      if (changed === 0) return false
      await remember(id, to, attempt)
      await announceUpload(em, id)
      return true
    },

    async claim(id, owner, leaseMilliseconds) {
      const changed = await em.nativeUpdate(
        UploadEntity,
        { id, state: { $in: [...TAKEABLE] }, $or: [{ leaseUntil: null }, { leaseUntil: { $lt: raw('now()') } }] },
        {
          attempt: raw('attempt + 1'),
          leaseOwner: owner,
          leaseUntil: until(leaseMilliseconds),
          updatedAt: raw('now()'),
        },
      )
      if (changed === 0) return undefined
      const rows = await em.find(UploadEntity, { id }, { refresh: true })
      return readable(rows)[0]
    },

    async renew(id, attempt, leaseMilliseconds) {
      const changed = await em.nativeUpdate(
        UploadEntity,
        { id, attempt, state: { $in: [...TAKEABLE] } },
        { leaseUntil: until(leaseMilliseconds) },
      )
      return changed > 0
    },

    async release(id, attempt, failed, delayMilliseconds) {
      const changed = await em.nativeUpdate(
        UploadEntity,
        { id, attempt, state: { $in: [...TAKEABLE] } },
        {
          leaseOwner: null,
          leaseUntil: delayMilliseconds === 0 ? null : until(delayMilliseconds),
          updatedAt: raw('now()'),
          ...(failed ? { failures: raw('failures + 1') } : {}),
        },
      )
      return changed > 0
    },

    async findSameContent(patientId, sha256, fingerprint) {
      // Two requests with the same bytes at once: the second one waits here until the first has committed.
      await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
        `${patientId} ${sha256} ${fingerprint}`,
      ])
      const row = await em.findOne(
        UploadEntity,
        { patientId, sha256, fingerprint, state: { $in: [...STANDING] } },
        { orderBy: { id: 'asc' } },
      )
      return row === null ? undefined : readable([row])[0]
    },

    async findAbandoned(graceMilliseconds) {
      const rows = await em.find(
        UploadEntity,
        {
          state: { $in: [...TAKEABLE] },
          updatedAt: { $lt: raw(`now() - interval '${Math.round(graceMilliseconds)} milliseconds'`) },
          $or: [{ leaseUntil: null }, { leaseUntil: { $lt: raw('now()') } }],
        },
        { fields: ['id'], orderBy: { id: 'asc' }, limit: 100 },
      )
      return rows.map(row => row.id)
    },

    async findExpired(ageMilliseconds) {
      const rows = await em.find(
        UploadEntity,
        { state: 'OPEN', createdAt: { $lt: raw(`now() - interval '${Math.round(ageMilliseconds)} milliseconds'`) } },
        { fields: ['id'], orderBy: { id: 'asc' }, limit: 100 },
      )
      return rows.map(row => row.id)
    },
  }

  function readable(rows: readonly UploadRow[]): readonly UploadRecord[] {
    return rows.flatMap(row => {
      const key = keys.ofRow(row.patientId, row.wrappedKey)
      const { names } = row
      if (key === undefined || names === null || names === undefined) return []
      return [toUpload(row, openUploadNames(key, row.id, names))]
    })
  }

  async function remember(uploadId: string, state: UploadState, attempt: number | undefined) {
    const at = raw('now()')
    await em.insert(UploadTransitionEntity, {
      id: uuidV7(),
      organisationId,
      uploadId,
      state,
      attempt: attempt ?? 0,
      at,
    })
  }
}

function documents({ refusal, diagnostics }: NonNullable<Transition['set']>) {
  return {
    ...(refusal === undefined ? {} : { refusal: toJson(refusal) }),
    ...(diagnostics === undefined ? {} : { diagnostics: toJson(diagnostics) }),
  }
}

function until(milliseconds: number) {
  return raw(`now() + interval '${Math.round(milliseconds)} milliseconds'`)
}
