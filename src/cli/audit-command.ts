import { parseArgs } from 'node:util'
import { DomainError } from '../domain/errors.js'
import { UsageError } from './usage-error.js'

/** What `sextant audit verify` is told about the chain. */
export interface AuditVerdict {
  readonly seals: number
  readonly rows: number
  readonly unsealed: number
  readonly newest?: { readonly number: number; readonly sealedAt: string }
  readonly fault?: { readonly kind: string; readonly seal: number; readonly row?: string }
}

export interface AuditPorts {
  /** Compares all rows with their seals; with this seal file instead of the one of SEXTANT_HOME. */
  verifyAudit(sealFile: string | undefined): Promise<AuditVerdict>
  readonly output: { write(text: string): unknown }
  readonly messages: { write(text: string): unknown }
}

const USAGE = 'audit verify [--seal FILE]'

const HELP = `Usage: sextant ${USAGE}

Compares every row of the audit with the seal over it: finds a row that was changed, removed, added or moved, a seal that
was, and a tail that was cut off, and names the first one. Needs the key that signs the seals (SEXTANT_AUDIT_KEY_FILE, by
default in SEXTANT_HOME) and a login that may act as the auditor (SEXTANT_AUDIT_DATABASE_URL, by default DATABASE_URL).

  --seal FILE   the newest seal as it left the database, by default audit-seal.json in SEXTANT_HOME; an older copy of it
                finds what was cut off before
  -h, --help    this text

Ends with 0 when all is as it was sealed, 1 when it is not or could not be compared, 2 for wrong usage.
`

const FAULTS: Readonly<Record<string, string>> = {
  ROW_CHANGED: 'was changed or moved',
  ROW_REMOVED: 'was removed',
  ROW_ADDED: 'was added later',
  SEAL_CHANGED: 'was changed, or does not follow the one before it',
  SEAL_REMOVED: 'was removed',
  SEAL_UNSIGNED: 'is not signed with the key given',
  TAIL_CUT: 'left the database and is not in it any more: the tail was cut off',
  TAIL_UNKNOWN: 'is the newest in the database; there is no seal file that says whether the tail was cut off',
}

/** `sextant audit verify`; returns the exit code. */
export async function runAudit(args: readonly string[], ports: AuditPorts): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    ports.output.write(HELP)
    return 0
  }
  try {
    const { seals, rows, unsealed, newest, fault } = await ports.verifyAudit(sealFileOf(args))
    if (fault !== undefined) {
      const what = fault.row === undefined ? `seal ${fault.seal}` : `row ${fault.row} (seal ${fault.seal})`
      ports.messages.write(`sextant: AUDIT_BROKEN: ${what} ${FAULTS[fault.kind] ?? fault.kind}\n`)
      return 1
    }
    const until = newest === undefined ? '' : `, the newest of ${newest.sealedAt}`
    ports.output.write(
      `${rows} rows under ${seals} seals are as they were sealed${until}; ${unsealed} rows wait for their seal\n`,
    )
    return 0
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

function sealFileOf(args: readonly string[]): string | undefined {
  const { positionals, values } = parsed(args)
  if (positionals.length !== 1 || positionals[0] !== 'verify') throw new UsageError('audit knows "verify"')
  return values.seal
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { seal: { type: 'string' } }, strict: true, allowPositionals: true })
  } catch (error) {
    throw new UsageError((error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '')
  }
}
