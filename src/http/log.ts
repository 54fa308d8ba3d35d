import { pino } from 'pino'

/** All that may stand in a log (S49): ids, codes, counts and constant messages. There is no field for anything else. */
export interface LogFields {
  readonly requestId?: string
  readonly organisationId?: string
  readonly actorId?: string
  readonly uploadId?: string
  readonly method?: string
  /** The pattern of the route, never the address. */
  readonly route?: string
  readonly status?: number
  readonly code?: string
  readonly outcome?: string
  readonly milliseconds?: number
  readonly bytes?: number
  readonly count?: number
  /** Class and places in our code of what nobody foresaw; its text may quote data and stays out. */
  readonly fault?: string
}

export interface Log {
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
}

/** One JSON object per line on stderr: stdout belongs to what a command prints. */
export function createLog(level: string): Log {
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: false }),
  )
}

/** Where a bug happened, without what it says. */
export function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code =
    'code' in error && typeof error.code === 'string' && /^[A-Z0-9_]{1,40}$/.test(error.code) ? ` ${error.code}` : ''
  const places = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  return [error.name + code, ...places.slice(0, 8).map(line => line.trim())].join(' | ')
}
