import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('..', import.meta.url).pathname
const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync(`${root}package-lock.json`, 'utf8'),
)
const manifest: {
  readonly allowScripts: Readonly<Record<string, boolean>>
  readonly [section: string]: Readonly<Record<string, string | boolean>> | string
} = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))

interface Locked {
  readonly version: string
  readonly resolved?: string
  readonly integrity?: string
  readonly license?: string
  readonly optional?: boolean
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
}

const packages = Object.entries(lock.packages).filter(([path]) => path !== '')

/** Licences under which the service may be shipped as it is. */
const LICENCES =
  /^\(?(MIT|ISC|BSD-2-Clause|BSD-3-Clause|0BSD|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|Unlicense|PostgreSQL|Python-2\.0)( (OR|AND) [\w.-]+)*\)?$/

describe('S61 what comes from outside', () => {
  it('is pinned to the version', () => {
    const sections = ['dependencies', 'devDependencies', 'optionalDependencies']
    const loose = sections.flatMap(section =>
      Object.entries(manifest[section] ?? {}).filter(
        ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)),
      ),
    )
    expect(loose).toEqual([])
  })

  it('is pinned to the byte, and to no place that it has to come from', () => {
    expect(packages.length).toBeGreaterThan(300)
    // Builds for other platforms are named by `.ci/complete-lock.mjs`, without having been seen.
    const unsealed = packages.filter(
      ([, { integrity = '', optional }]) => !integrity.startsWith('sha512-') && optional !== true,
    )
    expect(unsealed.map(([path]) => path)).toEqual([])
    expect(packages.flatMap(([path, { resolved }]) => (resolved === undefined ? [] : [path]))).toEqual([])
  })

  it('runs no script when it is installed, but for those that are named', () => {
    const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true)
    const unnamed = scripted.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13))
    expect(unnamed.filter(name => !(name in manifest.allowScripts))).toEqual([])
  })

  it('comes under licences that let the service be shipped', () => {
    const runtime = packages.filter(([, { dev, license }]) => dev !== true && license !== undefined)
    expect(runtime.length).toBeGreaterThan(100)
    expect(
      runtime
        .filter(([, { license = '' }]) => !LICENCES.test(license))
        .map(([path, { license }]) => `${path}: ${license}`),
    ).toEqual([])
  })
})
