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

/** What was read of the same patient before. */
export interface EarlierSample {
  readonly evidence: SampleEvidence
  /** It may be somebody else's itself, and nobody who has looked has let any of it out. */
  readonly isDoubted: boolean
}

/**
 * What speaks against the sample being this person's (C4): the recorded sex, and what was read of them before. Relatives differ
 * as strangers do, only less; identical twins and the same mistake made twice cannot be noticed.
 *
 * A sample that is doubted itself must not hold up the right one that follows it; where nothing better is known, it counts:
 *
 * | samples nobody doubts            | doubted ones | another person? |
 * | -------------------------------- | ------------ | --------------- |
 * | one differs                      | whatever     | it may be       |
 * | one is the same, none differs    | whatever     | no              |
 * | none, or too little in common    | one differs  | it may be       |
 * | none, or too little in common    | none differs | no              |
 */
export function doubtsAboutPerson(
  evidence: SampleEvidence,
  recordedSex: 'female' | 'male' | undefined,
  earlier: readonly EarlierSample[],
  knowledge: Pick<Knowledge, 'genes'>,
): readonly PersonDoubt[] {
  const sex = sexInFile(evidence, knowledge)
  const isOtherSex = sex !== undefined && recordedSex !== undefined && sex !== recordedSex
  return [
    ...(isOtherSex ? (['OTHER_SEX_THAN_RECORDED'] as const) : []),
    ...(isOtherPerson(evidence, earlier, knowledge) ? (['OTHER_PERSON_THAN_BEFORE'] as const) : []),
  ]
}

function isOtherPerson(
  evidence: SampleEvidence,
  earlier: readonly EarlierSample[],
  knowledge: Pick<Knowledge, 'genes'>,
): boolean {
  const compared = (isDoubted: boolean) =>
    earlier
      .filter(before => before.isDoubted === isDoubted)
      .map(before => likenessOf(before.evidence, evidence, knowledge))
  const undoubted = compared(false)
  if (undoubted.some(likeness => likeness !== undefined)) return undoubted.includes('OTHER')
  return compared(true).includes('OTHER')
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

/** Undefined where too little can be compared. */
function likenessOf(
  before: SampleEvidence,
  now: SampleEvidence,
  { genes }: Pick<Knowledge, 'genes'>,
): 'SAME' | 'OTHER' | undefined {
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
  if (compared < FEWEST_COMPARED) return undefined
  return differing > MOST_DIFFERING * compared ? 'OTHER' : 'SAME'
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
