import { byName } from './diplotype/diplotype.js'
import type { CallNote, Diplotype, GeneCall, OutsideCall } from './diplotype/gene-call.js'
import { normaliseOutsideCall, type NormalisedOutsideCall } from './diplotype/normalise-outside-call.js'
import { isExplicitNoCall } from './diplotype/outside-calls.js'
import type { Gene } from './knowledge.js'
import { phenotypeOfCall } from './phenotype/assign-phenotype.js'

/**
 * Replaces a gene's own call by what was determined elsewhere; several outside calls of one gene are alternatives and
 * all are kept. One that cannot be used holds the gene back rather than letting the file's call pass for it.
 */
export function applyOutsideCalls(gene: Gene, outside: readonly OutsideCall[], fileCall: GeneCall): GeneCall {
  const normalised = outside.map(call => normaliseOutsideCall(call, gene))
  const base = {
    gene: gene.symbol,
    origin: 'outside',
    evidence: fileCall.evidence,
    completeness: fileCall.completeness,
    phased: false,
    effectivelyPhased: true,
  } as const
  const notes = notesOnUse(normalised, fileCall)
  const refused = normalised.find(({ call }) => call.refused !== undefined)
  if (refused !== undefined)
    return {
      ...base,
      status: 'not-called',
      reason: 'OUTSIDE_CALL_REFUSED',
      outside: normalised.map(({ call }) => call),
      notes,
      seen: [],
    }
  const used = distinct(normalised.filter(({ call }) => !isExplicitNoCall(call.diplotype)))
  if (used.length === 0)
    return {
      ...base,
      status: 'not-called',
      reason: 'NO_DATA',
      outside: normalised.map(({ call }) => call),
      notes,
      seen: [],
    }
  const call: GeneCall = {
    ...base,
    status: 'called',
    outside: used.map(entry => entry.call),
    diplotypes: used.flatMap(({ diplotype }) => diplotype ?? []),
    otherDiplotypes: [],
    notes,
  }
  return { ...call, notes: [...notes, ...notesOnMeaning(gene, call)] }
}

/** Those with a diplotype in name order, then those that state a phenotype or score alone. Identical ones merge. */
function distinct(calls: readonly NormalisedOutsideCall[]): readonly NormalisedOutsideCall[] {
  const seen = new Set<string>()
  return calls
    .filter(({ call }) => {
      const key = [call.diplotype, call.phenotype, call.activityScore].join('\t')
      return !seen.has(key) && seen.add(key)
    })
    .toSorted((a, b) => {
      if (a.diplotype === undefined || b.diplotype === undefined) return Number(!a.diplotype) - Number(!b.diplotype)
      return byName(a.diplotype, b.diplotype)
    })
}

function notesOnUse(calls: readonly NormalisedOutsideCall[], fileCall: GeneCall): readonly CallNote[] {
  const unscored = calls.flatMap(call => call.unscored)
  const replaced: readonly Diplotype[] = fileCall.status === 'called' ? fileCall.diplotypes : []
  return [
    { code: 'OUTSIDE_CALL_USED', facts: [] },
    ...(replaced.length === 0
      ? []
      : [{ code: 'OUTSIDE_CALL_REPLACES_FILE_CALL', facts: replaced.map(({ name }) => name) } as const]),
    ...(unscored.length === 0 ? [] : [{ code: 'UNKNOWN_OUTSIDE_ALLELE', facts: unscored } as const]),
  ]
}

function notesOnMeaning(gene: Gene, call: GeneCall): readonly CallNote[] {
  const { results } = phenotypeOfCall(gene, call)
  const binned = results.filter(({ inferred }) => inferred && gene.callingRule !== 'lowest-function')
  const mismatched = results.filter(({ predicted }) => predicted !== undefined)
  const notes: CallNote[] = []
  if (binned.length > 0)
    notes.push({ code: 'COPY_NUMBER_BINNED', facts: binned.map(({ lookupDiplotype }) => lookupDiplotype?.name ?? '') })
  if (mismatched.length > 0)
    notes.push({
      code: 'OUTSIDE_CALL_MISMATCH',
      facts: mismatched.flatMap(({ predicted }) =>
        [...(predicted?.phenotypes ?? []), predicted?.activityScore ?? []].flat(),
      ),
    })
  return notes
}
