import { loadFaces, openBackbone, serve } from '../../src/app.js'
import { readConfig } from '../../src/config.js'
import { openDatabase } from '../../src/persistence/database.js'
import type { Database } from '../../src/persistence/database.js'
import { createUnitKeys } from '../../src/persistence/keys/unit-keys.js'
import { unitOf } from '../../src/persistence/postgres-transactions.js'
import type { TransactionOptions } from '../../src/persistence/postgres-transactions.js'
import { quicken } from '../../src/persistence/quick-client.js'
import { createDocumentCache } from '../../src/persistence/stores/document-cache.js'
import { toPatient } from '../../src/persistence/stores/postgres-patients.js'
import { toSample } from '../../src/persistence/stores/postgres-samples.js'
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
const backbone = await openBackbone(config, config.pool.api)
const owner = await openDatabase({
  url: backbone.url,
  as: 'owner',
  connections: config.pool.api,
  waitMilliseconds: 2000,
})
quicken(await owner.em.getConnection().getNativeClient())
const ports: Ports = {
  ...backbone.ports,
  transactions: bareTransactions(owner, {
    database: owner,
    queue: backbone.queue,
    keys: backbone.keys,
    idempotencyMilliseconds: config.idempotencyMilliseconds,
    onUnwritten: () => {},
    onUnreadable: () => {},
  }),
  audit: { write: () => Promise.resolve() },
}
const running = await serve(
  config,
  { worker: false },
  { ...backbone, ports, usecases: createUsecases(ports) },
  await loadFaces(),
)
process.on('SIGTERM', () => void running.stop().then(() => owner.close(true)))
process.stdout.write(`${running.url}\n`)

function bareTransactions(database: Database, options: TransactionOptions): Transactions {
  const cache = createDocumentCache()
  const read: Transactions['read'] = async (organisationId, work) => {
    const em = database.em.fork({ clear: true })
    const unit = unitOf(em, organisationId, options, cache, [])
    const keys = createUnitKeys(em, organisationId, options.keys.patients)
    const samplesWithFacts: Accesses['samplesWithFacts'] = async (_actorId, sampleIds) => {
      const rows = await em.execute<Row[]>(SAMPLES, [`{${sampleIds.join(',')}}`])
      return rows.flatMap(row => {
        const key = keys.ofRow(row.patientId, row.wrapped)
        if (key === undefined) return []
        const sample = { ...row, calledAt: new Date(row.calledAt), releasedAt: new Date(row.calledAt) }
        const patient = { ...row, id: row.patientId, createdAt: new Date(row.createdAt) }
        return [
          {
            sample: toSample(sample, row.names, key),
            patient: toPatient(patient, row.identity, key),
            facts: { ...OPEN, organisationId: row.organisationId },
          },
        ]
      })
    }
    return await work({ ...unit, access: { ...unit.access, samplesWithFacts } })
  }
  return { read, run: read }
}

interface Row extends Omit<Sample, 'name' | 'file' | 'heldGenes' | 'releasedAt' | 'calledAt'> {
  readonly file: unknown
  readonly heldGenes: unknown
  readonly names: Uint8Array
  readonly identity: Uint8Array
  readonly wrapped: string
  readonly sex: NonNullable<Patient['sex']> | null
  readonly calledAt: string
  readonly createdAt: string
}

const SAMPLES = `select s.id, s.organisation_id as "organisationId", s.patient_id as "patientId", s.upload_id as "uploadId", s.names,
    s.assembly, s.file, s.knowledge_version as "knowledgeVersion", s.called_at as "calledAt", s.held_genes as "heldGenes",
    p.identity, p.sex, p.created_at as "createdAt", k.kek_id || ' ' || encode(k.wrapped, 'hex') as wrapped
  from sample s join patient p on p.id = s.patient_id join patient_key k on k.patient_id = p.id where s.id = any (?::uuid[])`

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
