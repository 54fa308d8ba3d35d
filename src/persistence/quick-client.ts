/** What we use of the driver's connection. */
export interface DriverClient {
  query: (...asked: readonly unknown[]) => unknown
  readonly connection: { readonly stream: { cork(): void; uncork(): void } }
}

/** What we use of the driver's pool. */
export interface DriverPool {
  on(event: 'connect', listener: (client: DriverClient) => void): unknown
}

const BEGIN = 'begin'
const BEGIN_READING = /^start transaction (?:isolation level repeatable read )?read only$/
/** The ORM's own text. One that would need quoting does not match, and is sent like any other statement. */
const SET_ONE = /^select set_config\('([a-z._]+)', '([0-9a-f-]+)', true\)$/
const COMMIT = 'commit'
const ROLLBACK = 'rollback'

/** Nothing is locked for longer by a transaction that is over. */
const LONGEST_END_MILLISECONDS = 5

/** Of one connection; a text that comes once is not worth a name. */
const MOST_NAMES = 60
const TIMES_BEFORE_NAME = 3

/**
 * Makes the connections of a pool wait less. Half of the time of a short transaction goes into messages that have no answer
 * worth waiting for, so `begin` and the setting of the organisation travel with the first statement, in that order and
 * before it, and nobody waits for the end of a transaction that was begun as one that only reads. Statements that come
 * again are prepared once. Needs connections that may send before the last answer is there (`pipeline`).
 */
export function quicken(pool: DriverPool): void {
  pool.on('connect', quickenClient)
}

function quickenClient(client: DriverClient): void {
  // Looked up each time, so that whoever counts statements counts these.
  const driver: DriverClient = Object.getPrototypeOf(client)
  const sendNow = (...asked: readonly unknown[]) => driver.query.apply(client, [...asked])
  const nameOf = statementNames()
  /** A transaction that only read is over, and the connection has not been told yet. */
  let unended = false
  /** What begins the present transaction, until its first statement. */
  let opening: string[] = []
  let onlyReads = false
  let ending: NodeJS.Timeout | undefined
  let isCorked = false

  /** Statements that are asked for in one go leave in one go: each time costs as much as a short statement. */
  function send(...asked: readonly unknown[]): unknown {
    const { stream } = client.connection
    if (!isCorked) {
      isCorked = true
      stream.cork()
      process.nextTick(() => {
        isCorked = false
        stream.uncork()
      })
    }
    return sendNow(...asked)
  }

  /** What was held back, now, and then the statement; its answer counts only when both went well. */
  async function sendWithHeld(asked: readonly unknown[]): Promise<unknown> {
    const held = [...(unended ? [COMMIT] : []), ...opening]
    unended = false
    opening = []
    const [, result] = await Promise.all([send(held.join('; ')), send(...asked)])
    return result
  }

  const sendAll = (asked: readonly unknown[]) => (unended || opening.length > 0 ? sendWithHeld(asked) : send(...asked))

  /** The end of a transaction that only read travels with whatever comes next here, or alone a moment later. */
  function endSoon(): void {
    unended = true
    ending = setTimeout(() => {
      unended = false
      void Promise.resolve(send(COMMIT)).catch(() => {})
    }, LONGEST_END_MILLISECONDS)
  }

  function hold(text: string): boolean {
    const isReading = BEGIN_READING.test(text)
    if (text === BEGIN || isReading) {
      opening = [text]
      onlyReads = isReading
      return true
    }
    const [, name, value] = (opening.length > 0 ? SET_ONE.exec(text) : null) ?? []
    // What is set has no rows to tell of, and needs no plan.
    if (name !== undefined) opening.push(`set local ${name} = '${value}'`)
    return name !== undefined
  }

  /** True when the end needs no answer: of a transaction that never began, or in which nothing could be lost. */
  function isQuickEnd(text: string): boolean {
    if (text === ROLLBACK) onlyReads = false
    return text === COMMIT && (opening.length > 0 || onlyReads)
  }

  client.query = (...asked) => {
    const [text, values] = asked
    if (typeof text === 'string' && asked.length <= 2) {
      if (hold(text)) return Promise.resolve(EMPTY)
      if (isQuickEnd(text)) {
        if (opening.length === 0) endSoon()
        opening = []
        onlyReads = false
        return Promise.resolve(EMPTY)
      }
      // Without parameters a text is of one question only, and would take the place of one that comes again.
      const name = Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
      clearTimeout(ending)
      return sendAll(name === undefined ? asked : [{ name, text, values }])
    }
    clearTimeout(ending)
    return sendAll(asked)
  }
}

const EMPTY = { command: '', rowCount: 0, rows: [] }

/** The same name for the same text, once it has come a few times; undefined while it is not worth one. */
function statementNames(): (text: string) => string | undefined {
  const seen = new Map<string, number>()
  const names = new Map<string, string>()
  return text => {
    const known = names.get(text)
    if (known !== undefined) return known
    if (names.size >= MOST_NAMES || !/^(select|with|insert into audit_event)\b/.test(text)) return undefined
    const times = (seen.get(text) ?? 0) + 1
    if (times < TIMES_BEFORE_NAME) {
      if (seen.size > 10 * MOST_NAMES) seen.clear()
      seen.set(text, times)
      return undefined
    }
    seen.delete(text)
    const name = `s${names.size}`
    names.set(text, name)
    return name
  }
}
