import type { AdviceAlert } from '../../usecases/advice-alert.js'
import type { Page, PageRequest } from '../../usecases/records.js'
import { alertText, newestAlertsText } from '../decoders/advice-alert-decoder.js'
import { pageOf } from './page.js'

/** How many alerts a patient has, and the newest of them, the newest first. */
export interface NewestAlerts {
  readonly total: number
  readonly alerts: readonly AdviceAlert[]
}

/** A first page that is longer is asked for by itself. */
const NEWEST = 10

/** Of an alert `a`: all of it, as one text. */
export const ALERT = `json_build_object('id', a.id, 'patientId', a.patient_id, 'at', a.at, 'document', a.document)`

/** Of a patient `p`: their newest alerts and how many there are in all, as one text. */
export const NEWEST_ALERTS_OF_PATIENT = `json_build_object(
    'total', (select count(*) from advice_alert t where t.organisation_id = p.organisation_id and t.patient_id = p.id),
    'alerts', (select coalesce(json_agg(${ALERT} order by a.id desc), '[]') from (select * from advice_alert c
      where c.organisation_id = p.organisation_id and c.patient_id = p.id order by c.id desc limit ${NEWEST + 1}) a))::text`

export function readAlert(text: string): AdviceAlert {
  return toAlert(alertText.parse(JSON.parse(text)))
}

export function readNewestAlerts(text: string): NewestAlerts {
  const { total, alerts } = newestAlertsText.parse(JSON.parse(text))
  return { total, alerts: alerts.map(toAlert) }
}

function toAlert({ at, document, ...ids }: ReturnType<typeof alertText.parse>): AdviceAlert {
  return { ...ids, at: new Date(at), ...document }
}

/** True of a page for which the newest alerts are enough. */
export function isOfNewest({ first, after }: PageRequest): boolean {
  return after === undefined && first <= NEWEST
}

export function pageOfNewest({ total, alerts }: NewestAlerts, page: PageRequest): Page<AdviceAlert> {
  return pageOf(alerts.slice(0, page.first + 1), total, page)
}
