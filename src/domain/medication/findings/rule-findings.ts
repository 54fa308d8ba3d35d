import type { Drug } from '../../knowledge.js'
import type { DrugFacts, OptionRule, PatientTest, RuledKind } from '../../option-knowledge.js'
import { RULED_KINDS } from '../../option-knowledge.js'
import { citeRow } from '../cite.js'
import type { Looked } from '../finding.js'
import { certain, doubtful, NOTHING, notLookedAt, together, unknowns } from '../found.js'
import { judge } from '../judge-patient.js'
import type { PatientView } from '../patient-view.js'
import { circumstance, doseText, termText } from '../wording/option-words.js'

/** What a drug's file says of conditions, pregnancy, breast-feeding, kidneys, liver and age of this patient. */
export function ruleFindings(drug: Drug, file: DrugFacts | undefined, patient: PatientView): Looked {
  return together(
    RULED_KINDS.map(kind => {
      if (file?.looked.has(kind) !== true)
        return isRelevant(kind, patient) ? notLookedAt(kind, drug.name, patient, 'EXCLUDES') : NOTHING
      return together(file.rules[kind].map(rule => applyRule(kind, rule, drug, file, patient)))
    }),
  )
}

/** Circumstances without which a kind cannot matter, whatever the drug. */
const MATTERS_ONLY: Readonly<Partial<Record<RuledKind, PatientTest>>> = {
  PREGNANCY: { pregnant: true },
  LACTATION: { lactating: true },
  HEPATIC: { childPugh: ['A', 'B', 'C'] },
}

function isRelevant(kind: RuledKind, patient: PatientView): boolean {
  const test = MATTERS_ONLY[kind]
  return test === undefined || judge(test, patient).verdict !== 'fails'
}

function applyRule(kind: RuledKind, rule: OptionRule, drug: Drug, file: DrugFacts, patient: PatientView): Looked {
  const { verdict, factIds, missing, asked } = judge(rule.when, patient)
  if (verdict === 'fails') return NOTHING
  const open = unknowns(missing, kind, rule.effect, drug.name, patient)
  if (verdict === 'unknown') return { findings: [], unknowns: open }
  const found = {
    kind,
    effect: rule.effect,
    strength: rule.strength,
    citations: [citeRow(rule.statedIn, file.provenance, patient.options)],
    factIds,
    restsOnIndication: asked,
    parts: (audience: 'clinician' | 'plain') => [
      circumstance(rule.when, patient.clinical, patient.options, audience),
      rule.why === undefined ? '' : termText(rule.why, patient.options, audience),
      rule.dose === undefined ? '' : doseText(rule.dose, audience),
    ],
  }
  return verdict === 'holds' ? { findings: [certain(found)], unknowns: [] } : doubtful(found, open)
}
