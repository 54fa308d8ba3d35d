import { createReadStream, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip, gzipSync } from 'node:zlib'

import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import type { Knowledge } from '../../src/domain/knowledge.js'
import { SYNTHETIC_PEOPLE, type DemoPatient, type SyntheticPerson } from './demo-people.js'
import { demoVcf } from './demo-vcf.js'

/**
 * Writes `data/demo`: `npm run demo:make`. Synthetic people come from `data/` alone; the real person is cut from the 1000
 * Genomes file below SHARED_DIR, and stays as it is where that file is not at hand.
 */
const REAL_PERSON = 'HG00179'
const DEMO = 'data/demo'
const SHARED = process.env['SHARED_DIR'] ?? '../shared'
const COHORT = join(SHARED, 'samples/1000genomes/1kgp-200samples.GRCh38.vcf.gz')

const knowledge = await loadKnowledge(['data'])
const real: DemoPatient = {
  name: `${REAL_PERSON} (1000 Genomes)`,
  sex: 'female',
  birthDate: '1970-01-01',
  mrn: 'DEMO-0001',
  vcf: `${REAL_PERSON}.vcf.gz`,
  sample: REAL_PERSON,
  assay: { panel: 'Whole genome', assumeReference: true, copyNumberMeasured: false },
  story:
    'A real person of the 1000 Genomes Project, from public data: variants only, so absent positions are taken as reference. Name and birth date are not theirs.',
}
const patients = [real, ...SYNTHETIC_PEOPLE.map((person, index) => patientOf(person, index + 2))]
for (const person of SYNTHETIC_PEOPLE) writeVcf(person.vcf, syntheticVcf(person, knowledge))
if (existsSync(COHORT)) writeVcf(real.vcf, await cutPerson(COHORT, REAL_PERSON, knowledge))
else console.log(`${COHORT} is not there: ${real.vcf} stays as it is`)
writeFileSync(join(DEMO, 'patients.json'), `${JSON.stringify(patients, undefined, 2)}\n`)

function patientOf(
  { name, sex, birthDate, vcf, outsideCalls, story, ...person }: SyntheticPerson,
  number: number,
): DemoPatient {
  const { assumeReference = false, copyNumberMeasured = false } = person
  const assay = { panel: 'Demonstration panel', assumeReference, copyNumberMeasured, sex }
  const mrn = `DEMO-${String(number).padStart(4, '0')}`
  return { name, sex, birthDate, mrn, vcf, sample: sampleName(vcf), assay, outsideCalls, story }
}

function sampleName(vcf: string): string {
  return vcf.replace(/\.vcf(\.gz)?$/, '')
}

function syntheticVcf(person: SyntheticPerson, known: Knowledge): string {
  const text = demoVcf({ ...person.genome, sample: sampleName(person.vcf), sex: person.sex }, known)
  const spoilt = person.spoil?.(text) ?? text
  if (person.spoil !== undefined && spoilt === text) throw new Error(`${person.vcf} was not spoilt`)
  return spoilt
}

function writeVcf(name: string, text: string): void {
  writeFileSync(join(DEMO, name), name.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text)
}

/** One column: rows in which the person carries something, and rows at positions of interest. */
async function cutPerson(path: string, sample: string, known: Knowledge): Promise<string> {
  const wanted = new Set(
    [...known.genes.values()].flatMap(({ chromosome, positions }) =>
      positions.map(({ loci }) => `${chromosome}:${loci.GRCh38.position}`),
    ),
  )
  const kept: string[] = []
  let column = -1
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) {
    if (line.startsWith('##')) {
      if (!/Command=|[=/]\/|reference=file/.test(line)) kept.push(line)
      continue
    }
    const fields = line.split('\t')
    if (line.startsWith('#')) column = fields.indexOf(sample)
    const genotype = fields[column] ?? ''
    const isOfInterest = wanted.has(`${fields[0]}:${fields[1]}`)
    // Counts of the whole cohort are no fact about this person.
    if (!line.startsWith('#')) fields[7] = '.'
    if (line.startsWith('#') || isOfInterest || /[1-9]/.test(genotype))
      kept.push([...fields.slice(0, 9), genotype].join('\t'))
  }
  return `${kept.join('\n')}\n`
}
