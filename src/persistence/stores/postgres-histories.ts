import { UniqueConstraintViolationException } from '@mikro-orm/postgresql'
import type { EntityManager, InferEntity } from '@mikro-orm/postgresql'
import { DomainError } from '../../domain/errors.js'
import type { FactKind } from '../../domain/history/history-fact.js'
import type { ChangeCause } from '../../domain/medication/advice-changes.js'
import type { Histories } from '../../usecases/ports.js'
import type { RecordedFact } from '../../usecases/recorded-fact.js'
import { decodeFact, encodeFact } from '../decoders/history-fact-decoder.js'
import { HistoryFactEntity } from '../entities/history-fact.entity.js'
import { announceChange } from '../progress/advice-channels.js'
import { rowsOf } from '../statement.js'
import { onlyIds } from '../uuid-v7.js'
import { groupBy, idOfCursor, pageOf } from './page.js'
import type { Caches, Snapshot } from './snapshot.js'

/** Rows per statement: each has a dozen parameters, and a statement may have 65,535. */
const ROWS_AT_ONCE = 1_000

/** A longer history is read each time it is asked for. */
const MOST_KEPT = 1_000

/** Medicines and measured values are named when they change advice; of everything else that it is the history. */
const CAUSES: Partial<Readonly<Record<FactKind, ChangeCause>>> = { MEDICATION: 'MEDICINE', OBSERVATION: 'LAB' }

export function postgresHistories(
  em: EntityManager,
  organisationId: string,
  caches: Caches,
  snapshot: Snapshot | undefined,
): Histories {
  return {
    async ofPatients(patientIds) {
      const known = onlyIds(patientIds)
      if (known.length === 0) return new Map()
      const remembered = known.map(id => [id, unchanged(id)] as const)
      const unread = remembered.flatMap(([id, facts]) => (facts === undefined ? [id] : []))
      const read = await readWhole(unread)
      return new Map(remembered.map(([id, facts]) => [id, facts ?? read.get(id) ?? []]))
    },

    async find(ids) {
      const known = onlyIds(ids)
      if (known.length === 0) return []
      return (await em.find(HistoryFactEntity, { organisationId, id: { $in: [...known] } })).map(toFact)
    },

    async list(page, { patientId, kinds, withRestricted }) {
      if (onlyIds([patientId]).length === 0) return pageOf([], 0, page)
      const matches = {
        organisationId,
        patientId,
        ...(kinds === undefined ? {} : { kind: { $in: [...kinds] } }),
        ...(withRestricted ? {} : { id: { $nin: await hiddenIds(em, organisationId, patientId) } }),
      }
      const behind = page.after === undefined ? {} : { id: { $lt: idOfCursor(page.after) } }
      const rows = await em.find(
        HistoryFactEntity,
        { $and: [matches, behind] },
        { orderBy: { id: 'desc' }, limit: page.first + 1 },
      )
      return pageOf(rows.map(toFact), await em.count(HistoryFactEntity, matches), page)
    },

    async add(facts) {
      try {
        for (let start = 0; start < facts.length; start += ROWS_AT_ONCE)
          await em.insertMany(
            HistoryFactEntity,
            facts.slice(start, start + ROWS_AT_ONCE).map(fact => toRow(fact, organisationId)),
          )
      } catch (error) {
        if (!(error instanceof UniqueConstraintViolationException)) throw error
        throw new DomainError('CONFLICT', 'A fact was corrected or sent by somebody else meanwhile', {}, true)
      }
      for (const [patientId, added] of Map.groupBy(facts, fact => fact.patientId))
        await announceChange(em, organisationId, patientId, new Set(added.map(({ kind }) => CAUSES[kind] ?? 'HISTORY')))
    },

    async lock(patientId) {
      await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`history ${patientId}`])
    },
  }

  /** What this transaction has seen to be the whole of it. */
  function unchanged(patientId: string): readonly RecordedFact[] | undefined {
    const version = snapshot?.histories.get(patientId)
    return version === undefined ? undefined : caches.histories.get(patientId, version)
  }

  async function readWhole(patientIds: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedFact[]>> {
    if (patientIds.length === 0) return new Map()
    // Whole histories are thousands of rows, which the ORM takes ten times as long to make objects of.
    const rows = await rowsOf<PlainRow>(em, WHOLE, [organisationId, patientIds])
    const read = groupBy(patientIds, rows.map(fromPlainRow), ({ patientId }) => patientId)
    for (const [patientId, facts] of read) {
      const version = snapshot?.histories.get(patientId)
      if (version !== undefined && facts.length <= MOST_KEPT) caches.histories.put(patientId, version, facts)
    }
    return read
  }
}

const WHOLE = `select id, patient_id as "patientId", kind, recorded_on as "recordedOn", supersedes, restricted,
    recorded_by as "recordedBy", recorded_at as "recordedAt", origin, origin_fingerprint as "originFingerprint", document
  from history_fact where organisation_id = $1 and patient_id = any ($2::uuid[]) order by id`

type PlainRow = Omit<InferEntity<typeof HistoryFactEntity>, 'recordedAt' | 'organisationId'> & {
  readonly recordedAt: string | Date
}

function fromPlainRow(row: PlainRow): RecordedFact {
  return toFact({ ...row, recordedAt: new Date(row.recordedAt) })
}

/** Specially protected facts, and whatever corrects them or is corrected by them. */
async function hiddenIds(em: EntityManager, organisationId: string, patientId: string): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `with recursive hidden as (
       select id, supersedes from history_fact where organisation_id = ? and patient_id = ? and restricted
       union
       select f.id, f.supersedes from history_fact f join hidden h on f.supersedes = h.id or f.id = h.supersedes
       where f.organisation_id = ? and f.patient_id = ?
     )
     select id from hidden`,
    [organisationId, patientId, organisationId, patientId],
  )
  return rows.map(({ id }) => id)
}

function toRow(
  { patientId, recordedBy, recordedAt, restricted, origin, ...fact }: RecordedFact,
  organisationId: string,
) {
  return {
    ...encodeFact(fact),
    organisationId,
    patientId,
    recordedBy,
    recordedAt,
    restricted,
    origin: origin?.identity ?? null,
    originFingerprint: origin?.fingerprint ?? null,
  }
}

function toFact(row: Omit<InferEntity<typeof HistoryFactEntity>, 'organisationId'>): RecordedFact {
  const { patientId, recordedBy, recordedAt, restricted, origin, originFingerprint } = row
  const isImported = typeof origin === 'string' && typeof originFingerprint === 'string'
  return {
    ...decodeFact(row),
    patientId,
    recordedBy,
    recordedAt,
    restricted,
    ...(isImported ? { origin: { identity: origin, fingerprint: originFingerprint } } : {}),
  }
}
