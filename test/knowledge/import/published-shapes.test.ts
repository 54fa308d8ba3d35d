import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { readPublishedRelease } from '../../../src/knowledge/import/published-release.js'

const SHARED = process.env['SHARED_DIR'] ?? '../shared'
const FOLDERS = ['matcher-core', 'vcf-reader'].map(suite => join(SHARED, 'conformance', suite, 'definitions'))
const present = FOLDERS.every(folder => existsSync(folder))
if (!present) console.log(`published shapes: skipped, there is no ${SHARED}/conformance`)

describe.skipIf(!present)('definitions as the reference tool ships them', () => {
  it('are read, whatever the version of their format', () => {
    const files = FOLDERS.flatMap(folder =>
      readdirSync(folder).map(path => ({
        path,
        json: JSON.parse(readFileSync(join(folder, path), 'utf8')) as unknown,
      })),
    )
    const { definitions, unread } = readPublishedRelease(files)
    expect(unread).toEqual([])
    expect(
      Object.fromEntries(
        [...definitions].map(([gene, { variants, namedAlleles }]) => [gene, [variants.length, namedAlleles.length]]),
      ),
    ).toMatchObject({
      CYP2D6: [128, 136],
      DPYD: [83, 83],
    })
  })
})
