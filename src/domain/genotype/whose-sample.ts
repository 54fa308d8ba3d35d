import type { Knowledge } from '../knowledge.js'
import type { PositionEvidence, SampleEvidence } from './evidence.js'

/** A sign that a sample is not the person's whom it is filed under. */
export type PersonDoubt = 'OTHER_SEX_THAN_RECORDED' | 'OTHER_PERSON_THAN_BEFORE'

/**
 * Samples of one person from two sequencing runs differ at up to 7 % of the positions at which either has a variant, samples
 * of two people at 41 % or more: 200 people of the 1000 Genomes Project on two assemblies, 19,900 pairs of people.
 */
const MOST_DIFFERING = 0.2

/** With fewer positions to compare nothing is said. */
const FEWEST_COMPARED = 10

/**
 * What speaks against the sample being this person's (C4): the recorded sex, and what was read of them before. Relatives differ
 * as strangers do, only less; identical twins and the same mistake made twice cannot be noticed.
 */
export function doubtsAboutPerson(
  evidence: SampleEvidence,
  recordedSex: 'female' | 'male' | undefined,
  earlier: readonly SampleEvidence[],
  knowledge: Pick<Knowledge, 'genes'>,
): readonly PersonDoubt[] {
  const sex = sexInFile(evidence, knowledge)
  const isOtherSex = sex !== undefined && recordedSex !== undefined && sex !== recordedSex
  const isOtherPerson = earlier.some(before => isSomebodyElse(before, evidence, knowledge))
  return [
    ...(isOtherSex ? (['OTHER_SEX_THAN_RECORDED'] as const) : []),
    ...(isOtherPerson ? (['OTHER_PERSON_THAN_BEFORE'] as const) : []),
  ]
}

/** Two different copies of X make a woman, single ones a man; two equal copies may be one that was written twice. */
function sexInFile(evidence: SampleEvidence, { genes }: Pick<Knowledge, 'genes'>): 'female' | 'male' | undefined {
  const read = [...genes.values()].flatMap(({ symbol, ploidy }) =>
    ploidy === 'x-linked' ? (evidence.positions.get(symbol) ?? []).filter(isRead) : [],
  )
  const [hasTwo, hasOne] = [read.some(isHeterozygous), read.some(({ slots }) => slots.length === 1)]
  if (hasTwo === hasOne) return undefined
  return hasTwo ? 'female' : 'male'
}

function isSomebodyElse(before: SampleEvidence, now: SampleEvidence, { genes }: Pick<Knowledge, 'genes'>): boolean {
  let compared = 0
  let differing = 0
  for (const { symbol, ploidy, positions } of genes.values()) {
    if (ploidy === 'mitochondrial') continue
    for (const { index } of positions) {
      const [one, other] = [before.positions.get(symbol)?.[index], now.positions.get(symbol)?.[index]]
      if (one === undefined || other === undefined || !isRead(one) || !isRead(other)) continue
      if (one.state !== 'variant' && other.state !== 'variant') continue
      compared += 1
      if (basesOf(one) !== basesOf(other)) differing += 1
    }
  }
  return compared >= FEWEST_COMPARED && differing > MOST_DIFFERING * compared
}

function isRead({ slots }: PositionEvidence): boolean {
  return slots.length > 0 && !slots.includes(null)
}

function isHeterozygous({ slots: [one, other] }: PositionEvidence): boolean {
  return other !== undefined && one !== other
}

/** Whatever the order and, because a single X is often written twice, whatever the number of equal copies. */
function basesOf({ slots }: PositionEvidence): string {
  const bases = slots.filter(base => base !== null)
  return [...new Set(bases)].toSorted().join(' ')
}
