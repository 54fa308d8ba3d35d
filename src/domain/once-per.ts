/**
 * A function of a value that never changes, with a memory: what it gives is worked out once, and kept for as long as somebody
 * holds the value. Nothing given (`undefined`) is not kept.
 */
export function oncePer<One extends object, Given>(workOut: (one: One) => Given): (one: One) => Given {
  const kept = new WeakMap<One, Given>()
  return one => {
    let given = kept.get(one)
    if (given === undefined) {
      given = workOut(one)
      kept.set(one, given)
    }
    return given
  }
}

/**
 * The same for two values: kept for as long as somebody holds the first and, where it is no word, the second. All seconds of
 * one function are values, or all are words.
 */
export function oncePerTwo<One extends object, Other extends object | string, Given>(
  workOut: (one: One, other: Other) => Given,
): (one: One, other: Other) => Given {
  const kept = new WeakMap<One, Kept<Given>>()
  return (one, other) => {
    let ofOne = kept.get(one)
    if (ofOne === undefined) {
      ofOne = typeof other === 'string' ? new Map<unknown, Given>() : new WeakMap<object, Given>()
      kept.set(one, ofOne)
    }
    let given = ofOne.get(other)
    if (given === undefined) {
      given = workOut(one, other)
      ofOne.set(other, given)
    }
    return given
  }
}

/** What both kinds of map can do. */
interface Kept<Given> {
  get(key: object | symbol | string): Given | undefined
  set(key: object | symbol | string, given: Given): unknown
}
