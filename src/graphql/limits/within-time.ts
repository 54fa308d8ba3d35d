import { DomainError } from '../../domain/errors.js'
import type { Usecases } from '../../usecases/menu.js'

/** Whom a request touched is written also when its answer was given up. */
const ALWAYS: ReadonlySet<string | symbol> = new Set(['keepTrail', 'closeTrail'] satisfies (keyof Usecases)[])

/**
 * The same menu, but only until a moment: what is asked later throws `TIMEOUT` before it begins. Thus the work for an
 * answer that was given up stops at its next step, instead of going on for nobody.
 */
export function withinTime(menu: Usecases, until: number): Usecases {
  if (until === Infinity) return menu
  return new Proxy(menu, {
    get(target, name) {
      const use: unknown = Reflect.get(target, name)
      if (typeof use !== 'function' || ALWAYS.has(name)) return use
      return (...asked: readonly unknown[]): unknown => {
        if (performance.now() > until) throw tooLate()
        return Reflect.apply(use, target, asked)
      }
    },
  })
}

export function tooLate(): DomainError {
  return new DomainError('TIMEOUT', 'The answer took too long', {}, true)
}
