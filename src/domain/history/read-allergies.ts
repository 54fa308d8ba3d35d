import type { Knowledge } from '../knowledge.js'
import type { AllergyClass } from '../option-knowledge.js'
import type { KnownAllergy } from './clinical-history.js'
import type { AllergyFact } from './history-fact.js'
import { namesOf, noteMatch } from './named-drugs.js'
import { knownMedicine } from './known-medicines.js'
import { leaveOut, type ReadingNotes } from './usable-facts.js'

/** Allergies and intolerances with the substances and classes of the data that they name. */
export function readAllergies(
  facts: readonly AllergyFact[],
  knowledge: Knowledge,
  notes: ReadingNotes,
): readonly KnownAllergy[] {
  return facts
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((fact): readonly KnownAllergy[] => {
      if (fact.verification === 'REFUTED' || fact.status === 'RESOLVED') {
        leaveOut(notes, fact, fact.verification === 'REFUTED' ? 'REFUTED' : 'RESOLVED')
        return []
      }
      const allergy = knownAllergy(fact, knowledge, notes)
      noteMatch(fact.substance, allergy.considered, knowledge, fact, notes)
      return [allergy]
    })
}

function knownAllergy(fact: AllergyFact, knowledge: Knowledge, notes: ReadingNotes): KnownAllergy {
  const { allergyClasses } = notes.options
  const names = namesOf(fact.substance, knowledge)
  const stated = [...allergyClasses.values()].filter(each => isNamed(each, fact.substance.name))
  const holding = [...allergyClasses.values()].filter(({ members }) => members.some(member => names.has(member)))
  return {
    fact,
    names,
    classes: [...new Set([...stated, ...holding].map(({ code }) => code))].toSorted(),
    statedClass: stated.length > 0,
    doubtful: fact.verification === 'UNCONFIRMED',
    considered: stated.length > 0 || holding.length > 0 || knownMedicine(fact.substance, knowledge).considered,
  }
}

function isNamed({ code, names }: AllergyClass, text: string): boolean {
  const wanted = text.trim().toLowerCase()
  return code.toLowerCase() === wanted || names.includes(wanted)
}
