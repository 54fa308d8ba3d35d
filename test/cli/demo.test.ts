import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { DEMO, demoText } from '../support/demo-file.js'
import { ROOT, sextant, PATIENCE } from '../support/sextant.js'
import { SYNTHETIC_PEOPLE } from '../tools/demo-people.js'
import { demoPatients, syntheticText } from '../tools/demo-data.js'
import { callOf, onlySample } from './call-output.js'

const called = async (name: string, ...options: string[]) =>
  onlySample((await sextant(['call', join(DEMO, name), '--json', '--no-recommendations', ...options])).stdout)

describe('the demonstration data', PATIENCE, () => {
  it('is what its generator makes of the present knowledge (npm run demo:make)', async () => {
    const knowledge = await loadKnowledge([join(ROOT, 'data')])
    for (const person of SYNTHETIC_PEOPLE) {
      expect([person.vcf, demoText(person.vcf) === syntheticText(person, knowledge)]).toEqual([person.vcf, true])
    }
    const written: unknown = JSON.parse(readFileSync(join(DEMO, 'patients.json'), 'utf8'))
    expect(written).toEqual(JSON.parse(JSON.stringify(demoPatients())))
  })

  it('names every patient once, with a file that is there', () => {
    const patients = z
      .array(z.object({ name: z.string(), mrn: z.string(), vcf: z.string(), story: z.string() }))
      .parse(JSON.parse(readFileSync(join(DEMO, 'patients.json'), 'utf8')))
    expect(patients.length).toBeGreaterThan(10)
    expect(new Set(patients.map(({ mrn }) => mrn)).size).toBe(patients.length)
    expect(new Set(patients.map(({ name }) => name)).size).toBe(patients.length)
    for (const { vcf } of patients) expect(demoText(vcf)).toMatch(/^##fileformat=VCF/)
  })

  it('holds no header line of another system: no commands, no folders', () => {
    const header = demoText('HG00179.vcf.gz')
      .split('\n')
      .filter(line => line.startsWith('##'))
    expect(header.filter(line => /Command|[=/]\/\w/.test(line))).toEqual([])
  })
})

describe('each demonstration person shows what the story says:', PATIENCE, () => {
  it.concurrent.each<[string, Readonly<Record<string, string>>]>([
    ['norma-allcommon.vcf.gz', { CYP2C19: '*1/*1', DPYD: 'Reference/Reference', CYP2D6: 'COPY_NUMBER_REQUIRED' }],
    ['petra-slowly.vcf.gz', { CYP2C19: '*2/*2', CYP2C9: '*3/*3', SLCO1B1: '*1/*15' }],
    ['mia-halfread.vcf.gz', { DPYD: 'NO_DATA', NAT2: 'REQUIRED_POSITION_MISSING', SLCO1B1: '*5/*15' }],
    ['undo-nameless.vcf.gz', { CYP2C19: 'UNDOCUMENTED_VARIATION', SLCO1B1: 'NO_MATCHING_ALLELES', CYP2C9: '*1/*1' }],
    [
      'gideon-onecopy.vcf.gz',
      { G6PD: 'Mediterranean, Dallas, Panama, Sassari, Cagliari, Birmingham', 'MT-RNR1': 'm.1555A>G' },
    ],
    ['dora-twohits.vcf.gz', { DPYD: 'c.1905+1G>A (*2A)/c.2846A>T', NUDT15: '*1/*3', UGT1A1: '*80+*28/*80+*28' }],
    ['quentin-brokenrow.vcf', { CYP2C9: 'QUARANTINED', CYP2C19: '*1/*2' }],
    [
      'theo-oldbuild.vcf.gz',
      { CYP2C9: '*2/*3', VKORC1: 'rs9923231 variant (T)/rs9923231 variant (T)', CYP4F2: '*1/*3' },
    ],
  ])('%s', async (name, expected) => {
    const sample = await called(name)
    expect(Object.fromEntries(Object.keys(expected).map(gene => [gene, callOf(sample, gene)]))).toEqual(expected)
  })
})
