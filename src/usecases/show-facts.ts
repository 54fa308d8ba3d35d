import { factText } from '../domain/history/fact-text.js'
import type { HistoryFact } from '../domain/history/history-fact.js'
import type { Knowledge } from '../domain/knowledge.js'
import type { Assessment } from '../domain/medication/finding.js'
import type { HistoryBackground } from '../domain/medication/medication-options.js'
import type { ReviewedMedicine } from '../domain/medication/medication-review.js'
import type { DrugDifference } from '../domain/medication/what-if.js'
import type { WithheldReason } from './decide.js'
import type {
  ShownBackground,
  ShownDifference,
  ShownFinding,
  ShownMedicine,
  ShownUnknown,
  UsedFact,
} from './option-questions.js'
import type { Background } from './person.js'
import { seenAdvice } from './seen-calls.js'
import { isStated } from './stated-history.js'

/** What domain answers rest on is named by id; whoever reads them sees the facts themselves. */
export interface FactShow {
  readonly assessment: <T extends Assessment>(assessment: T) => WithShownFacts<T>
  readonly medicine: (reviewed: ReviewedMedicine) => ShownMedicine
  readonly difference: (difference: DrugDifference) => readonly ShownDifference[]
  readonly background: (background: HistoryBackground) => ShownBackground
}

type WithShownFacts<T extends Assessment> = Omit<T, 'findings' | 'unknowns'> & {
  readonly findings: readonly ShownFinding[]
  readonly unknowns: readonly ShownUnknown[]
}

/** Shows the facts of one question; what stands in the file is left out where there is a reason. */
export function showFacts(
  { factsById, replaced }: Background,
  knowledge: Knowledge,
  noEvidence: WithheldReason | undefined,
): FactShow {
  const shown = new Map<string, UsedFact>()

  function used(fact: HistoryFact): UsedFact {
    const known = shown.get(fact.id)
    if (known !== undefined) return known
    const { id, kind, source, recordedOn } = fact
    const origin = isStated(id) ? 'STATED' : 'RECORDED'
    const made: UsedFact = { id, kind, text: factText(fact, knowledge.options), origin, source, recordedOn }
    shown.set(id, made)
    return made
  }

  function factOf(id: string): UsedFact | undefined {
    const fact = factsById.get(id)
    return fact === undefined ? undefined : used(fact)
  }

  function withFacts<T extends { readonly factIds: readonly string[] }>({ factIds, ...resting }: T) {
    return { ...resting, facts: factIds.flatMap(id => factOf(id) ?? []) }
  }

  const assessment: FactShow['assessment'] = looked => ({
    ...looked,
    advice: seenAdvice(looked.advice, noEvidence),
    findings: looked.findings.map(withFacts),
    unknowns: looked.unknowns.map(withFacts),
  })

  return {
    assessment,
    medicine: ({ medicine, drugs }) => ({
      medicine,
      drugs: drugs.map(assessment),
      fact: medicine.factId === undefined ? undefined : factOf(medicine.factId),
    }),
    difference({ drug: name, appeared, disappeared, unknowns, ...verdicts }) {
      const drug = knowledge.drugs.get(name)
      if (drug === undefined) return []
      const reasons = { appeared: appeared.map(withFacts), disappeared: disappeared.map(withFacts) }
      return [{ ...verdicts, ...reasons, drug, unknowns: unknowns.map(withFacts) }]
    },
    background: ({ lists, notConsidered, problems, notUsed }) => ({
      lists: (['MEDICINES', 'CONDITIONS', 'ALLERGIES'] as const).map(list => {
        const { state, statedOn } = lists[list]
        return { list, state, statedOn }
      }),
      notConsidered,
      problems: problems.map(({ factId, ...problem }) => ({ ...problem, fact: factOf(factId) })),
      notUsed: notUsed.map(({ factId, reason }) => ({ reason, fact: factOf(factId) })),
      replaced: replaced.map(used),
    }),
  }
}
