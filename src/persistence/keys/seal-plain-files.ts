import { createReadStream } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileOwner, StagedFiles } from '../../usecases/ports.js'
import type { Database } from '../database.js'
import { organisationIds } from '../memberships.js'
import { withinOrganisation } from '../within-organisation.js'

const PLAIN_FILE = /^([0-9a-f-]{36})-([0-9a-f]{64})$/

/**
 * Encrypts uploaded files that a version before encryption wrote; their names tell them apart. A file that no upload knows,
 * or that is not what its name says, is left to the sweep.
 */
export async function sealPlainFiles(database: Database, folder: string, files: StagedFiles): Promise<void> {
  const plain = (await readdir(folder).catch(() => [])).filter(name => PLAIN_FILE.test(name))
  if (plain.length === 0) return
  const owners = await ownersOf(
    database,
    plain.map(name => name.slice(0, 36)),
  )
  for (const name of plain) {
    const [, uploadId = '', sha256 = ''] = PLAIN_FILE.exec(name) ?? []
    const owner = owners.get(uploadId)
    if (owner === undefined) continue
    const written = await files.write(owner, createReadStream(join(folder, name)), { bytes: Infinity })
    if (written.sha256 === sha256) await rm(join(folder, name), { force: true })
    else await files.remove(uploadId, written.sha256)
  }
}

async function ownersOf(database: Database, ids: readonly string[]): Promise<ReadonlyMap<string, FileOwner>> {
  const owners = new Map<string, FileOwner>()
  for (const organisationId of await organisationIds(database)) {
    const rows = await withinOrganisation(database, organisationId, em =>
      em.execute<{ id: string; patient_id: string }[]>(
        `select u.id, u.patient_id from upload u join patient_key k on k.patient_id = u.patient_id
         where u.id = any (?::uuid[])`,
        [`{${ids.join(',')}}`],
      ),
    )
    for (const { id, patient_id } of rows) owners.set(id, { id, organisationId, patientId: patient_id })
  }
  return owners
}
