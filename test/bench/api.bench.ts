import { callGenes } from '../../src/domain/call-genes.js'
import { advise } from '../../src/domain/advise.js'
import type { SampleEvidence } from '../../src/domain/genotype/evidence.js'
import type { Knowledge } from '../../src/domain/knowledge.js'
import { throughput, withBenchServer } from './bench-server.js'
import { median, type Measurement } from './measure.js'

const BARE = new URL('bare-server.js', import.meta.url).pathname
const CLIENTS = 8
const SECONDS = 4
/** Each kind of question is measured so often, in turns, because a shared machine has moods. */
const ROUNDS = 3

const CHECK = `query ($sampleId: ID!) { checkDrug(input: { sampleId: $sampleId, name: "clopidogrel" }) { ... on CheckedDrug {
  advice { agreement { verdict detail } outcomes { __typename source robust text { clinician plain }
    genes { lookupKeys result { phenotypes } } ... on OutcomeWithRows { actions rows { row { id strength } } } } } } } }`

/** `checkDrug` over GraphQL beside the cheapest request of the same server, and the domain's part of it. */
export async function benchApi(knowledge: Knowledge): Promise<readonly Measurement[]> {
  return await withBenchServer(async (post, beside) => {
    const { samples } = JSON.parse(await post({ query: '{ samples(first: 1) { nodes { id } } }' })).data
    const sampleId = samples.nodes[0].id
    const cheapest = () => post({ query: '{ __typename }' })
    const check = () => post({ query: CHECK, variables: { sampleId } })
    const answer = await check()
    if (!answer.includes('"verdict"')) throw new Error(`no answer: ${answer}`)
    await Promise.all([throughput(cheapest, CLIENTS, SECONDS), throughput(check, CLIENTS, SECONDS)])
    const ratios: number[] = []
    const rates: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const base = await throughput(cheapest, CLIENTS, SECONDS)
      const rate = await throughput(check, CLIENTS, SECONDS)
      ratios.push(rate / base)
      rates.push(rate)
    }
    const ratio = median(ratios)
    const bare = await beside(BARE)
    const checkBare = () => bare({ query: CHECK, variables: { sampleId } })
    if ((await checkBare()) !== (await check())) throw new Error('the bare server answers something else')
    await throughput(checkBare, CLIENTS, SECONDS)
    const costs: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const without = await throughput(checkBare, CLIENTS, SECONDS)
      costs.push(1 - (await throughput(check, CLIENTS, SECONDS)) / without)
    }
    const cost = median(costs)
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
        what: 'authorisation, RLS and audit: share of the throughput of the same query without them',
        measured: `${Math.round(100 * cost)} %`,
        target: '≤ 25 %',
        met: cost <= 0.25,
      },
      {
        bench: 'api',
        what: 'checkDrug, domain work for a stored sample',
        measured: `${domain.toFixed(2)} ms`,
        target: '≤ 1 ms',
        met: domain <= 1,
      },
    ]
  })
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
