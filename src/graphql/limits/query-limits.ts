/** How large one document and its variables may be; `tokens` is enforced while it is parsed, so that a huge one is never held in memory. */
export interface QueryLimits {
  readonly tokens: number
  readonly depth: number
  readonly aliases: number
  readonly rootFields: number
  /** Root fields of a mutation. */
  readonly mutations: number
  readonly directives: number
  readonly fragments: number
  /** Points, see `measureOperation`. */
  readonly cost: number
  readonly variablesBytes: number
  readonly validationErrors: number
  readonly coercionErrors: number
}
