import { drugLookup } from '../../src/domain/history/drug-lookup.js'
import type { Knowledge } from '../../src/domain/knowledge.js'
import { MOST_ENTRIES, readBundle } from '../../src/fhir/read-bundle.js'
import { importEntry } from '../../src/usecases/import-entry.js'
import { problemsAmong } from '../../src/usecases/judge-facts.js'
import { makeBundle } from '../support/make-bundle.js'
import { median, residentMegabytes, type Measurement } from './measure.js'

const ROUNDS = 9
const TODAY = '2026-11-23'

/** The largest bundle that is accepted, as a hospital would fill it: everything that is done with it besides storing it. */
export function benchBundle(knowledge: Knowledge): readonly Measurement[] {
  const before = residentMegabytes(process.pid, 'VmHWM')
  const half = importSeconds(MOST_ENTRIES / 2, knowledge)
  const whole = importSeconds(MOST_ENTRIES, knowledge)
  const grown = residentMegabytes(process.pid, 'VmHWM') - before
  const line = (what: string, measured: string, target: string, met: boolean): Measurement => ({
    bench: 'bundle',
    what: `${MOST_ENTRIES.toLocaleString('en')} entries read, matched and judged: ${what}`,
    measured,
    target,
    met,
  })
  return [
    line('time', `${whole.toFixed(2)} s`, '≤ 0.5 s', whole <= 0.5),
    line('over half as many', `${(whole / half).toFixed(1)} ×`, '≤ 2.5 ×', whole / half <= 2.5),
    line('memory', `${Math.round(grown)} MB`, '≤ 200 MB', grown <= 200),
  ]
}

function importSeconds(entries: number, knowledge: Knowledge): number {
  const text = JSON.stringify(makeBundle(entries, knowledge))
  const times = Array.from({ length: ROUNDS }, () => {
    const started = performance.now()
    let ids = 0
    const stamp = {
      source: 'hospital',
      kind: 'IMPORT' as const,
      now: new Date(`${TODAY}T12:00:00Z`),
      nextId: () => `fact-${(ids += 1)}`,
      written: { patientId: 'p', recordedBy: 'a', recordedAt: new Date() },
    }
    const read = readBundle(JSON.parse(text), drugLookup(knowledge))
    const added = read.entries.flatMap(entry => importEntry(entry, new Map(), stamp).added)
    problemsAmong(added, [], TODAY, knowledge)
    return (performance.now() - started) / 1000
  })
  return median(times.slice(2))
}
