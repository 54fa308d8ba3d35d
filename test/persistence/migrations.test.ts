import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MIGRATIONS } from '../../migrations/all.js'
import { findOpenWalls } from '../../src/persistence/check-walls.js'
import { TENANT_TABLES } from '../../src/persistence/entities/entities.js'
import { migrateDatabase } from '../../src/persistence/migrate.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'

let database: TestDatabase

beforeAll(async () => {
  database = await cloneDatabase()
})

afterAll(async () => {
  await database.drop()
})

const run = (sql: string) => database.owner.em.getConnection().execute<Record<string, unknown>[]>(sql)

describe('migrations', () => {
  it('make exactly the tables and walls that the entities describe', async () => {
    const difference = await database.owner.schema.getUpdateSchemaSQL({ wrap: false })
    const statements = difference.split('\n').filter(line => line.trim() !== '')
    // Composite foreign keys are the migrations' own; the entities know nothing of them.
    expect(statements.filter(line => !/drop constraint "\w+_fkey";$/.test(line))).toEqual([])
    expect(statements.length).toBeGreaterThan(0)
  })

  it('list every file of their folder, in order', () => {
    const files = readdirSync(new URL('../../migrations', import.meta.url)).filter(name => /^\d/.test(name))
    expect(MIGRATIONS.map(({ name }) => `${name}.ts`)).toEqual(files.toSorted((a, b) => a.localeCompare(b)))
  })

  it('do nothing to a database that is at this version', async () => {
    expect(await migrateDatabase(database.url, MIGRATIONS)).toEqual([])
  })

  it('S15 a row cannot hang on a row of another organisation, whoever writes it', async () => {
    const one = await database.actor('fk-one', ['LABORATORY_TECHNICIAN'])
    const two = await database.actor('fk-two', ['LABORATORY_TECHNICIAN'])
    const patient = '01a00000-0000-7000-8000-000000000001'
    await run(`set row_security = off`)
    await run(
      `insert into patient (id, organisation_id, display_name, created_at) values ('${patient}', '${one.organisationId}', 'P', now())`,
    )
    const upload = (organisationId: string, id: string) =>
      run(`insert into upload (id, organisation_id, patient_id, created_by, state, assay, outside_calls, declared, fingerprint,
             attempt, failures, diagnostics, created_at, updated_at)
           values ('${id}', '${organisationId}', '${patient}', '${one.id}', 'OPEN', '{}', '[]', '{}', '', 0, 0, '[]', now(), now())`)
    await expect(upload(two.organisationId, '01a00000-0000-7000-8000-000000000002')).rejects.toThrow(/foreign key/)
    await upload(one.organisationId, '01a00000-0000-7000-8000-000000000003')
  })
})

describe('S16 the check at start-up', () => {
  it('finds nothing open in a migrated database', async () => {
    expect(await findOpenWalls(database.service)).toEqual([])
  })

  it.each(TENANT_TABLES)('refuses to serve when %s stands open', async table => {
    await run(`alter table ${table} no force row level security`)
    expect(await findOpenWalls(database.service)).toEqual([`table ${table} has no row-level security`])
    await run(`alter table ${table} force row level security`)
    expect(await findOpenWalls(database.service)).toEqual([])
  })

  it('refuses a role that passes the wall', async () => {
    expect((await findOpenWalls(database.owner)).join()).toMatch(/passes row-level security/)
  })
})
