import type { KnownAllergy } from '../../history/clinical-history.js'
import type { Drug } from '../../knowledge.js'
import type { CautionStrength, DrugFacts, Effect, StatedIn } from '../../option-knowledge.js'
import { citeRow } from '../cite.js'
import { weightOf } from '../effects.js'
import type { Looked } from '../finding.js'
import { certain, doubtful, NOTHING, notLookedAt, together, unknowns } from '../found.js'
import { judgeAbsence } from '../judge-patient.js'
import type { PatientView } from '../patient-view.js'

/** Allergies and intolerances to the drug itself, to its class, and to classes that an allergy may extend to. */
export function allergyFindings(
  drug: Drug,
  names: ReadonlySet<string>,
  file: DrugFacts | undefined,
  patient: PatientView,
): Looked {
  const { allergies, lists } = patient.clinical
  const absence = judgeAbsence(lists.ALLERGIES, 'ALLERGIES')
  const isLookedAt = file?.looked.has('ALLERGY') === true
  return together([
    { findings: [], unknowns: unknowns(absence.missing, 'ALLERGY', 'EXCLUDES', drug.name, patient) },
    ...(allergies.length > 0 && !isLookedAt ? [notLookedAt('ALLERGY', drug.name, patient, 'EXCLUDES')] : []),
    ...allergies.map(allergy => oneAllergy(allergy, drug, names, patient)),
  ])
}

function oneAllergy(allergy: KnownAllergy, drug: Drug, names: ReadonlySet<string>, patient: PatientView): Looked {
  const { fact } = allergy
  if (!allergy.considered) {
    const missing = { kind: 'ALLERGY', name: fact.substance.name, why: 'NOT_LOOKED_AT', factIds: [fact.id] } as const
    return { findings: [], unknowns: unknowns([missing], 'ALLERGY', 'EXCLUDES', drug.name, patient) }
  }
  const bearing = bearingOf(allergy, names, patient)
  if (bearing === undefined) return NOTHING
  const found = {
    kind: 'ALLERGY' as const,
    effect: bearing.effect,
    strength: bearing.strength,
    citations: [citeRow(bearing.statedIn, patient.options.provenance, patient.options)],
    factIds: [fact.id],
    parts: (audience: 'clinician' | 'plain') => [
      `${fact.type === 'ALLERGY' ? 'allergy' : 'intolerance'} to ${fact.substance.name}`,
      fact.reaction ?? '',
      bearing.through === undefined ? '' : (patient.options.allergyClasses.get(bearing.through)?.texts[audience] ?? ''),
    ],
  }
  if (!allergy.doubtful) return { findings: [certain(found)], unknowns: [] }
  const missing = { kind: 'ALLERGY', name: fact.substance.name, why: 'UNCONFIRMED', factIds: [fact.id] } as const
  return doubtful(found, unknowns([missing], 'ALLERGY', bearing.effect, drug.name, patient))
}

interface Bearing {
  readonly effect: Effect
  readonly strength: CautionStrength
  readonly statedIn: StatedIn
  /** Class by which it reaches the drug. */
  readonly through?: string
}

/** The strictest way in which an allergy reaches a drug. An intolerance is a drug's own and reaches no other. */
function bearingOf(allergy: KnownAllergy, names: ReadonlySet<string>, { options }: PatientView): Bearing | undefined {
  const { effects, allergyClasses } = options
  const isAllergy = allergy.fact.type === 'ALLERGY'
  const own = isAllergy
    ? effects.allergy.sameDrug
    : allergy.fact.criticality === 'HIGH'
      ? effects.allergy.intoleranceHighRisk
      : effects.allergy.intolerance
  const bearings: Bearing[] = []
  if ([...names].some(name => allergy.names.has(name)))
    bearings.push({ effect: own, strength: 'strong', statedIn: effects.statedIn })
  for (const code of allergy.classes) {
    const group = allergyClasses.get(code)
    if (group === undefined) continue
    if (group.members.some(member => names.has(member))) {
      if (allergy.statedClass)
        bearings.push({ effect: own, strength: 'strong', statedIn: group.statedIn, through: code })
      else if (isAllergy) bearings.push({ ...group.within, statedIn: group.statedIn, through: code })
    }
    for (const cross of isAllergy ? group.cross : []) {
      const members = allergyClasses.get(cross.class)?.members ?? []
      if (members.some(member => names.has(member)))
        bearings.push({
          effect: cross.effect,
          strength: cross.strength,
          statedIn: group.statedIn,
          through: cross.class,
        })
    }
  }
  const [first, ...others] = bearings
  return first === undefined
    ? undefined
    : others.reduce((a, b) => (weightOf(b.effect) > weightOf(a.effect) ? b : a), first)
}
