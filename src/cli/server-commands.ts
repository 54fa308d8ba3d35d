import { parseArgs, type ParseArgsConfig } from 'node:util'

import { DomainError } from '../domain/errors.js'
import { ROLES, type Role } from '../usecases/records.js'
import { UsageError } from './usage-error.js'

/** A server that answers, until it is stopped. */
export interface RunningServer {
  readonly url: string
  /** Where it can be watched; absent: nowhere. */
  readonly metricsUrl?: string
  readonly playground: boolean
  /** Of the demonstration organisation; only on the embedded database and in development. */
  readonly demoToken?: string
  /** Resolves when the demonstration data are there; at once when there are none to make. */
  readonly seeded: Promise<void>
  stop(): Promise<void>
}

/** What the commands of the server are given by `app/`. */
export interface ServerPorts {
  startServer(options: { worker: boolean; onProgress: (text: string) => void }): Promise<RunningServer>
  startWorker(): Promise<{ readonly metricsUrl?: string; stop(): Promise<void> }>
  migrate(): Promise<readonly string[]>
  makeAdmin(request: { organisation: string; issuer: string; subject: string; name: string }): Promise<void>
  createToken(request: { roles: readonly Role[]; organisation: string; seconds: number }): Promise<string>
  readonly version: string
  readonly output: NodeJS.WriteStream
  readonly messages: NodeJS.WriteStream
  /** Calls back for every request to stop (SIGTERM, SIGINT). */
  onStop(stop: () => void): void
  /** Ends the process at once. */
  exit(code: number): void
  /** How long stopping may take, whatever hangs (S41). */
  readonly patienceMilliseconds: number
}

const DONE = 0
const FAILED = 1
const WRONG_USAGE = 2

/** `sextant serve`: serves until it is told to stop. */
export function runServe(args: readonly string[], ports: ServerPorts): Promise<number> {
  return command('serve [--no-worker]', args, { 'no-worker': { type: 'boolean' } }, ports, async values => {
    const { output, messages } = ports
    const say = statusLine(messages)
    say('starting')
    const server = await ports.startServer({ worker: values['no-worker'] !== true, onProgress: say })
    say(undefined)
    // Whoever reads that it is ready may stop it at once.
    const stopping = stopRequested(ports)
    output.write(welcome(server, ports.version))
    void server.seeded.then(() => say(undefined))
    await stopping
    await inTime(server.stop(), ports)
    return DONE
  })
}

/** `sextant worker`: reads and calls uploads until it is told to stop. */
export function runWorker(args: readonly string[], ports: ServerPorts): Promise<number> {
  return command('worker', args, {}, ports, async () => {
    const worker = await ports.startWorker()
    const stopping = stopRequested(ports)
    if (worker.metricsUrl !== undefined) ports.messages.write(`sextant: metrics at ${worker.metricsUrl}\n`)
    ports.messages.write('sextant: worker ready\n')
    await stopping
    await inTime(worker.stop(), ports)
    return DONE
  })
}

/** `sextant migrate`: brings the database to this version. */
export function runMigrate(args: readonly string[], ports: ServerPorts): Promise<number> {
  return command('migrate', args, {}, ports, async () => {
    const names = await ports.migrate()
    ports.output.write(
      names.length === 0 ? 'nothing to migrate\n' : `${names.map(name => `migrated ${name}`).join('\n')}\n`,
    )
    return DONE
  })
}

const ADMIN_OPTIONS = {
  organisation: { type: 'string' },
  issuer: { type: 'string' },
  subject: { type: 'string' },
  name: { type: 'string' },
} as const

/** `sextant admin`: makes an admin, of whom an organisation needs two before they can give roles that take two persons. */
export function runAdmin(args: readonly string[], ports: ServerPorts): Promise<number> {
  const usage = 'admin --organisation NAME --issuer URL --subject ID [--name NAME]'
  return command(usage, args, ADMIN_OPTIONS, ports, async values => {
    const given = (name: keyof typeof ADMIN_OPTIONS, fallback?: string) => {
      const value = values[name] ?? fallback
      if (typeof value !== 'string' || value.trim() === '') throw new UsageError(`--${name} is missing`)
      return value
    }
    const [organisation, issuer, subject] = [given('organisation'), given('issuer'), given('subject')]
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(organisation))
      throw new UsageError('--organisation is 1 to 64 small letters, digits and hyphens')
    await ports.makeAdmin({ organisation, issuer, subject, name: given('name', subject).slice(0, 200) })
    ports.output.write(`admin of ${organisation}\n`)
    return DONE
  })
}

const TOKEN_OPTIONS = {
  role: { type: 'string', multiple: true },
  organisation: { type: 'string' },
  hours: { type: 'string' },
} as const

/** `sextant token`: prints a token of the development issuer and nothing else, to be used in scripts. */
export function runToken(args: readonly string[], ports: ServerPorts): Promise<number> {
  const usage = `token [--role ROLE]… [--organisation NAME] [--hours N]\nRoles: ${ROLES.filter(isHuman).join(', ')}`
  return command(usage, args, TOKEN_OPTIONS, ports, async values => {
    const { role = ['DEVELOPER'], organisation = 'demo', hours = '8' } = values
    const roles = (Array.isArray(role) ? role : [role]).map(name => {
      const found = ROLES.find(known => known === String(name).toUpperCase() && isHuman(known))
      if (found === undefined) throw new UsageError(`no role "${String(name)}"`)
      return found
    })
    if (typeof hours !== 'string' || !/^([1-9]|1\d|2[0-4])$/.test(hours)) throw new UsageError('--hours is 1 to 24')
    const token = await ports.createToken({ roles, organisation: String(organisation), seconds: Number(hours) * 3600 })
    ports.output.write(`${token}\n`)
    return DONE
  })
}

function isHuman(role: Role): boolean {
  return role !== 'SYSTEM_WORKER'
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

async function command(
  usage: string,
  args: readonly string[],
  options: NonNullable<ParseArgsConfig['options']>,
  { output, messages }: ServerPorts,
  run: (values: Values) => Promise<number>,
): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    output.write(`Usage: sextant ${usage}\n`)
    return DONE
  }
  try {
    return await run(parse(args, options))
  } catch (error) {
    if (error instanceof UsageError) {
      messages.write(`sextant: ${error.message}. Usage: sextant ${usage}\n`)
      return WRONG_USAGE
    }
    if (!(error instanceof DomainError)) throw error
    messages.write(`sextant: ${error.code}: ${error.message}\n`)
    return FAILED
  }
}

function parse(args: readonly string[], options: NonNullable<ParseArgsConfig['options']>): Values {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values
  } catch (error) {
    throw new UsageError((error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '')
  }
}

/** Resolves at the first request to stop; a second one does not wait for what is still running. */
function stopRequested(ports: ServerPorts): Promise<void> {
  return new Promise(resolve => {
    let asked = false
    ports.onStop(() => {
      if (asked) ports.exit(FAILED)
      asked = true
      resolve()
    })
  })
}

const LEFT_MILLISECONDS = 1000

/** A database that has gone must not keep a process that was told to end, nor what still waits for it once all is stopped. */
async function inTime(stopped: Promise<void>, ports: ServerPorts): Promise<void> {
  const timer = setTimeout(() => ports.exit(FAILED), ports.patienceMilliseconds)
  await stopped
  clearTimeout(timer)
  setTimeout(() => ports.exit(DONE), LEFT_MILLISECONDS).unref()
}

/** One line on a terminal that is always the newest; elsewhere nothing, so that logs hold no half lines. */
function statusLine(messages: NodeJS.WriteStream): (text: string | undefined) => void {
  if (!messages.isTTY) return () => undefined
  return text => messages.write(`\r\u001B[K${text ?? ''}`)
}

type Started = Awaited<ReturnType<ServerPorts['startServer']>>

function welcome({ url, metricsUrl, demoToken: token, playground }: Started, version: string): string {
  const lines = [`Sextant ${version} is ready.`, '', `  GraphQL     ${url}/graphql`]
  if (playground) lines.push(`  Playground  ${url}/graphiql`)
  if (metricsUrl !== undefined) lines.push(`  Metrics     ${metricsUrl}`)
  if (token === undefined) return `${lines.join('\n')}\n`
  const query =
    '{ patients(first: 20) { nodes { displayName samples { name geneCalls { gene { symbol } phenotypes } } } } }'
  return `${[
    ...lines,
    '',
    'Demo token, for the Headers tab of the playground:',
    '',
    `  {"authorization": "Bearer ${token}"}`,
    '',
    'First command:',
    '',
    `  curl -s ${url}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${token}' \\`,
    `    -d '${JSON.stringify({ query })}'`,
    '',
    'Stop it with Ctrl+C.',
  ].join('\n')}\n`
}
