import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemoData } from '../../src/persistence/demo-data.js'
import { FINDING_KINDS } from '../../src/domain/option-knowledge.js'
import { VERDICTS } from '../../src/domain/medication/verdicts.js'
import { actAs } from '../../src/usecases/act-as.js'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import type { Usecases } from '../../src/usecases/menu.js'
import type { ShownOption } from '../../src/usecases/option-questions.js'
import type { Actor } from '../../src/usecases/records.js'
import { readExamples } from '../../src/graphql/playground/examples.js'
import { pressExample } from '../graphql/operations/press-example.js'
import { demoFolder } from '../support/demo-folder.js'
import { startTestServer } from '../support/server.js'
import type { TestServer } from '../support/server.js'
import { openTestPorts } from '../support/test-ports.js'
import type { TestPorts } from '../support/test-ports.js'

let server: TestServer
let open: TestPorts
let usecases: Usecases
let actor: Actor
let folder: string

const EXAMPLES = readExamples(new URL('../../schema/operations/', import.meta.url).pathname)

/** Questions that the demonstration patients are there for, by record number. */
const QUESTIONS: readonly (readonly [string, string])[] = [
  ['DEMO-0002', 'depression'],
  ['DEMO-0003', 'acute-coronary-syndrome'],
  ['DEMO-0004', 'inflammatory-bowel-disease'],
  ['DEMO-0005', 'epilepsy'],
  ['DEMO-0006', 'dyslipidaemia'],
  ['DEMO-0007', 'acute-pain'],
  ['DEMO-0008', 'acute-pain'],
  ['DEMO-0009', 'malaria-vivax-radical-cure'],
  ['DEMO-0010', 'colorectal-cancer'],
  ['DEMO-0011', 'depression'],
  ['DEMO-0012', 'hypertension'],
  ['DEMO-0013', 'atrial-fibrillation'],
]

beforeAll(async () => {
  server = await startTestServer()
  open = await openTestPorts(server.database, { home: server.config.home })
  usecases = createUsecases(open.ports)
  actor = await server.database.actor('demo', [
    'LABORATORY_TECHNICIAN',
    'LABORATORY_DIRECTOR',
    'PHARMACIST',
    'CLINICIAN',
  ])
  const act = () => actAs(actor, { id: open.ports.ids.next() })
  folder = demoFolder(
    'HG00179.vcf.gz',
    'petra-slowly.vcf.gz',
    'hela-tissuetype.vcf.gz',
    'amos-eitheror.vcf.gz',
    'norma-allcommon.vcf.gz',
    'quentin-brokenrow.vcf',
  )
  await seedDemoData(folder, usecases, act, () => {}, new AbortController().signal)
  // Once more, as every start does: what is there is left alone.
  await seedDemoData(folder, usecases, act, () => {}, new AbortController().signal)
}, 120_000)
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await open.close()
  await server.stop()
})

describe('the demonstration patients', () => {
  it('show every kind of finding and every verdict, each history recorded once', async () => {
    const shown: ShownOption[] = []
    for (const [number, indication] of QUESTIONS) {
      const { items } = await usecases.listPatients(actor, { search: number }, { first: 1 })
      const patientId = items[0]?.id ?? ''
      const { totalCount } = await usecases.listFacts(actor, { patientId }, { first: 1 })
      expect([number, totalCount > 3 && totalCount < 40]).toEqual([number, true])
      const stated = { facts: {}, medicines: [], history: [] }
      const subject = { kind: 'patient', patientId } as const
      const options = await usecases.medicationOptions(actor, { subject, candidates: { indication }, stated })
      const review = await usecases.medicationReview(actor, { subject, stated })
      if (options.type !== 'options' || review.type !== 'review') throw new Error('no answer')
      expect([number, options.background.problems.filter(({ used }) => !used).map(({ code }) => code)]).toEqual([
        number,
        number === 'DEMO-0006' ? ['UNKNOWN_DRUG'] : [],
      ])
      shown.push(...options.options, ...review.medicines.flatMap(({ drugs }) => drugs))
    }
    const kinds = new Set(shown.flatMap(({ findings }) => findings.map(({ kind }) => kind)))
    expect(FINDING_KINDS.filter(kind => !kinds.has(kind))).toEqual([])
    const verdicts = new Set(shown.map(({ verdict }) => verdict))
    expect(VERDICTS.filter(verdict => !verdicts.has(verdict))).toEqual([])
  })

  it.each([
    ['DEMO-0003', 'clopidogrel', 'DRUG_INTERACTION'],
    ['DEMO-0005', 'valproic acid', 'PREGNANCY'],
    ['DEMO-0008', 'allopurinol', 'PHARMACOGENOMIC'],
    ['DEMO-0007', 'codeine', 'LACTATION'],
    ['DEMO-0013', 'metformin', 'RENAL'],
  ])('%s takes %s against the advice on %s', async (number, drug, kind) => {
    const { items } = await usecases.listPatients(actor, { search: number }, { first: 1 })
    const subject = { kind: 'patient', patientId: items[0]?.id ?? '' } as const
    const review = await usecases.medicationReview(actor, {
      subject,
      stated: { facts: {}, medicines: [], history: [] },
    })
    if (review.type !== 'review') throw new Error('no answer')
    const looked = review.medicines.flatMap(({ drugs }) => drugs).find(({ advice }) => advice.drug.name === drug)
    expect(looked?.verdict).toBe('NOT_SUITABLE')
    expect(looked?.findings).toContainEqual(expect.objectContaining({ kind, effect: 'EXCLUDES' }))
  })

  it.each(EXAMPLES)('answer the example operation $name as it stands', async example => {
    const token = await server.token(['DEVELOPER'])
    const answers = await pressExample(server, token, example)
    const said = JSON.stringify(answers)
    expect(said).not.toMatch(
      /"nodes":\[\]|"uploads":\[\]|"samples":\[\]|"geneCalls":\[\]|"__typename":"(DrugCandidates|NoOptionKnowledge)"/,
    )
    expect(said).not.toMatch(/"(medicationOptions|medicationReview|whatIf|history|drug|gene)":null/)
  })
})
