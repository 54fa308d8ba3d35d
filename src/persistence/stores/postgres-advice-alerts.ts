import type { InferEntity } from '@mikro-orm/postgresql'
import type { AdviceAlert } from '../../usecases/advice-alert.js'
import type { AdviceAlerts } from '../../usecases/ports.js'
import { alertDocument, rememberedLooks } from '../decoders/advice-alert-decoder.js'
import { AdviceAlertEntity } from '../entities/advice-alert.entity.js'
import { AdviceStateEntity } from '../entities/advice-state.entity.js'
import { ALERT_CHANNEL } from '../progress/advice-channels.js'
import { rowsOf } from '../statement.js'
import { onlyIds } from '../uuid-v7.js'
import { ALERT, isOfNewest, pageOfNewest, readAlert, readNewestAlerts } from './alert-rows.js'
import { groupBy, idOfCursor, pageOf } from './page.js'
import type { Reading } from './snapshot.js'
import { toJson } from './to-json.js'

interface AlertRow {
  /** All of it, as one text. */
  readonly alert: string
  readonly total: string | number
}

export function postgresAdviceAlerts({ em, caches, snapshot }: Reading, organisationId: string): AdviceAlerts {
  return {
    async lastSeen(patientId) {
      const row = await em.findOne(AdviceStateEntity, { organisationId, patientId }, { refresh: true })
      if (row === null) return undefined
      const { knowledgeVersion, knowledgeDate, at } = row
      return { patientId, knowledgeVersion, knowledgeDate, looks: rememberedLooks.parse(row.looks), at }
    },

    async keep({ patientId, knowledgeVersion, knowledgeDate, looks, at }) {
      await em.upsert(AdviceStateEntity, {
        patientId,
        organisationId,
        knowledgeVersion,
        knowledgeDate,
        looks: toJson(looks),
        at,
      })
    },

    async seenBefore({ version, date }, limit) {
      const rows = await em.find(
        AdviceStateEntity,
        { organisationId, knowledgeVersion: { $ne: version }, knowledgeDate: { $lte: date } },
        { orderBy: { patientId: 'asc' }, limit, fields: ['patientId'] },
      )
      return rows.map(({ patientId }) => patientId)
    },

    async add({ id, patientId, at, ...document }) {
      await em.insert(AdviceAlertEntity, { id, organisationId, patientId, at, document: toJson(document) })
      await em.execute('select pg_notify(?, ?)', [ALERT_CHANNEL, patientId])
    },

    async ofPatients(patientIds, page) {
      const known = onlyIds(patientIds)
      if (known.length === 0) return new Map()
      const met = known.flatMap(id => {
        const text = isOfNewest(page) ? snapshot?.newestAlerts.get(id) : undefined
        if (text === undefined) return []
        return [[id, pageOfNewest(caches.newestAlerts.of(text, readNewestAlerts), page)] as const]
      })
      if (met.length === known.length) return new Map(met)
      const behind = page.after === undefined ? null : idOfCursor(page.after)
      const rows = await rowsOf<AlertRow>(
        em,
        `select ${ALERT}::text as alert, a.total
         from unnest($1::uuid[]) as p (id)
         cross join lateral (
           select c.*, (select count(*) from advice_alert t where t.organisation_id = $2 and t.patient_id = p.id) as total
           from advice_alert c
           where c.organisation_id = $2 and c.patient_id = p.id and ($3::uuid is null or c.id < $3::uuid)
           order by c.id desc limit $4
         ) a
         order by a.id desc`,
        [known, organisationId, behind, page.first + 1],
      )
      const alerts = rows.map(({ alert }) => caches.alerts.of(alert, readAlert))
      const totals = new Map(rows.map(({ total }, index) => [alerts[index]?.patientId, Number(total)]))
      const groups = groupBy(known, alerts, ({ patientId }) => patientId)
      return new Map([...groups].map(([id, list]) => [id, pageOf(list, totals.get(id) ?? 0, page)]))
    },

    async since(patientId, id, limit) {
      if (onlyIds([patientId]).length === 0) return []
      const rows = await em.find(
        AdviceAlertEntity,
        { organisationId, patientId, ...(id === undefined ? {} : { id: { $gt: id } }) },
        { orderBy: { id: 'asc' }, limit, disableIdentityMap: true },
      )
      return rows.map(toAlert)
    },
  }
}

function toAlert({ id, patientId, at, document }: InferEntity<typeof AdviceAlertEntity>): AdviceAlert {
  return { id, patientId, at, ...alertDocument.parse(document) }
}
