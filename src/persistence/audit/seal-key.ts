import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SealReceipt } from './seal.js'

/** Signs seals with a key that the database does not know: whoever rewrites rows and seals there cannot sign them. */
export interface SealKey {
  readonly id: string
  sign(hash: string): string
  isSignedBy(seal: Pick<SealReceipt, 'hash' | 'keyId' | 'signature'>): boolean
}

/** The key in this file, made when there is none. Servers of one database share the file. */
export function ensureSealKey(path: string): SealKey {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const { privateKey } = generateKeyPairSync('ed25519')
    const unfinished = `${path}.${process.pid}`
    writeFileSync(unfinished, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
    try {
      // Two processes may start at once: the first key stays, and nobody ever reads half of one.
      linkSync(unfinished, path)
    } catch (error) {
      if (!existsSync(path)) throw error
    } finally {
      rmSync(unfinished)
    }
  }
  const key = readSealKey(path)
  if (key === undefined) throw new Error('the key of the seals vanished while it was being made')
  return key
}

/** Undefined when there is no such file: who verifies makes no key. */
export function readSealKey(path: string): SealKey | undefined {
  if (!existsSync(path)) return undefined
  const privateKey = createPrivateKey(readFileSync(path))
  const publicKey = createPublicKey(privateKey)
  const id = keyIdOf(publicKey)
  return {
    id,
    sign: hash => sign(null, Buffer.from(hash, 'hex'), privateKey).toString('base64url'),
    isSignedBy: ({ hash, keyId, signature }) =>
      keyId === id && verify(null, Buffer.from(hash, 'hex'), publicKey, Buffer.from(signature, 'base64url')),
  }
}

function keyIdOf(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(der).digest('hex').slice(0, 16)
}
