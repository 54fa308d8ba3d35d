import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureSealKey } from '../../../src/persistence/audit/seal-key.js'
import { sealRows } from '../../../src/persistence/audit/seal-rows.js'
import { anAuditRow, openAuditChain } from '../../support/audit-chain.js'
import type { AuditChain } from '../../support/audit-chain.js'
import { randomSource } from '../../support/random.js'
import { PRUNE_TAMPERS, tampers } from './tampers.js'
import type { SealedPlace } from './tampers.js'

/** `npm run audit:tamper` tries all thousand. */
const COUNT = Number(process.env['AUDIT_TAMPERS'] ?? 100)
const SEALS = 5
const ROWS_OF_A_SEAL = 8

let chain: AuditChain

beforeAll(async () => {
  chain = await openAuditChain()
  for (let seal = 0; seal < SEALS; seal += 1) {
    for (let row = 0; row < ROWS_OF_A_SEAL; row += 1) await chain.log.write([anAuditRow()])
    await chain.sealAll()
  }
})

afterAll(async () => {
  await chain.close()
})

const owner = <T extends object>(sql: string) => chain.database.owner.em.getConnection().execute<T[]>(sql)

async function sealedPlaces(of = chain): Promise<readonly SealedPlace[]> {
  return await of.database.owner.em.getConnection().execute<SealedPlace[]>(
    `select sequence::text, transaction_id::text as transaction,
       (select min(s.number)::int from audit_seal s where e.transaction_id <= s.through) as seal
     from audit_event e order by transaction_id, sequence`,
  )
}

describe('S22 tampering', () => {
  it('is not seen where there was none', async () => {
    expect(await chain.verify()).toMatchObject({ rows: SEALS * ROWS_OF_A_SEAL, unsealed: 0, fault: undefined })
    expect(await chain.tryTamper('select 1')).toMatchObject({ fault: undefined })
  })

  it(
    `is found every one of ${COUNT} times, at the first row or seal that is not as it was`,
    { timeout: 300_000 },
    async () => {
      const missed: unknown[] = []
      for (const { what, sql, fault } of tampers(COUNT, await sealedPlaces(), randomSource(3))) {
        const found = (await chain.tryTamper(sql)).fault
        const isFound = isDeepStrictEqual({ ...found, ...fault }, found)
        if (!isFound || found === undefined) missed.push({ what, fault, found })
      }
      expect(missed).toEqual([])
      expect(await chain.verify()).toMatchObject({ fault: undefined })
    },
  )

  it('is found in a chain that was sealed anew from its beginning, because nobody else has the key', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sextant-forger-'))
    const forged = await openAuditChain()
    try {
      await forged.log.write([anAuditRow()])
      await forged.sealAll()
      await forged.tamper(`update audit_event set actor_id = 'nobody'`)
      await forged.tamper(`delete from audit_seal`)
      const forger = {
        database: forged.auditor,
        key: ensureSealKey(join(folder, 'key.pem')),
        receiptPath: join(folder, 'seal.json'),
        now: () => new Date(),
        rows: 5000,
      }
      await expect.poll(() => sealRows(forger), { interval: 5 }).toBe(1)
      expect((await forged.verify()).fault).toEqual({ kind: 'SEAL_CHANGED', seal: 1 })
      expect((await forged.verify(forger.key)).fault).toEqual({ kind: 'SEAL_CHANGED', seal: 1 })
      rmSync(forged.receiptPath)
      expect((await forged.verify()).fault).toEqual({ kind: 'SEAL_UNSIGNED', seal: 1 })
    } finally {
      await forged.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('leaves a doubt that is said when the file beside the database is gone', async () => {
    const lost = await openAuditChain()
    try {
      await lost.log.write([anAuditRow()])
      await lost.sealAll()
      rmSync(lost.receiptPath)
      expect((await lost.verify()).fault).toEqual({ kind: 'TAIL_UNKNOWN', seal: 1 })
    } finally {
      await lost.close()
    }
  })
})

describe('S23 an audit that is older than it is kept', () => {
  const YOUNG = '5 years 360 days'
  let old: AuditChain

  beforeAll(async () => {
    old = await openAuditChain()
    for (const age of ['9 years', '7 years', '6 years 1 day', YOUNG, '3 years', '1 month']) await old.sealOld(4, age)
  })

  afterAll(async () => {
    await old.close()
  })

  const everything = () => old.verify().then(({ seals, rows, fault }) => ({ seals, rows, fault }))

  it('loses whole seals from its beginning, and only those that are old enough', async () => {
    expect(await everything()).toEqual({ seals: 6, rows: 24, fault: undefined })
    expect(await old.prune(200, 8)).toMatchObject({ seals: 1, rows: 4 })
    expect(await everything()).toEqual({ seals: 5, rows: 20, fault: undefined })
    expect(await old.prune(1)).toMatchObject({ seals: 1, rows: 4 })
    expect(await old.prune()).toMatchObject({ seals: 1, rows: 4 })
    expect(await old.prune()).toMatchObject({ seals: 0, rows: 0 })
    expect(await everything()).toEqual({ seals: 3, rows: 12, fault: undefined })
    expect((await old.verify()).begins).toMatchObject({ number: 3, rows: 4 })
  })

  it('is sealed further, with a chain that is whole', async () => {
    await old.log.write([anAuditRow()])
    await old.sealAll()
    expect(await everything()).toEqual({ seals: 4, rows: 13, fault: undefined })
  })

  it.each(PRUNE_TAMPERS)('is known not to be whole when somebody tries to $what', async ({ sql }) => {
    expect((await old.tryTamper(sql)).fault).toBeDefined()
    expect((await old.verify()).fault).toBeUndefined()
  })

  it('S22 shows every other tampering as one that was never pruned does', { timeout: 300_000 }, async () => {
    const missed: unknown[] = []
    for (const { what, sql, fault } of tampers(COUNT / 4, await sealedPlaces(old), randomSource(4))) {
      const found = (await old.tryTamper(sql)).fault
      if (found === undefined || !isDeepStrictEqual({ ...found, ...fault }, found)) missed.push({ what, fault, found })
    }
    expect(missed).toEqual([])
  })

  it('keeps its newest seal, however old, and a seal with one row that is not old enough', async () => {
    const last = await openAuditChain()
    try {
      await last.sealOld(2, '8 years')
      expect(await last.prune()).toMatchObject({ seals: 0 })
      await last.sealOld(2, '7 years')
      await last.tamper(`update audit_event set at = now() where sequence = 2`)
      expect(await last.prune()).toMatchObject({ seals: 0 })
    } finally {
      await last.close()
    }
  })

  it('is not pruned when it is not whole: nothing that was tampered with is covered up', async () => {
    const broken = await openAuditChain()
    try {
      await broken.sealOld(2, '8 years')
      await broken.sealOld(2, '1 year')
      await broken.tamper(`update audit_event set actor_id = 'nobody' where sequence = 1`)
      await expect(broken.prune()).rejects.toThrow(/ROW_CHANGED/)
      expect((await broken.verify()).fault).toMatchObject({ kind: 'ROW_CHANGED', row: '1' })
    } finally {
      await broken.close()
    }
  })

  it('S21 is removed by nobody else, and by retention only what the database itself finds old enough', async () => {
    const removed = async (role: string, table: string) => {
      const em = old.database.owner.em.fork()
      await em.begin()
      try {
        await em.execute(`set local role ${role}`)
        return (await em.execute<object[]>(`delete from ${table} returning 1 as one`)).length
      } finally {
        await em.rollback()
      }
    }
    for (const table of ['audit_event', 'audit_seal']) {
      expect(await removed('sextant_retention', table)).toBe(0)
      for (const role of ['sextant_service', 'sextant_auditor'])
        await expect(removed(role, table)).rejects.toThrow(/permission denied/)
    }
    await expect(removed('sextant_retention', 'audit_checkpoint')).rejects.toThrow(/permission denied/)
    await expect(old.database.owner.em.getConnection().execute('delete from audit_checkpoint')).rejects.toThrow(
      /append-only/,
    )
  })
})

describe('S21 rows that nobody may change', () => {
  const refused = /append-only|permission denied/

  it.each([
    ['audit_event', 'purpose'],
    ['audit_seal', 'hash'],
  ])('%s refuses its owner, who is a superuser here', async (table, column) => {
    await expect(owner(`update ${table} set ${column} = '' where false`)).rejects.toThrow(refused)
    await expect(owner(`delete from ${table}`)).rejects.toThrow(refused)
    await expect(owner(`truncate ${table}`)).rejects.toThrow(refused)
  })

  it.each([
    `update audit_event set purpose = ''`,
    `delete from audit_event`,
    `truncate audit_event`,
    `insert into audit_event (sequence) overriding system value values (1)`,
    `insert into audit_event (at) values (now())`,
    `insert into audit_event (transaction_id) values ('1')`,
    `select actor_id from audit_event`,
    `select * from audit_seal`,
    `insert into audit_seal (number) values (1)`,
    `alter table audit_event disable trigger append_only`,
    `set session_replication_role = replica`,
  ])('give the service no right to %s', async sql => {
    await expect(chain.database.service.em.getConnection().execute(sql)).rejects.toThrow(
      /permission denied|must be owner/,
    )
  })

  it('show the service those of its organisation and no other', async () => {
    const [row] = await owner<{ organisation_id: string }>('select organisation_id from audit_event limit 1')
    const seen = async (organisation: string) => {
      const em = chain.database.service.em.fork()
      em.setSessionContext({ variables: { 'app.organisation': organisation } })
      return await em.transactional(() => em.execute<object[]>('select sequence from audit_event'))
    }
    expect(await seen(row?.organisation_id ?? '')).toHaveLength(1)
    expect(await seen('01a00000-0000-7000-8000-000000000009')).toHaveLength(0)
    expect(await chain.database.service.em.getConnection().execute('select sequence from audit_event')).toHaveLength(0)
  })

  it('can be removed by retention alone, and even it cannot change them', async () => {
    const em = chain.database.owner.em.fork()
    await em.begin()
    await em.execute('set local role sextant_retention')
    await em.execute(`delete from audit_event where at < now() - interval '6 years'`)
    await expect(em.execute(`update audit_event set purpose = ''`)).rejects.toThrow(refused)
    await em.rollback()
  })
})
