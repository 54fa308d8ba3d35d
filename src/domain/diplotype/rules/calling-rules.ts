import type { Gene } from '../../knowledge.js'
import { callLowestFunction } from './lowest-function.js'
import { callNamedAlleles } from './named-alleles.js'
import { notCalled, type CallingRule } from './rule.js'

/** The ways to call a gene, by the name that its data give. */
export const CALLING_RULES = {
  'named-alleles': callNamedAlleles,
  'lowest-function': callLowestFunction,
  'outside-call-only': () => notCalled('OUTSIDE_CALL_ONLY'),
} as const satisfies Record<Gene['callingRule'], CallingRule>
