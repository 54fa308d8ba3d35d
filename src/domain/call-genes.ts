import { applyOutsideCalls } from './apply-outside-calls.js'
import { DEFAULT_CALL_OPTIONS, type GeneCaller } from './diplotype/call-gene.js'
import type { CallOptions, GeneCall, NotCalledReason, OutsideCall } from './diplotype/gene-call.js'
import { createGeneCaller } from './gene-caller.js'
import type { PositionEvidence, SampleEvidence } from './genotype/evidence.js'
import type { Gene, Knowledge } from './knowledge.js'

/**
 * Calls every gene of a sample: one call per gene, called or with the reason why not. What happens to one gene never
 * touches another (promise P4). An outside call counts before the file's own call, which it names.
 */
export function callGenes(
  evidence: SampleEvidence,
  outsideCalls: readonly OutsideCall[],
  knowledge: Knowledge,
  options: CallOptions = DEFAULT_CALL_OPTIONS,
): readonly GeneCall[] {
  return genesToCall(knowledge, options).map(gene => callGene(gene, evidence, outsideCalls, options))
}

/** One gene of a sample. It depends on the evidence at that gene's positions alone. */
export function callGene(
  gene: Gene,
  evidence: SampleEvidence,
  outsideCalls: readonly OutsideCall[],
  options: CallOptions,
): GeneCall {
  const fileCall = callFromFile(gene, geneCallerFor(gene, options), evidence)
  const given = outsideCalls.filter(call => call.gene === gene.symbol)
  const outside = given.filter(({ retractedOn }) => retractedOn === undefined)
  const call = outside.length === 0 ? fileCall : applyOutsideCalls(gene, outside, fileCall)
  return outside.length === given.length ? call : namingRetracted(call, given)
}

/** What was taken back changes no call, and whoever saw it has to see that it is gone. */
function namingRetracted(call: GeneCall, given: readonly OutsideCall[]): GeneCall {
  const retracted = given.filter(({ retractedOn }) => retractedOn !== undefined)
  const facts = [...new Set(retracted.flatMap(({ diplotype, phenotype }) => diplotype ?? phenotype ?? []))]
  return { ...call, notes: [...call.notes, { code: 'OUTSIDE_CALL_RETRACTED', facts }], retracted }
}

/** Genes in the order of their symbols: the core tier always, the extended one when asked for. */
export function genesToCall(knowledge: Knowledge, options: CallOptions): readonly Gene[] {
  return [...knowledge.genes.values()]
    .filter(gene => gene.tier === 'core' || options.extendedGenes === true)
    .toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1))
}

/** The file's own call: held back where the file cannot be trusted for this gene. */
export function callFromFile(gene: Gene, caller: GeneCaller, evidence: SampleEvidence): GeneCall {
  const positions = evidence.positions.get(gene.symbol) ?? notAssayed(gene)
  const call = caller(positions, evidence.assembly)
  const held = whyHeld(gene, evidence, positions)
  return held === undefined ? call : withhold(call, held)
}

function whyHeld(
  { symbol, callingRule, ploidy }: Gene,
  evidence: SampleEvidence,
  positions: readonly PositionEvidence[],
): NotCalledReason | undefined {
  if (callingRule === 'outside-call-only') return undefined
  if (evidence.quarantined.has(symbol))
    return ploidy === 'x-linked' && contradictsOneCopy(positions) ? 'SEX_CONFLICT' : 'QUARANTINED'
  return evidence.otherReferenceSequence.has(symbol) ? 'OTHER_REFERENCE_SEQUENCE' : undefined
}

/** Where one copy was stated, the reader leaves two only where they differ. */
function contradictsOneCopy(positions: readonly PositionEvidence[]): boolean {
  const two = positions.filter(({ slots }) => slots.length === 2)
  return (
    two.length > 0 &&
    two.every(({ slots }) => slots[0] !== slots[1]) &&
    positions.some(({ slots }) => slots.length === 1)
  )
}

function withhold(call: GeneCall, reason: NotCalledReason): GeneCall {
  const { gene, origin, evidence, completeness, phased, effectivelyPhased } = call
  return {
    status: 'not-called',
    reason,
    gene,
    origin,
    evidence,
    completeness,
    phased,
    effectivelyPhased,
    notes: [],
    seen: call.status === 'not-called' ? call.seen : [],
  }
}

const notAssayed = (gene: Gene): readonly PositionEvidence[] =>
  gene.positions.map(() => ({ state: 'not-assayed', slots: [], phased: false }))

/** Definitions are compiled once per gene and set of options; genes are frozen values, so identity is enough. */
const compiled = new WeakMap<Gene, Map<string, GeneCaller>>()

function geneCallerFor(gene: Gene, options: CallOptions): GeneCaller {
  const key = `${options.combinations} ${options.callWithoutCopyNumber}`
  const known = compiled.get(gene) ?? new Map<string, GeneCaller>()
  compiled.set(gene, known)
  const caller = known.get(key) ?? createGeneCaller(gene, options)
  known.set(key, caller)
  return caller
}
