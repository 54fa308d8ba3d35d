import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUsecases } from '../../src/usecases/create-usecases.js'
import { cloneDatabase } from '../support/clone-database.js'
import type { TestDatabase } from '../support/clone-database.js'
import { buildIfOld, PATIENCE, ROOT } from '../support/sextant.js'
import { aKey, openTestPorts, visibleTo } from '../support/test-ports.js'

let database: TestDatabase
let home: string
let keyFile: string

beforeAll(async () => {
  buildIfOld()
  database = await cloneDatabase()
  home = mkdtempSync(join(tmpdir(), 'sextant-keys-home-'))
  keyFile = join(home, 'keys.json')
})

afterAll(async () => {
  await database.drop()
  rmSync(home, { recursive: true, force: true })
})

/** The command as an operator runs it. */
function keys(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const child = spawn(process.execPath, ['dist/src/main.js', 'keys', ...args], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], SEXTANT_HOME: home, DATABASE_URL: database.url, ...env },
    })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout, stderr }))
  })
}

describe('S26 sextant keys', PATIENCE, () => {
  it('says what it does, and what it does not know', async () => {
    const help = await keys(['--help'])
    expect(help).toMatchObject({ code: 0, stderr: '' })
    expect(help.stdout).toContain('rotate')
    for (const args of [['what'], ['create'], ['rotate', 'now'], ['--fast']])
      expect(await keys(args)).toMatchObject({ code: 2, stdout: '' })
  })

  it('makes a file once, adds a key, wraps all keys anew, and tells when the old one may go', async () => {
    expect(await keys(['create', keyFile])).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)
    expect((await keys(['create', keyFile])).code).toBe(1)

    const open = await openTestPorts(database, { home })
    const laboratory = await database.actor('laboratory', ['LABORATORY_DIRECTOR'])
    const usecases = createUsecases(open.ports)
    for (const displayName of ['One', 'Two'])
      await usecases.createPatient(laboratory, { displayName, idempotencyKey: aKey() })
    const listed = await keys([])
    expect(listed.stdout).toMatch(/^key .*patients\n\S+ +2 +current\n$/)
    const old = /\n(\S+)/.exec(listed.stdout)?.[1] ?? ''

    const added = await keys(['add'])
    const current = added.stdout.trim()
    expect((await keys(['list'])).stdout).toMatch(new RegExp(`${old} +2 +needed until[^]*${current} +0 +current`))
    expect(await keys(['rotate'])).toEqual({
      code: 0,
      stdout: '2 keys of patients were wrapped with the current key\n',
      stderr: '',
    })
    expect((await keys(['list'])).stdout).toMatch(new RegExp(`${old} +0 +not needed any more\n${current} +2 +current`))

    // Two people are still read by the process that was there before.
    const page = await open.ports.transactions.run(laboratory.organisationId, ({ patients }) =>
      patients.list({ first: 5 }, visibleTo(laboratory)),
    )
    expect(page.items.map(({ displayName }) => displayName)).toEqual(['One', 'Two'])
    const { keys: both, ...file } = JSON.parse(readFileSync(keyFile, 'utf8'))
    writeFileSync(keyFile, JSON.stringify({ ...file, keys: { [current]: both[current] } }))
    expect((await keys(['list'])).stdout).not.toContain(old)
  })

  it('names a key that the database needs and the file lost, and prints no secret', async () => {
    const strange = join(home, 'strange.json')
    await keys(['create', strange])
    const listed = await keys(['list'], { SEXTANT_KEY_FILE: strange })
    expect(listed).toMatchObject({ code: 1, stdout: '' })
    expect(listed.stderr).toMatch(/^sextant: The key file lacks key \S+, which this database was written with\n/)
    const secrets: string[] = [JSON.parse(readFileSync(strange, 'utf8')).search]
    for (const secret of secrets) expect(listed.stderr).not.toContain(secret)
  })
})
