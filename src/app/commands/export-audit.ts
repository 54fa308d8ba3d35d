import type { Config } from '../../config.js'
import type { ExportFilter } from '../../persistence/audit/export-rows.js'
import { reachDatabase } from '../reach-database.js'

/** Whoever runs the command is no actor of ours: the operating system let them. */
const OPERATOR = 'operator'

/** Lines of FHIR AuditEvents. That they were read is an access too, written before the first of them leaves. */
export async function* exportAudit(config: Config, filter: ExportFilter): AsyncGenerator<string> {
  const [{ exportRows }, { postgresAuditLog }, { toAuditEvent }, { openDatabase }, { uuidV7 }] = await Promise.all([
    import('../../persistence/audit/export-rows.js'),
    import('../../persistence/audit/audit-log.js'),
    import('../../fhir/audit-event.js'),
    import('../../persistence/database.js'),
    import('../../persistence/uuid-v7.js'),
  ])
  const server = await reachDatabase(config)
  const open = (as: 'auditor' | 'service', url: string) =>
    openDatabase({ url, as, connections: 1, waitMilliseconds: 10_000 })
  const service = await open('service', server.url)
  const auditor = await open('auditor', config.audit.databaseUrl ?? server.url)
  try {
    await postgresAuditLog(service, () => {}).write([
      {
        requestId: uuidV7(),
        actorId: OPERATOR,
        roles: [],
        purpose: 'HOPERAT',
        action: 'READ_AUDIT',
        patientId: filter.patientId,
        classes: ['AUDIT'],
        operation: { name: 'audit export' },
        outcome: 'ALLOWED',
      },
    ])
    for await (const { sequence, organisationId, operationName, operationHash, ...row } of exportRows(
      auditor,
      filter,
    )) {
      const organisation = organisationId === undefined ? undefined : { id: organisationId }
      const operation = { name: operationName, hash: operationHash }
      yield `${JSON.stringify(toAuditEvent({ ...row, id: sequence, organisation, operation }))}\n`
    }
  } finally {
    await auditor.close(true)
    await service.close(true)
    await server.stop()
  }
}
