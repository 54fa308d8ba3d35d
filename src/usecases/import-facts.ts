import { openPatientForWrite } from './access.js'
import { demand } from './decide.js'
import type { HistoryUsecases, ImportedFact } from './history-menu.js'
import { importEntry, knownThings } from './import-entry.js'
import { requireText } from './input.js'
import { problemsAmong } from './judge-facts.js'
import type { Ports } from './ports.js'
import { isPatientAlone } from './prepare-fact.js'
import { requireRoom, storedFacts } from './stored-facts.js'

/** Adds what another system says of a patient, thing by thing and each once. */
export function importFacts({ transactions, knowledge, ids, clock }: Ports): HistoryUsecases['importFacts'] {
  return async (actor, { patientId, source: sender, entries }) => {
    demand(actor, 'WRITE_HISTORY')
    const source = requireText('source', sender, 200)
    const now = clock.now()
    return await transactions.run(actor.organisationId, async unit => {
      const opened = await openPatientForWrite(unit, actor, 'WRITE_HISTORY', patientId, now)
      await unit.histories.lock(patientId)
      const { all, inView } = await storedFacts(unit, opened)
      const known = knownThings(all)
      const written = { patientId, recordedBy: actor.id, recordedAt: now }
      const kind = isPatientAlone(actor) ? ('PATIENT' as const) : ('IMPORT' as const)
      const stamp = { source, kind, now, nextId: () => ids.next(), written }
      const imported = entries.map(entry => importEntry(entry, known, stamp))
      const added = imported.flatMap(each => each.added)
      requireRoom(all.length + added.length)
      await unit.histories.add(added)

      const reports = imported.map(each => each.reports)
      const stated = reports.flat().flatMap(({ fact }) => (fact === undefined ? [] : [fact]))
      const isStated = new Set(stated.map(({ id }) => id))
      const others = inView.filter(({ id }) => !isStated.has(id))
      const problems = problemsAmong(stated, others, now.toISOString().slice(0, 10), knowledge)
      const judged = (report: ImportedFact): ImportedFact => {
        const found = report.fact === undefined ? undefined : problems.get(report.fact.id)
        return found === undefined ? report : { ...report, problems: [...report.problems, ...found] }
      }
      return { patient: opened.patient, entries: reports.map(facts => facts.map(judged)) }
    })
  }
}
