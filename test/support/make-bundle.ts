import type { Knowledge } from '../../src/domain/knowledge.js'
import { allergy, bundle, condition, geneStudied, genotype, order, patient, rx, statement, weight } from './a-bundle.js'
import { randomSource } from './random.js'

const FORMS = ['Oral Tablet', 'Extended Release Oral Tablet', 'Oral Capsule', 'Injectable Solution', 'Topical Cream']
const MEASURES = [
  ['29463-7', 'kg', 40, 80],
  ['2160-0', 'mg/dL', 1, 3],
  ['98979-8', 'mL/min/{1.73_m2}', 20, 90],
  ['4548-4', '%', 5, 5],
  ['718-7', 'g/dL', 9, 7],
] as const

/**
 * A bundle as a hospital sends a long history: laboratory values and panels, orders of products as RxNorm names them, conditions,
 * allergies, a few genotypes, and what nobody reads. The same for the same seed.
 */
export function makeBundle(entries: number, knowledge: Knowledge, seed = 1): object {
  const random = randomSource(seed)
  const drugs = [...knowledge.drugs.keys()]
  const codes = [...(knowledge.options?.conditions.values() ?? [])].flatMap(({ icd10cm }) => icd10cm)
  const pick = <T>(list: readonly T[], fallback: T): T => list[random.below(list.length)] ?? fallback
  const day = () => `20${15 + random.below(11)}-${10 + random.below(3)}-${10 + random.below(19)}`
  const product = () => {
    const name = random.below(5) === 0 ? `unheard${random.below(300)}` : pick(drugs, 'none')
    return rx(String(900_000 + random.below(90_000)), `${name} ${5 * (1 + random.below(40))} MG ${pick(FORMS, '')}`)
  }
  const value = (code: string, unit: string, least: number, spread: number) => ({
    code: { coding: [{ system: 'http://loinc.org', code }] },
    valueQuantity: { value: least + random.below(spread * 10) / 10, code: unit },
  })
  const measured = () => {
    const [code, unit, least, spread] = pick(MEASURES, MEASURES[0])
    return value(code, unit, least, spread)
  }
  const one = (index: number): object => {
    const id = `e${index}`
    const kind = random.below(100)
    if (kind < 40) return weight({ id, effectiveDateTime: `${day()}T08:00:00Z`, ...measured() })
    if (kind < 50) {
      const component = [value('8480-6', 'mm[Hg]', 100, 60), value('8462-4', 'mm[Hg]', 50, 50)]
      const code = { coding: [{ system: 'http://loinc.org', code: '85354-9' }] }
      return weight({ id, effectiveDateTime: `${day()}T08:00:00Z`, code, valueQuantity: undefined, component })
    }
    if (kind < 65) return order({ id, medicationCodeableConcept: product(), authoredOn: day() })
    if (kind < 75) return statement({ id, medicationCodeableConcept: product(), effectivePeriod: { start: day() } })
    if (kind < 90) {
      const coding = [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: pick(codes, 'I20.9') }]
      return condition({ id, code: { coding }, recordedDate: day(), onsetAge: { value: random.below(80), code: 'a' } })
    }
    if (kind < 94) return allergy({ id, code: { text: pick(drugs, 'none') }, recordedDate: day() })
    if (kind < 96) return genotype({ id, effectiveDateTime: day(), component: [geneStudied('CYP2C19', '2621')] })
    return { resourceType: kind < 98 ? 'Encounter' : 'Immunization', id, status: 'finished' }
  }
  return bundle(patient(), ...Array.from({ length: entries - 1 }, (_, index) => one(index)))
}
