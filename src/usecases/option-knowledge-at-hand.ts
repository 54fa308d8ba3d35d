import type { Knowledge } from '../domain/knowledge.js'
import type { OptionKnowledge } from '../domain/option-knowledge.js'
import type { NoOptionKnowledge } from './option-questions.js'

/** What the release knows of options, or why it cannot be asked for them. */
export function optionKnowledgeAtHand({ options, release }: Knowledge): OptionKnowledge | NoOptionKnowledge {
  if (options === undefined) {
    const clinician = `The release ${release} is older than the knowledge of medication options: it cannot be asked for them.`
    return { type: 'noKnowledge', reason: 'OLDER_RELEASE', statement: { clinician, plain: 'This cannot be answered.' } }
  }
  if (options.drugFacts.size > 0) return options
  const clinician =
    'Candidates and what is known of drugs apart from genes rest on a curator’s memory, which is switched off here. What CPIC, DPWG and FDA publish is still answered by checkDrug.'
  const plain = 'What is needed to answer this has not been checked, and is switched off.'
  return { type: 'noKnowledge', reason: 'SWITCHED_OFF', statement: { clinician, plain } }
}

export function isMissing(knowledge: OptionKnowledge | NoOptionKnowledge): knowledge is NoOptionKnowledge {
  return 'type' in knowledge
}
