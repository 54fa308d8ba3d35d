import type { Drug, Interaction } from '../../knowledge.js'
import type { CautionStrength, Dependence, DrugFacts, Effect } from '../../option-knowledge.js'
import { citeInteraction } from '../cite.js'
import { weightOf } from '../effects.js'
import type { Looked } from '../finding.js'
import { certain, doubtful, NOTHING, together, unknowns } from '../found.js'
import { judge } from '../judge-patient.js'
import type { PatientView, TakenMedicine } from '../patient-view.js'
import { meeting, wearsOff, whenOf } from './meeting.js'

interface Subject {
  readonly drug: Drug
  readonly names: ReadonlySet<string>
  readonly file: DrugFacts | undefined
}

/** Who of the two inhibits or induces what the other depends on; `own`: rows about the drug itself. */
export function handling(
  { drug, names, file }: Subject,
  own: readonly Interaction[],
  other: TakenMedicine,
  patient: PatientView,
): Looked {
  const dependsOn = file?.dependsOn ?? []
  const acted = other.interactions.map(row => handled(row, drug, names, dependsOn, other, patient, 'other'))
  if (own.length === 0) return together(acted)
  const acting = other.drugs.flatMap(taken => {
    const depends = patient.options.drugFacts.get(taken.name)?.dependsOn ?? []
    return own.map(row => handled(row, drug, other.names, depends, other, patient, 'drug'))
  })
  return together([...acted, ...acting])
}

/** One inhibitor or inducer (`actor`: the drug itself or the other medicine) and the drug that it acts on. */
function handled(
  row: Interaction,
  drug: Drug,
  namesActedOn: ReadonlySet<string>,
  dependsOn: readonly Dependence[],
  other: TakenMedicine,
  patient: PatientView,
  actor: 'drug' | 'other',
): Looked {
  const touched = touches(row, namesActedOn, dependsOn, patient)
  if (touched === undefined) return NOTHING
  const isWearingOff = actor === 'other' && wearsOff(other, [row], patient)
  const when = isWearingOff ? 'in doubt' : whenOf(other)
  if (when === 'no') return NOTHING
  const acts = actor === 'other' ? other.medicine.name : drug.name
  const target = actor === 'other' ? drug.name : other.medicine.name
  const kind = row.strength === undefined ? `an ${row.role}` : `a ${row.strength} ${row.role}`
  const reason = (audience: 'clinician' | 'plain'): readonly string[] =>
    audience === 'clinician'
      ? [`${acts} is ${kind} of ${row.target ?? row.gene}, on which ${target} depends`]
      : [`${acts} changes how your body handles ${target}`]
  return meeting(drug, other, when, { ...touched, citations: citeInteraction(row), reason }, patient)
}

function touches(
  row: Interaction,
  names: ReadonlySet<string>,
  dependsOn: readonly Dependence[],
  { options }: PatientView,
): { readonly effect: Effect; readonly strength: CautionStrength } | undefined {
  // Most rows are about what the drug does not depend on; tried first, it spares most of the work.
  if (row.affects.length === 0 && !dependsOn.some(({ gene }) => gene === row.gene)) return undefined
  const isNamed = row.affects.some(name => names.has(name))
  if (row.notAffected.some(name => names.has(name)) || (row.affects.length > 0 && !isNamed)) return undefined
  if (isNamed && row.action !== undefined)
    return { effect: options.effects.actions[row.action], strength: options.effects.strengths.ungraded }
  const part = dependsOn.find(({ gene }) => gene === row.gene)?.part ?? (isNamed ? 'MAIN' : undefined)
  if (part === undefined) return undefined
  return options.effects.inhibition.find(
    entry => entry.role === row.role && entry.part === part && entry.acting === row.strength,
  )
}

/** Tobacco smoke speeds some enzymes up; whether somebody smokes is a fact of its own, not a medicine. */
export function tobacco({ drug, names, file }: Subject, patient: PatientView): Looked {
  return together(
    patient.tobacco.map(row => {
      const touched = touches(row, names, file?.dependsOn ?? [], patient)
      if (touched === undefined || weightOf(touched.effect) === 0) return NOTHING
      const { verdict, factIds, missing } = judge({ smoking: true }, patient)
      const open = unknowns(missing, 'DRUG_INTERACTION', touched.effect, drug.name, patient)
      if (verdict === 'fails' || verdict === 'unknown') return { findings: [], unknowns: open }
      const found = {
        kind: 'DRUG_INTERACTION' as const,
        ...touched,
        citations: citeInteraction(row),
        factIds,
        parts: (audience: 'clinician' | 'plain') => [
          'smoking',
          audience === 'clinician'
            ? `induces ${row.gene}, on which ${drug.name} depends; the dose may change when smoking stops`
            : 'your body may break the medicine down faster, and slower when you stop smoking',
        ],
      }
      return verdict === 'holds' ? { findings: [certain(found)], unknowns: [] } : doubtful(found, open)
    }),
  )
}
