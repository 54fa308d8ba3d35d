import type { KnownCondition } from './clinical-history.js'
import { dayRange } from './days.js'
import type { ConditionFact } from './history-fact.js'
import { leaveOut, note, type ReadingNotes } from './usable-facts.js'

/** SNOMED CT concept → ICD-10-CM codes; the deployer supplies it, because the map is licensed. */
export type ConditionMap = ReadonlyMap<string, readonly string[]>

const ICD10CM = /^[A-Z]\d[0-9A-Z][0-9A-Z]{0,4}$/

/** Conditions by ICD-10-CM code; a code that cannot be read stays in the list with none, so that it is seen as not looked at. */
export function readConditions(
  facts: readonly ConditionFact[],
  map: ConditionMap,
  notes: ReadingNotes,
): readonly KnownCondition[] {
  return facts
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((fact): readonly KnownCondition[] => {
      if (fact.verification === 'REFUTED') {
        leaveOut(notes, fact, 'REFUTED')
        return []
      }
      const onset = dateOf(fact, 'onset', notes)
      const abated = dateOf(fact, 'abated', notes)
      if (onset !== undefined && onset.earliest > notes.asOf) {
        leaveOut(notes, fact, 'LIES_IN_THE_FUTURE')
        return []
      }
      const icd10cm = codesOf(fact, map, notes)
      if (icd10cm.length === 0) leaveOut(notes, fact, 'NOT_CONSIDERED')
      const isOver = abated !== undefined && abated.latest <= notes.asOf
      return [
        {
          fact,
          icd10cm,
          resolved: fact.status === 'RESOLVED' || isOver,
          doubtful: fact.verification === 'UNCONFIRMED' || (fact.status === 'UNKNOWN' && !isOver),
        },
      ]
    })
}

function dateOf(fact: ConditionFact, field: 'onset' | 'abated', notes: ReadingNotes): ReturnType<typeof dayRange> {
  const date = fact[field]
  const range = date === undefined ? undefined : dayRange(date)
  if (date !== undefined && range === undefined) note(notes, 'IMPOSSIBLE_DATE', fact, true, field)
  return range
}

function codesOf(fact: ConditionFact, map: ConditionMap, notes: ReadingNotes): readonly string[] {
  const { system, code } = fact.code
  if (system !== 'ICD10CM') {
    const mapped = system === 'SNOMEDCT' ? (map.get(code) ?? []) : []
    if (mapped.length === 0) note(notes, 'UNMAPPED_CONDITION', fact, false, 'code')
    return mapped.map(withoutDot)
  }
  const plain = withoutDot(code)
  if (ICD10CM.test(plain)) return [plain]
  note(notes, 'MALFORMED_CODE', fact, false, 'code')
  return []
}

function withoutDot(code: string): string {
  return code.trim().toUpperCase().replace('.', '')
}
