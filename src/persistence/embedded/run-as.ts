import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** How to start a program of PostgreSQL, which refuses to run as root, and where its files can live then. */
export interface RunAs {
  readonly mode: 'self' | 'user-namespace' | 'nobody'
  /** Commands in front of the program. */
  readonly wrap: readonly string[]
  readonly uid?: number
  readonly gid?: number
  /** Folder with `bin/`, readable by whoever runs it. */
  readonly native: string
  /** Folder for data, password file and log. */
  readonly folder: string
}

const NOBODY = 65534

/**
 * An ordinary user runs the server directly. Root maps itself to "nobody" in a user namespace: files stay root's own, so
 * any path works, also below folders of mode 0700. Where namespaces are forbidden (some containers) the server runs as
 * "nobody", who may not enter such folders: then binaries and data live below /var/tmp.
 */
export function chooseRunAs(native: string, folder: string, force?: RunAs['mode']): RunAs {
  const isRoot = process.getuid?.() === 0
  const mode = force ?? (!isRoot ? 'self' : userNamespaceWorks(native) ? 'user-namespace' : 'nobody')
  if (mode === 'self') {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return { mode, wrap: stopsWithParent(), native, folder }
  }
  if (mode === 'user-namespace') {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return { mode, wrap: [...NAMESPACE, ...stopsWithParent()], native, folder }
  }
  return asNobody(native, folder)
}

const NAMESPACE = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--']

function userNamespaceWorks(native: string): boolean {
  const [command = 'unshare', ...rest] = NAMESPACE
  return spawnSync(command, [...rest, join(native, 'bin/postgres'), '--version'], { stdio: 'ignore' }).status === 0
}

/** After a `kill -9` of this process the kernel stops the server: no orphan. Linux only. */
function stopsWithParent(): readonly string[] {
  const chain = ['setpriv', '--pdeathsig=INT', '--']
  return spawnSync('setpriv', ['--pdeathsig=INT', '--', 'true'], { stdio: 'ignore' }).status === 0 ? chain : []
}

function asNobody(native: string, folder: string): RunAs {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12)
  const usable = everyoneMayEnter(dirname(resolve(folder)))
  const home = usable ? folder : `/var/tmp/sextant-postgres-${hash}`
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const owner = lstatSync(home)
  // /var/tmp is writable by everybody: a folder or link that someone else put there is not ours.
  if (!owner.isDirectory() || (owner.uid !== 0 && owner.uid !== NOBODY))
    throw new Error(`${home} belongs to somebody else`)
  chownSync(home, NOBODY, NOBODY)
  const binaries = everyoneMayEnter(native) ? native : copyBinaries(native, `${home}-binaries`)
  return { mode: 'nobody', wrap: stopsWithParent(), uid: NOBODY, gid: NOBODY, native: binaries, folder: home }
}

function copyBinaries(native: string, target: string): string {
  if (existsSync(target) && lstatSync(target).uid !== 0) throw new Error(`${target} belongs to somebody else`)
  if (!existsSync(join(target, 'bin/postgres'))) cpSync(native, target, { recursive: true, verbatimSymlinks: true })
  return target
}

function everyoneMayEnter(folder: string): boolean {
  for (let path = resolve(folder); ; path = dirname(path)) {
    if (existsSync(path) && (statSync(path).mode & 0o001) === 0) return false
    if (path === dirname(path)) return true
  }
}
