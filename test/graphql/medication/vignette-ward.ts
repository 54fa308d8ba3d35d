import { readFacts } from '../../cases/options/read-facts.js'
import { genesOf, type Results, resultsInTurn, type Vignette } from '../../cases/options/vignettes.js'
import type { TestServer } from '../../support/server.js'
import { openTestPorts } from '../../support/test-ports.js'
import { vcfText } from '../../support/vcf-text.js'
import { createCallSample } from '../../../src/usecases/call-sample.js'
import { ask, send } from '../demo-person.js'
import { factContent } from './fact-content.js'

export interface Ward {
  /** Each vignette as a patient with a history on record and a released sample; ids by the vignettes' names. */
  admitAll(vignettes: readonly Vignette[]): Promise<ReadonlyMap<string, string>>
  close(): Promise<void>
}

/** What a vignette states of its genes, as clients send it. */
export function statedGenes(vignette: Vignette): readonly OutsideCall[] {
  return outsideCalls(genesOf(vignette))
}

/** What a vignette states of its history, as clients send it. */
export function statedHistory({ person, facts = [] }: Vignette): readonly object[] {
  return readFacts(person, facts).map(factContent)
}

/**
 * Takes vignettes in over the API, from the first to the last step; only the worker's use case runs in this process, since a
 * process of its own for each of a hundred files takes half a minute.
 */
export async function openWard(server: TestServer, token: string): Promise<Ward> {
  const open = await openTestPorts(server.database, { home: server.config.home })
  const worker = await server.database.actor('demo', ['SYSTEM_WORKER'])
  const callSample = createCallSample(open.ports)
  const signal = new AbortController().signal

  async function upload(patientId: string, calls: readonly OutsideCall[], key: string): Promise<string> {
    const input = { patientId, assay: { assembly: 'GRCH38' }, outsideCalls: calls, idempotencyKey: key }
    const { createUpload } = await ask<Opened>(server, token, UPLOAD, { input })
    const { id } = createUpload.upload
    await send(createUpload.uploadUrl, token, SILENT_FILE)
    await callSample(worker, { uploadId: id, owner: 'ward', signal })
    const { upload: done } = await ask<Done>(server, token, FOLLOW, { id })
    if (done.sample === null || done.state !== 'READY') throw new Error(`${key}: the file became ${done.state}`)
    return done.sample.id
  }

  async function admit(vignette: Vignette): Promise<string> {
    const key = vignette.name
    const input = { displayName: 'Somebody', idempotencyKey: key }
    const { createPatient } = await ask<Created>(server, token, CREATE, { input })
    const patientId = createPatient.id
    const facts = statedHistory(vignette).map(content => ({ content }))
    if (facts.length > 0) await record({ patientId, facts, idempotencyKey: key })
    const [usual, own] = resultsInTurn(vignette)
    const sampleId = await upload(patientId, outsideCalls(usual), key)
    // What is special comes from another laboratory, later: it counts before what was stated with the file.
    if (Object.keys(own).length > 0)
      await ask(server, token, ADD, { input: { sampleId, calls: outsideCalls(own), idempotencyKey: key } })
    await ask(server, token, RELEASE, { id: sampleId })
    return patientId
  }

  async function record(
    input: { readonly facts: readonly object[] } & Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { recordHistory } = await ask<Recorded>(server, token, RECORD, { input })
    const refused = recordHistory.entries.filter(({ status }) => status !== 'RECORDED')
    if (refused.length > 0) throw new Error(`${refused.length} facts were refused`)
  }

  return {
    async admitAll(vignettes) {
      const waiting = [...vignettes]
      const admitted = new Map<string, string>()
      const next = async (): Promise<void> => {
        const vignette = waiting.pop()
        if (vignette === undefined) return
        admitted.set(vignette.name, await admit(vignette))
        await next()
      }
      await Promise.all(Array.from({ length: AT_ONCE }, next))
      return admitted
    },
    close: () => open.close(),
  }
}

/** As many files as one member may send at once. */
const AT_ONCE = 5

interface OutsideCall {
  readonly gene: string
  readonly diplotype: string
}

function outsideCalls(genes: Results): readonly OutsideCall[] {
  return Object.entries(genes).map(([gene, diplotype]) => ({ gene, diplotype }))
}

/** The smallest file there is: it says nothing of any gene. */
const SILENT_FILE = new TextEncoder().encode(vcfText({ rows: [] }))

const CREATE = 'mutation ($input: CreatePatientInput!) { createPatient(input: $input) { id } }'
const RECORD = 'mutation ($input: RecordHistoryInput!) { recordHistory(input: $input) { entries { status } } }'
const UPLOAD = 'mutation ($input: CreateUploadInput!) { createUpload(input: $input) { uploadUrl upload { id } } }'
const FOLLOW = 'query ($id: ID!) { upload(id: $id) { state sample { id } } }'
const ADD = 'mutation ($input: RecordOutsideCallInput!) { recordOutsideCall(input: $input) { id } }'
const RELEASE = 'mutation ($id: ID!) { releaseResults(sampleId: $id) { releasedAt } }'

interface Created {
  readonly createPatient: { readonly id: string }
}

interface Recorded {
  readonly recordHistory: { readonly entries: readonly { readonly status: string }[] }
}

interface Opened {
  readonly createUpload: { readonly uploadUrl: string; readonly upload: { readonly id: string } }
}

interface Done {
  readonly upload: { readonly state: string; readonly sample: { readonly id: string } | null }
}
