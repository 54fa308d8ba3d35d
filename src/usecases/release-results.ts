import { DomainError } from '../domain/errors.js'
import { openSampleForWrite } from './access.js'
import { demand } from './decide.js'
import { optionalText, requireText } from './input.js'
import type { Usecases } from './menu.js'
import type { Ports } from './ports.js'
import type { HeldGene, Sample } from './records.js'

/** The laboratory lets results out, or holds them back: only released ones advise clinicians, pharmacists and patients (C5). */
export function releaseResults({
  transactions,
  knowledge,
  clock,
  ids,
}: Ports): Pick<Usecases, 'releaseResults' | 'holdResults'> {
  return {
    async releaseResults(actor, { sampleId, genes }) {
      demand(actor, 'RELEASE_RESULT')
      const named = requireGenes(genes)
      return await change(actor, sampleId, 'RELEASED', named, undefined, (sample, now) =>
        named === undefined
          ? { releasedAt: sample.releasedAt ?? now, heldGenes: sample.heldGenes }
          : { releasedAt: sample.releasedAt, heldGenes: sample.heldGenes.filter(({ gene }) => !named.includes(gene)) },
      )
    },
    async holdResults(actor, { sampleId, genes, reason: text }) {
      demand(actor, 'RELEASE_RESULT')
      const named = requireGenes(genes)
      const reason = requireText('reason', text, 500)
      return await change(actor, sampleId, 'HELD', named, reason, sample =>
        named === undefined
          ? { releasedAt: undefined, heldGenes: sample.heldGenes }
          : { releasedAt: sample.releasedAt, heldGenes: held(sample.heldGenes, named, reason) },
      )
    },
  }

  function requireGenes(genes: readonly string[] | undefined): readonly string[] | undefined {
    if (genes?.length === 0) throw new DomainError('BAD_USER_INPUT', 'genes must not be empty', { field: 'genes' })
    for (const [index, gene] of (genes ?? []).entries())
      if (!knowledge.genes.has(gene))
        throw new DomainError('UNKNOWN_GENE', 'No data file describes this gene', { field: `genes[${index}]` })
    return genes
  }

  async function change(
    actor: Parameters<Usecases['releaseResults']>[0],
    sampleId: string,
    act: 'RELEASED' | 'HELD',
    genes: readonly string[] | undefined,
    reason: string | undefined,
    next: (sample: Sample, now: Date) => Pick<Sample, 'releasedAt' | 'heldGenes'>,
  ): Promise<Sample> {
    const now = clock.now()
    return await transactions.run(actor.organisationId, async unit => {
      const { sample } = await openSampleForWrite(unit, actor, 'RELEASE_RESULT', sampleId, now)
      const state = next(sample, now)
      await unit.samples.setRelease(sample, state)
      for (const gene of genes ?? [undefined]) {
        const event = { id: ids.next(), gene, act, reason: optionalText('reason', reason, 500), by: actor.id, at: now }
        await unit.samples.addReleaseEvent(sample.id, event)
      }
      return { ...sample, ...state }
    })
  }
}

function held(before: readonly HeldGene[], genes: readonly string[], reason: string): readonly HeldGene[] {
  return [...before.filter(({ gene }) => !genes.includes(gene)), ...genes.map(gene => ({ gene, reason }))]
}
