import { Extensions } from 'type-graphql'

/** What a field costs beside the objects it returns, and how many of them to expect where no argument says so. */
export interface CostHint {
  /** Points of asking once: a statement sent to the database, or advice computed. */
  readonly points?: number
  /** Expected length of a list that has no page argument. */
  readonly size?: number
  /** Name of the list argument whose length is the length of the answer. */
  readonly sizeOf?: string
}

/** Declares on the field what it costs (see `costOf`). */
export function Cost(cost: CostHint) {
  return Extensions({ cost })
}
