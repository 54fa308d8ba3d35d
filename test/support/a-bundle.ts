/** Bundles as another system sends them, about one patient. */
export const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm'

type Resource = Readonly<Record<string, unknown>>

const subject = { reference: 'Patient/p1' }

export const patient = (more: object = {}): Resource => ({
  resourceType: 'Patient',
  id: 'p1',
  birthDate: '1970-05-17',
  ...more,
})

export const rx = (code: string, display?: string) => ({ coding: [{ system: RXNORM, code, display }] })

export const statement = (more: object = {}): Resource => ({
  resourceType: 'MedicationStatement',
  id: 'm1',
  status: 'active',
  subject,
  medicationCodeableConcept: rx('32937', 'paroxetine'),
  effectivePeriod: { start: '2026-01-01' },
  dateAsserted: '2026-11-01',
  ...more,
})

export const order = (more: object = {}): Resource => ({
  resourceType: 'MedicationRequest',
  id: 'r1',
  status: 'active',
  intent: 'order',
  subject,
  medicationCodeableConcept: { text: 'codeine' },
  authoredOn: '2026-11-01',
  ...more,
})

export const condition = (more: object = {}): Resource => ({
  resourceType: 'Condition',
  id: 'c1',
  subject,
  code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'I20.9', display: 'Angina pectoris' }] },
  clinicalStatus: status('active'),
  verificationStatus: status('confirmed'),
  recordedDate: '2026-11-01',
  ...more,
})

export const allergy = (more: object = {}): Resource => ({
  resourceType: 'AllergyIntolerance',
  id: 'a1',
  patient: subject,
  type: 'allergy',
  criticality: 'high',
  code: { text: 'penicillins' },
  clinicalStatus: status('active'),
  verificationStatus: status('confirmed'),
  reaction: [{ manifestation: [{ text: 'rash' }] }],
  recordedDate: '2026-11-01',
  ...more,
})

export const weight = (more: object = {}): Resource => ({
  resourceType: 'Observation',
  id: 'o1',
  status: 'final',
  subject,
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
  effectiveDateTime: '2026-11-01T08:00:00Z',
  valueQuantity: { value: 80, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  ...more,
})

/** A component that names the gene a result is of, as HL7's genomics guide wants it. */
export const geneStudied = (symbol: string, hgnc?: string) => ({
  code: { coding: [{ system: 'http://loinc.org', code: '48018-6' }] },
  valueCodeableConcept: {
    coding: [{ ...(hgnc === undefined ? {} : { system: 'http://www.genenames.org', code: hgnc }), display: symbol }],
  },
})

export const genotype = (more: object = {}): Resource => ({
  resourceType: 'Observation',
  id: 'g1',
  status: 'final',
  subject,
  category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'GE' }] }],
  code: { coding: [{ system: 'http://loinc.org', code: '84413-4' }] },
  effectiveDateTime: '2025-03-01',
  valueCodeableConcept: { text: '*2/*2' },
  component: [geneStudied('CYP2C19', 'HGNC:2621')],
  ...more,
})

export function status(code: string): Resource {
  return { coding: [{ code }] }
}

export const bundle = (...resources: readonly unknown[]): Resource => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map(resource => ({ resource })),
})

export const EVERYTHING: readonly Resource[] = [patient(), statement(), order(), condition(), allergy(), weight()]
