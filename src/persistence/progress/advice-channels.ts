import type { EntityManager } from '@mikro-orm/postgresql'
import type { ChangeCause } from '../../domain/medication/advice-changes.js'
import { uuidV7 } from '../uuid-v7.js'

/** The payload is an organisation's id: something waits in its outbox. */
export const OUTBOX_CHANNEL = 'sextant_outbox'

/** The payload is an organisation's id: glass was broken there. */
export const GLASS_CHANNEL = 'sextant_glass'

/** The payload is a patient's id: there is an alert. */
export const ALERT_CHANNEL = 'sextant_alert'

/** Puts into the outbox, in the transaction of the change, that something changed for a patient; waking is only faster. */
export async function announceChange(
  em: EntityManager,
  organisationId: string,
  patientId: string,
  causes: ReadonlySet<ChangeCause>,
): Promise<void> {
  for (const cause of causes)
    await em.execute('insert into outbox (id, organisation_id, patient_id, cause, at) values (?, ?, ?, ?, now())', [
      uuidV7(),
      organisationId,
      patientId,
      cause,
    ])
  await em.execute('select pg_notify(?, ?)', [OUTBOX_CHANNEL, organisationId])
}
