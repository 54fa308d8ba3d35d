import { parseArgs } from 'node:util'
import { DomainError } from '../domain/errors.js'
import { textTable } from './text-table.js'
import { UsageError } from './usage-error.js'

/** What `sextant keys` is given by `app/`. */
export interface KeysPorts {
  list(): Promise<readonly KeyUse[]>
  /** Makes a key file where there is none; false where there is. */
  create(path: string): Promise<boolean>
  /** Adds a key to the file and makes it the current one; returns its id. */
  add(): Promise<string>
  rotate(): Promise<{ readonly rewrapped: number; readonly failed: number }>
  readonly output: { write(text: string): unknown }
  readonly messages: { write(text: string): unknown }
}

export interface KeyUse {
  readonly id: string
  readonly patients: number
  readonly isCurrent: boolean
  readonly isInFile: boolean
}

const USAGE = 'keys [list | create FILE | add | rotate]'

const HELP = `Usage: sextant ${USAGE}

Every patient has a key of their own; the keys of the key file (SEXTANT_KEY_FILE, by default keys.json in SEXTANT_HOME) wrap
those. Keep a copy of the file where no copy of the database is: without it nothing can be read, with it everything can.

  list          which keys the file has, and how many patients' keys each wraps (this is what "keys" alone does)
  create FILE   a key file with one new key; a file that exists is left as it is
  add           a new key in the key file, which is the current one from then on
  rotate        wraps every patient's key with the current key; the service keeps running meanwhile

To replace a key: add, rotate, and take the old key out of the file once list says that nothing needs it.
Ends with 0 when done, 1 when something could not be done, 2 for wrong usage.
`

/** `sextant keys`; returns the exit code. */
export async function runKeys(args: readonly string[], ports: KeysPorts): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    ports.output.write(HELP)
    return 0
  }
  try {
    return await run(positionalsOf(args), ports)
  } catch (error) {
    if (error instanceof UsageError) {
      ports.messages.write(`sextant: ${error.message}. Usage: sextant ${USAGE}\n`)
      return 2
    }
    if (!(error instanceof DomainError)) throw error
    ports.messages.write(`sextant: ${error.code}: ${error.message}\n`)
    return 1
  }
}

async function run([verb = 'list', path, ...more]: readonly string[], ports: KeysPorts): Promise<number> {
  if (more.length > 0 || (path === undefined) === (verb === 'create'))
    throw new UsageError(`"${verb}" is used otherwise`)
  const { output, messages } = ports
  switch (verb) {
    case 'list':
      output.write(table(await ports.list()))
      return 0
    case 'create':
      if (await ports.create(path ?? '')) return 0
      messages.write('sextant: CONFLICT: The file exists and was left as it is\n')
      return 1
    case 'add':
      output.write(`${await ports.add()}\n`)
      return 0
    case 'rotate': {
      const { rewrapped, failed } = await ports.rotate()
      output.write(`${rewrapped} keys of patients were wrapped with the current key\n`)
      if (failed === 0) return 0
      messages.write(`sextant: UNREADABLE: ${failed} keys of patients cannot be opened with this key file\n`)
      return 1
    }
    default:
      throw new UsageError(`keys knows no "${verb}"`)
  }
}

function table(uses: readonly KeyUse[]): string {
  const rows = uses.map(use => [use.id, String(use.patients), remarkOf(use)])
  return `${textTable([['key', 'patients', ''], ...rows])}\n`
}

function remarkOf({ patients, isCurrent, isInFile }: KeyUse): string {
  if (!isInFile) return 'not in the key file: these patients cannot be read'
  if (isCurrent) return 'current'
  return patients === 0 ? 'not needed any more' : 'needed until "sextant keys rotate" has run'
}

function positionalsOf(args: readonly string[]): readonly string[] {
  try {
    return parseArgs({ args: [...args], options: {}, strict: true, allowPositionals: true }).positionals
  } catch (error) {
    throw new UsageError((error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '')
  }
}
