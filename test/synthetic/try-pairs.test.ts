import { describe, expect, test } from 'vitest'
import { knowledge } from '../knowledge/real-release.js'
import { tryPairs } from './try-pairs.js'

/** About this many pairs per gene; `npm run synthetic` tries all of them. */
const PAIRS = 40

const genes = [...knowledge.genes.values()].filter(
  ({ tier, callingRule }) => tier === 'core' && callingRule !== 'outside-call-only',
)

describe('chromosomes built from the definitions', () => {
  test.each(genes)('$symbol: the truth is called, or what is missing leaves it open and the call says so', gene => {
    const every = Math.max(1, Math.floor(gene.alleles.length ** 2 / 2 / PAIRS))
    const { pairs, complete, missing, examples } = tryPairs(gene, every)
    expect(pairs).toBeGreaterThan(0)
    expect(examples).toEqual([])
    expect(complete).toMatchObject({ said: 0, 'not-called': 0, wrong: 0 })
    expect(missing.wrong).toBe(0)
  })
})
