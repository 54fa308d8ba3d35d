import { describe, expect, it } from 'vitest'
import { someKnowledge } from '../support/some-knowledge.js'
import { readBytes, stateOf, vcfText } from '../support/vcf-text.js'

const knowledge = someKnowledge([
  { symbol: 'GENE', positions: ['1000 A>G,T,C', '2000 C>T'] },
  { symbol: 'EX', chromosome: 'chrX', ploidy: 'x-linked', positions: ['5000 G>A', '5100 C>T'] },
])

const people = (count: number) => Array.from({ length: count }, (_, index) => `P${index}`)

describe('a cohort', () => {
  it('keeps each evidence once and a code per sample', async () => {
    const samples = people(1_000)
    const genotypes = ['0/0', '0/1', '1/1', './.']
    const text = vcfText({
      samples,
      rows: [
        `chr10 1000 A G ${samples.map((_, index) => genotypes[index % 4]).join(' ')}`,
        `chr10 2000 C T ${samples.map(() => '0/0').join(' ')}`,
      ],
    })
    const table = await readBytes(text, knowledge)
    const [first, second] = table.columns.get('GENE') ?? []
    expect(first?.distinct).toHaveLength(4)
    expect(first?.codes).toBeInstanceOf(Uint8Array)
    expect(second?.codes).toBeUndefined()
    expect([0, 1, 2, 3, 996].map(sample => stateOf(table, 'GENE', 0, sample))).toEqual([
      'reference A/A',
      'variant A/G',
      'variant G/G',
      'no-call GENOTYPE_MISSING',
      'reference A/A',
    ])
  })

  it('has wider codes where people differ more', async () => {
    const samples = people(70_000)
    for (const [count, codes] of [
      [200, Uint8Array],
      [300, Uint16Array],
      [70_000, Uint32Array],
    ] as const) {
      const names = samples.slice(0, count)
      const text = vcfText({
        samples: names,
        rows: [`chr10 1000 A G GT:PS ${names.map((_, index) => `0|1:${index + 1}`).join(' ')}`],
      })
      const table = await readBytes(text, knowledge, { limits: { samples: 100_000 } })
      const column = table.columns.get('GENE')?.[0]
      expect(column?.codes).toBeInstanceOf(codes)
      expect(column?.distinct[column.codes?.[count - 1] ?? 0]?.phaseSet).toBe(String(count))
    }
  })

  it('combines rows per person', async () => {
    const text = vcfText({
      samples: people(4),
      rows: ['chr10 1000 A G 0|1 1|0 0|0 1|1', 'chr10 1000 A T 1|0 0|0 0|1 0|0'],
    })
    const table = await readBytes(text, knowledge)
    expect(people(4).map((_, sample) => stateOf(table, 'GENE', 0, sample))).toEqual([
      'variant T|G',
      'variant G|A',
      'variant A|T',
      'variant G|G',
    ])
  })

  it('assumes as many copies of X for each person as that person has elsewhere on X', async () => {
    const text = vcfText({ samples: people(3), rows: ['chrX 5000 G A 0 0/0 1'] })
    const table = await readBytes(text, knowledge, { assay: { assumeReference: true } })
    expect(people(3).map((_, sample) => stateOf(table, 'EX', 1, sample))).toEqual([
      'reference C',
      'reference C/C',
      'reference C',
    ])
  })

  it('says a finding about a row once, however many people it concerns', async () => {
    const text = vcfText({
      samples: people(50),
      rows: [
        `chr10 1000 A G ${people(50)
          .map(() => './1')
          .join(' ')}`,
      ],
    })
    expect((await readBytes(text, knowledge)).diagnostics).toHaveLength(1)
  })
})
