import type { DoseFlow, DoseFlowStep } from '../../knowledge.js'
import type { PatientFacts } from '../../history/patient-history.js'
import { evaluateFacts } from '../evaluate-facts.js'
import { allelesOf, evaluateGenes, type GeneContext } from './gene-tests.js'
import { estimateDose, type AllelesByGene, type DoseEstimate, type NoEstimate } from './linear-dose.js'

/** A step whose test holds, or of which nobody can say whether it does. */
export interface AppliedStep {
  readonly step: DoseFlowStep
  readonly holds: boolean | undefined
  readonly estimates: readonly (DoseEstimate | NoEstimate)[]
}

/** One branch of a flow followed for one combination of results. */
export interface FollowedBranch {
  readonly id: string
  /** Term code of the people. */
  readonly people: string
  readonly steps: readonly AppliedStep[]
}

/** The branches that the facts do not rule out, each followed for one combination of gene results. */
export function followFlow(flow: DoseFlow, facts: PatientFacts, context: GeneContext): readonly FollowedBranch[] {
  return flow.branches
    .filter(({ test }) => evaluateFacts(test, facts).verdict !== 'fails')
    .map(({ id, people, steps }) => ({
      id,
      people,
      steps: steps.flatMap(step => {
        const holds = step.test === undefined ? true : evaluateGenes(step.test, context)
        if (step.status !== 'confirmed' || holds === false) return []
        return [{ step, holds, estimates: estimatesOf(step, flow, facts, context) }]
      }),
    }))
}

function estimatesOf(
  step: DoseFlowStep,
  flow: DoseFlow,
  facts: PatientFacts,
  context: GeneContext,
): readonly (DoseEstimate | NoEstimate)[] {
  const alleles = allelesForModels(flow, context)
  return step.calculate.flatMap(id => {
    const algorithm = context.knowledge.algorithms.get(id)
    return algorithm?.kind === 'linear' ? [estimateDose(algorithm, facts, alleles)] : []
  })
}

/** Alleles that a step of their own speaks of enter the model as reference; their step corrects the result. */
function allelesForModels(flow: DoseFlow, context: GeneContext): AllelesByGene {
  return new Map(
    [...context.combination.keys()].flatMap(gene => {
      const alleles = allelesOf(gene, context)
      const replace = flow.readAsReference[gene]
      if (!alleles) return []
      return [
        [
          gene,
          alleles.map(allele => (replace?.alleles.includes(allele) === true ? replace.reference : allele)),
        ] as const,
      ]
    }),
  )
}
