import { createReadStream, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GeneCall } from '../../src/domain/diplotype/gene-call.js'
import { DomainError } from '../../src/domain/errors.js'
import { sampleEvidence } from '../../src/domain/genotype/evidence.js'
import { placesOf } from '../../src/domain/genotype/realign-evidence.js'
import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { postgresAuditLog } from '../../src/persistence/audit/audit-log.js'
import { createKeyFile } from '../../src/persistence/keys/key-file.js'
import { openKeys } from '../../src/persistence/keys/keys.js'
import type { Keys } from '../../src/persistence/keys/keys.js'
import { createUploadKeys } from '../../src/persistence/keys/upload-keys.js'
import { postgresProgress } from '../../src/persistence/progress/postgres-progress.js'
import { createNoticeListener } from '../../src/persistence/progress/notice-listener.js'
import { postgresGlassEvents } from '../../src/persistence/progress/postgres-glass-events.js'
import { postgresAdviceEvents } from '../../src/persistence/progress/postgres-advice-events.js'
import { postgresTransactions } from '../../src/persistence/postgres-transactions.js'
import { openQueue } from '../../src/persistence/queue.js'
import { createStagedFiles } from '../../src/persistence/staged-files.js'
import { uuidV7 } from '../../src/persistence/uuid-v7.js'
import { readConfig } from '../../src/config.js'
import type { Visibility } from '../../src/usecases/access-facts.js'
import { visibilityOf } from '../../src/usecases/decide.js'
import type { CreateUploadInput, Usecases } from '../../src/usecases/menu.js'
import type { Policy, Ports, SampleReader } from '../../src/usecases/ports.js'
import type { Actor } from '../../src/usecases/records.js'
import { createVariantReader } from '../../src/vcf/read-variants.js'
import type { TestDatabase } from './clone-database.js'

const config = readConfig({})

export const DEMO_FOLDER = join(config.root, 'data/demo')

export interface TestPorts {
  readonly ports: Ports
  readonly uploadsFolder: string
  readonly keys: Keys
  /** What was reported as impossible to decrypt. */
  readonly unreadable: readonly unknown[]
  close(): Promise<void>
}

export interface TestPortsOptions {
  readonly policy?: Partial<Policy>
  readonly reader?: SampleReader
  /** Where uploads and keys are; a server or worker with this home shares them. */
  readonly home?: string
}

/** The real parts over a test database; files are read in this process. */
export async function openTestPorts(
  database: TestDatabase,
  { policy, reader, home = mkdtempSync(join(tmpdir(), 'sextant-home-')) }: TestPortsOptions = {},
): Promise<TestPorts> {
  const uploadsFolder = join(home, 'uploads')
  mkdirSync(uploadsFolder, { recursive: true })
  createKeyFile(join(home, 'keys.json'))
  const keys = openKeys(join(home, 'keys.json'))
  const unreadable: unknown[] = []
  const onUnreadable = (error: unknown) => void unreadable.push(error)
  const queue = openQueue({ url: database.url, connections: 2, supervise: false })
  queue.on('error', () => {})
  await queue.start()
  const listener = createNoticeListener(database.service)
  const knowledge = await loadKnowledge(config.knowledgePaths)
  const ports: Ports = {
    knowledge,
    releases: [knowledge],
    transactions: postgresTransactions({
      database: database.service,
      queue,
      keys,
      idempotencyMilliseconds: 3_600_000,
      onUnwritten: () => {},
      onUnreadable,
    }),
    audit: postgresAuditLog(database.service, () => {}),
    reader: reader ?? (await readerInThisProcess()),
    files: createStagedFiles(uploadsFolder, createUploadKeys(database.service, keys), onUnreadable),
    progress: postgresProgress(database.service, listener),
    adviceEvents: postgresAdviceEvents(listener),
    glassEvents: postgresGlassEvents(listener),
    clock: { now: () => new Date() },
    ids: { next: uuidV7 },
    policy: {
      uploadBytes: 1024 * 1024,
      uploadsPerHour: 10_000,
      uploadsAtOnce: 100,
      uploadsStoredBytes: 1024 ** 4,
      leaseMilliseconds: 60_000,
      renewMilliseconds: 15_000,
      backoffMilliseconds: [0, 0, 0],
      attempts: 20,
      proposalMilliseconds: 3_600_000,
      noticeBackoffMilliseconds: [10_000, 60_000],
      ...policy,
    },
  }
  return {
    ports,
    uploadsFolder,
    keys,
    unreadable,
    async close() {
      listener.close()
      await queue.stop({ graceful: false })
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Without the process around it that a server puts: for tests that are about something else. */
export async function readerInThisProcess(): Promise<SampleReader> {
  const knowledge = await loadKnowledge(config.knowledgePaths)
  const reader = createVariantReader()
  return {
    async read(bytes, { sampleName, fileName, assay, bytesTotal, onProgress, signal }) {
      const table = await reader.read(bytes, knowledge, {
        samples: sampleName === undefined ? undefined : [sampleName],
        fileName,
        assay,
        quality: config.quality,
        limits: config.file,
        bytesTotal,
        onProgress,
        signal,
      })
      if (table.samples.length !== 1) throw new DomainError('UNKNOWN_SAMPLE', 'several samples', {})
      return {
        file: table.file,
        diagnostics: table.diagnostics,
        evidence: sampleEvidence(table, 0),
        places: placesOf(knowledge),
      }
    },
  }
}

export function demoBytes(name: string): Buffer {
  return readFileSync(join(DEMO_FOLDER, name))
}

export function demoStream(name: string): AsyncIterable<Uint8Array> {
  return createReadStream(join(DEMO_FOLDER, name))
}

export async function* chunksOf(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}

/** The calls of a sample, as far as they are not withheld from the actor. */
export async function callsOf(usecases: Usecases, actor: Actor, sampleId: string): Promise<readonly GeneCall[]> {
  const results = (await usecases.phenotypes(actor, [sampleId])).get(sampleId) ?? []
  return results.flatMap(result => ('withheld' in result ? [] : [result.call]))
}

/** What lists show the actor. */
export function visibleTo(actor: Actor): Visibility {
  return visibilityOf(actor, 'READ_PATIENT', new Date())
}

let keys = 0

export function aKey(): string {
  keys += 1
  return `key-${process.pid}-${Date.now()}-${keys}`
}

export function anUpload(patientId: string, more: Partial<CreateUploadInput> = {}): CreateUploadInput {
  return {
    patientId,
    assay: { assumeReference: false, assayedRegions: [], copyNumberMeasured: false },
    outsideCalls: [],
    idempotencyKey: aKey(),
    ...more,
  }
}
