import type { GeneCall } from '../domain/diplotype/gene-call.js'
import { lastUsed } from '../domain/last-used.js'
import type { RecordedFact } from './recorded-fact.js'

/** What a person was made of. Stores give the same records as long as they stand, so that a second look finds the same objects. */
export interface MadeOf {
  readonly facts: readonly RecordedFact[]
  readonly calls: readonly GeneCall[]
  /** The rest, in words: who they are, which sample, and what of it all is seen. */
  readonly sight: string
}

/** Answers that rest on nothing but a person's records, a day and a question: computed once while these are the same. */
export interface AnswerMemory<Answer> {
  /** `madeOf` is undefined of whoever is not in the store: nothing of them is kept. */
  of(madeOf: MadeOf | undefined, now: Date, question: unknown, compute: () => Answer): Answer
}

/** Some tens of kilobytes each. */
const MOST = 100

/** Keeps the answers that were asked for last. */
export function createAnswerMemory<Answer>(): AnswerMemory<Answer> {
  const numbers = new WeakMap<object, number>()
  const kept = lastUsed<string, Answer>(MOST)
  let last = 0

  function numberOf(object: object): number {
    const known = numbers.get(object) ?? (last += 1)
    numbers.set(object, known)
    return known
  }

  return {
    of(madeOf, now, question, compute) {
      if (madeOf === undefined) return compute()
      const { facts, calls, sight } = madeOf
      const today = now.toISOString().slice(0, 10)
      const key = JSON.stringify([numberOf(facts), numberOf(calls), sight, today, question])
      const known = kept.get(key)
      if (known !== undefined) return known
      const answer = compute()
      kept.set(key, answer)
      return answer
    },
  }
}
