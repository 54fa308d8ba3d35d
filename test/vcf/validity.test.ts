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

const present = existsSync(folder)
if (!present) console.log('validity files of hts-specs: skipped, the shared files are not there (SHARED_DIR)')

function casesOf(validity: Case['expect']['validity']): readonly Case[] {
  if (!present) return []
  const manifest: { readonly cases: readonly Case[] } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
  return manifest.cases.filter(entry => entry.expect.validity === validity)
}

describe.skipIf(!present)('the validity files of hts-specs', () => {
  let knowledge: Knowledge
  beforeAll(async () => {
    knowledge = await loadKnowledge(['data'])
  })

  /** "read", with what was told, or why it was refused. */
  async function outcomeOf(vcf: string): Promise<string> {
    try {
      const { diagnostics } = await readBytes(createReadStream(join(folder, vcf)), knowledge)
      const told = diagnostics.filter(({ code }) => code !== 'NO_POSITION_COVERED' && code !== 'HEADER_BUILD_UNKNOWN')
      return ['read', ...told.map(({ code }) => code)].join(' ')
    } catch (error) {
      if (error instanceof DomainError) return `refused: ${String(error.details.reason)}`
      throw error
    }
  }

  it.each(casesOf('accept'))('$id is read', async ({ id, vcf }) => {
    expect(await outcomeOf(vcf)).toMatch(
      WITHOUT_SAMPLES.test(id) ? /^(read|refused: the file has no samples)/ : /^read/,
    )
  })

  it('every invalid file is refused, diagnosed, or has a fault that cannot matter', async () => {
    const silent: string[] = []
    for (const { id, vcf } of casesOf('reject-or-clear-error')) if ((await outcomeOf(vcf)) === 'read') silent.push(id)
    const unexplained = silent.filter(id => !CANNOT_MATTER.some(kind => kind.test(id.split('/').at(-1) ?? '')))
    expect(unexplained).toEqual([])
  })
})
