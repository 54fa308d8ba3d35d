import type { PolicyDef } from '@mikro-orm/core'

/**
 * The second wall (S16): a row is there only for a transaction that named its organisation. Without a name there are no
 * rows at all, whatever a query forgets to ask.
 */
export const ORGANISATION = `nullif(current_setting('app.organisation', true), '')::uuid`

export const ACTOR = `nullif(current_setting('app.actor', true), '')::uuid`

export const organisationWall = {
  rowLevelSecurity: 'force' as const,
  policies: [wall('organisation_wall', `organisation_id = ${ORGANISATION}`)],
}

export function wall(name: string, condition: string): PolicyDef {
  return { name, command: 'all', using: condition, check: condition }
}
