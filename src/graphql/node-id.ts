import type { Guideline } from '../domain/knowledge.js'

export type NodeReference =
  | { readonly kind: 'gene'; readonly symbol: string }
  | { readonly kind: 'drug'; readonly name: string }
  | { readonly kind: 'guideline'; readonly accession: string; readonly drug: string }
  | { readonly kind: 'record'; readonly id: string }

export function geneNodeId(symbol: string): string {
  return `gene:${symbol}`
}

export function drugNodeId(name: string): string {
  return `drug:${name}`
}

/** One publication may speak of several drugs, so the accession alone would not tell. */
export function guidelineNodeId(guideline: Guideline): string {
  return `guideline:${guideline.id}:${guideline.drug}`
}

/** What an id of the schema refers to. Records (patients, samples, uploads) keep their UUID, which no prefix resembles. */
export function parseNodeId(id: string): NodeReference {
  const [kind, key = '', ...rest] = id.split(':')
  if (kind === 'gene') return { kind, symbol: key }
  if (kind === 'drug') return { kind, name: key }
  if (kind === 'guideline') return { kind, accession: key, drug: rest.join(':') }
  return { kind: 'record', id }
}
