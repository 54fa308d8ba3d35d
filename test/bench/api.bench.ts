import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { callGenes } from '../../src/domain/call-genes.js'
import { advise } from '../../src/domain/advise.js'
import type { SampleEvidence } from '../../src/domain/genotype/evidence.js'
import type { Knowledge } from '../../src/domain/knowledge.js'
import { median, type Measurement } from './measure.js'

const MAIN = new URL('../../src/main.js', import.meta.url).pathname
const CLIENTS = 8
const SECONDS = 4
/** Each kind of question is measured so often, in turns, because a shared machine has moods. */
const ROUNDS = 3

const CHECK = `query ($sampleId: ID!) { checkDrug(input: { sampleId: $sampleId, name: "clopidogrel" }) { ... on CheckedDrug {
  advice { agreement { verdict detail } outcomes { __typename source robust text { clinician plain }
    genes { lookupKeys result { phenotypes } } ... on OutcomeWithRows { actions rows { row { id strength } } } } } } } }`

/** `checkDrug` over GraphQL beside the cheapest request of the same server, and the domain's part of it. */
export async function benchApi(knowledge: Knowledge): Promise<readonly Measurement[]> {
  const home = mkdtempSync(join(tmpdir(), 'sextant-bench-api-'))
  const port = 20_000 + (process.pid % 20_000)
  const env = {
    ...process.env,
    SEXTANT_HOME: home,
    PORT: String(port),
    DATABASE_URL: '',
    // One actor asks as fast as the server answers: what is measured is not the limit.
    SEXTANT_REQUESTS_PER_MINUTE: '1000000000',
    SEXTANT_POINTS_PER_MINUTE: '1000000000',
  }
  const server = spawn(process.execPath, ['--enable-source-maps', '--disable-proto=delete', MAIN, 'serve'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  try {
    const token = await tokenOf(server)
    const post = (body: object) => send({ agent, port, token, body: JSON.stringify(body) })
    const sampleId = await firstSample(post)
    const cheapest = () => post({ query: '{ __typename }' })
    const check = () => post({ query: CHECK, variables: { sampleId } })
    const answer = await check()
    if (!answer.includes('"verdict"')) throw new Error(`no answer: ${answer}`)
    await Promise.all([throughput(cheapest), throughput(check)])
    const ratios: number[] = []
    const rates: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const [base, rate] = [await throughput(cheapest), await throughput(check)]
      ratios.push(rate / base)
      rates.push(rate)
    }
    const ratio = median(ratios)
    const domain = domainMilliseconds(knowledge)
    return [
      {
        bench: 'api',
        what: `checkDrug, requests a second beside { __typename } (${CLIENTS} clients, ${Math.round(median(rates))}/s)`,
        measured: `${Math.round(100 * ratio)} %`,
        target: '≥ 25 %',
        met: ratio >= 0.25,
      },
      {
        bench: 'api',
        what: 'checkDrug, domain work for a stored sample',
        measured: `${domain.toFixed(2)} ms`,
        target: '≤ 1 ms',
        met: domain <= 1,
      },
    ]
  } finally {
    agent.destroy()
    await stopped(server)
    rmSync(home, { recursive: true, force: true })
  }
}

/** Median over all drugs: from stored calls to the advice. */
function domainMilliseconds(knowledge: Knowledge): number {
  const evidence: SampleEvidence = {
    sample: 'bench',
    assembly: 'GRCh38',
    positions: new Map(
      [...knowledge.genes.values()].map(gene => [
        gene.symbol,
        gene.positions.map(
          ({
            loci: {
              GRCh38: { ref },
            },
          }) => ({ state: 'reference', slots: [ref, ref], phased: false }) as const,
        ),
      ]),
    ),
    quarantined: new Set(),
    otherReferenceSequence: new Set(),
  }
  const calls = callGenes(evidence, [{ gene: 'CYP2D6', diplotype: '*1/*4' }], knowledge)
  const history = { asOf: '2026-11-23', medicines: [], facts: {} }
  const drugs = [...knowledge.drugs.values()].filter(({ name }) => knowledge.guidelines.has(name))
  const times = [0, 1, 2].flatMap(() =>
    drugs.map(drug => {
      const genes = new Set((knowledge.guidelines.get(drug.name) ?? []).flatMap(guideline => guideline.genes))
      const started = performance.now()
      advise(
        calls.filter(({ gene }) => genes.has(gene)),
        history,
        { drugs: [drug], facts: {} },
        knowledge,
      )
      return performance.now() - started
    }),
  )
  return median(times.slice(drugs.length))
}

async function throughput(ask: () => Promise<string>): Promise<number> {
  const end = performance.now() + SECONDS * 1000
  let answered = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (performance.now() < end) {
        await ask()
        answered += 1
      }
    }),
  )
  return answered / ((performance.now() - started) / 1000)
}

interface Posted {
  readonly agent: Agent
  readonly port: number
  readonly token: string
  readonly body: string
}

function send({ agent, port, token, body }: Posted): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${token}`,
    }
    const outgoing = request(
      { agent, port, host: '127.0.0.1', path: '/graphql', method: 'POST', headers },
      response => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** The demonstration token that the server prints when it is ready. */
function tokenOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    server.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const [token] = /eyJ[\w-]+\.[\w-]+\.[\w-]+(?=["\s])/.exec(text) ?? []
      if (token !== undefined) resolve(token)
    })
    server.once('exit', code => reject(new Error(`the server ended with ${code}`)))
  })
}

/** Demonstration data are called after the start; until all are, they compete with what is measured. */
async function firstSample(post: (body: object) => Promise<string>): Promise<string> {
  for (let known = -1; ;) {
    const text = await post({ query: '{ samples(first: 1) { totalCount nodes { id } } }' })
    const { samples } = JSON.parse(text).data
    if (samples.totalCount > 0 && samples.totalCount === known) return samples.nodes[0].id
    known = samples.totalCount
    await wait(5000)
  }
}

function stopped(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return Promise.resolve()
  return new Promise(resolve => {
    server.once('exit', () => resolve())
    server.kill('SIGTERM')
  })
}
