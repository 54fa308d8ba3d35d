import type { Knowledge } from '../domain/knowledge.js'
import { assignPhenotype } from '../domain/phenotype/assign-phenotype.js'
import type { GenePhenotype } from '../domain/phenotype/gene-phenotype.js'
import type { DrugAdvice, WithheldGenes } from '../domain/recommendation/advice.js'
import { checkDrug } from '../domain/recommendation/check-drug.js'
import { drugsByGene, recommendationsFor } from '../domain/recommendation/recommendations-for.js'
import type { PatientFacts } from '../domain/history/patient-history.js'
import { openSamples } from './access.js'
import { demand } from './decide.js'
import { pageByKey } from './list-page.js'
import type { AdviceFilter, Usecases } from './menu.js'
import { patientFacts } from './patient-facts.js'
import type { Ports } from './ports.js'
import { presentCalls } from './present-calls.js'
import { seenAdvice, withheldEvidence, withheldGenes } from './seen-calls.js'

/** What the sources say about all drugs they speak of, for several samples with a fixed number of statements. */
export function adviseSamples({ transactions, knowledge, clock }: Ports): Usecases['adviseSamples'] {
  return async (actor, sampleIds, filter, page) => {
    demand(actor, 'ASK_ADVICE')
    const now = clock.now()
    const { samples, calls } = await transactions.run(actor.organisationId, async unit => {
      const opened = await openSamples(unit, actor, 'ASK_ADVICE', sampleIds, now)
      return { samples: [...opened.values()], calls: await presentCalls(unit, [...opened.keys()], knowledge) }
    })
    return new Map(
      samples.map(({ sample, opened }) => {
        const withheld = withheldGenes(opened, sample, knowledge)
        const visible = (calls.get(sample.id) ?? []).filter(({ gene }) => !withheld.has(gene))
        const phenotypes = visible.map(call => assignPhenotype(call, knowledge))
        const facts = patientFacts({}, opened.patient, now)
        const advice = adviseOnAll(phenotypes, facts, filter, knowledge, withheld)
        const { items, ...rest } = pageByKey(advice, ({ drug }) => drug.name, page)
        const noEvidence = withheldEvidence(opened, sample)
        return [sample.id, { ...rest, items: items.map(each => seenAdvice(each, noEvidence)) }]
      }),
    )
  }
}

function adviseOnAll(
  phenotypes: readonly GenePhenotype[],
  facts: PatientFacts,
  { gene, actionableOnly }: AdviceFilter,
  knowledge: Knowledge,
  withheld: WithheldGenes,
): readonly DrugAdvice[] {
  const advice =
    gene === undefined
      ? recommendationsFor(phenotypes, facts, knowledge, withheld)
      : (drugsByGene(knowledge).get(gene) ?? []).map(drug => checkDrug(drug, phenotypes, facts, knowledge, withheld))
  return actionableOnly === true ? advice.filter(isActionable) : advice
}

function isActionable({ outcomes }: DrugAdvice): boolean {
  return outcomes.some(
    outcome =>
      'actions' in outcome &&
      outcome.actions.some(action => action !== 'STANDARD_DOSING' && action !== 'NO_RECOMMENDATION'),
  )
}
