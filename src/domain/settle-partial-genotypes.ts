import type { GeneCaller } from './diplotype/call-gene.js'
import { byName, distinctByName } from './diplotype/diplotype.js'
import type { CallNoteCode, GeneCall } from './diplotype/gene-call.js'
import type { PositionEvidence } from './genotype/evidence.js'
import type { Gene } from './knowledge.js'
import { phenotypeOfCall } from './phenotype/assign-phenotype.js'

/** Each half-missing genotype multiplies the ways to complete it; beyond this nothing is decided by trying. */
const MOST_COMPLETIONS = 64

/**
 * A genotype such as "./1" says what one chromosome carries and nothing of the other, which must not be read as
 * reference. Every base the other chromosome could have is tried: when all lead guidelines to the same answer the gene
 * is called with all of them, else it is not called (PARTIAL_GENOTYPE).
 */
export function settlePartialGenotypes(gene: Gene, call: GeneCaller): GeneCaller {
  return (evidence, assembly) => {
    const asWritten = call(evidence, assembly)
    const half = gene.positions.flatMap(({ index, role }) =>
      role === 'defining' && evidence[index]?.slots.includes(null) ? [index] : [],
    )
    if (half.length === 0) return asWritten
    const completions = complete(gene, evidence, half)
    const calls = completions?.map(completed => call(completed, assembly)) ?? []
    const phenotypes = calls.map(completed => phenotypeOfCall(gene, completed))
    const answers = new Set(
      phenotypes.flatMap(({ results, otherResults }) =>
        [...results, ...otherResults].map(({ lookupKeys }) => lookupKeys.join('\n')),
      ),
    )
    const decided = calls.length > 0 && calls.every(({ status }) => status === 'called') && answers.size === 1
    return decided ? merge(asWritten, calls) : hold(asWritten)
  }
}

function complete(
  gene: Gene,
  evidence: readonly PositionEvidence[],
  half: readonly number[],
): readonly (readonly PositionEvidence[])[] | undefined {
  let completions: readonly (readonly PositionEvidence[])[] = [evidence]
  for (const index of half) {
    const locus = gene.positions[index]?.loci.GRCh38
    const found = evidence[index]
    if (locus === undefined || found === undefined) return undefined
    const bases = [locus.ref, ...locus.alts]
    completions = completions.flatMap(completion =>
      bases.map(base => completion.with(index, { ...found, slots: found.slots.map(slot => slot ?? base) })),
    )
    if (completions.length > MOST_COMPLETIONS) return undefined
  }
  return completions
}

/** Of the notes on the call as written, those that do not speak of a diplotype. */
const STILL_TRUE: ReadonlySet<CallNoteCode> = new Set([
  'PARTIAL_GENOTYPE',
  'POSITIONS_MISSING',
  'LINKED_PAIR_UNDECIDED',
  'UNDOCUMENTED_AS_REFERENCE',
  'ASSUMED_REFERENCE',
])

/** All completions' diplotypes are possible and mean the same. */
function merge(asWritten: GeneCall, calls: readonly GeneCall[]): GeneCall {
  const called = calls.flatMap(call => (call.status === 'called' ? [call] : []))
  const diplotypes = distinctByName(called.flatMap(call => call.diplotypes)).toSorted(byName)
  const named = new Set(diplotypes.map(({ name }) => name))
  const others = distinctByName(called.flatMap(call => call.otherDiplotypes)).filter(({ name }) => !named.has(name))
  return {
    ...shared(asWritten),
    status: 'called',
    diplotypes,
    otherDiplotypes: others,
    notes: asWritten.notes.filter(({ code }) => code !== 'REFERENCE_BY_ABSENCE'),
  }
}

function hold(asWritten: GeneCall): GeneCall {
  return {
    ...shared(asWritten),
    status: 'not-called',
    reason: 'PARTIAL_GENOTYPE',
    notes: asWritten.notes.filter(({ code }) => STILL_TRUE.has(code)),
    seen: asWritten.notes.find(({ code }) => code === 'PARTIAL_GENOTYPE')?.facts ?? [],
  }
}

function shared({ gene, origin, evidence, completeness, phased, effectivelyPhased }: GeneCall) {
  return { gene, origin, evidence, completeness, phased, effectivelyPhased } as const
}
