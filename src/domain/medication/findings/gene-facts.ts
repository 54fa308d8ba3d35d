import type { FactTest } from '../../knowledge.js'
import type { DrugAdvice, Outcome } from '../../recommendation/advice.js'
import type { PatientView } from '../patient-view.js'

/** Facts of the history behind an answer of a source: medicines that changed a result, and facts that chose rows. */
export function factsBehind(outcome: Outcome, { phenotypes }: DrugAdvice, patient: PatientView): readonly string[] {
  const changed = new Set(outcome.genes.filter(({ effective }) => effective).map(({ gene }) => gene))
  const medicines = phenotypes
    .filter(({ gene }) => changed.has(gene))
    .flatMap(phenotype => ('effective' in phenotype ? (phenotype.effective?.because ?? []) : []))
    .flatMap(({ medicine }) => (medicine.factId === undefined ? [] : [medicine.factId]))
  const named = 'rows' in outcome ? outcome.rows.flatMap(matched => factNames(matched, patient)) : []
  const chosen = named.flatMap(name => patient.clinical.factIds.get(name) ?? [])
  return [...new Set([...medicines, ...chosen])]
}

type MatchedRow = Extract<Outcome, { readonly rows: readonly unknown[] }>['rows'][number]

function factNames({ population, statedActions }: MatchedRow, { knowledge }: PatientView): readonly string[] {
  const tests = [
    knowledge.populations.get(population)?.test,
    ...statedActions.flatMap(({ when }) => when.map(code => knowledge.terms.get(code)?.test)),
  ]
  return tests.flatMap(test => (test === undefined ? [] : namesIn(test)))
}

function namesIn(test: FactTest): readonly string[] {
  if ('all' in test) return test.all.flatMap(namesIn)
  if ('any' in test) return test.any.flatMap(namesIn)
  if ('not' in test) return namesIn(test.not)
  return [test.fact]
}
