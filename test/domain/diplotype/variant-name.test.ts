import { describe, expect, test } from 'vitest'
import { partialName, positionLabel, variantLabel } from '../../../src/domain/diplotype/variant-name.js'
import type { Position } from '../../../src/domain/knowledge.js'
import { geneOf, knowledge } from '../../knowledge/real-release.js'

const at = (on38: string, window?: Position['window']): Position => {
  const [position = '', change = ''] = on38.split(' ')
  const [ref = '', alts = ''] = change.split('>')
  return {
    index: 0,
    loci: { GRCh38: { position: Number(position), ref, alts: alts.split(','), basis: 'source-row' } },
    role: 'defining',
    ...(window === undefined ? {} : { window }),
  }
}

describe('names of variants that no allele explains', () => {
  test.each([
    ['100 A>G', 'G', 'g.100A>G'],
    ['100 A>G', null, 'g.100?'],
    ['100 TC>CT', 'CT', 'g.100_101delinsCT'],
    ['100 AG>A', 'A', 'g.101delG'],
    ['100 ATCT>A', 'A', 'g.101_103delTCT'],
    ['100 A>AGC', 'AGC', 'g.100_101insGC'],
    ['100 ATC>AGC', 'AGC', 'g.101T>G'],
  ])('%s read as %s is %s', (position, base, expected) => {
    expect(partialName(at(position), base)).toBe(expected)
  })

  test('an indel in a repeat is named at its last possible place', () => {
    const window = { start: 98, sequence: 'GCATATATG' }
    expect(partialName(at('99 CAT>C', window), 'C')).toBe('g.104_105delAT')
    expect(partialName(at('99 C>CAT', window), 'CAT')).toBe('g.104_105dup')
  })

  test('single-base names equal those of the source wherever a position has one alternate', () => {
    for (const { positions } of knowledge.genes.values()) {
      for (const position of positions) {
        const { ref, alts } = position.loci.GRCh38
        const [alt = ''] = alts
        if (position.hgvs === undefined || alts.length !== 1 || ref.length !== 1 || alt.length !== 1) continue
        expect(partialName(position, alt)).toBe(position.hgvs.slice(position.hgvs.indexOf(':') + 1).replace('m.', 'g.'))
      }
    }
  })

  test('labels give the coordinate of the file that was read', () => {
    const gene = geneOf('CYP2C9')
    const position = gene.positions.find(({ rsid }) => rsid === 'rs1799853')
    if (position === undefined) throw new Error('rs1799853 is not in the data')
    expect(positionLabel(gene, position, 'GRCh38')).toBe('chr10:94942290')
    expect(variantLabel(gene, position, 'T', 'GRCh37')).toBe('chr10:96702047 C>T')
  })
})
