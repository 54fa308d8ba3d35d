import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { MikroORM } from '@mikro-orm/postgresql'
import { createMissingLinks, nativeFolder } from '../../../src/persistence/embedded/postgres-binaries.js'
import { startEmbeddedPostgres } from '../../../src/persistence/embedded/embedded-postgres.js'
import type { EmbeddedPostgres } from '../../../src/persistence/embedded/embedded-postgres.js'
import { readPostmaster } from '../../../src/persistence/embedded/postmaster-file.js'

const folders: string[] = []
const servers: EmbeddedPostgres[] = []

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sextant-pg-'))
  folders.push(folder)
  return folder
}

async function start(folder: string, runAs?: 'nobody') {
  const server = await startEmbeddedPostgres({ folder, runAs })
  servers.push(server)
  return server
}

async function query(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const orm = await MikroORM.init({ clientUrl: url, entities: [], discovery: { warnWhenNoEntities: false } })
  try {
    return await orm.em.getConnection().execute<Record<string, unknown>[]>(sql)
  } finally {
    await orm.close()
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (!existsSync(`/proc/${pid}`)) return true
    await sleep(25)
  }
  return false
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('embedded PostgreSQL', () => {
  it('keeps its data between starts, answers on loopback only and leaves no process behind', async () => {
    const folder = aFolder()
    const first = await start(folder)
    await query(first.url, 'create table kept as select 42 as answer')
    const pid = readPostmaster(join(folder, 'data'))?.pid ?? 0
    await first.stop()
    expect(await gone(pid)).toBe(true)

    const second = await start(folder)
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
    expect(second.url).toBe(first.url)
    const [settings] = await query(second.url, `select current_setting('listen_addresses') as host`)
    expect(settings).toEqual({ host: '127.0.0.1' })
    expect(statSync(join(folder, 'password')).mode & 0o777).toBe(0o600)
  })

  it('shares one server between processes that start at the same time', async () => {
    const folder = aFolder()
    const [one, two] = await Promise.all([start(folder), start(folder)])
    expect(one.url).toBe(two.url)
    expect([one.started, two.started].filter(Boolean)).toHaveLength(1)
  })

  it('stops by itself when the process that started it is killed with -9, and starts again on the same data', async () => {
    const folder = aFolder()
    const script = `
      const { startEmbeddedPostgres } = await import(process.argv[1])
      await startEmbeddedPostgres({ folder: process.argv[2] })
      process.stdout.write('ready')
      setInterval(() => {}, 1000)`
    const module = new URL('../../../dist/src/persistence/embedded/embedded-postgres.js', import.meta.url).href
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, module, folder])
    await new Promise<void>((done, fail) => {
      child.stdout.once('data', () => done())
      child.once('exit', () => fail(new Error('the starter ended')))
    })
    const pid = readPostmaster(join(folder, 'data'))?.pid ?? 0
    expect(existsSync(`/proc/${pid}`)).toBe(true)
    child.kill('SIGKILL')
    // Started at once, while the old server may still be going down.
    const server = await start(folder)
    expect(await gone(pid)).toBe(true)
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('starts although a crash left a file naming a process that is somebody else by now', async () => {
    const folder = aFolder()
    const first = await start(folder)
    const pid = readPostmaster(join(folder, 'data'))?.pid ?? 0
    process.kill(pid, 'SIGKILL')
    expect(await gone(pid)).toBe(true)
    spawnSync('sed', ['-i', `1s/.*/${process.pid}/`, join(folder, 'data', 'postmaster.pid')])
    const second = await start(folder)
    expect(second.started).toBe(true)
    expect(second.url).toBe(first.url)
  })

  it.runIf(process.getuid?.() === 0)('runs as nobody where user namespaces are forbidden', async () => {
    const folder = aFolder()
    const server = await start(folder, 'nobody')
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
    for (const path of spawnSync('sh', ['-c', 'ls -d /var/tmp/sextant-postgres-*']).stdout.toString().split('\n'))
      if (path !== '') rmSync(path, { recursive: true, force: true })
  })

  it('makes the library links that an installation without scripts lacks', () => {
    const native = nativeFolder()
    const link = join(native, 'lib/libpgtypes.so.3')
    createMissingLinks(native)
    unlinkSync(link)
    createMissingLinks(native)
    expect(existsSync(link)).toBe(true)
  })
})
