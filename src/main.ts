#!/usr/bin/env -S node --disable-proto=delete
import module from 'node:module'

const HELP = `Usage: sextant COMMAND [options]

  call FILE           call genes from a VCF and print what guidelines say; needs no server and no database
  serve               serve GraphQL, with a worker in the same process (--no-worker: without)
  worker              read and call uploads, beside one or more servers
  migrate             bring the database to the present schema
  admin               make the first admins of an organisation
  token               print a token for local development
  keys                the keys of encryption: list, create, add, rotate
  audit               the audit: compare it with its seals (verify), remove what is too old (prune), print it (export)

  -h, --help          this text; "sextant call --help" has the options of call
  --version           version of this program

Settings come from the environment; the README lists them.
`

/** The oldest Node that has all that the libraries need; checked before any of them is loaded. */
const OLDEST_NODE = [22, 17] as const

/** Compiled code is kept beside the build, so that a later start does not compile it again; a folder that cannot be written is no harm. */
const COMPILE_CACHE = new URL('../compile-cache', import.meta.url).pathname

// What `--disable-proto=delete` does, for whoever starts this file without it: a key of a file can then be no prototype (S32).
Reflect.deleteProperty(Object.prototype, '__proto__')

const [command, ...rest] = process.argv.slice(2)
process.exitCode = nodeIsTooOld() ? 1 : await run(command, rest).catch(fail)

/** Each command loads only what it needs: `call` starts without a trace of the server. */
async function run(name: string | undefined, args: readonly string[]): Promise<number> {
  module.enableCompileCache(COMPILE_CACHE)
  switch (name) {
    case 'call':
      return (await import('./app/commands/run-call-command.js')).runCallCommand(args)
    case 'serve':
    case 'worker':
    case 'migrate':
    case 'token':
    case 'admin':
      return (await import('./app/commands/run-server-command.js')).runServerCommand(name, args)
    case 'keys':
      return (await import('./app/commands/run-keys-command.js')).runKeysCommand(args)
    case 'audit':
      return (await import('./app/commands/run-audit-command.js')).runAuditCommand(args)
    case '--version':
      process.stdout.write(`sextant ${(await import('./config.js')).readConfig().version}\n`)
      return 0
    case '-h':
    case '--help':
      process.stdout.write(HELP)
      return 0
    default:
      process.stderr.write(name === undefined ? HELP : `sextant: no command "${name}". Try "sextant --help".\n`)
      return 2
  }
}

/** Knowledge or settings that cannot be used say so in full themselves; anything else is a bug and keeps its trace. */
function fail(error: unknown): number {
  const isSaid = error instanceof Error && (error.name === 'KnowledgeError' || error.name === 'ConfigError')
  const text = isSaid ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)
  process.stderr.write(`sextant: ${isSaid ? '' : 'INTERNAL_ERROR: '}${text}\n`)
  return isSaid && 'exitCode' in error && typeof error.exitCode === 'number' ? error.exitCode : 1
}

function nodeIsTooOld(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return false
  process.stderr.write(
    `sextant: needs Node ${oldestMajor}.${oldestMinor} or newer, this is ${process.versions.node}. ` +
      'Start it with npm (npm start, npm run call), which brings its own.\n',
  )
  return true
}
