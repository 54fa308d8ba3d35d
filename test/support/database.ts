import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { MIGRATIONS } from '../../migrations/all.js'
import { openDatabase } from '../../src/persistence/database.js'
import { startEmbeddedPostgres } from '../../src/persistence/embedded/embedded-postgres.js'
import { migrateDatabase } from '../../src/persistence/migrate.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The server of this run, and the migrated database on it that every test file clones. */
    readonly testDatabase: { readonly serverUrl: string; readonly template: string }
  }
}

const root = new URL('../..', import.meta.url).pathname

/** One throwaway server for all files, or that of DATABASE_URL; migrated once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  compileWhatChildrenRun()
  const folder = mkdtempSync(join(tmpdir(), 'sextant-test-'))
  const given = process.env['DATABASE_URL']
  const server = given === undefined ? await startEmbeddedPostgres({ folder, throwaway: true }) : undefined
  const serverUrl = given ?? server?.url ?? ''
  const template = `sextant_template_${process.pid}_${Date.now()}`
  await migrateDatabase(withDatabase(serverUrl, template), MIGRATIONS)
  project.provide('testDatabase', { serverUrl, template })
  return async () => {
    if (server === undefined) await dropDatabase(serverUrl, template)
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  const orm = await openDatabase({ url: serverUrl, as: 'owner', connections: 1, waitMilliseconds: 10_000 })
  await orm.em.getConnection().execute(`drop database if exists ${name} with (force)`)
  await orm.close()
}

/** Readers of files and killed workers are processes of their own, which run compiled code: it has to be this code. */
function compileWhatChildrenRun(): void {
  const built = join(root, 'dist/src/main.js')
  if (existsSync(built) && newest(join(root, 'src')) < statSync(built).mtimeMs) return
  const compiled = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', root], { encoding: 'utf8' })
  if (!existsSync(built)) throw new Error(`dist/ could not be made:\n${compiled.stdout}`)
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ts'))
  return Math.max(...files.map(path => statSync(join(folder, path)).mtimeMs))
}
