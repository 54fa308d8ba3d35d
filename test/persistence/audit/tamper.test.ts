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
import { tampers } from './tampers.js'
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

async function sealedPlaces(): Promise<readonly SealedPlace[]> {
  return await owner<SealedPlace>(
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
