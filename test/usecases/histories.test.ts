import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuidV7 } from '../../src/persistence/uuid-v7.js'
import type { Consent } from '../../src/usecases/access-facts.js'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import type { FactStatement } from '../../src/usecases/history-menu.js'
import type { Usecases } from '../../src/usecases/menu.js'
import { NOTHING_STATED } from '../../src/usecases/option-questions.js'
import type { Actor } from '../../src/usecases/records.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'
import { aKey, openTestPorts } from '../support/test-ports.js'
import type { TestPorts } from '../support/test-ports.js'

let database: TestDatabase
let open: TestPorts
let usecases: Usecases
let pharmacist: Actor
let self: Actor

beforeAll(async () => {
  database = await cloneDatabase()
  open = await openTestPorts(database)
  usecases = createUsecases(open.ports)
  pharmacist = await database.actor('one', ['PHARMACIST'])
  self = await database.actor('one', ['PATIENT'])
})
afterAll(async () => {
  await open.close()
  await database.drop()
})

const takes = (name: string, more: Partial<FactStatement> = {}): FactStatement => ({
  fact: { kind: 'MEDICATION', drug: { name }, status: 'ACTIVE' },
  ...more,
})

/** A patient of the pharmacist's, who is also a caller. */
async function newPatient(): Promise<string> {
  const { id } = await usecases.createPatient(pharmacist, { displayName: 'Pat', idempotencyKey: aKey() })
  const now = new Date(Date.now() - 1000)
  const relation = { id: uuidV7(), patientId: id, kind: 'SELF', actorId: self.id, classes: [] } as const
  await open.ports.transactions.run(self.organisationId, unit =>
    unit.access.addRelation({ ...relation, validFrom: now, recordedAt: now }, pharmacist.id),
  )
  return id
}

async function consents(patientId: string, effect: Consent['effect'], classes: Consent['classes']): Promise<void> {
  const now = new Date(Date.now() - 1000)
  const consent = { id: uuidV7(), patientId, effect, classes, purposes: [], recipient: 'ANYONE' } as const
  await open.ports.transactions.run(self.organisationId, unit =>
    unit.access.addConsent({ ...consent, validFrom: now, recordedAt: now }, self.id),
  )
}

const record = (actor: Actor, patientId: string, ...facts: readonly FactStatement[]) =>
  usecases.recordHistory(actor, { patientId, facts, idempotencyKey: aKey() })

async function seen(actor: Actor, id: string): Promise<unknown> {
  const known = (await usecases.histories(actor, [id])).get(id)
  if (known === undefined || 'withheld' in known) return known
  const listed = await usecases.listFacts(actor, { patientId: id }, { first: 100 })
  expect(listed.items.map(fact => fact.id).toSorted()).toEqual([...known.facts.keys()].toSorted())
  return known.history.medicines.map(({ name }) => name)
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )

describe('whose history it is', () => {
  it('S14 protected facts are used and shown only with consent; the patient sees their own', async () => {
    const id = await newPatient()
    await record(pharmacist, id, takes('codeine'), takes('methadone', { restricted: true }))
    expect(await seen(pharmacist, id)).toEqual(['codeine'])
    expect(await seen(self, id)).toEqual(['codeine', 'methadone'])
    await consents(id, 'PERMIT', ['RESTRICTED'])
    expect(await seen(pharmacist, id)).toEqual(['codeine', 'methadone'])
  })

  it('S14 a protected fact that may not be seen cannot be corrected, as if it were not there', async () => {
    const id = await newPatient()
    const { entries } = await record(pharmacist, id, takes('methadone', { restricted: true }))
    const factId = entries[0]?.fact?.id ?? ''
    expect(await codeOf(usecases.retractFact(pharmacist, { factId, idempotencyKey: aKey() }))).toBe('NOT_FOUND')
  })

  it('S13 consent withholds a history with its reason, and forbids to add to it', async () => {
    const id = await newPatient()
    await record(pharmacist, id, takes('codeine'))
    await consents(id, 'DENY', ['CLINICAL'])
    expect(await seen(pharmacist, id)).toEqual({ withheld: 'CONSENT' })
    expect((await usecases.listFacts(pharmacist, { patientId: id }, { first: 9 })).totalCount).toBe(0)
    expect(await codeOf(record(pharmacist, id, takes('codeine')))).toBe('CONSENT_REQUIRED')
    expect(await seen(self, id)).toEqual(['codeine'])
  })

  it('C6 an answer that was given before is not given again once a fact or a consent is another', async () => {
    const id = await newPatient()
    const reviewed = async (actor: Actor): Promise<readonly string[]> => {
      const question = { subject: { kind: 'patient', patientId: id }, stated: NOTHING_STATED } as const
      const answer = await usecases.medicationReview(actor, question)
      return answer.type === 'review' ? answer.medicines.map(({ medicine }) => medicine.name) : [answer.type]
    }
    await record(pharmacist, id, takes('codeine'))
    expect([await reviewed(pharmacist), await reviewed(pharmacist)]).toEqual([['codeine'], ['codeine']])
    await record(pharmacist, id, takes('simvastatin'))
    expect(await reviewed(pharmacist)).toEqual(['codeine', 'simvastatin'])
    await record(pharmacist, id, takes('methadone', { restricted: true }))
    expect(await reviewed(self)).toEqual(['codeine', 'simvastatin', 'methadone'])
    expect(await reviewed(pharmacist)).toEqual(['codeine', 'simvastatin'])
    await consents(id, 'DENY', ['CLINICAL'])
    expect(await reviewed(pharmacist)).toEqual([])
    expect(await reviewed(self)).toEqual(['codeine', 'simvastatin', 'methadone'])
  })

  it('S12 without a relation there is no such patient', async () => {
    const id = await newPatient()
    const clinician = await database.actor('one', ['CLINICIAN'])
    expect(await seen(clinician, id)).toBeUndefined()
    expect(await codeOf(record(clinician, id, takes('codeine')))).toBe('NOT_FOUND')
    const bundle = { patientId: id, source: 'ehr', entries: [] }
    expect(await codeOf(usecases.importFacts(clinician, bundle))).toBe('NOT_FOUND')
  })

  it('patients say what is theirs as theirs, and put right only that', async () => {
    const id = await newPatient()
    const theirs = await record(self, id, takes('ibuprofen'))
    const other = await record(pharmacist, id, takes('codeine'))
    expect(theirs.entries[0]?.fact?.source).toEqual({ kind: 'PATIENT' })
    const retract = (entry: typeof theirs) =>
      usecases.retractFact(self, { factId: entry.entries[0]?.fact?.id ?? '', idempotencyKey: aKey() })
    expect(await codeOf(retract(other))).toBe('FORBIDDEN')
    expect(await codeOf(retract(theirs))).toBe('done')
    expect(await seen(self, id)).toEqual(['codeine'])
  })

  it('what a patient imports is said by a patient, and never takes the place of what the system sends', async () => {
    const id = await newPatient()
    const entry = (name: string) => ({
      key: 'MedicationStatement/1',
      restricted: false,
      facts: [{ slot: 'product', fact: takes(name).fact, original: [] }],
    })
    await usecases.importFacts(pharmacist, { patientId: id, source: 'ehr', entries: [entry('codeine')] })
    const { entries } = await usecases.importFacts(self, {
      patientId: id,
      source: 'ehr',
      entries: [entry('ibuprofen')],
    })
    expect(entries[0]?.[0]).toMatchObject({ status: 'RECORDED', fact: { source: { kind: 'PATIENT', name: 'ehr' } } })
    expect(await seen(self, id)).toEqual(['codeine', 'ibuprofen'])
  })
})
