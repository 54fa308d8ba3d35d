import { describe, expect, it } from 'vitest'

import { toGeneResult } from '../../src/cli/gene-result.js'
import type { OutsideCall } from '../../src/domain/diplotype/gene-call.js'
import type { Knowledge } from '../../src/domain/knowledge.js'
import { phenotypesFromStated } from '../../src/domain/phenotypes-from-stated.js'
import { affectedSamples } from '../../src/knowledge/affected-samples.js'
import { loadReleases } from '../../src/knowledge/load-knowledge.js'
import { sealRelease } from '../../src/knowledge/seal-release.js'
import { readStoredSample } from '../../src/knowledge/stored-calls.js'
import { change, type Json, smallRelease } from './small-release.js'

async function twoReleases(file: string, edit: (json: Json) => void): Promise<readonly [Knowledge, Knowledge]> {
  const [before, after] = [smallRelease(), smallRelease()]
  change(after, file, edit)
  sealRelease(after)
  const [old, young] = await loadReleases([before, after])
  if (old === undefined || young === undefined) throw new Error('two releases are needed')
  return [old, young]
}

/** A line as `sextant call --json` prints it, for results that were stated. */
function line(knowledge: Knowledge, sample: string, ...stated: readonly OutsideCall[]): string {
  const genes = phenotypesFromStated(stated, knowledge).map(phenotype => {
    const gene = knowledge.genes.get(phenotype.gene)
    if (gene === undefined) throw new Error(`no gene ${phenotype.gene}`)
    return [gene.symbol, toGeneResult(phenotype, gene, { assembly: 'GRCh38', allCandidates: false })] as const
  })
  return JSON.stringify({ sample, build: 'GRCh38', genes: Object.fromEntries(genes), recommendations: [] })
}

async function affected(edit: readonly [string, (json: Json) => void], ...stated: readonly OutsideCall[]) {
  const [before, after] = await twoReleases(...edit)
  const stored = readStoredSample(line(before, 'P1', ...stated))
  if (stored === undefined) throw new Error('the line is no sample')
  return affectedSamples(before, after)(stored)
}

const star10IsHalf = [
  'genes/CYP2D6/alleles.json',
  (json: Json) => (json.alleles.find((row: Json) => row.name === '*10').value = '1.0'),
] as const

const CYP2D6 = (diplotype: string): OutsideCall => ({ gene: 'CYP2D6', diplotype })

describe('samples that another release concerns', () => {
  it('are those whose phenotype and lookup key change, with the advice that follows', async () => {
    expect(await affected(star10IsHalf, CYP2D6('*10/*41'))).toEqual({
      sample: 'P1',
      genes: [
        {
          gene: 'CYP2D6',
          before: '*10/*41: Intermediate Metabolizer, 0.5',
          after: '*10/*41: Normal Metabolizer, 1.25',
        },
      ],
      drugs: [
        {
          drug: 'codeine',
          source: 'CPIC',
          before: 'Recommendation CONSIDER_ALTERNATIVE, STANDARD_DOSING',
          after: 'NoActionNeeded STANDARD_DOSING',
        },
      ],
    })
  })

  it('are not those that never carried what changed', async () => {
    expect(await affected(star10IsHalf, CYP2D6('*1/*4'))).toBeUndefined()
  })

  it('are those whose row says something else, though their phenotype stays', async () => {
    const stricter = [
      'guidelines/cpic/codeine.json',
      (json: Json) => (json.guidelines[0].rows[0].actions = ['CONTRAINDICATED']),
    ] as const
    expect(await affected(stricter, CYP2D6('*4/*4'))).toEqual({
      sample: 'P1',
      genes: [],
      drugs: [
        {
          drug: 'codeine',
          source: 'CPIC',
          before: 'Recommendation AVOID, ALTERNATIVE_DRUG',
          after: 'Recommendation CONTRAINDICATED',
        },
      ],
    })
    expect(await affected(stricter, CYP2D6('*1/*1'))).toBeUndefined()
  })

  it('are told when only the details of a row change', async () => {
    const graded = [
      'guidelines/cpic/codeine.json',
      (json: Json) => (json.guidelines[0].rows[0].strength = 'moderate'),
    ] as const
    expect((await affected(graded, CYP2D6('*4/*4')))?.drugs[0]?.after).toBe(
      'Recommendation AVOID, ALTERNATIVE_DRUG, in other details',
    )
  })

  it('are told when a guideline is gone', async () => {
    const gone = ['guidelines/cpic/codeine.json', (json: Json) => (json.guidelines[0].id = 'PA1')] as const
    expect((await affected(gone, CYP2D6('*4/*4')))?.drugs.map(({ before, after }) => [before, after])).toEqual([
      ['Recommendation AVOID, ALTERNATIVE_DRUG', 'nothing'],
      ['nothing', 'Recommendation AVOID, ALTERNATIVE_DRUG'],
    ])
  })

  it('are not told for a phenotype that was stated without a diplotype, whatever alleles now mean', async () => {
    expect(await affected(star10IsHalf, { gene: 'CYP2D6', phenotype: 'Poor Metabolizer' })).toBeUndefined()
  })
})

describe('a stored line', () => {
  it.each(['', 'no json', '{"sample":"P1"}', '{"sample":"P1","genes":{"X":{"status":"lost"}}}'])(
    '%j is no sample',
    text => {
      expect(readStoredSample(text)).toBeUndefined()
    },
  )
})
