import { ConfigError } from '../../config.js'
import type { Config } from '../../config.js'
import { faultOf } from '../../http/log.js'
import { organisationIds } from '../../persistence/memberships.js'
import type { Actor } from '../../usecases/records.js'
import { followChanges } from '../../worker/follow-changes.js'
import type { Backbone } from './open-backbone.js'

/** Only where an address is configured; privacy officers can follow broken glass by themselves without it. */
export async function tellPrivacy(
  { privacyWebhook, mode }: Config,
  { ports, log, database }: Pick<Backbone, 'ports' | 'log' | 'database'>,
  act: (organisationId: string) => Actor,
) {
  if (privacyWebhook === undefined) return undefined
  const [{ createPrivacyWebhook, readWebhookSecret }, { createTellPrivacy }] = await Promise.all([
    import('../../http/privacy-webhook.js'),
    import('../../usecases/tell-privacy.js'),
  ])
  const { url, secretFile } = privacyWebhook
  const secret = readWebhookSecret(secretFile)
  if (secret === undefined)
    throw new ConfigError(['SEXTANT_PRIVACY_WEBHOOK_SECRET_FILE: holds no secret ("whsec_" and base64)'], mode)
  const report = (error: unknown) => log.error({ fault: faultOf(error) }, 'broken glass could not be told')
  const tell = createTellPrivacy(ports, createPrivacyWebhook({ url, secret }), report)
  return followChanges({
    events: ports.glassEvents,
    organisations: () => organisationIds(database),
    follow: (organisationId, signal) => tell(act(organisationId), signal),
    report,
  })
}
