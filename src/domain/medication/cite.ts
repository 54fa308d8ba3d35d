import type { Interaction, KnowledgeSource, Provenance } from '../knowledge.js'
import type { OptionKnowledge, StatedIn } from '../option-knowledge.js'
import type { Outcome } from '../recommendation/advice.js'
import type { FindingCitation } from './finding.js'

/** A curator's row, by the document it rests on. */
export function citeRow(statedIn: StatedIn, provenance: Provenance, options: OptionKnowledge): FindingCitation {
  const document = options.documents.get(statedIn.document)
  return {
    source: provenance.source,
    title: document?.title ?? statedIn.document,
    section: statedIn.section,
    year: document?.year,
    basis: provenance.basis,
    reviewed: provenance.reviewed,
  }
}

export function citeInteraction({ citations, provenance, gene, drug }: Interaction): readonly FindingCitation[] {
  const base = { source: provenance.source, basis: provenance.basis, reviewed: provenance.reviewed }
  if (citations.length === 0) return [{ ...base, title: `${gene}: ${drug}` }]
  return citations.map(({ title, url }) => ({ ...base, title, url }))
}

export function citeOutcome(
  { source, guideline }: Outcome,
  sources: ReadonlyMap<string, KnowledgeSource>,
): readonly FindingCitation[] {
  if (guideline === undefined) return []
  const { provenance, url, year, id } = guideline
  const title = `${source} ${guideline.kind} ${id}, ${sources.get(provenance.source)?.release ?? guideline.dataDate}`
  return [{ source: provenance.source, title, year, url, basis: provenance.basis, reviewed: provenance.reviewed }]
}

/** Each document once. */
export function joinCitations(citations: readonly FindingCitation[]): readonly FindingCitation[] {
  return [...new Map(citations.map(citation => [documentOf(citation), citation])).values()]
}

function documentOf({ title, section, url }: FindingCitation): string {
  return [title, section, url].join('\n')
}
