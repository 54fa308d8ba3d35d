import { FirstTables } from './0001-first-tables.js'
import { Access } from './0002-access.js'
import { Audit } from './0003-audit.js'
import { Encryption } from './0004-encryption.js'
import { History } from './0005-history.js'
import { Outbox } from './0006-outbox.js'
import { Safeguards } from './0007-safeguards.js'
import { Keeping } from './0008-keeping.js'
import { Grants } from './0009-grants.js'
import { Erasure } from './0010-erasure.js'

/** Every change of the schema, oldest first. */
export const MIGRATIONS = [
  { name: '0001-first-tables', class: FirstTables },
  { name: '0002-access', class: Access },
  { name: '0003-audit', class: Audit },
  { name: '0004-encryption', class: Encryption },
  { name: '0005-history', class: History },
  { name: '0006-outbox', class: Outbox },
  { name: '0007-safeguards', class: Safeguards },
  { name: '0008-keeping', class: Keeping },
  { name: '0009-grants', class: Grants },
  { name: '0010-erasure', class: Erasure },
]
