import { compileGeneCaller } from '../../src/domain/diplotype/call-gene.js'
import type { PositionEvidence } from '../../src/domain/genotype/evidence.js'
import type { Allele, Gene, Knowledge } from '../../src/domain/knowledge.js'
import { randomSource } from '../support/random.js'
import { median, type Measurement } from './measure.js'

const POSITIONS = 16
const ALLELES = 300

/** The worst case of matching: every position heterozygous and unphased, and many alleles that could be made of them. */
export function benchMatcher(knowledge: Knowledge): readonly Measurement[] {
  const gene = crowdedGene(knowledge)
  const heterozygous: readonly PositionEvidence[] = gene.positions.map(() => ({
    state: 'variant',
    slots: ['A', 'G'],
    phased: false,
    origin: 'record',
  }))
  const call = compileGeneCaller(gene)
  const times = Array.from({ length: 9 }, () => {
    const started = performance.now()
    call(heterozygous)
    return performance.now() - started
  })
  const worst = Math.max(...times)
  const measured = `${median(times).toFixed(1)} ms, first ${(times[0] ?? 0).toFixed(1)} ms`
  const what = `${POSITIONS} unphased heterozygous positions, ${ALLELES} alleles`
  return [{ bench: 'matcher', what, measured, target: '≤ 50 ms', met: worst <= 50 }]
}

/** Random patterns of A and G, so that most alleles have a partner on the other chromosome or none at all. */
function crowdedGene(knowledge: Knowledge): Gene {
  const model = [...knowledge.genes.values()].find(
    ({ callingRule, ploidy, needsCopyNumber }) =>
      callingRule === 'named-alleles' && ploidy === 'diploid' && !needsCopyNumber,
  )
  const pattern = model?.alleles.find(allele => !allele.isReference)
  if (model === undefined || pattern === undefined) throw new Error('no gene to model it on')
  const random = randomSource(16)
  const positions = Array.from({ length: POSITIONS }, (_, index) => ({
    index,
    loci: { GRCh38: { position: 1000 + index * 10, ref: 'A', alts: ['G'], basis: 'source-row' as const } },
    role: 'defining' as const,
  }))
  const reference: Allele = {
    ...pattern,
    name: '*1',
    isReference: true,
    cells: new Map(positions.map(({ index }) => [index, ['A']])),
  }
  const others = Array.from({ length: ALLELES - 1 }, (_, number): Allele => {
    const carried = positions.filter(() => random.below(2) === 1)
    const some = carried.length > 0 ? carried : positions.slice(0, 1)
    return {
      ...pattern,
      name: `*${number + 2}`,
      isReference: false,
      cells: new Map(some.map(({ index }) => [index, ['G']])),
    }
  })
  return {
    ...model,
    symbol: 'CROWDED',
    positions,
    alleles: [reference, ...others],
    referenceAllele: '*1',
    matching: { required: [], unphasedPriorities: [], noCombination: [], worstFunctions: [] },
  }
}
