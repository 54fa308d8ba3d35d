import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { z } from 'zod'
import type { SealReceipt } from './seal.js'

const receipt = z.strictObject({
  number: z.number().int().positive(),
  hash: z.string(),
  sealedAt: z.string(),
  keyId: z.string(),
  signature: z.string(),
})

/** The newest seal, as a file outside the database: a tail that is cut off there is missed here. */
export function readSealReceipt(path: string): SealReceipt | undefined {
  return existsSync(path) ? receipt.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined
}

/** Whole or not at all, also when the machine stops meanwhile. */
export function writeSealReceipt(path: string, { number, hash, sealedAt, keyId, signature }: SealReceipt): void {
  const unfinished = `${path}.${process.pid}`
  const file = openSync(unfinished, 'w', 0o600)
  try {
    writeSync(file, `${JSON.stringify({ number, hash, sealedAt, keyId, signature }, undefined, 2)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(unfinished, path)
}
