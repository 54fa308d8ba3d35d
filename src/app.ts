import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import { ConfigError, readConfig } from './config.js'
import type { Config } from './config.js'
import type { Knowledge } from './domain/knowledge.js'
import type { Log } from './http/log.js'
import type { Metrics, MetricSources } from './http/metrics.js'
import type { Database } from './persistence/database.js'
import type { ExportFilter } from './persistence/audit/export-rows.js'
import type { Keys } from './persistence/keys/keys.js'
import type { Ports } from './usecases/ports.js'
import type { Actor, Caller, Role } from './usecases/records.js'
import type { RunningWorker, WorkerEvent } from './worker/start-worker.js'

/** The rooms meet here and nowhere else. Each command loads what it needs when it runs, so that `call` knows no server. */

/** `sextant call`: no server, no database; returns the exit code. */
export async function runCallCommand(args: readonly string[]): Promise<number> {
  const [{ runCall }, { createVariantReader }] = await Promise.all([
    import('./cli/call-command.js'),
    import('./vcf/read-variants.js'),
  ])
  const config = readConfig()
  return runCall(args, {
    loadKnowledge: () => loadCurrentRelease(config),
    reader: createVariantReader(),
    // Limits protect a service from strangers; at the shell the file is its owner's.
    limits: { ...config.file, decompressedBytes: Infinity, ratio: Infinity, samples: 200_000 },
    streams: { input: process.stdin, output: process.stdout, messages: process.stderr },
    now: () => performance.now(),
  })
}

/** `sextant audit`: what happened to the audit since it was sealed. */
export async function runAuditCommand(args: readonly string[]): Promise<number> {
  const { runAudit } = await import('./cli/audit-command.js')
  const config = readConfig()
  return runAudit(args, {
    verifyAudit: sealFile => verifyAuditOf(config, sealFile),
    pruneAudit: () => pruneAuditOf(config),
    exportAudit: filter => exportAuditOf(config, filter),
    output: process.stdout,
    messages: process.stderr,
  })
}

async function verifyAuditOf(config: Config, sealFile: string | undefined) {
  const { verifyAudit, ONE_SNAPSHOT } = await import('./persistence/audit/verify-audit.js')
  const { key, receipt } = await sealsOf(config, sealFile)
  return await withAudit(config, 'auditor', database =>
    database.em.fork({ clear: true }).transactional(em => verifyAudit(em, key, receipt), ONE_SNAPSHOT),
  )
}

/** The sealer comes every few seconds and is gone again. */
const PRUNE_TRIES = 20

async function pruneAuditOf(config: Config) {
  const [{ pruneAudit }, { setTimeout: sleep }] = await Promise.all([
    import('./persistence/audit/prune-audit.js'),
    import('node:timers/promises'),
  ])
  const { key, receipt } = await sealsOf(config, undefined)
  const { keepYears, pruneSeals: seals } = config.audit
  return await withAudit(config, 'retention', async database => {
    let all: { seals: number; rows: number; olderThan: string } | undefined
    for (let tries = 0; tries < PRUNE_TRIES; tries += 1) {
      const pruned = await pruneAudit({ database, key, receipt, keepYears, seals })
      if (pruned === undefined) {
        await sleep(100)
        continue
      }
      all = { ...pruned, seals: pruned.seals + (all?.seals ?? 0), rows: pruned.rows + (all?.rows ?? 0) }
      if (pruned.seals === 0) break
      tries = 0
    }
    return all
  })
}

/** Whoever runs the command is no actor of ours: the operating system let them. */
const OPERATOR = 'operator'

/** Lines of FHIR AuditEvents. That they were read is an access too, written before the first of them leaves. */
async function* exportAuditOf(config: Config, filter: ExportFilter): AsyncGenerator<string> {
  const [{ exportRows }, { postgresAuditLog }, { toAuditEvent }, { openDatabase }, { uuidV7 }] = await Promise.all([
    import('./persistence/audit/export-rows.js'),
    import('./persistence/audit/audit-log.js'),
    import('./fhir/audit-event.js'),
    import('./persistence/database.js'),
    import('./persistence/uuid-v7.js'),
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

async function sealsOf({ audit }: Config, sealFile: string | undefined) {
  const [{ DomainError }, { readSealKey }, { readSealReceipt }] = await Promise.all([
    import('./domain/errors.js'),
    import('./persistence/audit/seal-key.js'),
    import('./persistence/audit/seal-receipt.js'),
  ])
  const key = readSealKey(audit.keyFile)
  if (key === undefined) throw new DomainError('NOT_FOUND', 'There is no key to verify the seals with', {})
  return { key, receipt: readSealReceipt(sealFile ?? audit.sealFile) }
}

async function withAudit<T>(config: Config, as: 'auditor' | 'retention', work: (database: Database) => Promise<T>) {
  const { openDatabase } = await import('./persistence/database.js')
  const server = await reachDatabase(config)
  const given = as === 'auditor' ? config.audit.databaseUrl : config.audit.retentionDatabaseUrl
  const database = await openDatabase({ url: given ?? server.url, as, connections: 1, waitMilliseconds: 10_000 })
  try {
    return await work(database)
  } finally {
    await database.close(true)
    await server.stop()
  }
}

/** `sextant keys`: the keys that wrap the keys of patients. */
export async function runKeysCommand(args: readonly string[]): Promise<number> {
  const [{ runKeys }, { addKey, createKeyFile, KeyError }, { countKeys, rotateKeys }] = await Promise.all([
    import('./cli/keys-command.js'),
    import('./persistence/keys/key-file.js'),
    import('./persistence/keys/rotate-keys.js'),
  ])
  const config = readConfig()
  try {
    return await runKeys(args, {
      list: () => withKeys(config, countKeys),
      create: async path => createKeyFile(path),
      add: async () => addKey(config.keyFile?.path ?? ''),
      rotate: () => withKeys(config, rotateKeys),
      output: process.stdout,
      messages: process.stderr,
    })
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    throw new ConfigError(error.message.split('\n'), config.mode)
  }
}

async function withKeys<T>(config: Config, work: (database: Database, keys: Keys) => Promise<T>): Promise<T> {
  const server = await reachDatabase(config)
  try {
    const database = await openMigrated(config, server.url, 1)
    try {
      return await work(database, await openKeysOf(config, database))
    } finally {
      await database.close(true)
    }
  } finally {
    await server.stop()
  }
}

export type ServerCommand = 'serve' | 'worker' | 'migrate' | 'token' | 'admin'

/** A command of the server; returns the exit code when it has ended. */
export async function runServerCommand(name: ServerCommand, args: readonly string[]): Promise<number> {
  const {
    runServe,
    runWorker: runWorkerCommand,
    runMigrate,
    runToken,
    runAdmin,
  } = await import('./cli/server-commands.js')
  const config = readConfig()
  const commands = { serve: runServe, worker: runWorkerCommand, migrate: runMigrate, token: runToken, admin: runAdmin }
  return commands[name](args, {
    startServer: options => startServer(config, options),
    startWorker: () => startWorker(config),
    migrate: () => migrate(config),
    makeAdmin: request => makeAdmin(config, request),
    createToken: request => createToken(config, request),
    version: config.version,
    output: process.stdout,
    messages: process.stderr,
    onStop(stop) {
      process.on('SIGTERM', stop)
      process.on('SIGINT', stop)
    },
    exit: code => process.exit(code),
    patienceMilliseconds: config.worker.shutdownMilliseconds + 5000,
  })
}

/** The release that answers, as the configuration wants it. */
async function loadCurrentRelease({ knowledgePaths, curatorKnowledge }: Config): Promise<Knowledge> {
  const [{ loadKnowledge }, { withoutUnreviewed }] = await Promise.all([
    import('./knowledge/load-knowledge.js'),
    import('./knowledge/without-unreviewed.js'),
  ])
  const knowledge = await loadKnowledge(knowledgePaths)
  return curatorKnowledge ? knowledge : withoutUnreviewed(knowledge)
}

/** Every release that can be asked, current first. */
async function loadAllReleases(config: Config): Promise<readonly Knowledge[]> {
  const { knowledgePaths, curatorKnowledge, conditionMapPath } = config
  const [{ loadReleases }, { withoutUnreviewed }, { withConditionMap }] = await Promise.all([
    import('./knowledge/load-knowledge.js'),
    import('./knowledge/without-unreviewed.js'),
    import('./knowledge/condition-map.js'),
  ])
  const published = await loadReleases(knowledgePaths)
  const releases = curatorKnowledge ? published : published.map(withoutUnreviewed)
  if (conditionMapPath === undefined) return releases
  return releases.map(release => withConditionMap(release, conditionMapPath))
}

export async function version(): Promise<string> {
  return readConfig().version
}

/** The other side of `createChildReader`: what runs in the process that reads an uploaded file. */
export async function readFileAsChild(): Promise<void> {
  const [{ readAsChild }, { createVariantReader }, { loadKnowledge }, { encodeReadSample }] = await Promise.all([
    import('./worker/read-as-child.js'),
    import('./vcf/read-variants.js'),
    import('./knowledge/load-knowledge.js'),
    import('./persistence/decoders/read-sample-decoder.js'),
  ])
  await readAsChild({
    input: process.stdin,
    output: process.stdout,
    reader: createVariantReader(),
    loadKnowledge: path => loadKnowledge([path]),
    encode: encodeReadSample,
  })
}

/** The database server a configuration means: the given one, or the embedded one, started if it does not run. */
async function reachDatabase(config: Config): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, stop: async () => {} }
  const { startEmbeddedPostgres } = await import('./persistence/embedded/embedded-postgres.js')
  const server = await startEmbeddedPostgres({ folder: `${config.home}/postgres` })
  const url = new URL(server.url)
  url.pathname = '/sextant'
  return { url: url.href, stop: () => server.stop() }
}

/** `sextant migrate`: tables, roles and queues at this version; returns the names of the migrations that ran. */
export async function migrate(config: Config): Promise<readonly string[]> {
  const server = await reachDatabase(config)
  try {
    return await migrateAt(server.url)
  } finally {
    await server.stop()
  }
}

async function migrateAt(url: string): Promise<readonly string[]> {
  const [{ migrateDatabase }, { MIGRATIONS }] = await Promise.all([
    import('./persistence/migrate.js'),
    import('../migrations/all.js'),
  ])
  return await migrateDatabase(url, MIGRATIONS)
}

export interface AdminRequest {
  /** Short name; the organisation is made when it does not exist. */
  readonly organisation: string
  /** As the tokens say it. */
  readonly issuer: string
  readonly subject: string
  readonly name: string
}

/** `sextant admin`: somebody who may then propose and confirm others; for whoever owns the tables. */
export async function makeAdmin(config: Config, { organisation, ...admin }: AdminRequest): Promise<void> {
  const [{ openDatabase }, { appointAdmin }] = await Promise.all([
    import('./persistence/database.js'),
    import('./persistence/memberships.js'),
  ])
  const server = await reachDatabase(config)
  try {
    await migrateAt(server.url)
    const database = await openDatabase({ url: server.url, as: 'owner', connections: 1, waitMilliseconds: 10_000 })
    try {
      await appointAdmin(database, { slug: organisation, name: organisation }, admin)
    } finally {
      await database.close(true)
    }
  } finally {
    await server.stop()
  }
}

export interface TokenRequest {
  readonly roles: readonly Role[]
  /** Short name; the organisation is made when it does not exist. */
  readonly organisation: string
  readonly seconds: number
  /** Who the token names; by default somebody of these roles. */
  readonly subject?: string
  readonly name?: string
}

/** `sextant token`: a token of the development issuer, for an actor with these roles. */
export async function createToken(config: Config, request: TokenRequest): Promise<string> {
  await refuseUnsafe(config)
  const server = await reachDatabase(config)
  try {
    await migrateAt(server.url)
    return await issueToken(config, server.url, request).then(({ token }) => token)
  } finally {
    await server.stop()
  }
}

async function issueToken(config: Config, url: string, request: TokenRequest) {
  const [{ openDatabase }, { ensureMember }, { loadDevIssuer, DEV_ISSUER }, { DomainError }] = await Promise.all([
    import('./persistence/database.js'),
    import('./persistence/memberships.js'),
    import('./http/dev-issuer.js'),
    import('./domain/errors.js'),
  ])
  if (config.auth.mode !== 'dev')
    throw new DomainError('BAD_USER_INPUT', 'Tokens are made here in development only (AUTH_MODE=dev)', {})
  const { organisation, roles, seconds } = request
  const issuer = await loadDevIssuer(developmentKeys(config))
  const subject = request.subject ?? roles.toSorted().join('+').toLowerCase()
  const name = request.name ?? `Development ${roles.join(', ').toLowerCase().replaceAll('_', ' ')}`
  const database = await openDatabase({ url, as: 'owner', connections: 1, waitMilliseconds: 10_000 })
  try {
    const member = { issuer: DEV_ISSUER, subject, name, roles }
    const ids = await ensureMember(database, { slug: organisation, name: organisation }, member)
    const caller: Caller = { id: ids.actorId, name, organisationId: ids.organisationId, organisation, roles }
    return { token: await issuer.sign({ subject, organisation, seconds }), caller }
  } finally {
    await database.close()
  }
}

export interface ServeOptions {
  /** Also reads and calls uploads, in this process. */
  readonly worker: boolean
  /** Long work at the start, in words. */
  readonly onProgress?: (text: string) => void
}

export interface RunningServer {
  readonly url: string
  /** Where it can be watched; absent: nowhere. */
  readonly metricsUrl?: string
  readonly playground: boolean
  /** Of the demonstration organisation; only on the embedded database and in development. */
  readonly demoToken?: string
  /** Resolves when the demonstration data are there; at once when there are none to make. */
  readonly seeded: Promise<void>
  stop(): Promise<void>
}

/** `sextant serve`: resolves when requests are answered. */
export async function startServer(config: Config, options: ServeOptions): Promise<RunningServer> {
  await refuseUnsafe(config)
  await prepareHome(config)
  // Loaded while the database starts.
  const loading = loadFaces()
  loading.catch(() => {})
  const backbone = await openBackbone(config, config.pool.api + (options.worker ? config.pool.worker : 0))
  try {
    return await serve(config, options, backbone, await loading)
  } catch (error) {
    await backbone.close()
    throw error
  }
}

export async function loadFaces() {
  const [graphql, app, scope, log, authenticate, directory, rates, addresses, refusals] = await Promise.all([
    import('./graphql/create-graphql.js'),
    import('./http/create-http-app.js'),
    import('./http/request-scope.js'),
    import('./http/log.js'),
    import('./http/authenticate.js'),
    import('./persistence/postgres-directory.js'),
    import('./http/rate-limits.js'),
    import('./http/client-address.js'),
    import('./http/record-refused-sign-ins.js'),
  ])
  return { ...graphql, ...app, ...scope, ...log, ...authenticate, ...directory, ...rates, ...addresses, ...refusals }
}

/** In production a service starts whole or not at all; asked before anything is opened. */
async function refuseUnsafe(config: Config): Promise<void> {
  if (config.mode !== 'production') return
  const [{ productionProblems }, { existsSync }, inspector] = await Promise.all([
    import('./production.js'),
    import('node:fs'),
    import('node:inspector'),
  ])
  const problems = productionProblems(config, {
    hasDevelopmentKeys: existsSync(developmentKeys(config)),
    isDebugged: inspector.url() !== undefined,
    hasProto: !process.execArgv.includes('--disable-proto=delete'),
  })
  if (problems.length > 0) throw new ConfigError(problems, config.mode)
}

function developmentKeys({ home }: Pick<Config, 'home'>): string {
  return `${home}/dev-issuer.json`
}

/** What a run leaves behind is its owner's alone. Libraries are most of a start: what the engine made of them is kept there. */
async function prepareHome({ home }: Config): Promise<void> {
  const [{ mkdirSync }, { enableCompileCache }] = await Promise.all([import('node:fs'), import('node:module')])
  mkdirSync(home, { recursive: true, mode: 0o700 })
  enableCompileCache(`${home}/compiled`)
}

export async function serve(
  config: Config,
  options: ServeOptions,
  backbone: Backbone,
  faces: Awaited<ReturnType<typeof loadFaces>>,
): Promise<RunningServer> {
  const { log, ports, usecases, database, metrics } = backbone
  const tokens = await tokenVerifier(config)
  const refusals = faces.recordRefusedSignIns(ports, config.audit.signInRowsPerMinute)
  const authenticate = refusals.over(faces.createAuthenticate(tokens.verify, faces.postgresDirectory(database)))
  const scope = faces.createRequestScope(authenticate, log, metrics?.requestEnded)
  const rates = faces.createRateLimits(config.rates)
  const addresses = faces.createClientAddress(config.trustedProxies)
  let stopping = false
  let origin = config.publicUrl ?? ''
  const graphql = await faces.createGraphql({
    usecases,
    authenticate,
    sessionOf: request => scope.sessionOf(request),
    requestIdOf: request => scope.requestIdOf(request),
    note: (request, answered) => scope.note(request, answered),
    newRequestId: () => ports.ids.next(),
    uploadUrl: id => `${origin}/uploads/${id}`,
    software: `sextant ${config.version}`,
    operations: `${config.root}/schema/operations`,
    allowedOrigins: [...config.allowedOrigins, ...(origin === '' ? [] : [new URL(origin).origin])],
    suggestions: config.auth.mode === 'dev',
    limits: { query: config.query, answer: config.http, subscriptions: config.subscriptions },
    rates,
    addressOf: request => addresses.of(request),
    report: (error, requestId) => log.error({ requestId, fault: faces.faultOf(error) }, 'bug'),
  })
  const app = faces.createHttpApp({
    usecases,
    scope,
    log,
    graphql: config.playground ? graphql : { handler: graphql.handler },
    pace: config.upload,
    limits: config.http,
    rates,
    addresses,
    origin: () => origin,
    isReady: async () => !stopping && (await isReachable(database)) && (await tokens.isReady()),
  })
  const server = faces.createHttpServer(app, config.http, addresses)
  const sockets = graphql.attachSockets(server)
  const port = await listen(server, config)
  const listening = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`
  origin = config.publicUrl ?? listening
  const worker = options.worker ? await runWorker(config, backbone) : undefined
  const watched = await serveMetrics(config, backbone, tokens.keyAges)
  const demo = await startDemo(config, backbone, options.onProgress)
  return {
    url: listening,
    metricsUrl: watched?.url,
    playground: config.playground,
    demoToken: demo?.token,
    seeded: demo?.seeded ?? Promise.resolve(),
    async stop() {
      stopping = true
      demo?.stop()
      const closed = new Promise<void>(done => server.close(() => done()))
      server.closeIdleConnections()
      await Promise.all([sockets.stop(), worker?.stop(config.worker.shutdownMilliseconds), demo?.seeded])
      const patience = setTimeout(() => server.closeAllConnections(), config.worker.shutdownMilliseconds)
      await closed
      clearTimeout(patience)
      await watched?.stop()
      await graphql.stop()
      await refusals.stop()
      await backbone.close()
    },
  }
}

/** `sextant worker`: reads and calls uploads that servers accepted; resolves when it takes jobs. */
export async function startWorker(
  config: Config,
): Promise<{ readonly metricsUrl?: string; readonly stop: () => Promise<void> }> {
  await refuseUnsafe(config)
  await prepareHome(config)
  const backbone = await openBackbone(config, config.pool.worker)
  const worker = await runWorker(config, backbone)
  const watched = await serveMetrics(config, backbone, () => new Map())
  return {
    metricsUrl: watched?.url,
    async stop() {
      await worker.stop(config.worker.shutdownMilliseconds)
      await watched?.stop()
      await backbone.close()
    },
  }
}

/** What server and worker share: the database, checked; the stores; the use cases over them. */
export async function openBackbone(config: Config, connections: number) {
  const server = await reachDatabase(config)
  // Closed in this order, the last opened first; also when something further on cannot be opened.
  const closers = [() => server.stop()]
  const close = async () => {
    for (const closeNext of closers) await closeNext()
  }
  try {
    const loadingReleases = loadAllReleases(config)
    // Met where it is awaited; until then a release that cannot be used must not end the process with a trace.
    loadingReleases.catch(() => undefined)
    const [persistence, { createUsecases }, { watchAccesses }, { createLog, faultOf }] = await Promise.all([
      loadPersistence(),
      import('./usecases/create-usecases.js'),
      import('./usecases/watch-accesses.js'),
      import('./http/log.js'),
    ])
    const log = createLog(config.logLevel)
    const { url } = server
    const database = await openMigrated(config, url, connections)
    closers.unshift(() => database.close(true))
    await refuseUnsafeDatabase(config, database, log)
    const keys = await openKeysOf(config, database)
    const queue = persistence.openQueue({ url, connections: config.pool.queue, supervise: true })
    queue.on('error', error => log.warn({ fault: faultOf(error) }, 'queue'))
    await queue.start()
    closers.unshift(() => queue.stop({ graceful: false }))
    const listener = persistence.createNoticeListener(database)
    closers.unshift(async () => listener.close())
    const sealer = await sealAudit(config, url, error =>
      log.error({ fault: faultOf(error) }, 'the audit was not sealed'),
    )
    closers.unshift(() => sealer.stop())
    const onUnreadable = (error: unknown) => log.error({ fault: faultOf(error) }, 'stored data cannot be decrypted')
    const folder = `${config.home}/uploads`
    const files = persistence.createStagedFiles(folder, persistence.createUploadKeys(database, keys), onUnreadable)
    await persistence.sealPlainRows(database, keys)
    await persistence.sealPlainFiles(database, folder, files)
    const releases = await loadingReleases
    const [knowledge] = releases
    if (knowledge === undefined) throw new Error('no folder of knowledge was given')
    const metrics = await openMetrics(config, knowledge)
    closers.unshift(async () => metrics?.stop())
    const onUnwritten = (error: unknown) =>
      log.error({ fault: faultOf(error) }, 'the audit, or a message to privacy officers, could not be written')
    const unwatched: Ports = {
      knowledge,
      releases,
      transactions: persistence.postgresTransactions({
        database,
        queue,
        keys,
        idempotencyMilliseconds: config.idempotencyMilliseconds,
        onUnwritten,
        onUnreadable,
      }),
      reader: await childReader(config),
      files,
      progress: persistence.postgresProgress(database, listener),
      audit: persistence.postgresAuditLog(database, onUnwritten),
      adviceEvents: persistence.postgresAdviceEvents(listener),
      glassEvents: persistence.postgresGlassEvents(listener),
      clock: { now: () => new Date() },
      ids: { next: persistence.uuidV7 },
      policy: {
        uploadBytes: config.upload.bytes,
        uploadsPerHour: config.upload.perHour,
        uploadsAtOnce: config.upload.atOnce,
        uploadsStoredBytes: config.upload.storedBytes,
        leaseMilliseconds: config.worker.leaseMilliseconds,
        renewMilliseconds: config.worker.renewMilliseconds,
        backoffMilliseconds: config.worker.backoffMilliseconds,
        attempts: config.worker.attempts,
        noticeBackoffMilliseconds: config.noticeBackoffMilliseconds,
        proposalMilliseconds: config.proposalMilliseconds,
      },
    }
    const ports = metrics === undefined ? unwatched : watchAccesses(unwatched, metrics.accessesKept)
    if (metrics !== undefined)
      persistence.watchPool(await database.em.getConnection().getNativeClient(), metrics.waitedForConnection)
    const unsealedSeconds = () => sealer.unsealedSeconds()
    return {
      url,
      log,
      ports,
      keys,
      queue,
      database,
      metrics,
      unsealedSeconds,
      usecases: createUsecases(ports),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** A wall that stands open is refused everywhere (S16); production asks for more. */
async function refuseUnsafeDatabase(config: Config, database: Database, log: Log): Promise<void> {
  const persistence = await loadPersistence()
  const open = await persistence.findOpenWalls(database)
  const { faults, warnings } =
    config.mode === 'production' ? await persistence.findProductionFaults(database) : { faults: [], warnings: [] }
  for (const warning of warnings) log.warn({}, warning)
  if (open.length + faults.length > 0)
    throw new ConfigError([...open.map(fault => `database: ${fault}`), ...faults], config.mode)
}

/** Every server and every worker tries; one of them does it. Its connection is made when there is first something to do. */
async function sealAudit({ audit }: Config, url: string, report: (error: unknown) => void) {
  const [{ openDatabase }, { readUnsealedAge }, { startSealer }, { sealRows }, { ensureSealKey }] = await Promise.all([
    import('./persistence/database.js'),
    import('./persistence/backlog.js'),
    import('./persistence/audit/start-sealer.js'),
    import('./persistence/audit/seal-rows.js'),
    import('./persistence/audit/seal-key.js'),
  ])
  const key = ensureSealKey(audit.keyFile)
  const database = await openDatabase({
    url: audit.databaseUrl ?? url,
    as: 'auditor',
    connections: 1,
    waitMilliseconds: 10_000,
  })
  const { sealFile: receiptPath, sealRows: rows, sealMilliseconds: milliseconds } = audit
  const options = { database, key, receiptPath, now: () => new Date(), rows }
  const sealer = startSealer({ seal: () => sealRows(options), milliseconds, report })
  return {
    unsealedSeconds: () => readUnsealedAge(database),
    async stop() {
      await sealer.stop()
      await database.close(true)
    },
  }
}

/** The keys of this process, which must be those that the database was written with (S26). */
async function openKeysOf({ keyFile, mode }: Config, database: Database) {
  const { openKeys, createKeyFile, checkKeyRing, KeyError } = await loadPersistence()
  if (keyFile === undefined) throw new ConfigError(['SEXTANT_KEY_FILE: names no file with keys for encryption'], mode)
  try {
    if (keyFile.make) createKeyFile(keyFile.path)
    const keys = openKeys(keyFile.path)
    await checkKeyRing(database, keys.ring)
    return keys
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    throw new ConfigError(error.message.split('\n'), mode)
  }
}

/** What this process counts; nothing is counted where nobody watches. */
async function openMetrics({ metrics, version: software }: Config, knowledge: Knowledge): Promise<Metrics | undefined> {
  if (metrics === undefined) return undefined
  const { createMetrics } = await import('./http/metrics.js')
  return createMetrics({ version: software, knowledgeVersion: knowledge.version })
}

/** `/metrics`, where the configuration names a port for it. */
async function serveMetrics(
  { metrics: address, home }: Config,
  { metrics, log, database, unsealedSeconds }: Backbone,
  keyAges: MetricSources['keyAges'],
) {
  if (metrics === undefined || address === undefined) return undefined
  const [{ startMetricsServer }, { readBacklog }, { statfs }] = await Promise.all([
    import('./http/metrics-server.js'),
    import('./persistence/backlog.js'),
    import('node:fs/promises'),
  ])
  const pool = await database.em.getConnection().getNativeClient()
  const sources: MetricSources = {
    backlog: () => readBacklog(database),
    unsealed: unsealedSeconds,
    pool: () => pool,
    keyAges,
    async disk() {
      const { bavail, blocks, bsize } = await statfs(home)
      return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
    },
  }
  const page = { contentType: metrics.contentType, text: () => metrics.text(sources) }
  return await startMetricsServer(address, page, log)
}

type Backbone = Awaited<ReturnType<typeof openBackbone>>

async function runWorker(config: Config, { ports, log, database, queue, metrics }: Backbone): Promise<RunningWorker> {
  const [
    { startWorker: start },
    { createCallSample },
    sweeps,
    { createSweepErased },
    { organisationIds },
    { READ_UPLOAD_QUEUE },
    { faultOf },
    { actAs },
    { followChanges },
    { createFollowAdvice },
  ] = await Promise.all([
    import('./worker/start-worker.js'),
    import('./usecases/call-sample.js'),
    import('./usecases/sweep-uploads.js'),
    import('./usecases/sweep-erased.js'),
    import('./persistence/memberships.js'),
    import('./persistence/queue.js'),
    import('./http/log.js'),
    import('./usecases/act-as.js'),
    import('./worker/follow-changes.js'),
    import('./usecases/follow-advice.js'),
  ])
  const { worker, upload } = config
  const callSample = createCallSample(ports)
  const abandonedMilliseconds = worker.leaseMilliseconds
  const sweepUploads = sweeps.createSweepUploads(ports, {
    abandonedMilliseconds,
    openMilliseconds: upload.openMilliseconds,
  })
  const sweepFiles = sweeps.createSweepFiles(ports, upload.orphanMilliseconds)
  const sweepErased = createSweepErased(ports, ERASED_AGAIN_MILLISECONDS)
  const owner = `${process.pid}-${ports.ids.next()}`
  const systemWorker = (organisationId: string) => actAs({ ...SYSTEM_WORKER, organisationId }, { id: ports.ids.next() })
  let filesSwept = 0
  const followAdvice = createFollowAdvice(ports)
  const changes = followChanges({
    events: ports.adviceEvents,
    organisations: () => organisationIds(database),
    follow: (organisationId, signal) => followAdvice(systemWorker(organisationId), signal),
    report: error => log.error({ fault: faultOf(error) }, 'changes of advice could not be followed'),
  })
  const privacy = await tellPrivacy(config, { ports, log, database }, systemWorker)
  const uploads = await start({
    queue,
    queueName: READ_UPLOAD_QUEUE,
    concurrency: worker.concurrency,
    perOrganisation: worker.perOrganisation,
    sweepMilliseconds: worker.leaseMilliseconds,
    call: ({ uploadId, organisationId }, signal) =>
      callSample(systemWorker(organisationId), { uploadId, owner, signal }),
    async sweep() {
      const actors = (await organisationIds(database)).map(systemWorker)
      for (const actor of actors) {
        await sweepUploads(actor)
        await sweepErased(actor)
      }
      if (Date.now() - filesSwept < FILE_SWEEP_MILLISECONDS) return
      filesSwept = Date.now()
      await sweepFiles(actors)
    },
    report(event) {
      log.info(workerFields(event, faultOf), event.kind)
      if (event.kind === 'called') metrics?.uploadWorked(event.outcome, event.milliseconds)
      else metrics?.workFailed()
    },
  })
  return {
    async stop(graceMilliseconds) {
      await Promise.all([uploads.stop(graceMilliseconds), changes.stop(), privacy?.stop()])
    },
  }
}

/** Only where an address is configured; privacy officers can follow broken glass by themselves without it. */
async function tellPrivacy(
  { privacyWebhook, mode }: Config,
  { ports, log, database }: Pick<Backbone, 'ports' | 'log' | 'database'>,
  act: (organisationId: string) => Actor,
) {
  if (privacyWebhook === undefined) return undefined
  const [
    { createPrivacyWebhook, readWebhookSecret },
    { createTellPrivacy },
    { followChanges },
    { organisationIds },
    { faultOf },
  ] = await Promise.all([
    import('./http/privacy-webhook.js'),
    import('./usecases/tell-privacy.js'),
    import('./worker/follow-changes.js'),
    import('./persistence/memberships.js'),
    import('./http/log.js'),
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

const FILE_SWEEP_MILLISECONDS = 3_600_000

/** Nothing that was begun before an erasure goes on for as long as that. */
const ERASED_AGAIN_MILLISECONDS = 3_600_000

/** A part of this service, which acts for one organisation after the other. */
const SYSTEM_WORKER = {
  id: 'system-worker',
  name: 'System worker',
  organisation: '',
  roles: ['SYSTEM_WORKER'],
} as const

function workerFields(event: WorkerEvent, faultOf: (error: unknown) => string) {
  if (event.kind === 'failed') return { fault: faultOf(event.error) }
  return { uploadId: event.uploadId, outcome: event.outcome, milliseconds: event.milliseconds }
}

async function childReader(config: Config): Promise<Ports['reader']> {
  const [{ createChildReader }, { decodeReadSample }] = await Promise.all([
    import('./worker/child-reader.js'),
    import('./persistence/decoders/read-sample-decoder.js'),
  ])
  const knowledgePath = config.knowledgePaths[0] ?? ''
  return createChildReader({
    // The child is a plain Node process, also when this one runs TypeScript.
    module: `file://${config.root}/dist/src/app.js`,
    readable: readableByChild(config),
    knowledgePath,
    quality: config.quality,
    limits: config.file,
    heapMegabytes: config.parse.heapMegabytes,
    wallMilliseconds: config.parse.wallMilliseconds,
    decode: decodeReadSample,
  })
}

/** Code and knowledge: not the home, which may lie beside them and holds keys (S26). */
export function readableByChild({ root, knowledgePaths: [knowledgePath = ''] }: Config): readonly string[] {
  return [`${root}/dist`, `${root}/package.json`, libraries(), knowledgePath]
}

/** The folder of installed packages, which need not lie below ours. */
function libraries(): string {
  const path = createRequire(import.meta.url).resolve('zod')
  return path.slice(0, path.lastIndexOf('node_modules') + 'node_modules'.length)
}

async function tokenVerifier({ auth, home }: Config) {
  const [{ createTokenVerifier }, { loadDevIssuer }, { createRemoteKeys }] = await Promise.all([
    import('./http/verify-token.js'),
    import('./http/dev-issuer.js'),
    import('./http/remote-keys.js'),
  ])
  const remote = auth.issuers.map(({ jwksUrl, ...issuer }) => ({
    ...issuer,
    remoteKeys: createRemoteKeys(jwksUrl, auth.keys),
  }))
  const configured = remote.map(({ remoteKeys, ...issuer }) => ({ ...issuer, keys: remoteKeys.find }))
  const trusted =
    auth.mode === 'dev' ? [...configured, (await loadDevIssuer(developmentKeys({ home }))).trusted] : configured
  const limits = { bytes: auth.tokenBytes, ageSeconds: auth.tokenAgeSeconds, skewSeconds: auth.skewSeconds }
  return {
    verify: createTokenVerifier(trusted, limits),
    /** Seconds since the keys of each issuer were fetched. */
    keyAges: () =>
      new Map(
        remote.map(({ issuer, remoteKeys }) => {
          const age = remoteKeys.ageMilliseconds()
          return [issuer, age === undefined ? undefined : age / 1000] as const
        }),
      ),
    /** Somebody's tokens can be verified (S5). */
    async isReady() {
      if (auth.mode === 'dev') return true
      const good = await Promise.all(remote.map(({ remoteKeys }) => remoteKeys.areGood()))
      return good.includes(true)
    },
  }
}

const DEMO_ROLES: readonly Role[] = ['LABORATORY_TECHNICIAN', 'LABORATORY_DIRECTOR', 'PHARMACIST', 'CLINICIAN']

/** The demonstration organisation: on the embedded database, in development, and only where nobody switched it off. */
async function startDemo(
  config: Config,
  { url, usecases, log, ports }: Backbone,
  onProgress: ServeOptions['onProgress'],
) {
  if (!config.demo || config.databaseUrl !== undefined || config.auth.mode !== 'dev') return undefined
  const [{ seedDemoData }, { faultOf }, { actAs }] = await Promise.all([
    import('./persistence/demo-data.js'),
    import('./http/log.js'),
    import('./usecases/act-as.js'),
  ])
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

/** The service's pool, over a database at this version. */
async function openMigrated({ pool, mode }: Config, url: string, connections: number): Promise<Database> {
  const { openDatabase, isUpToDate, MIGRATIONS } = await loadPersistence()
  const open = () => openDatabase({ url, as: 'service', connections, waitMilliseconds: pool.waitMilliseconds })
  const database = await open()
  if (await isUpToDate(database, MIGRATIONS)) return database
  if (mode === 'production') {
    // A database that does not answer fails here, in its own words.
    await database.em
      .getConnection()
      .execute('select 1')
      .finally(() => database.close(true))
    throw new ConfigError(['database: is not at this version; run "sextant migrate" as its owner'], mode)
  }
  // A pool whose first connection met no such database or role would stay where it fell back to.
  await database.close(true)
  await migrateAt(url)
  return await open()
}

async function loadPersistence() {
  const [
    migrating,
    migrations,
    database,
    walls,
    production,
    queue,
    files,
    transactions,
    audit,
    listener,
    progress,
    ids,
    ...more
  ] = await Promise.all([
    import('./persistence/migrate.js'),
    import('../migrations/all.js'),
    import('./persistence/database.js'),
    import('./persistence/check-walls.js'),
    import('./persistence/check-production.js'),
    import('./persistence/queue.js'),
    import('./persistence/staged-files.js'),
    import('./persistence/postgres-transactions.js'),
    import('./persistence/audit/audit-log.js'),
    import('./persistence/progress/notice-listener.js'),
    import('./persistence/progress/postgres-progress.js'),
    import('./persistence/uuid-v7.js'),
    import('./persistence/keys/keys.js'),
    import('./persistence/keys/key-file.js'),
    import('./persistence/keys/check-key-ring.js'),
    import('./persistence/keys/upload-keys.js'),
    import('./persistence/keys/seal-plain-rows.js'),
    import('./persistence/keys/seal-plain-files.js'),
    import('./persistence/progress/postgres-advice-events.js'),
    import('./persistence/watch-pool.js'),
    import('./persistence/progress/postgres-glass-events.js'),
  ])
  const [keys, keyFile, keyCheck, uploadKeys, plainRows, plainFiles, adviceEvents, pool, glassEvents] = more
  return {
    ...migrating,
    ...migrations,
    ...database,
    ...walls,
    ...production,
    ...queue,
    ...files,
    ...transactions,
    ...audit,
    ...listener,
    ...progress,
    ...ids,
    ...keys,
    ...keyFile,
    ...keyCheck,
    ...uploadKeys,
    ...plainRows,
    ...plainFiles,
    ...adviceEvents,
    ...pool,
    ...glassEvents,
  }
}

/** Answers can be found, and recorded. */
async function isReachable(database: Database): Promise<boolean> {
  return await database.em
    .getConnection()
    .execute<{ writable: boolean }[]>(`select has_any_column_privilege('audit_event', 'insert') as writable`)
    .then(
      ([found]) => found?.writable === true,
      () => false,
    )
}

function listen(server: Server, { host, port }: Config): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen({ host, port }, () => {
      const address = server.address()
      done(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
