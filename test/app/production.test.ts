import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { MIGRATIONS } from '../../migrations/all.js'
import { readConfig } from '../../src/config.js'
import { openDatabase } from '../../src/persistence/database.js'
import { startEmbeddedPostgres } from '../../src/persistence/embedded/embedded-postgres.js'
import type { EmbeddedPostgres } from '../../src/persistence/embedded/embedded-postgres.js'
import { createKeyFile } from '../../src/persistence/keys/key-file.js'
import { migrateDatabase } from '../../src/persistence/migrate.js'
import { productionProblems } from '../../src/production.js'
import { withDatabase } from '../support/database.js'
import { buildIfOld, PATIENCE, ROOT } from '../support/sextant.js'

/** A durable PostgreSQL with a login that may only be the service's role, and an issuer: what production has. */
let folder: string
let postgres: EmbeddedPostgres
let jwks: Server
let good: Readonly<Record<string, string>>
let ownerUrl: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sextant-production-'))
  postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres') })
  ownerUrl = withDatabase(postgres.url, 'sextant')
  await migrateDatabase(ownerUrl, MIGRATIONS)
  await asOwner(`create role front login password 'long-and-random-27' in role sextant_service, sextant_auditor`)
  const { publicKey } = await generateKeyPair('ES256')
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] })
  jwks = createServer((_request, response) => response.end(keys))
  await new Promise<void>(done => {
    jwks.listen(0, '127.0.0.1', done)
  })
  const address = jwks.address()
  const jwksUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`
  const url = new URL(ownerUrl)
  url.username = 'front'
  url.password = 'long-and-random-27'
  good = {
    SEXTANT_MODE: 'production',
    SEXTANT_HOME: join(folder, 'home'),
    PORT: '0',
    LOG_LEVEL: 'warn',
    AUTH_MODE: 'oidc',
    OIDC_ISSUERS: JSON.stringify([{ issuer: 'https://login.example.org', jwksUrl, audience: 'sextant' }]),
    DATABASE_URL: url.href,
    SEXTANT_KEY_FILE: join(folder, 'keys.json'),
  }
  createKeyFile(join(folder, 'keys.json'))
}, 60_000)

afterAll(async () => {
  jwks.close()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function asOwner(sql: string): Promise<void> {
  const database = await openDatabase({ url: ownerUrl, as: 'owner', connections: 1, waitMilliseconds: 10_000 })
  await database.em.getConnection().execute(sql)
  await database.close(true)
}

async function whatIsOff(url: string): Promise<readonly string[]> {
  const database = await openDatabase({ url, as: 'owner', connections: 1, waitMilliseconds: 10_000 })
  const rows = await database.em
    .getConnection()
    .execute<{ name: string }[]>(
      `select name from pg_settings where name in ('fsync', 'full_page_writes') and setting = 'off'`,
    )
  await database.close(true)
  return rows.map(({ name }) => `database: ${name} is off`)
}

interface Started {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The real command; told to stop as soon as it says that it is ready. */
function start(command: string, env: Readonly<Record<string, string>>, flags = ['--disable-proto=delete']) {
  buildIfOld()
  return new Promise<Started>((resolve, reject) => {
    const child = spawn(process.execPath, [...flags, 'dist/src/main.js', command], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...env },
    })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      if (stdout.includes('is ready')) child.kill('SIGTERM')
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
      if (stderr.includes('worker ready')) child.kill('SIGTERM')
    })
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
}

function linesOf({ code, stderr }: Started): { code: number | null; lines: readonly string[] } {
  const lines = stderr
    .split('\n')
    .filter(line => !line.startsWith('{') && line !== '' && !/^(Debugger|For help)/.test(line))
  return { code, lines: lines.map(line => line.replace(/^sextant: /, '')) }
}

describe('§16 production, by the real command', PATIENCE, () => {
  it('starts with everything right, says nothing of a playground, and stops cleanly', async () => {
    const served = await start('serve', good)
    expect(served).toMatchObject({ code: 0, stderr: '' })
    expect(served.stdout).not.toMatch(/Playground|token/)
    expect(await start('worker', good)).toMatchObject({ code: 0, stderr: 'sextant: worker ready\n' })
  })

  it('refuses what development starts with: one line per reason, exit 78', async () => {
    const { SEXTANT_MODE = '' } = good
    writeFileSync(join(folder, 'dev-issuer.json'), '{}')
    const env = {
      SEXTANT_MODE,
      SEXTANT_HOME: folder,
      HOST: '0.0.0.0',
      METRICS_PORT: '0',
      METRICS_HOST: '0.0.0.0',
      SEXTANT_RETENTION_DATABASE_URL: 'postgresql://retention@127.0.0.1/sextant',
      SEXTANT_PLAYGROUND: 'on',
      OIDC_ISSUERS: JSON.stringify([
        { issuer: 'urn:sextant:dev', jwksUrl: 'http://login.example.org/keys', audience: 'sextant' },
      ]),
      MIKRO_ORM_DEBUG: 'true',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    }
    const flags = ['--inspect=127.0.0.1:0', '--no-warnings']
    for (const command of ['serve', 'worker', 'token']) {
      expect(linesOf(await start(command, env, flags))).toEqual({
        code: 78,
        lines: [
          'AUTH_MODE: the development issuer is not for production; configure OIDC_ISSUERS',
          'OIDC_ISSUERS: contains the development issuer',
          'OIDC_ISSUERS: keys that are fetched without TLS are anybody’s keys; jwksUrl must be https',
          'SEXTANT_HOME: holds keys made for development; remove them or use another home',
          'DATABASE_URL: the embedded database is not for production',
          'SEXTANT_RETENTION_DATABASE_URL: is for "sextant audit prune" alone; a service must not be able to remove the audit',
          'SEXTANT_KEY_FILE: names no file with keys for encryption',
          'HOST: plain HTTP outside loopback; put a proxy in front that ends TLS and set TLS_TERMINATED=proxy',
          'METRICS_HOST: plain HTTP outside loopback; keep metrics on loopback, or set TLS_TERMINATED=proxy',
          'SEXTANT_PLAYGROUND: the playground is not for production',
          'MIKRO_ORM_DEBUG: prints statements or switches checks off; unset it',
          'NODE_TLS_REJECT_UNAUTHORIZED: prints statements or switches checks off; unset it',
          'a debugger may attach to this process; start it without --inspect',
          'this process was not started with --disable-proto=delete',
        ],
      })
    }
  })

  it('refuses default and empty secrets, an open way to the database, and settings that mean nothing', async () => {
    const empty = await start('serve', { ...good, DATABASE_URL: 'postgresql://front@127.0.0.1:1/sextant' })
    expect(linesOf(empty)).toEqual({ code: 78, lines: ['DATABASE_URL: has no password'] })
    const example = await start('serve', {
      ...good,
      DATABASE_URL: 'postgresql://front:changeme@db.example.org/sextant',
    })
    expect(linesOf(example)).toEqual({
      code: 78,
      lines: [
        'DATABASE_URL: has a password that stands in examples',
        'DATABASE_URL: needs sslmode=verify-full, because the database is on another machine',
      ],
    })
    const path = join(folder, 'other-keys.json')
    writeFileSync(path, '{"current": "one", "keys": {}, "search": "secret"}')
    const keyless = await start('serve', { ...good, SEXTANT_KEY_FILE: path })
    expect(keyless.code).toBe(78)
    expect(keyless.stderr).toContain(`The key file ${path} must be`)
    expect(keyless.stderr).not.toContain('secret')
    const misspelt = await start('serve', { ...good, SEXTANT_LIMITS: 'off' })
    expect(linesOf(misspelt)).toEqual({ code: 78, lines: ['SEXTANT_LIMITS: no such setting'] })
  })

  it('refuses a database login that has rights of its own, and open walls', async () => {
    const superuser = linesOf(await start('serve', { ...good, DATABASE_URL: ownerUrl }))
    expect(superuser.code).toBe(78)
    expect(superuser.lines.join('\n')).toMatch(
      /^database: login postgres is a superuser\ndatabase: login postgres passes row-level security\ndatabase: login postgres may make roles or databases\ndatabase: login postgres owns \d+ tables/,
    )
    await asOwner(
      'create role strong bypassrls; grant strong to front; alter table patient no force row level security',
    )
    expect(linesOf(await start('serve', good))).toEqual({
      code: 78,
      lines: [
        'database: table patient has no row-level security',
        'database: login front may also be strong, which passes the walls',
      ],
    })
    await asOwner('revoke strong from front; alter table patient force row level security')
    await asOwner('revoke sextant_auditor from front; grant sextant_retention, sextant_eraser to front')
    expect(linesOf(await start('serve', good))).toEqual({
      code: 78,
      lines: [
        'database: login front may not be sextant_auditor, which seals the audit',
        'database: login front may be sextant_retention, which removes the audit',
        'database: login front may be sextant_eraser, which removes what was recorded',
      ],
    })
    await asOwner('grant sextant_auditor to front; revoke sextant_retention, sextant_eraser from front')
  })

  it('S40 S50 refuses a database that forgets or that writes statements to its log', async () => {
    await asOwner(`alter role front set synchronous_commit = off`)
    await asOwner(`alter role front set log_statement = 'all'`)
    await asOwner(`alter role front set log_min_duration_statement = '1s'`)
    expect(linesOf(await start('serve', good))).toEqual({
      code: 78,
      lines: [
        'database: synchronous_commit is off',
        'database: log_statement must be none or ddl, and log_parameter_max_length_on_error 0: statements hold personal data',
        'database: slow statements are logged with their values: log_parameter_max_length must be 0',
      ],
    })
    await asOwner(`alter role front reset all`)
    // The server of the other tests is throwaway, as a rule: what is durable is off.
    const { serverUrl, template } = inject('testDatabase')
    const url = new URL(withDatabase(serverUrl, template))
    // A server that trusts everybody asks for none; production wants one in the address all the same.
    if (url.password === '') url.password = 'asked-by-nobody'
    const throwaway = linesOf(await start('serve', { ...good, DATABASE_URL: url.href }))
    expect(throwaway.lines).toEqual(expect.arrayContaining([...(await whatIsOff(serverUrl))]))
    expect(throwaway.code).toBe(78)
  })

  it('refuses a database that is not at this version, which it may not change', async () => {
    await asOwner('update mikro_orm_migrations set name = name || $$-$$')
    expect(linesOf(await start('serve', good))).toEqual({
      code: 78,
      lines: ['database: is not at this version; run "sextant migrate" as its owner'],
    })
    await asOwner('update mikro_orm_migrations set name = trim(trailing $$-$$ from name)')
  })
})

describe('§16 what is asked before anything is opened', () => {
  const facts = { hasDevelopmentKeys: false, isDebugged: false, hasProto: false }
  const problems = (env: Readonly<Record<string, string>>) => productionProblems(readConfig({ ...good, ...env }), facts)

  it('nothing is wrong with a proxy that ends TLS, with a socket, or with a verified database elsewhere', () => {
    expect(problems({ HOST: '0.0.0.0', TLS_TERMINATED: 'proxy' })).toEqual([])
    expect(problems({ DATABASE_URL: 'postgresql:///sextant?host=/var/run/postgresql' })).toEqual([])
    expect(problems({ DATABASE_URL: 'postgresql://front:x9@db.example.org/s?sslmode=verify-full' })).toEqual([])
    expect(problems({ HOST: '::1' })).toEqual([])
  })

  it.each(['0.0.0.0', '::', '10.0.0.1', 'sextant.example.org', '127.0.0.1.example.org'])(
    'plain HTTP on %s is refused',
    HOST => {
      expect(problems({ HOST })).toHaveLength(1)
    },
  )

  it.each(['require', 'verify-ca', 'prefer', 'disable', ''])('sslmode=%s is no proof of whom we talk to', mode => {
    expect(problems({ DATABASE_URL: `postgresql://front:x9@db.example.org/s?sslmode=${mode}` })).toHaveLength(1)
  })
})
