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
const BEGIN_READING = 'start transaction read only'
const SET_ONE = 'select set_config($1, $2, true)'
const COMMIT = 'commit'
const ROLLBACK = 'rollback'

/** Of one connection; a text that comes once is not worth a name. */
const MOST_NAMES = 60
const TIMES_BEFORE_NAME = 3

/** A setting that needs no quoting: the name of one of ours and an id. */
const PLAIN_SETTING = /^[a-z._]+$/
const PLAIN_VALUE = /^[0-9a-f-]+$/

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
  const send = (...asked: readonly unknown[]) => driver.query.apply(client, [...asked])
  const nameOf = statementNames()
  let held: string[] = []
  let onlyReads = false

  /** What was held back, now, and then the statement; its answer counts only when both went well. */
  async function sendHeld(asked: readonly unknown[]): Promise<unknown> {
    const { stream } = client.connection
    stream.cork()
    const opening = send(held.join('; '))
    held = []
    const answer = send(...asked)
    stream.uncork()
    const [, result] = await Promise.all([opening, answer])
    return result
  }

  client.query = (...asked) => {
    const [text, values] = asked
    if (typeof text !== 'string' || asked.length > 2) return held.length > 0 ? sendHeld(asked) : send(...asked)
    if (text === BEGIN || text === BEGIN_READING) {
      held = [text]
      onlyReads = text === BEGIN_READING
      return Promise.resolve(EMPTY)
    }
    const setting = text === SET_ONE && held.length > 0 ? plainSetting(values) : undefined
    if (setting !== undefined) {
      held.push(setting)
      return Promise.resolve(EMPTY)
    }
    if (text === COMMIT && (onlyReads || held.length > 0)) {
      // Never begun, or nothing in it that could be lost.
      const wasBegun = held.length === 0
      held = []
      onlyReads = false
      if (wasBegun) void Promise.resolve(send(text)).catch(() => {})
      return Promise.resolve(EMPTY)
    }
    if (text === ROLLBACK) onlyReads = false
    const name = nameOf(text)
    const named = name === undefined ? asked : [{ name, text, values }]
    return held.length > 0 ? sendHeld(named) : send(...named)
  }
}

const EMPTY = { command: '', rowCount: 0, rows: [] }

function plainSetting(values: unknown): string | undefined {
  if (!Array.isArray(values)) return undefined
  const [name, value]: readonly unknown[] = values
  if (typeof name !== 'string' || typeof value !== 'string') return undefined
  if (!PLAIN_SETTING.test(name) || !PLAIN_VALUE.test(value)) return undefined
  return `select set_config('${name}', '${value}', true)`
}

/** The same name for the same text, once it has come a few times; undefined while it is not worth one. */
function statementNames(): (text: string) => string | undefined {
  const seen = new Map<string, number>()
  const names = new Map<string, string>()
  return text => {
    const known = names.get(text)
    if (known !== undefined) return known
    if (names.size >= MOST_NAMES || !/^(select|insert into audit_event)\b/.test(text)) return undefined
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
