import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DomainError } from '../../src/domain/errors.js'
import { recordRefusedSignIns } from '../../src/http/record-refused-sign-ins.js'
import { uuidV7 } from '../../src/persistence/uuid-v7.js'
import { openAuditChain } from '../support/audit-chain.js'
import type { AuditChain } from '../support/audit-chain.js'

let chain: AuditChain

beforeAll(async () => {
  chain = await openAuditChain()
})

afterAll(async () => {
  await chain.close()
})

describe('S20 refused sign-ins', () => {
  it('leave a row each, and when they are many, one that counts the rest', async () => {
    const refusals = recordRefusedSignIns({ audit: chain.log, ids: { next: uuidV7 } }, 5)
    const refusing = refusals.over(() => Promise.reject(new DomainError('UNAUTHENTICATED', 'no', {})))
    const broken = refusals.over(() => Promise.reject(new Error('no directory')))
    await expect(refusing(undefined)).rejects.toThrow('no')
    for (let index = 0; index < 12; index += 1) await expect(refusing('token')).rejects.toThrow('no')
    await expect(broken('token')).rejects.toThrow('no directory')
    await refusals.stop()
    const rows = () =>
      chain.database.owner.em
        .getConnection()
        .execute<object[]>(
          `select outcome, occurrences, organisation_id, actor_id, patient_id from audit_event order by occurrences, outcome`,
        )
    await expect.poll(async () => (await rows()).length).toBe(7)
    const nobody = { organisation_id: null, actor_id: null, patient_id: null }
    expect(await rows()).toEqual([
      ...Array.from({ length: 5 }, () => ({ outcome: 'DENIED', occurrences: 1, ...nobody })),
      { outcome: 'FAILED', occurrences: 1, ...nobody },
      { outcome: 'DENIED', occurrences: 7, ...nobody },
    ])
  })
})
