/** A generator hears that its reader has left only after its next event; this one is told at once. */
export function leavable<T>(begin: (end: AbortController) => AsyncGenerator<T>): AsyncIterable<T> {
  const end = new AbortController()
  const events = begin(end)
  const iterator: AsyncIterator<T> = {
    next: () => events.next(),
    return: () => {
      end.abort()
      return events.return(undefined)
    },
  }
  return { [Symbol.asyncIterator]: () => iterator }
}
