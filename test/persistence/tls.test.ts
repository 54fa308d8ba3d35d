import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { tlsOf } from '../../src/persistence/database.js'

const folder = mkdtempSync(join(tmpdir(), 'sextant-tls-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('S24 TLS to the database', () => {
  it('is none where the address says none', () => {
    expect(tlsOf('postgresql://front:x@127.0.0.1/sextant')).toBeUndefined()
    expect(tlsOf('postgresql://front:x@127.0.0.1/sextant?sslmode=disable')).toBeUndefined()
  })

  it('verifies the server, by its name or address and the certificate that is named', () => {
    const path = join(folder, 'root.crt')
    writeFileSync(path, 'the root')
    expect(tlsOf(`postgresql://front:x@db.example.org/s?sslmode=verify-full&sslrootcert=${path}`)).toMatchObject({
      rejectUnauthorized: true,
      servername: 'db.example.org',
      ca: 'the root',
    })
    expect(tlsOf('postgresql://front:x@192.0.2.1/s?sslmode=verify-full')).toMatchObject({
      rejectUnauthorized: true,
      host: '192.0.2.1',
    })
  })

  it.each(['require', 'verify-ca', 'prefer'])('%s is no less', mode => {
    expect(tlsOf(`postgresql://front:x@db.example.org/s?sslmode=${mode}`)).toMatchObject({ rejectUnauthorized: true })
  })
})
