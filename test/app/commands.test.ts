import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

import { buildIfOld, ROOT, sextant } from '../support/sextant.js'

/** A home of its own and the embedded PostgreSQL, whatever the other tests run on: what `npm start` is on a new machine. */
const home = mkdtempSync(join(tmpdir(), 'sextant-commands-'))
const environment = { ...process.env, SEXTANT_HOME: home, PORT: '0', LOG_LEVEL: 'warn', DATABASE_URL: '' }
const running = new Set<ChildProcess>()

afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

interface Served {
  readonly printed: string
  readonly seconds: number
  readonly token: string
  readonly url: string
  stop(): Promise<number | null>
}

async function serve(): Promise<Served> {
  buildIfOld()
  const started = performance.now()
  const child = spawn(process.execPath, ['dist/src/main.js', 'serve'], { cwd: ROOT, env: environment })
  running.add(child)
  const ended = new Promise<number | null>(resolve => child.on('exit', resolve))
  let printed = ''
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.includes('Ctrl+C')) resolve()
    })
    child.on('exit', code => reject(new Error(`ended with ${code}: ${errors}`)))
  })
  return {
    printed,
    seconds: (performance.now() - started) / 1000,
    token: /Bearer ([\w.-]+)"/.exec(printed)?.[1] ?? '',
    url: /GraphQL +(\S+)/.exec(printed)?.[1] ?? '',
    stop() {
      child.kill('SIGTERM')
      running.delete(child)
      return ended
    },
  }
}

/** Pastes the printed command into a shell. */
function firstCommand(printed: string): string {
  const command = /First command:\n\n([\s\S]*?)\n\n/.exec(printed)?.[1] ?? 'false'
  return spawnSync('sh', ['-c', command], { encoding: 'utf8' }).stdout
}

async function ask(url: string, query: string, token?: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
  })
  return await response.json()
}

describe('sextant serve', { timeout: 120_000 }, () => {
  it('starts on nothing, prints what to do next, stops cleanly, and has kept everything at the next start', async () => {
    const first = await serve()
    expect(first.printed).toMatch(/Playground +http:\/\/127\.0\.0\.1:\d+\/graphiql/)
    expect(await ask(first.url, '{ __typename }')).toEqual({ data: { __typename: 'Query' } })
    await expect
      .poll(() => firstCommand(first.printed), { timeout: 60_000, interval: 500 })
      .toContain('"displayName":"Petra Slowly","samples":[{"name":"petra-slowly"')
    expect(await first.stop()).toBe(0)

    const second = await serve()
    expect(firstCommand(second.printed)).toContain('"displayName":"Petra Slowly","samples":[{"name":"petra-slowly"')
    // The token of the first start is still good: the development key was kept.
    expect(await ask(second.url, '{ patients { totalCount } }', first.token)).toMatchObject({ data: { patients: {} } })
    expect(await second.stop()).toBe(0)
  })
})

describe('the other commands of the server', { timeout: 120_000 }, () => {
  const run = (args: readonly string[]) =>
    spawnSync(process.execPath, ['dist/src/main.js', ...args], { cwd: ROOT, env: environment, encoding: 'utf8' })

  it('migrate says what it did, and does nothing the second time', () => {
    buildIfOld()
    run(['migrate'])
    expect(run(['migrate'])).toMatchObject({ status: 0, stdout: 'nothing to migrate\n', stderr: '' })
  })

  it('S22 audit verify finds what the server left as it was sealed, and a seal that the database does not have', () => {
    const whole = run(['audit', 'verify'])
    expect(whole).toMatchObject({ status: 0, stderr: '' })
    expect(whole.stdout).toMatch(
      /^[1-9]\d* rows under [1-9]\d* seals are as they were sealed, the newest of .*; 0 rows wait/,
    )
    const file = join(home, 'audit-seal.json')
    const newest: { number: number } = JSON.parse(readFileSync(file, 'utf8'))
    const later = join(home, 'later-seal.json')
    writeFileSync(later, JSON.stringify({ ...newest, number: newest.number + 1 }))
    const cut = run(['audit', 'verify', '--seal', later])
    expect(cut).toMatchObject({ status: 1, stdout: '' })
    expect(cut.stderr).toMatch(/^sextant: AUDIT_BROKEN: seal \d+ left the database/)
    expect(run(['audit', '--help']).stdout).toMatch(/^Usage: sextant audit verify/)
  })

  it('S23 audit prune removes nothing that is younger than 6 years', () => {
    const kept = run(['audit', 'prune'])
    expect(kept).toMatchObject({ status: 0, stderr: '' })
    expect(kept.stdout).toMatch(/^no whole seal is from before \d{4}-.*; nothing was removed/)
  })

  it('S23 audit export prints AuditEvents without a name, and is an access itself', () => {
    const lines = (args: readonly string[]) => {
      const { status, stdout, stderr } = run(['audit', 'export', ...args])
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      return stdout.split('\n').filter(line => line !== '')
    }
    const all = lines([])
    expect(all.length).toBeGreaterThan(20)
    const patient = all.map(line => /Patient\/([0-9a-f-]{36})/.exec(line)?.[1]).find(id => id !== undefined)
    const one = lines(['--patient', patient ?? '', '--from', '2020-01-01', '--to', '2100-01-01T00:00:00Z'])
    expect(one.length).toBeLessThan(all.length)
    for (const line of one) expect(line).toContain(`"reference":"Patient/${patient}"`)
    expect(JSON.parse(one.at(-1) ?? '')).toMatchObject({
      resourceType: 'AuditEvent',
      subtype: [{ code: 'READ_AUDIT' }],
      agent: [{ who: { identifier: { value: 'operator' } } }],
    })
    expect(all.join('')).not.toMatch(/displayName|Petra|Norma/)
    expect(run(['audit', 'export', '--from', 'yesterday'])).toMatchObject({ status: 2, stdout: '' })
  })

  it('token prints a token and nothing else', () => {
    const { status, stdout } = run(['token', '--role', 'pharmacist', '--hours', '1'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  })

  it('wrong usage ends with 2 and one line', async () => {
    const ended = await Promise.all([
      sextant(['serve', '--fast']),
      sextant(['token', '--role', 'king']),
      sextant(['token', '--hours', '48']),
      sextant(['admin', '--organisation', 'clinic', '--issuer', 'https://login.example.org']),
      sextant(['admin', '--organisation', 'The Clinic', '--issuer', 'x', '--subject', 'y']),
      sextant(['migrate', 'now']),
      sextant(['audit', 'seal']),
    ])
    for (const { code, stdout, stderr } of ended) {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
      expect(stderr).toMatch(/^sextant: .*Usage: sextant/)
    }
  })

  it('settings that cannot be used are named, all of them', () => {
    const { status, stderr } = spawnSync(process.execPath, ['dist/src/main.js', 'serve'], {
      cwd: ROOT,
      env: { ...environment, PORT: 'http', SEXTANT_TYPO: '1', SEXTANT_AUDIT_KEEP_YEARS: '5' },
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    expect(stderr).toMatch(/^sextant: SEXTANT_TYPO: no such setting\nPORT: /)
    // S23: however it is configured.
    expect(stderr).toContain('SEXTANT_AUDIT_KEEP_YEARS: the audit is kept for 6 years or longer\n')
  })
})
