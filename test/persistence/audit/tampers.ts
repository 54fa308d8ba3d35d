import type { AuditFault } from '../../../src/persistence/audit/verify-audit.js'
import type { RandomSource } from '../../support/random.js'

/** Something an owner of the database may do to a sealed audit, and the first thing that is then not as it was. */
export interface Tamper {
  readonly what: string
  readonly sql: string
  readonly fault: Partial<AuditFault>
}

/** The sealed rows of the chain that is tampered with, in their order; every row has a transaction of its own. */
export interface SealedPlace {
  readonly sequence: string
  readonly transaction: string
  readonly seal: number
}

/** What only a chain whose beginning was removed can suffer. */
const CHECKPOINT_CHANGES = [
  `number = number + 1`,
  `through = (through::text::bigint + 1)::text::xid8`,
  `seal_hash = repeat('0', 64)`,
  `older_than = older_than + interval '1 day'`,
  `pruned_at = pruned_at + interval '1 day'`,
  `rows = rows + 1`,
  `previous = repeat('0', 64)`,
  `hash = repeat('0', 64)`,
] as const

export const PRUNE_TAMPERS: readonly Omit<Tamper, 'fault'>[] = [
  ...CHECKPOINT_CHANGES.map(set => ({
    what: `change ${set} of the newest checkpoint`,
    sql: `update audit_checkpoint set ${set} where number = (select max(number) from audit_checkpoint)`,
  })),
  ...CHECKPOINT_CHANGES.slice(2).map(set => ({
    what: `change ${set} of the oldest checkpoint`,
    sql: `update audit_checkpoint set ${set} where number = (select min(number) from audit_checkpoint)`,
  })),
  {
    what: 'remove the newest checkpoint',
    sql: `delete from audit_checkpoint where number = (select max(number) from audit_checkpoint)`,
  },
  {
    what: 'remove the oldest checkpoint',
    sql: `delete from audit_checkpoint where number = (select min(number) from audit_checkpoint)`,
  },
  { what: 'remove all checkpoints', sql: `delete from audit_checkpoint` },
  {
    what: 'take a signature from elsewhere',
    sql: `update audit_checkpoint set signature = (select signature from audit_seal limit 1)`,
  },
  {
    what: 'remove one more seal with its rows, unsigned',
    sql: `delete from audit_event where transaction_id <= (select through from audit_seal order by number limit 1);
      delete from audit_seal where number = (select min(number) from audit_seal)`,
  },
  {
    what: 'remove one more seal with its rows, and let the newest checkpoint say so',
    sql: `delete from audit_event where transaction_id <= (select through from audit_seal order by number limit 1);
      update audit_checkpoint c set number = s.number, through = s.through, seal_hash = s.hash
        from (select * from audit_seal order by number limit 1) s
        where c.number = (select max(number) from audit_checkpoint);
      delete from audit_seal where number = (select min(number) from audit_seal)`,
  },
  {
    what: 'remove one more seal with its rows, and add a checkpoint that says so',
    sql: `insert into audit_checkpoint
        select s.number, s.through, s.hash, c.older_than, c.pruned_at, c.rows, c.hash, c.hash, c.key_id, c.signature
        from (select * from audit_seal order by number limit 1) s, (select * from audit_checkpoint order by number desc limit 1) c;
      delete from audit_event where transaction_id <= (select through from audit_seal order by number limit 1);
      delete from audit_seal where number = (select min(number) from audit_seal)`,
  },
  {
    what: 'bring a removed row back',
    sql: `insert into audit_event (sequence, transaction_id, at, request_id, roles, purpose, action, classes, outcome)
      overriding system value select 1, '3', now(), 'r', '{}', 'TREAT', 'READ_PATIENT', '{}', 'ALLOWED'`,
  },
  {
    what: 'bring a removed seal back',
    sql: `insert into audit_seal select 1, '3', first, last, count, digests, previous, hash, sealed_at, key_id, signature
      from audit_seal limit 1`,
  },
]

type Make = (places: readonly SealedPlace[], random: RandomSource) => Tamper

/** A value that the row surely did not have. */
const CHANGES = [
  `at = at + interval '1 microsecond'`,
  `organisation_id = gen_random_uuid()`,
  `organisation_id = null`,
  `request_id = request_id || '0'`,
  `actor_id = 'somebody else'`,
  `actor_id = null`,
  `roles = '{PHARMACIST,CLINICIAN}'`,
  `roles = '{}'`,
  `purpose = 'HRESCH'`,
  `action = 'READ_UPLOAD'`,
  `patient_id = gen_random_uuid()`,
  `patient_id = null`,
  `classes = '{OPERATIONAL}'`,
  `operation_name = null`,
  `operation_name = 'Another'`,
  `operation_hash = repeat('cd', 32)`,
  `outcome = 'DENIED'`,
  `break_glass_id = gen_random_uuid()`,
  `occurrences = 2`,
] as const

const change: Make = (places, random) => {
  const { sequence, seal } = pick(places, random)
  const set = CHANGES[random.below(CHANGES.length)] ?? CHANGES[0]
  return {
    what: `change ${set} of row ${sequence}`,
    sql: `update audit_event set ${set} where sequence = ${sequence}`,
    fault: { kind: 'ROW_CHANGED', row: sequence, seal },
  }
}

const remove: Make = (places, random) => {
  const { sequence, seal } = pick(places, random)
  return {
    what: `remove row ${sequence}`,
    sql: `delete from audit_event where sequence = ${sequence}`,
    fault: { kind: 'ROW_REMOVED', row: sequence, seal },
  }
}

const COPIED = `at, organisation_id, request_id, actor_id, roles, purpose, action, patient_id, classes, operation_name,
  operation_hash, outcome, break_glass_id, occurrences`

const add: Make = (places, random) => {
  const { sequence, transaction, seal } = pick(places, random)
  const added = '900000'
  return {
    what: `add a copy of row ${sequence} beside it`,
    sql: `insert into audit_event (sequence, transaction_id, ${COPIED}) overriding system value
      select ${added}, '${transaction}', ${COPIED} from audit_event where sequence = ${sequence}`,
    fault: { kind: 'ROW_ADDED', row: added, seal },
  }
}

/** Two rows say each other's: their numbers and transactions stay, so that nothing seems to be missing. */
const reorder: Make = (places, random) => {
  const from = random.below(places.length - 1)
  const to = from + 1 + random.below(places.length - 1 - from)
  const [one, two] = [places[from], places[to]]
  if (one === undefined || two === undefined) throw new Error('no such place')
  const values = COPIED.split(',').map(column => `${column.trim()} = other.${column.trim()}`)
  return {
    what: `exchange what rows ${one.sequence} and ${two.sequence} say`,
    sql: `update audit_event set ${values.join(', ')} from (select * from audit_event) other
      where (audit_event.sequence, other.sequence) in ((${one.sequence}, ${two.sequence}), (${two.sequence}, ${one.sequence}))`,
    fault: { kind: 'ROW_CHANGED', row: one.sequence, seal: one.seal },
  }
}

/** The row is moved behind another one. */
const move: Make = (places, random) => {
  const from = random.below(places.length - 1)
  const to = from + 1 + random.below(places.length - 1 - from)
  const [one, two] = [places[from], places[to]]
  if (one === undefined || two === undefined) throw new Error('no such place')
  return {
    what: `move row ${one.sequence} behind row ${two.sequence}`,
    sql: `update audit_event set transaction_id = '${two.transaction}' where sequence = ${one.sequence}`,
    fault: { seal: one.seal },
  }
}

/** Everything from some seal on: its rows, or its seals, or both. */
const cut: Make = (places, random) => {
  const seals = places.at(-1)?.seal ?? 1
  const { seal } = pick(places, random)
  const first = places.find(place => place.seal === seal)
  const rows = `delete from audit_event where transaction_id >= '${first?.transaction}'`
  const sealed = `delete from audit_seal where number >= ${seal}`
  const how = random.below(3)
  if (how === 0) return { what: `cut the rows from seal ${seal} on`, sql: rows, fault: { kind: 'ROW_REMOVED', seal } }
  const sql = how === 1 ? sealed : `${sealed}; ${rows}`
  return { what: `cut the tail from seal ${seal} on`, sql, fault: { kind: 'TAIL_CUT', seal: seals } }
}

const removeSeal: Make = (places, random) => {
  const newest = places.at(-1)?.seal
  const { seal } = pick(
    places.filter(place => place.seal !== newest),
    random,
  )
  return {
    what: `remove seal ${seal} from the middle`,
    sql: `delete from audit_seal where number = ${seal}`,
    fault: { kind: 'SEAL_REMOVED', seal },
  }
}

const SEAL_CHANGES = [
  `count = count - 1`,
  `first = first + 1`,
  `last = last + 1`,
  `digests = set_byte(digests, 20, (get_byte(digests, 20) + 1) % 256)`,
  `previous = repeat('0', 64)`,
  `hash = repeat('0', 64)`,
  `sealed_at = sealed_at + interval '1 second'`,
] as const

const changeSeal: Make = (places, random) => {
  const { seal } = pick(places, random)
  const set = SEAL_CHANGES[random.below(SEAL_CHANGES.length)] ?? SEAL_CHANGES[0]
  return {
    what: `change ${set} of seal ${seal}`,
    sql: `update audit_seal set ${set} where number = ${seal}`,
    fault: { kind: 'SEAL_CHANGED', seal },
  }
}

const unsign: Make = (places, random) => {
  const { seal } = pick(places, random)
  const set = random.below(2) === 0 ? `signature = translate(signature, 'ABab', 'BAba')` : `key_id = 'another'`
  return {
    what: `change ${set} of seal ${seal}`,
    sql: `update audit_seal set ${set} where number = ${seal}`,
    fault: { kind: 'SEAL_UNSIGNED', seal },
  }
}

/** Every kind in turn, somewhere else each time; the same ones for the same seed. */
const KINDS: readonly Make[] = [change, remove, add, reorder, move, cut, change, removeSeal, changeSeal, unsign]

export function tampers(count: number, places: readonly SealedPlace[], random: RandomSource): readonly Tamper[] {
  return Array.from({ length: count }, (_, index) => {
    const make = KINDS[index % KINDS.length] ?? change
    return make(places, random)
  })
}

function pick<T>(items: readonly T[], random: RandomSource): T {
  const item = items[random.below(items.length)]
  if (item === undefined) throw new Error('nothing to pick from')
  return item
}
