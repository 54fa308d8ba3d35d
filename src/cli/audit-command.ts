import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { DomainError } from '../domain/errors.js'
import { UsageError } from './usage-error.js'

/** What `sextant audit verify` is told about the chain. */
export interface AuditVerdict {
  readonly seals: number
  readonly rows: number
  readonly unsealed: number
  readonly newest?: { readonly number: number; readonly sealedAt: string }
  readonly begins?: { readonly number: number; readonly olderThan: string }
  readonly fault?: { readonly kind: string; readonly seal: number; readonly row?: string }
}

/** What `sextant audit prune` removed. */
export interface PruneOutcome {
  readonly seals: number
  readonly rows: number
  readonly olderThan: string
}

/** Which rows `sextant audit export` prints. */
export interface ExportFilter {
  readonly from?: Date
  readonly to?: Date
  readonly patientId?: string
}

export interface AuditPorts {
  /** Compares all rows with their seals; with this seal file instead of the one of SEXTANT_HOME. */
  verifyAudit(sealFile: string | undefined): Promise<AuditVerdict>
  /** Removes what is older than the audit is kept; undefined when somebody else was at the seals all the while. */
  pruneAudit(): Promise<PruneOutcome | undefined>
  /** Lines of FHIR AuditEvents, oldest first. */
  exportAudit(filter: ExportFilter): AsyncIterable<string>
  readonly output: NodeJS.WritableStream
  readonly messages: { write(text: string): unknown }
}

const USAGE = 'audit verify [--seal FILE] | audit prune | audit export [--from TIME] [--to TIME] [--patient ID]'

const HELP = `Usage: sextant ${USAGE}

verify  Compares every row of the audit with the seal over it: finds a row that was changed, removed, added or moved, a
        seal that was, a beginning that was removed without a signature, and a tail that was cut off, and names the first
        one. Needs the key that signs the seals (SEXTANT_AUDIT_KEY_FILE, by default in SEXTANT_HOME) and a login that may
        act as the auditor (SEXTANT_AUDIT_DATABASE_URL, by default DATABASE_URL).

prune   Removes what is older than SEXTANT_AUDIT_KEEP_YEARS (6 or more), by whole seals from the beginning and never the
        newest, after comparing it with its seals; a signed checkpoint says where the chain begins from then on. Needs the
        key, and a login that may act as sextant_retention (SEXTANT_RETENTION_DATABASE_URL, by default DATABASE_URL). Run
        it from time to time; no server or worker does it.

export  Prints the audit as FHIR R4 AuditEvents, one JSON object a line, oldest first: ids of persons and patients, no names.
        Needs a login that may act as the auditor; that it was read is a row of the audit itself.

  --from TIME   only what was recorded from then on ("2026-01-01", "2026-01-01T12:00:00Z")
  --to TIME     only what was recorded before
  --patient ID  only what is about this patient

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
  SEAL_ADDED: 'stands before the beginning of the chain: it was removed as too old, and is there again',
  CHECKPOINT_CHANGED: 'is where the chain is said to begin, by a checkpoint that was changed',
  CHECKPOINT_UNSIGNED: 'is where the chain is said to begin, by a checkpoint that is not signed with the key given',
  TAIL_CUT: 'left the database and is not in it any more: the tail was cut off',
  TAIL_UNKNOWN: 'is the newest in the database; there is no seal file that says whether the tail was cut off',
}

/** `sextant audit`; returns the exit code. */
export async function runAudit(args: readonly string[], ports: AuditPorts): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    ports.output.write(HELP)
    return 0
  }
  try {
    const { positionals, values } = parsed(args)
    const [command] = positionals
    if (positionals.length !== 1) throw new UsageError('audit wants one of "verify", "prune" and "export"')
    const given = Object.keys(values)
    const refuseOthers = (known: readonly string[]) => {
      const other = given.find(name => !known.includes(name))
      if (other !== undefined) throw new UsageError(`--${other} is not for audit ${command}`)
    }
    switch (command) {
      case 'verify':
        refuseOthers(['seal'])
        return await verify(values.seal, ports)
      case 'prune':
        refuseOthers([])
        return await prune(ports)
      case 'export':
        refuseOthers(['from', 'to', 'patient'])
        return await exportAll(values, ports)
      default:
        throw new UsageError('audit knows "verify", "prune" and "export"')
    }
  } catch (error) {
    if (error instanceof UsageError) {
      ports.messages.write(`sextant: ${error.message}. Usage: sextant ${USAGE}\n`)
      return 2
    }
    if (error instanceof Error && error.name === 'BrokenChainError') {
      ports.messages.write(`sextant: AUDIT_BROKEN: ${error.message}\n`)
      return 1
    }
    if (!(error instanceof DomainError)) throw error
    ports.messages.write(`sextant: ${error.code}: ${error.message}\n`)
    return 1
  }
}

async function verify(sealFile: string | undefined, ports: AuditPorts): Promise<number> {
  const { seals, rows, unsealed, newest, begins, fault } = await ports.verifyAudit(sealFile)
  if (fault !== undefined) {
    const what = fault.row === undefined ? `seal ${fault.seal}` : `row ${fault.row} (seal ${fault.seal})`
    ports.messages.write(`sextant: AUDIT_BROKEN: ${what} ${FAULTS[fault.kind] ?? fault.kind}\n`)
    return 1
  }
  const { output } = ports
  const until = newest === undefined ? '' : `, the newest of ${newest.sealedAt}`
  output.write(
    `${rows} rows under ${seals} seals are as they were sealed${until}; ${unsealed} rows wait for their seal\n`,
  )
  if (begins !== undefined)
    output.write(`the chain begins after seal ${begins.number}: what was from before ${begins.olderThan} was removed\n`)
  return 0
}

async function prune(ports: AuditPorts): Promise<number> {
  const pruned = await ports.pruneAudit()
  if (pruned === undefined) {
    ports.messages.write('sextant: CONFLICT: the audit is being sealed all the while; try again\n')
    return 1
  }
  const { seals, rows, olderThan } = pruned
  ports.output.write(
    seals === 0
      ? `no whole seal is from before ${olderThan}; nothing was removed\n`
      : `removed ${rows} rows under ${seals} seals from before ${olderThan}\n`,
  )
  return 0
}

async function exportAll(
  { from, to, patient }: { readonly from?: string; readonly to?: string; readonly patient?: string },
  ports: AuditPorts,
): Promise<number> {
  if (patient !== undefined && !ID.test(patient)) throw new UsageError('--patient is the id of a patient')
  const filter = { from: timeOf('from', from), to: timeOf('to', to), patientId: patient }
  // Six years of rows go through, and no more of them than whoever reads takes.
  for await (const line of ports.exportAudit(filter)) if (!ports.output.write(line)) await once(ports.output, 'drain')
  return 0
}

const ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z)?$/

function timeOf(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const time = new Date(text)
  if (!TIME.test(text) || Number.isNaN(time.getTime()))
    throw new UsageError(`--${name} is a day or a time in UTC ("2026-01-01", "2026-01-01T12:00:00Z")`)
  return time
}

const OPTIONS = {
  seal: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  patient: { type: 'string' },
} as const

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true })
  } catch (error) {
    throw new UsageError((error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '')
  }
}
