import type { Drug } from '../../knowledge.js'
import type { DrugClass, DrugFacts } from '../../option-knowledge.js'
import { citeRow } from '../cite.js'
import type { Looked } from '../finding.js'
import { certain, doubtful, NOTHING, notLookedAt, together, unknowns } from '../found.js'
import { isTaken, type PatientView, type TakenMedicine } from '../patient-view.js'

/** Medicines taken besides that are of the same class. */
export function duplicateFindings(
  drug: Drug,
  classes: readonly DrugClass[],
  file: DrugFacts | undefined,
  others: readonly TakenMedicine[],
  patient: PatientView,
): Looked {
  const besides = others.filter(isTaken)
  const isLookedAt = file?.looked.has('DUPLICATE_THERAPY') === true
  return together([
    ...(besides.length > 0 && !isLookedAt ? [notLookedAt('DUPLICATE_THERAPY', drug.name, patient, 'CAUTIONS')] : []),
    ...besides.flatMap(other => classes.map(group => oneDuplicate(drug, group, other, patient))),
  ])
}

function oneDuplicate(drug: Drug, group: DrugClass, other: TakenMedicine, patient: PatientView): Looked {
  if (group.duplicate === undefined || !other.classes.has(group.code)) return NOTHING
  const { effects } = patient.options
  const found = {
    kind: 'DUPLICATE_THERAPY' as const,
    ...group.duplicate,
    citations: [citeRow(effects.statedIn, patient.options.provenance, patient.options)],
    factIds: other.factIds,
    parts: (audience: 'clinician' | 'plain') => [
      `${other.medicine.name} is taken and is of the same class`,
      group.texts[audience],
    ],
  }
  if (other.medicine.uncertain !== true) return { findings: [certain(found)], unknowns: [] }
  const { name } = other.medicine
  const missing = { kind: 'MEDICINE', name, why: 'UNCONFIRMED', factIds: other.factIds } as const
  return doubtful(found, unknowns([missing], 'DUPLICATE_THERAPY', group.duplicate.effect, drug.name, patient))
}
