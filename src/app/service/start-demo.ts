import type { Config } from '../../config.js'
import { faultOf } from '../../http/log.js'
import { actAs } from '../../usecases/act-as.js'
import type { Role } from '../../usecases/records.js'
import { issueToken } from '../issue-token.js'
import type { Backbone } from './open-backbone.js'

const DEMO_ROLES: readonly Role[] = ['LABORATORY_TECHNICIAN', 'LABORATORY_DIRECTOR', 'PHARMACIST', 'CLINICIAN']

/** The demonstration organisation: on the embedded database, in development, and only where nobody switched it off. */
export async function startDemo(
  config: Config,
  { url, usecases, log, ports }: Backbone,
  onProgress: ((text: string) => void) | undefined,
) {
  if (!config.demo || config.databaseUrl !== undefined || config.auth.mode !== 'dev') return undefined
  const { seedDemoData } = await import('../../persistence/demo-data.js')
  const request = {
    roles: DEMO_ROLES,
    organisation: 'demo',
    seconds: config.auth.tokenAgeSeconds,
    subject: 'demo',
    name: 'Demo',
  }
  const { token, caller } = await issueToken(config, url, request)
  const end = new AbortController()
  const tell = (done: number, total: number) => onProgress?.(`demonstration data: ${done} of ${total} files called`)
  const folder = `${config.root}/data/demo`
  const act = () => actAs(caller, { id: ports.ids.next(), operation: { name: 'demonstration data' } })
  const seeded = seedDemoData(folder, usecases, act, ({ done, total }) => tell(done, total), end.signal).catch(
    error => {
      if (!end.signal.aborted) log.error({ fault: faultOf(error) }, 'demonstration data could not be made')
    },
  )
  return { token, seeded, stop: () => end.abort() }
}
