import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FACT_KINDS } from '../../../src/domain/history/history-fact.js'
import { uuidV7 } from '../../../src/persistence/uuid-v7.js'
import type { UnitOfWork } from '../../../src/usecases/ports.js'
import type { RecordedFact } from '../../../src/usecases/recorded-fact.js'
import type { Actor } from '../../../src/usecases/records.js'
import { unrestrictedFacts } from '../../../src/usecases/unrestricted-facts.js'
import { cloneDatabase } from '../../support/clone-database.js'
import type { TestDatabase } from '../../support/clone-database.js'
import { oneFactOfEveryKind, recorded } from '../../support/some-facts.js'
import { openTestPorts } from '../../support/test-ports.js'
import type { TestPorts } from '../../support/test-ports.js'

let database: TestDatabase
let open: TestPorts
let actor: Actor

beforeAll(async () => {
  database = await cloneDatabase()
  open = await openTestPorts(database)
  actor = await database.actor('one', ['PHARMACIST'])
})

afterAll(async () => {
  await open.close()
  await database.drop()
})

const run = <T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T> =>
  open.ports.transactions.run(actor.organisationId, work)

async function addPatient(): Promise<string> {
  const id = uuidV7()
  const { organisationId } = actor
  await run(unit => unit.patients.add({ id, organisationId, displayName: 'P', createdAt: new Date() }))
  return id
}

const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'done').catch((error: unknown) => error)

const weight = (patientId: string, value: number, more: Partial<RecordedFact> = {}): RecordedFact => {
  const fact = {
    kind: 'OBSERVATION' as const,
    id: more.id ?? uuidV7(),
    recordedOn: '2026-11-01',
    source: { kind: 'CLINICIAN' as const },
    code: '29463-7',
    value,
    unit: 'kg',
    takenOn: '2026-11-01',
  }
  const withHead = more.supersedes === undefined ? fact : { ...fact, supersedes: more.supersedes }
  return recorded(withHead, actor, patientId, more.origin === undefined ? {} : { origin: more.origin })
}

describe('the store of histories', () => {
  it('gives back every kind of fact as it was recorded', async () => {
    const patientId = await addPatient()
    const facts = oneFactOfEveryKind().map((fact, index) =>
      recorded(fact, actor, patientId, {
        restricted: index % 2 === 0,
        origin: { identity: `i${index}`, fingerprint: 'f' },
      }),
    )
    expect(facts.map(({ kind }) => kind).toSorted()).toEqual([...FACT_KINDS].toSorted())
    await run(unit => unit.histories.add(facts))
    const read = await run(unit => unit.histories.ofPatients([patientId]))
    expect(read.get(patientId)).toEqual(facts)
    expect(await run(unit => unit.histories.find([facts[3]?.id ?? '', 'no id']))).toEqual([facts[3]])
  })

  it('keeps patients apart, pages newest first, by kind, and leaves restricted facts out when asked to', async () => {
    const [one, two] = [await addPatient(), await addPatient()]
    const facts = oneFactOfEveryKind().map((fact, index) => recorded(fact, actor, one, { restricted: index === 12 }))
    await run(unit => unit.histories.add(facts))
    expect((await run(unit => unit.histories.ofPatients([two, one]))).get(two)).toEqual([])
    const unrestricted = { patientId: one, withRestricted: false }
    const first = await run(unit => unit.histories.list({ first: 5 }, unrestricted))
    expect(first.items.map(({ kind }) => kind)).toEqual([...FACT_KINDS].toReversed().slice(1, 6))
    expect(first).toMatchObject({ totalCount: 12, hasNextPage: true })
    const after = first.endCursor ?? ''
    const next = await run(unit => unit.histories.list({ first: 100, after }, unrestricted))
    expect(next.items.map(({ kind }) => kind)).toEqual([...FACT_KINDS].toReversed().slice(6))
    const all = await run(unit =>
      unit.histories.list({ first: 9 }, { patientId: one, withRestricted: true, kinds: ['LIST', 'SEX'] }),
    )
    expect(all.items.map(({ kind }) => kind)).toEqual(['LIST', 'SEX'])
  })

  it('S14 hides a correction and what it corrects together, whichever of them is restricted', async () => {
    const patientId = await addPatient()
    const [first, second, third, other] = [1, 2, 3, 4].map(value => weight(patientId, value))
    if (first === undefined || second === undefined || third === undefined || other === undefined) throw new Error()
    const chain = [
      first,
      { ...second, supersedes: first.id, restricted: true },
      { ...third, supersedes: second.id },
      other,
    ]
    await run(unit => unit.histories.add(chain))
    const seen = await run(unit => unit.histories.list({ first: 9 }, { patientId, withRestricted: false }))
    expect(seen.items.map(({ id }) => id)).toEqual([other.id])
    expect(seen.totalCount).toBe(1)
    expect(unrestrictedFacts(chain).map(({ id }) => id)).toEqual([other.id])
  })

  it('takes one correction of a fact; the second one hears of a conflict', async () => {
    const patientId = await addPatient()
    const first = weight(patientId, 800)
    await run(unit => unit.histories.add([first, weight(patientId, 80, { supersedes: first.id })]))
    const again = run(unit => unit.histories.add([weight(patientId, 81, { supersedes: first.id })]))
    expect(await codeOf(again)).toMatchObject({ code: 'CONFLICT', retryable: true })
  })

  it('lets no fact correct one of another patient, and nobody change or remove one', async () => {
    const [one, two] = [await addPatient(), await addPatient()]
    const first = weight(one, 80)
    await run(unit => unit.histories.add([first]))
    const across = run(unit => unit.histories.add([weight(two, 81, { supersedes: first.id })]))
    expect(String(await codeOf(across))).toMatch(/foreign key/)
    const connection = database.service.em.getConnection()
    await expect(connection.execute('update history_fact set restricted = true')).rejects.toThrow(/permission denied/)
    await expect(connection.execute('delete from history_fact')).rejects.toThrow(/permission denied/)
  })

  it('begins one chain for what another system calls one thing, however often it is sent', async () => {
    const patientId = await addPatient()
    const origin = { identity: 'same', fingerprint: 'a' }
    const first = weight(patientId, 80, { origin })
    await run(unit => unit.histories.add([first]))
    expect(await codeOf(run(unit => unit.histories.add([weight(patientId, 80, { origin })])))).toMatchObject({
      code: 'CONFLICT',
    })
    const changed = weight(patientId, 82, { supersedes: first.id, origin: { identity: 'same', fingerprint: 'b' } })
    await run(unit => unit.histories.add([changed]))
    const read = (await run(unit => unit.histories.ofPatients([patientId]))).get(patientId)
    expect(read).toEqual([first, changed])
  })

  it('S16 shows no fact to another organisation', async () => {
    const patientId = await addPatient()
    await run(unit => unit.histories.add([weight(patientId, 80)]))
    const other = await database.actor('two', ['PHARMACIST'])
    const seen = await open.ports.transactions.run(other.organisationId, unit => unit.histories.ofPatients([patientId]))
    expect(seen.get(patientId)).toEqual([])
  })

  it('writes and reads two thousand facts at once', async () => {
    const patientId = await addPatient()
    const facts = Array.from({ length: 2_001 }, (_, index) => weight(patientId, index))
    await run(unit => unit.histories.add(facts))
    const read = (await run(unit => unit.histories.ofPatients([patientId]))).get(patientId) ?? []
    expect(read.map(fact => (fact.kind === 'OBSERVATION' ? fact.value : undefined))).toEqual(facts.map((_, i) => i))
  })
})
