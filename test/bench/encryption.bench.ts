import { createHash, createSecretKey, randomBytes } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { MIGRATIONS } from '../../migrations/all.js'
import { openDatabase } from '../../src/persistence/database.js'
import type { Database } from '../../src/persistence/database.js'
import { startEmbeddedPostgres } from '../../src/persistence/embedded/embedded-postgres.js'
import { rowsOf, statementOf } from '../../src/persistence/statement.js'
import { createKeyFile } from '../../src/persistence/keys/key-file.js'
import { openKeys } from '../../src/persistence/keys/keys.js'
import type { Keys } from '../../src/persistence/keys/keys.js'
import { createUnitKeys } from '../../src/persistence/keys/unit-keys.js'
import { ensureMember } from '../../src/persistence/memberships.js'
import { migrateDatabase } from '../../src/persistence/migrate.js'
import { createStagedFiles } from '../../src/persistence/staged-files.js'
import { postgresPatients } from '../../src/persistence/stores/postgres-patients.js'
import { createCaches } from '../../src/persistence/stores/snapshot.js'
import { ofAll, visible } from '../../src/persistence/stores/visible-patients.js'
import { uuidV7 } from '../../src/persistence/uuid-v7.js'
import type { Visibility } from '../../src/usecases/access-facts.js'
import { withinOrganisation } from '../../src/persistence/within-organisation.js'
import { median, type Measurement } from './measure.js'

const MEBIBYTE = 1024 * 1024
const FILE_MEBIBYTES = 512
const PATIENTS = 2000
const ROUNDS = 7

/** What encryption costs where bytes flow and where pages of people are read, beside the same without it. */
export async function benchEncryption(): Promise<readonly Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sextant-bench-encryption-'))
  try {
    return [...(await benchFiles(folder)), ...(await benchPages(folder))]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function benchFiles(folder: string): Promise<readonly Measurement[]> {
  const key = createSecretKey(randomBytes(32))
  const files = createStagedFiles(
    join(folder, 'uploads'),
    async () => key,
    () => {},
  )
  const owner = { id: uuidV7(), organisationId: '', patientId: '' }
  const plain = join(folder, 'plain')
  let sha256 = ''
  const [write, bareWrite, read, bareRead] = await inTurns(ROUNDS, 0, [
    async () => {
      sha256 = (await files.write(owner, bytes(), { bytes: Infinity })).sha256
    },
    () => writeBare(plain),
    () => drain(files.read(owner, sha256)),
    () => drain(createReadStream(plain, { highWaterMark: MEBIBYTE })),
  ])
  return [
    line('upload: hash, encrypt, write, sync', write, bareWrite, 1.5),
    line('read back and check', read, bareRead, 3),
  ]

  function line(what: string, times: Times = NONE, bare: Times = NONE, most: number): Measurement {
    const ratio = times.wall / bare.wall
    const rate = ({ wall }: Times) => Math.round((FILE_MEBIBYTES * 1000) / wall)
    const work = ({ cpu }: Times) => (cpu / FILE_MEBIBYTES).toFixed(2)
    return {
      bench: 'encryption',
      what: `${what}: ${rate(times)} MiB/s, ${work(times)} ms of a core per MiB; without a key ${rate(bare)} MiB/s, ${work(bare)} ms`,
      measured: `${ratio.toFixed(2)} × the time`,
      target: `≤ ${most} ×`,
      met: ratio <= most,
    }
  }
}

interface Times {
  readonly wall: number
  readonly cpu: number
}

const NONE: Times = { wall: Number.NaN, cpu: Number.NaN }

/** Medians in milliseconds of several kinds of work, done in turns, because a shared machine has moods. */
async function inTurns(rounds: number, warming: number, works: readonly (() => Promise<unknown>)[]): Promise<Times[]> {
  const all = works.map((): Times[] => [])
  for (let round = 0; round < rounds + warming; round += 1)
    for (const [index, work] of works.entries()) {
      const [started, before] = [performance.now(), process.cpuUsage()]
      await work()
      const { user, system } = process.cpuUsage(before)
      if (round >= warming) all[index]?.push({ wall: performance.now() - started, cpu: (user + system) / 1000 })
    }
  return all.map(times => ({ wall: median(times.map(({ wall }) => wall)), cpu: median(times.map(({ cpu }) => cpu)) }))
}

/** As chunks of a connection come. */
async function* bytes(): AsyncGenerator<Uint8Array> {
  const chunk = randomBytes(64 * 1024)
  for (let sent = 0; sent < FILE_MEBIBYTES * MEBIBYTE; sent += chunk.byteLength) yield chunk
}

/** The same steps without a key. */
async function writeBare(path: string): Promise<void> {
  const hash = createHash('sha256')
  const file = await open(path, 'w', 0o600)
  for await (const chunk of bytes()) {
    hash.update(chunk)
    await file.writeFile(chunk)
  }
  await file.sync()
  await file.close()
  hash.digest()
}

async function drain(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of chunks);
}

/** Everybody of the organisation treats everybody. */
const VISIBLE: Visibility = {
  actorId: uuidV7(),
  kinds: ['TREATING'],
  namedKinds: ['TREATING'],
  brokenGlass: false,
  roles: ['CLINICIAN'],
  purpose: 'TREAT',
  now: new Date(Date.now() + 3_600_000),
}

async function benchPages(folder: string): Promise<readonly Measurement[]> {
  const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), throwaway: true })
  const url = new URL(server.url)
  url.pathname = '/bench'
  await migrateDatabase(url.href, MIGRATIONS)
  const options = { url: url.href, connections: 2, waitMilliseconds: 10_000 }
  const [owner, database] = [
    await openDatabase({ ...options, as: 'owner' }),
    await openDatabase({ ...options, as: 'service' }),
  ]
  try {
    const member = { issuer: 'urn:bench', subject: 'bench', name: 'Bench', roles: [] }
    const { organisationId } = await ensureMember(owner, { slug: 'bench', name: 'Bench' }, member)
    const path = join(folder, 'keys.json')
    createKeyFile(path)
    const keys = openKeys(path)
    await addPatients(database, organisationId, keys)
    await owner.em.getConnection().execute('vacuum analyze')
    const page = (with_: Keys) => () =>
      withinOrganisation(database, organisationId, em =>
        storeOf(em, organisationId, with_).list({ first: 100 }, VISIBLE),
      )
    const search = () =>
      withinOrganisation(database, organisationId, em =>
        storeOf(em, organisationId, keys).list({ first: 100 }, VISIBLE, 'word7'),
      )
    const bare = () =>
      withinOrganisation(database, organisationId, em => {
        const [statement, given] = statementOf(
          'with found as materialized (select p.id from patient p where',
          ofAll('p.id', visible(VISIBLE)),
          `) select counted.total, p.id, p.organisation_id, p.sex, p.created_at
            from (select count(*)::int as total from found) counted, (select id from found order by id limit 101) page
            join patient p on p.id = page.id order by p.id`,
        )
        return rowsOf(em, statement, given)
      })
    const cold = () => page(openKeys(path))()
    const [plain = NONE, warm = NONE, unmet = NONE, found = NONE] = await inTurns(60, 20, [
      bare,
      page(keys),
      cold,
      search,
    ])
    const line = (what: string, { wall }: Times, most: number): Measurement => ({
      bench: 'encryption',
      what: `${what}; without a key ${plain.wall.toFixed(1)} ms`,
      measured: `${wall.toFixed(1)} ms`,
      target: `≤ ${most} ms more`,
      met: wall - plain.wall <= most,
    })
    return [
      line(`page of 100 of ${PATIENTS} patients, their keys met before`, warm, 5),
      line(`page of 100 of ${PATIENTS} patients, no key met before`, unmet, 10),
      line(`page of 100 of ${PATIENTS} patients, by a word of the name`, found, 10),
    ]
  } finally {
    await database.close(true)
    await owner.close(true)
    await server.stop()
  }
}

function storeOf(em: Parameters<typeof createUnitKeys>[0], organisationId: string, keys: Keys) {
  const reading = {
    em,
    keys: createUnitKeys(em, organisationId, keys.patients),
    caches: createCaches(),
    snapshot: undefined,
  }
  return postgresPatients(reading, keys.hashes(organisationId))
}

async function addPatients(database: Database, organisationId: string, keys: Keys): Promise<void> {
  await withinOrganisation(database, organisationId, async em => {
    const store = storeOf(em, organisationId, keys)
    for (let index = 0; index < PATIENTS; index += 1)
      await store.add({
        id: uuidV7(),
        organisationId,
        displayName: `Name${index} Word${index % 10}`,
        medicalRecordNumber: `N-${index}`,
        birthDate: '1970-01-01',
        createdAt: new Date(),
      })
    await em.execute(
      `insert into relation (id, organisation_id, patient_id, kind, classes, valid_from, recorded_at)
       select gen_random_uuid(), organisation_id, id, 'TREATING', '{}', created_at, now() from patient`,
    )
  })
}
