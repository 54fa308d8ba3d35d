// `npm install` leaves optional packages out of the lock file when the registry at hand does not carry them (builds for other
// platforms), and `npm ci` then refuses the lock file for not naming them. This adds their names after an install:
// node .ci/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs'

const PATH = 'package-lock.json'
const lock = JSON.parse(readFileSync(PATH, 'utf8'))
for (const [key, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (key === '' || lock.packages[`${key}/node_modules/${name}`] || lock.packages[`node_modules/${name}`]) continue
    const os = /android|darwin|freebsd|linux|openharmony|win32/.exec(name)?.[0]
    const cpu = /arm64|arm|x64|ppc64|riscv64|s390x|ia32/.exec(name.replace(os ?? '', ''))?.[0]
    if (os === undefined || cpu === undefined) throw new Error(`${name}: for which platform?`)
    const libc = name.includes('musl') ? { libc: ['musl'] } : os === 'linux' ? { libc: ['glibc'] } : {}
    lock.packages[`node_modules/${name}`] = { version, cpu: [cpu], ...(dev && { dev }), ...libc, optional: true, os: [os] }
    console.log(`added ${name} ${version}`)
  }
}
const sorted = Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1))
writeFileSync(PATH, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, undefined, 2)}\n`)
