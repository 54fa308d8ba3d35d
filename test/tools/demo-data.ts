import type { Knowledge } from '../../src/domain/knowledge.js'
import { DEMO_HISTORIES } from './demo-histories.js'
import { SYNTHETIC_PEOPLE, type DemoPatient, type SyntheticPerson } from './demo-people.js'
import { demoVcf } from './demo-vcf.js'

export const REAL_PERSON: DemoPatient = {
  name: 'HG00179 (1000 Genomes)',
  sex: 'female',
  birthDate: '1970-01-01',
  mrn: 'DEMO-0001',
  vcf: 'HG00179.vcf.gz',
  sample: 'HG00179',
  assay: { panel: 'Whole genome', assumeReference: true, copyNumberMeasured: false },
  story:
    'A real person of the 1000 Genomes Project, from public data: variants only, so absent positions are taken as reference. The birth date is invented.',
}

/** The content of `data/demo/patients.json`. */
export function demoPatients(): readonly DemoPatient[] {
  return [REAL_PERSON, ...SYNTHETIC_PEOPLE.map((person, index) => patientOf(person, index + 2))]
}

function patientOf(
  { name, sex, birthDate, vcf, outsideCalls, story, ...person }: SyntheticPerson,
  number: number,
): DemoPatient {
  const { assumeReference = false, copyNumberMeasured = false } = person
  const assay = { panel: 'Demonstration panel', assumeReference, copyNumberMeasured, sex }
  const mrn = `DEMO-${String(number).padStart(4, '0')}`
  const history = DEMO_HISTORIES[vcf] ?? []
  return { name, sex, birthDate, mrn, vcf, sample: sampleName(vcf), assay, outsideCalls, history, story }
}

function sampleName(vcf: string): string {
  return vcf.replace(/\.vcf(\.gz)?$/, '')
}

export function syntheticText(person: SyntheticPerson, knowledge: Knowledge): string {
  const text = demoVcf({ ...person.genome, sample: sampleName(person.vcf), sex: person.sex }, knowledge)
  const spoilt = person.spoil?.(text) ?? text
  if (person.spoil !== undefined && spoilt === text) throw new Error(`${person.vcf} was not spoilt`)
  return spoilt
}
