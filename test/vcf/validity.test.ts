import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Knowledge } from '../../src/domain/knowledge.js'
import { DomainError } from '../../src/domain/errors.js'
import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { readBytes } from '../support/vcf-text.js'

const folder = join(process.env.SHARED_DIR ?? '../shared', 'conformance/vcf-validity')

interface Case {
  readonly id: string
  readonly vcf: string
  readonly expect: { readonly validity: 'accept' | 'reject-or-clear-error'; readonly why?: string }
}

/** Valid files that are refused on purpose: they hold no genotypes. */
const WITHOUT_SAMPLES = /passed_meta_|passed_fileformat_header_00[0]/

/**
 * Faults that cannot change what a sample carries at a position of interest, so nobody is told: what stands in columns and
 * header entries that are not read, and anything but place and columns in rows elsewhere in the genome.
 */
const CANNOT_MATTER = [
  /^failed_meta_/,
  /^failed_body_(alt|chrom|contiguous|duplicated|filter|format|id|info|qual|ref|sample|samples_ploidy|unsorted)_/,
]

describe('the validity files of hts-specs', () => {
  if (!existsSync(folder)) {
    it.skip('skipped: the shared files are not there (SHARED_DIR)', () => {})
    return
  }
  const { cases } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { cases: readonly Case[] }

  let knowledge: Knowledge
  beforeAll(async () => {
    knowledge = await loadKnowledge(['data'])
  })

  it.each(cases.filter(({ expect: { validity } }) => validity === 'accept'))('$id is read', async ({ id, vcf }) => {
    const reading = readBytes(createReadStream(join(folder, vcf)), knowledge)
    const answer = await reading.catch((error: unknown) => error)
    if (answer instanceof DomainError) {
      expect(id).toMatch(WITHOUT_SAMPLES)
      expect(answer.details.reason).toBe('the file has no samples')
    } else expect(answer).not.toBeInstanceOf(Error)
  })

  it('every invalid file is refused, diagnosed, or has a fault that cannot matter', async () => {
    const silent: string[] = []
    for (const { id, vcf, expect: expected } of cases) {
      if (expected.validity === 'accept') continue
      try {
        const table = await readBytes(createReadStream(join(folder, vcf)), knowledge)
        const told = table.diagnostics.some(
          ({ code }) => code !== 'NO_POSITION_COVERED' && code !== 'HEADER_BUILD_UNKNOWN',
        )
        if (!told) silent.push(id)
      } catch (error) {
        expect(error).toBeInstanceOf(DomainError)
      }
    }
    const unexplained = silent.filter(id => !CANNOT_MATTER.some(kind => kind.test(id.split('/').at(-1) ?? '')))
    expect(unexplained).toEqual([])
  })
})
