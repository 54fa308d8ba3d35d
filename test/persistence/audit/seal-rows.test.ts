import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { encodeAuditRows, INSERT_AUDIT_ROWS } from '../../../src/persistence/audit/insert-rows.js'
import { startSealer } from '../../../src/persistence/audit/start-sealer.js'
import { rowsOf } from '../../../src/persistence/statement.js'
import { anAuditRow, openAuditChain } from '../../support/audit-chain.js'
import type { AuditChain } from '../../support/audit-chain.js'

let chain: AuditChain

beforeAll(async () => {
  chain = await openAuditChain()
})

afterAll(async () => {
  await chain.close()
})

/** A transaction of the service that has added a row and is not over. */
async function unfinished() {
  const em = chain.database.service.em.fork()
  await em.begin()
  await rowsOf(em, INSERT_AUDIT_ROWS, [encodeAuditRows([anAuditRow()])])
  return em
}

describe('S22 seals', () => {
  it('are not made where there is nothing to seal', async () => {
    expect(await chain.seal()).toBe(0)
    expect(await chain.verify()).toEqual({ seals: 0, rows: 0, unsealed: 0, newest: undefined, fault: undefined })
  })

  it('cover every row once, several of them when there are many rows, and never part of a transaction', async () => {
    await chain.log.write(Array.from({ length: 7 }, () => anAuditRow()))
    await chain.log.write([anAuditRow(), anAuditRow()])
    await chain.log.write([anAuditRow()])
    const sealed = await chain.sealAll(3)
    expect(sealed[0]).toBe(7)
    expect(await chain.verify()).toMatchObject({ seals: sealed.length, rows: 10, unsealed: 0, fault: undefined })
  })

  it('wait for a transaction that commits late, so that its row cannot slip in behind one', async () => {
    const before = await chain.verify()
    const late = await unfinished()
    await chain.log.write([anAuditRow()])
    expect(await chain.seal()).toBe(0)
    expect(await chain.verify()).toMatchObject({ seals: before.seals, unsealed: 1 })
    await late.commit()
    await chain.sealAll()
    expect(await chain.verify()).toMatchObject({ rows: before.rows + 2, unsealed: 0, fault: undefined })
  })

  it('do without the row of a transaction that was rolled back', async () => {
    const before = await chain.verify()
    const lost = await unfinished()
    await lost.rollback()
    await chain.log.write([anAuditRow()])
    await chain.sealAll()
    expect(await chain.verify()).toMatchObject({ rows: before.rows + 1, fault: undefined })
  })

  it('are made by one process at a time', async () => {
    const other = chain.database.owner.em.fork()
    await other.begin()
    await other.execute('select pg_advisory_xact_lock(7150420)')
    expect(await chain.seal()).toBeUndefined()
    await other.commit()
    expect(await chain.seal()).toBe(0)
  })

  it('are not made over a chain that lost its tail: that would cover up the loss', async () => {
    const cut = await openAuditChain()
    try {
      await cut.log.write([anAuditRow()])
      await cut.sealAll()
      await cut.tamper(`delete from audit_seal`)
      await cut.tamper(`delete from audit_event`)
      await cut.log.write([anAuditRow()])
      await expect(cut.seal()).rejects.toThrow(/not in the database/)
      expect((await cut.verify()).fault).toEqual({ kind: 'TAIL_CUT', seal: 1 })
    } finally {
      await cut.close()
    }
  })

  it('go on when a round failed, and are completed when the process ends', async () => {
    const { rows } = await chain.verify()
    const errors: unknown[] = []
    let rounds = 0
    const sealer = startSealer({
      milliseconds: 5,
      full: 5000,
      report: error => errors.push(error),
      seal: () => {
        rounds += 1
        return rounds === 1 ? Promise.reject(new Error('first round')) : chain.seal()
      },
    })
    await chain.log.write([anAuditRow()])
    await expect.poll(async () => (await chain.verify()).rows, { interval: 10, timeout: 10_000 }).toBe(rows + 1)
    await sealer.stop()
    const ended = rounds
    expect(errors).toHaveLength(1)
    await chain.log.write([anAuditRow()])
    expect(rounds).toBe(ended)
  })

  it('begin again soon when a round was full, and not when it was not', async () => {
    vi.useFakeTimers()
    try {
      const left = [3, 3, 1]
      const seal = vi.fn<() => Promise<number>>(() => Promise.resolve(left.shift() ?? 0))
      const sealer = startSealer({ milliseconds: 5000, full: 3, report: () => {}, seal })
      await vi.advanceTimersByTimeAsync(5000)
      expect(seal).toHaveBeenCalledTimes(1)
      await vi.advanceTimersByTimeAsync(1000)
      expect(seal).toHaveBeenCalledTimes(3)
      await vi.advanceTimersByTimeAsync(3900)
      expect(seal).toHaveBeenCalledTimes(3)
      await sealer.stop()
    } finally {
      vi.useRealTimers()
    }
  })
})
