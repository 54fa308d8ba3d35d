import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { startServer } from '../../src/app/commands/start-server.js'
import type { RunningServer } from '../../src/cli/server-commands.js'
import { readConfig } from '../../src/config.js'
import { readPostmaster } from '../../src/persistence/embedded/postmaster-file.js'

const homes: string[] = []

afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true })
})

interface Seen {
  readonly patients: {
    readonly totalCount: number
    readonly nodes: readonly { readonly uploads: readonly { readonly state: string }[] }[]
  }
}

async function ask(server: RunningServer): Promise<Seen> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.demoToken}` },
    body: JSON.stringify({ query: '{ patients(first: 100) { totalCount nodes { uploads { state } } } }' }),
  })
  const { data }: { data: Seen } = await response.json()
  return data
}

it('starts on nothing, with demonstration people whose every file has ended, and does not make them twice', async () => {
  const home = mkdtempSync(join(tmpdir(), 'sextant-start-'))
  homes.push(home)
  const config = readConfig({ PORT: '0', SEXTANT_HOME: home, LOG_LEVEL: 'silent' })
  const told: string[] = []
  const first = await startServer(config, { worker: true, onProgress: text => told.push(text) })
  await first.seeded
  const seen = await ask(first)
  const postgres = readPostmaster(join(home, 'postgres/data'))?.pid
  await first.stop()
  expect(seen.patients.totalCount).toBeGreaterThanOrEqual(12)
  const states = seen.patients.nodes.flatMap(({ uploads }) => uploads.map(({ state }) => state))
  expect(new Set(states)).toEqual(new Set(['READY', 'PARTIAL', 'REJECTED']))
  expect(told.at(-1)).toBe(`demonstration data: ${states.length} of ${states.length} files called`)
  expect(existsSync(`/proc/${postgres}`)).toBe(false)

  const second = await startServer(config, { worker: true })
  await second.seeded
  const again = await ask(second)
  await second.stop()
  expect(again).toEqual(seen)
}, 60_000)

it('says what is wrong with the settings, one line each, and names those it does not know', () => {
  const bad = { PORT: 'x', SEXTANT_LEASE: '1', AUTH_MODE: 'none', SEXTANT_UPLOAD_BYTES: '-1' }
  expect(() => readConfig(bad)).toThrow(/SEXTANT_LEASE: no such setting/)
  for (const name of ['PORT', 'AUTH_MODE', 'SEXTANT_UPLOAD_BYTES'])
    expect(() => readConfig(bad)).toThrow(new RegExp(`${name}: `))
  expect(() => readConfig({ AUTH_MODE: 'oidc' })).toThrow(/OIDC_ISSUERS/)
  const webhook = (url: string) => ({ SEXTANT_PRIVACY_WEBHOOK: url, SEXTANT_PRIVACY_WEBHOOK_SECRET_FILE: 'secret' })
  expect(() => readConfig(webhook('http://pager.example.org'))).toThrow(/SEXTANT_PRIVACY_WEBHOOK: must be https/)
  expect(() => readConfig({ SEXTANT_PRIVACY_WEBHOOK: 'https://pager.example.org' })).toThrow(/SECRET_FILE/)
  expect(readConfig(webhook('https://pager.example.org')).privacyWebhook?.url).toBe('https://pager.example.org')
})
