import { FirstTables } from './0001-first-tables.js'

/** Every change of the schema, oldest first. */
export const MIGRATIONS = [{ name: '0001-first-tables', class: FirstTables }]
