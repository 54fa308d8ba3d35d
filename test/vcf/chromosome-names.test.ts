import { expect, it } from 'vitest'
import { canonicalChromosome } from '../../src/vcf/chromosome-names.js'

it.each([
  ['10', 'chr10'],
  ['chr10', 'chr10'],
  ['Chr10', 'chr10'],
  ['X', 'chrX'],
  ['chrMT', 'chrM'],
  ['MT', 'chrM'],
  ['M', 'chrM'],
  ['NC_000010.11', 'chr10'],
  ['NC_000010.10', 'chr10'],
  ['NC_000023.11', 'chrX'],
  ['NC_012920.1', 'chrM'],
  ['chr010', undefined],
  ['chr23', undefined],
  ['chr10_KI270825v1_alt', undefined],
  ['<10>', undefined],
  ['HLA-A*01:01:01:01', undefined],
  ['__proto__', undefined],
])('%s is %s', (name, chromosome) => {
  expect(canonicalChromosome(name)).toBe(chromosome)
})
