import type { GeneGenotype } from '../genotype/gene-genotype.js'
import { REFERENCE_BIT, type AlleleTable, type TableAllele } from './allele-table.js'

/** Two alleles (one for a haploid sample) that together explain every base of the sample. */
export interface Candidate {
  readonly first: TableAllele
  readonly second?: TableAllele
  readonly score: number
}

/** More pairs than this tell a clinician nothing, and would cost time and memory to carry. */
export const MOST_CANDIDATES = 10_000

/**
 * All pairs of named alleles that explain the sample, without building its possible chromosomes: alleles are compared
 * with the genotype directly, and a pair fits when in each phase group one allele can take what the other leaves.
 * Same pairs and scores as the enumeration of all 2^k chromosomes (the tests hold them against each other).
 * Undefined when there are more than `MOST_CANDIDATES`.
 */
export function matchExactly(table: AlleleTable, genotype: GeneGenotype): readonly Candidate[] | undefined {
  const sample = compileSample(table, genotype)
  const fitting = table.alleles.flatMap(allele => fit(allele, sample) ?? [])
  if (genotype.copies === 1) return fitting.map(({ allele, score }) => ({ first: allele, score: Math.max(0, score) }))

  const candidates: Candidate[] = []
  for (let i = 0; i < fitting.length; i++) {
    for (let j = i; j < fitting.length; j++) {
      const first = fitting[i]
      const second = fitting[j]
      if (first === undefined || second === undefined) continue
      const score = pairScore(first, second, genotype.groups)
      if (score === undefined) continue
      candidates.push({ first: first.allele, second: second.allele, score: Math.max(0, score) })
      if (candidates.length > MOST_CANDIDATES) return undefined
    }
  }
  return candidates
}

/** States of a column; 0 is a position that was not read. */
const BOTH_REFERENCE = 1
const VARIANT = 2

interface CompiledSample {
  /** Per column: not read, reference on every chromosome, or something else. */
  readonly state: Uint8Array
  readonly missing: readonly number[]
  readonly sites: readonly {
    readonly column: number
    readonly first: number
    readonly second: number
    readonly group: number
  }[]
  readonly groups: number
}

function compileSample(table: AlleleTable, genotype: GeneGenotype): CompiledSample {
  const state = new Uint8Array(table.columns.length)
  const sites: { column: number; first: number; second: number; group: number }[] = []
  for (const { position, bases, group } of genotype.sites) {
    const column = table.columnOf[position.index] ?? -1
    const bits = table.columns[column]?.bits
    if (bits === undefined) continue
    const [first = null, second = first] = bases
    const firstBit = first === null ? 0 : (bits.get(first) ?? 0)
    const secondBit = second === null ? 0 : (bits.get(second) ?? 0)
    const reference = group === undefined && firstBit === REFERENCE_BIT
    state[column] = reference ? BOTH_REFERENCE : VARIANT
    if (!reference) sites.push({ column, first: firstBit, second: secondBit, group: group ?? -1 })
  }
  const missing = genotype.missing.map(position => table.columnOf[position.index] ?? -1)
  return { state, missing, sites, groups: genotype.groups }
}

/** An allele that can lie on one of the sample's chromosomes. */
interface Fit {
  readonly allele: TableAllele
  /** Cells of the definition that could be compared, less open cells that show the reference base. */
  readonly score: number
  /** Per group: bit 1 when it may take the first written base of the group's sites, bit 2 when the second. */
  readonly slots: Uint8Array
  /** Per group and slot: open cells that would show the reference base. */
  readonly penalties: Uint16Array
  /** It may lie on either chromosome, whatever the phase: an open cell then shows its variant on one of them. */
  readonly either: boolean
}

const NO_SLOTS = new Uint8Array(0)
const NO_PENALTIES = new Uint16Array(0)

function fit(allele: TableAllele, sample: CompiledSample): Fit | undefined {
  for (const column of allele.excludesReference) if (sample.state[column] === BOTH_REFERENCE) return undefined
  let score = allele.ownColumns.length
  for (const column of sample.missing) score -= allele.own[column] ?? 0
  // Nothing of its definition was read: neither found nor excluded (see completeness).
  if (score === 0) return undefined
  for (const column of allele.wobbles) if (sample.state[column] === BOTH_REFERENCE) score--

  const slots = sample.groups === 0 ? NO_SLOTS : new Uint8Array(sample.groups).fill(3)
  const penalties = sample.groups === 0 ? NO_PENALTIES : new Uint16Array(sample.groups * 2)
  for (const { column, first, second, group } of sample.sites) {
    const allowed = allele.allowed[column] ?? 0
    if (group < 0) {
      if ((allowed & first) === 0) return undefined
      continue
    }
    const open = ((allowed & first) !== 0 ? 1 : 0) | ((allowed & second) !== 0 ? 2 : 0)
    const left = (slots[group] ?? 0) & open
    if (left === 0) return undefined
    slots[group] = left
    if (allele.wobbles.includes(column)) {
      if (first === REFERENCE_BIT) penalties[group * 2] = (penalties[group * 2] ?? 0) + 1
      if (second === REFERENCE_BIT) penalties[group * 2 + 1] = (penalties[group * 2 + 1] ?? 0) + 1
    }
  }
  return { allele, score, slots, penalties, either: slots.every(slot => slot === 3) }
}

/**
 * The best score over all phasings that the pair allows; undefined when it allows none. An allele that could lie on
 * either chromosome is not charged for an open cell, because on one of them the cell shows its variant. Two copies of
 * one allele are each charged for their own chromosome.
 */
function pairScore(a: Fit, b: Fit, groups: number): number | undefined {
  const charge = (fitting: Fit, group: number, slot: 0 | 1): number =>
    a !== b && fitting.either ? 0 : (fitting.penalties[group * 2 + slot] ?? 0)
  let score = a.score + b.score
  for (let group = 0; group < groups; group++) {
    const slotsA = a.slots[group] ?? 0
    const slotsB = b.slots[group] ?? 0
    const straight = (slotsA & 1) !== 0 && (slotsB & 2) !== 0
    const crossed = (slotsA & 2) !== 0 && (slotsB & 1) !== 0
    if (!straight && !crossed) return undefined
    const straightCharge = straight ? charge(a, group, 0) + charge(b, group, 1) : Infinity
    const crossedCharge = crossed ? charge(a, group, 1) + charge(b, group, 0) : Infinity
    score -= Math.min(straightCharge, crossedCharge)
  }
  return score
}
