import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { callGenes } from '../../src/domain/call-genes.js'
import type { GeneCall } from '../../src/domain/diplotype/gene-call.js'
import { DomainError } from '../../src/domain/errors.js'
import { sampleEvidence } from '../../src/domain/genotype/evidence.js'
import type { HistoryFact } from '../../src/domain/history/history-fact.js'
import type { Knowledge } from '../../src/domain/knowledge.js'
import { createVariantReader } from '../../src/vcf/read-variants.js'
import { READ_OPTIONS } from '../conformance/run-sample.js'
import { demoPatients } from '../tools/demo-data.js'
import type { DemoPatient } from '../tools/demo-people.js'
import { DEMO } from './demo-file.js'

/** A demonstration patient as the domain sees them: results of their own file and the facts that are recorded of them. */
export interface DemoChart {
  readonly name: string
  readonly calls: readonly GeneCall[]
  readonly facts: readonly HistoryFact[]
}

export function demoCharts(today: string, knowledge: Knowledge): Promise<readonly DemoChart[]> {
  return Promise.all(
    demoPatients().map(async patient => ({
      name: patient.name,
      calls: await callsOf(patient, knowledge),
      facts: factsOf(patient, today),
    })),
  )
}

/** Without calls where the file is refused, as it is meant to be for one of them. */
async function callsOf(
  { vcf, sample, assay, outsideCalls = [] }: DemoPatient,
  knowledge: Knowledge,
): Promise<readonly GeneCall[]> {
  const options = {
    ...READ_OPTIONS,
    samples: [sample],
    assay: { ...READ_OPTIONS.assay, ...assay, assembly: undefined },
  }
  try {
    const table = await createVariantReader().read(createReadStream(join(DEMO, vcf)), knowledge, options)
    return callGenes(sampleEvidence(table, 0), outsideCalls, knowledge)
  } catch (error) {
    if (error instanceof DomainError) return []
    throw error
  }
}

function factsOf({ birthDate, sex, history = [] }: DemoPatient, today: string): readonly HistoryFact[] {
  const source = { kind: 'CLINICIAN' } as const
  const stated = history.map((fact, index): HistoryFact => {
    const dated: typeof fact = JSON.parse(JSON.stringify(fact), (_name, value: unknown) => dayOf(value, today))
    return { ...dated, id: `fact-${index}`, source, recordedOn: today }
  })
  return [
    ...stated,
    { kind: 'BIRTH', date: birthDate, id: 'birth', source, recordedOn: today },
    { kind: 'SEX', sex, id: 'sex', source, recordedOn: today },
  ]
}

/** "today-14" on that day. */
function dayOf(value: unknown, today: string): unknown {
  const day = typeof value === 'string' ? /^today([+-]\d+)?$/.exec(value) : null
  if (day === null) return value
  return new Date(Date.parse(today) + Number(day[1] ?? 0) * 86_400_000).toISOString().slice(0, 10)
}
