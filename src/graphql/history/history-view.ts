import type { NotUsedReason } from '../../domain/history/clinical-history.js'
import { LISTS } from '../../domain/history/history-fact.js'
import { knownMedicine } from '../../domain/history/known-medicines.js'
import { medicineTiming } from '../../domain/history/patient-history.js'
import type { Knowledge } from '../../domain/knowledge.js'
import type { KnownHistory } from '../../usecases/history-menu.js'
import type { RecordedFact } from '../../usecases/recorded-fact.js'

/** What a patient's history is read as, laid out for a front end. Nothing is decided here. */
export interface HistoryView {
  readonly known: KnownHistory
  readonly notUsed: readonly { readonly factId: string; readonly reason: NotUsedReason; readonly fact?: RecordedFact }[]
}

export function historyView(known: KnownHistory, knowledge: Knowledge) {
  const { facts, history } = known
  const { clinical, medicines, asOf } = history
  const notUsed = (clinical?.notUsed ?? []).map(each => ({ ...each, ...factOf(known, each.factId) }))
  const unconsidered = new Set(notUsed.filter(({ reason }) => reason === 'NOT_CONSIDERED').map(({ factId }) => factId))
  return {
    known,
    notUsed,
    asOf,
    age: clinical?.age,
    sex: clinical?.sex?.sex,
    pregnancy: clinical?.pregnancy,
    lactation: clinical?.lactation,
    smoking: clinical?.smoking,
    liver: clinical?.liver,
    medicines: medicines.flatMap(medicine => {
      const { factId = '', uncertain = false } = medicine
      const fact = facts.get(factId)
      if (fact === undefined) return []
      const considered = !unconsidered.has(factId)
      const matchedBy = considered ? knownMedicine(medicine, knowledge).matchedBy : undefined
      return [{ fact, uncertain, timing: medicineTiming(medicine, asOf).state, considered, matchedBy }]
    }),
    conditions: (clinical?.conditions ?? []).map(each => ({ ...each, fact: facts.get(each.fact.id) ?? each.fact })),
    allergies: (clinical?.allergies ?? []).map(each => ({ ...each, fact: facts.get(each.fact.id) ?? each.fact })),
    measurements: [...(clinical?.measurements.values() ?? [])].map(measurement => ({
      ...measurement,
      name: knowledge.options?.measures.get(measurement.measure)?.texts.clinician ?? measurement.measure,
    })),
    priorResponses: (clinical?.priorResponses ?? []).flatMap(({ id }) => facts.get(id) ?? []),
    preferences: (clinical?.preferences ?? []).flatMap(({ id }) => facts.get(id) ?? []),
    lists: LISTS.map(list => ({ list, ...(clinical?.lists[list] ?? { state: 'NEVER_STATED' }) })),
    problems: (clinical?.problems ?? []).map(each => ({ ...each, ...factOf(known, each.factId) })),
  } satisfies HistoryView & Readonly<Record<string, unknown>>
}

/** Birth and sex of the patient's record are no recorded facts. */
function factOf({ facts }: KnownHistory, id: string): { readonly fact?: RecordedFact } {
  const fact = facts.get(id)
  return fact === undefined ? {} : { fact }
}
