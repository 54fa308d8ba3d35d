import { createReadStream, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip, gzipSync } from 'node:zlib'

import type { Knowledge } from '../../src/domain/knowledge.js'
import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { demoPatients, REAL_PERSON, syntheticText } from './demo-data.js'
import { SYNTHETIC_PEOPLE } from './demo-people.js'

/**
 * Writes `data/demo`: `npm run demo:make`. Synthetic people come from `data/` alone; the real person is cut from the 1000
 * Genomes file below SHARED_DIR, and stays as it is where that file is not at hand.
 */
const DEMO = 'data/demo'
const COHORT = join(process.env['SHARED_DIR'] ?? '../shared', 'samples/1000genomes/1kgp-200samples.GRCh38.vcf.gz')

const knowledge = await loadKnowledge(['data'])
for (const person of SYNTHETIC_PEOPLE) writeVcf(person.vcf, syntheticText(person, knowledge))
if (existsSync(COHORT)) writeVcf(REAL_PERSON.vcf, await cutPerson(COHORT, REAL_PERSON.sample, knowledge))
else console.log(`${COHORT} is not there: ${REAL_PERSON.vcf} stays as it is`)
writeFileSync(join(DEMO, 'patients.json'), `${JSON.stringify(demoPatients(), undefined, 2)}\n`)

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
