import { reachDatabase } from '../../src/app/reach-database.js'
import { openBackbone } from '../../src/app/service/open-backbone.js'
import { serve } from '../../src/app/service/serve.js'
import { readConfig } from '../../src/config.js'
import { openDatabase } from '../../src/persistence/database.js'
import type { Database } from '../../src/persistence/database.js'
import { createUnitKeys } from '../../src/persistence/keys/unit-keys.js'
import { unitOf } from '../../src/persistence/postgres-transactions.js'
import type { TransactionOptions } from '../../src/persistence/postgres-transactions.js'
import { quicken } from '../../src/persistence/quick-client.js'
import { rowsOf } from '../../src/persistence/statement.js'
import { toPatient } from '../../src/persistence/stores/to-patient.js'
import { SAMPLE_COLUMNS, sampleOf } from '../../src/persistence/stores/sample-rows.js'
import type { SampleRow } from '../../src/persistence/stores/sample-rows.js'
import { createCaches, createSnapshot } from '../../src/persistence/stores/snapshot.js'
import type { AccessFacts } from '../../src/usecases/access-facts.js'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import type { Accesses, Ports, Transactions } from '../../src/usecases/ports.js'
import type { Patient, Sample } from '../../src/usecases/records.js'

/**
 * The server without what it is measured for: reads as the tables' owner, before whom no row is walled off, outside a
 * transaction, without a look at relations, consents and broken glass, and without a row in the audit. Made here of the
 * application's parts, in a process of its own beside the real server, on the same database; there is no setting for it.
 */
const config = readConfig()
const backbone = await openBackbone(config, await reachDatabase(config), config.pool.api)
const tablesOwner = await openDatabase({
  url: backbone.url,
  as: 'owner',
  connections: config.pool.api,
  waitMilliseconds: 2000,
})
quicken(await tablesOwner.em.getConnection().getNativeClient())
const ports: Ports = {
  ...backbone.ports,
  transactions: bareTransactions(tablesOwner, {
    database: tablesOwner,
    queue: backbone.queue,
    keys: backbone.keys,
    idempotencyMilliseconds: config.idempotencyMilliseconds,
    onUnwritten: () => {},
    onUnreadable: () => {},
  }),
  audit: { write: () => Promise.resolve() },
}
const running = await serve(config, { worker: false }, { ...backbone, ports, usecases: createUsecases(ports) })
process.on('SIGTERM', () => void running.stop().then(() => tablesOwner.close(true)))
process.stdout.write(`${running.url}\n`)

function bareTransactions(database: Database, options: TransactionOptions): Transactions {
  const caches = createCaches()
  const released = new WeakMap<Sample, Sample>()
  const releasedOf = (sample: Sample) => {
    const known = released.get(sample) ?? { ...sample, releasedAt: sample.calledAt }
    released.set(sample, known)
    return known
  }
  const read: Transactions['read'] = async ({ organisationId }, work) => {
    const em = database.em.fork({ clear: true })
    const snapshot = createSnapshot()
    const unit = unitOf(em, organisationId, options, { caches, snapshot })
    const keys = createUnitKeys(em, organisationId, options.keys.patients)
    const samplesWithFacts: Accesses['samplesWithFacts'] = async (_actorId, sampleIds) => {
      const rows = await rowsOf<Row>(em, SAMPLES, [sampleIds])
      return rows.flatMap(row => {
        const key = keys.ofRow(row.patient_id, row.wrapped)
        const found = sampleOf(row, { keys, caches, snapshot })
        if (key === undefined || found === undefined) return []
        const sample = releasedOf(found)
        snapshot.histories.set(row.patient_id, row.history_version)
        const { organisation_id: owner, sex, created_at: createdAt } = row
        const patient = { id: row.patient_id, organisationId: owner, sex, createdAt: new Date(createdAt) }
        const facts = { ...OPEN, organisationId: owner }
        return [{ sample, patient: toPatient(patient, row.identity, key), facts }]
      })
    }
    return await work({ ...unit, access: { ...unit.access, samplesWithFacts } })
  }
  return { read, run: (organisationId, work) => read({ organisationId, request: {} }, work) }
}

interface Row extends SampleRow {
  readonly organisation_id: string
  readonly patient_id: string
  readonly identity: Uint8Array
  readonly wrapped: string
  readonly sex: NonNullable<Patient['sex']> | null
  readonly created_at: string
  readonly history_version: string
}

const SAMPLES = `select ${SAMPLE_COLUMNS}, s.organisation_id, s.patient_id, p.identity, p.sex, p.created_at,
    k.kek_id || ' ' || encode(k.wrapped, 'hex') as wrapped,
    (select count(*) || ' ' || coalesce(max(h.xmin::text::bigint), 0) from history_fact h where h.patient_id = p.id) as history_version
  from sample s join patient p on p.id = s.patient_id join patient_key k on k.patient_id = p.id where s.id = any ($1::uuid[])`

/** As if every relation had been found. */
const OPEN: Omit<AccessFacts, 'organisationId'> = {
  relations: [
    { kind: 'PERFORMED', classes: [] },
    { kind: 'TREATING', classes: [] },
    { kind: 'DISPENSING', classes: [] },
  ],
  consents: [],
  breakGlass: undefined,
}
