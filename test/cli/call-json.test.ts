import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

import { bgzip } from '../support/bgzip.js'
import { DEMO, demoText } from '../support/demo-file.js'
import { ROOT, sextant, PATIENCE } from '../support/sextant.js'
import { callOf, onlySample, parseJsonLines } from './call-output.js'

const folder = mkdtempSync(join(tmpdir(), 'sextant-cli-'))
const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const HG00179 = join(DEMO, 'HG00179.vcf.gz')

/** Core genes: typed here, so that a gene that gets lost is noticed. */
const CORE =
  'ABCG2 CACNA1S CFTR CYP2B6 CYP2C19 CYP2C9 CYP2D6 CYP3A4 CYP3A5 CYP4F2 DPYD F2 F5 G6PD HLA-A HLA-B IFNL3 MT-RNR1 NAT2 NUDT15 RYR1 SLCO1B1 TPMT UGT1A1 VKORC1'

describe('sextant call --json', PATIENCE, () => {
  it('prints one object of the documented shape, with all 25 core genes', async () => {
    const { code, stdout, stderr } = await sextant(['call', HG00179, '--assume-reference', '--json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const sample = onlySample(stdout)
    expect(sample).toMatchObject({ sample: 'HG00179', build: 'GRCh38', file: { name: 'HG00179.vcf.gz' } })
    expect(Object.keys(sample.genes).join(' ')).toBe(CORE)
    const genes = Object.entries(sample.genes)
    const called = genes.filter(([, gene]) => gene.status === 'called')
    expect(called.filter(([, gene]) => gene.phenotypes.length !== gene.diplotypes.length)).toEqual([])
    expect(called.filter(([, gene]) => gene.activityScores?.length === 0)).toEqual([])
    expect(genes.filter(([, gene]) => (gene.status === 'called') === (gene.reason !== undefined))).toEqual([])
  })

  it('calls a real person of the 1000 Genomes as the reference tool does, and says why a gene is not called', async () => {
    const { stdout } = await sextant(['call', HG00179, '--assume-reference', '--json', '--no-recommendations'])
    const sample = onlySample(stdout)
    expect({
      CYP2C19: callOf(sample, 'CYP2C19'),
      CYP2C9: callOf(sample, 'CYP2C9'),
      CYP2B6: callOf(sample, 'CYP2B6'),
      CYP3A5: callOf(sample, 'CYP3A5'),
      NAT2: callOf(sample, 'NAT2'),
      SLCO1B1: callOf(sample, 'SLCO1B1'),
      VKORC1: callOf(sample, 'VKORC1'),
      RYR1: callOf(sample, 'RYR1'),
      CYP2D6: callOf(sample, 'CYP2D6'),
      'HLA-B': callOf(sample, 'HLA-B'),
    }).toEqual({
      CYP2C19: '*1/*2',
      CYP2C9: '*1/*1',
      CYP2B6: '*1/*5',
      CYP3A5: '*3/*3',
      NAT2: '*4/*6',
      SLCO1B1: '*1/*15',
      VKORC1: 'rs9923231 reference (C)/rs9923231 variant (T)',
      RYR1: 'Reference/c.11266C>G',
      CYP2D6: 'COPY_NUMBER_REQUIRED',
      'HLA-B': 'OUTSIDE_CALL_ONLY',
    })
    expect(sample.recommendations).toEqual([])
    expect(sample.genes['CYP2C19']?.assumedReference).toBeGreaterThan(0)
  })

  it('P2 answers every source about a drug, with a recommendation, or the kind of answer that there is none', async () => {
    const { stdout } = await sextant(['call', HG00179, '--assume-reference', '--json'])
    const { recommendations } = onlySample(stdout)
    const answers = (drug: string, source: string): string[] =>
      recommendations
        .filter(answer => answer.drug === drug && answer.source === source)
        .map(answer => [answer.outcome, ...answer.actions].join(' '))
    expect(answers('simvastatin', 'CPIC')).toEqual(['Recommendation ALTERNATIVE_DRUG'])
    expect(answers('codeine', 'CPIC')).toEqual(['NotCallable'])
    expect(answers('clopidogrel', 'CPIC').every(answer => answer.startsWith('PopulationUndetermined'))).toBe(true)
    const drugs = new Set(recommendations.map(({ drug }) => drug))
    for (const drug of drugs) {
      for (const source of ['CPIC', 'DPWG', 'FDA']) expect([drug, source, answers(drug, source)]).not.toContainEqual([])
    }
    expect(recommendations.filter(answer => answer.text === undefined || answer.text === '')).toEqual([])
  })

  it('P1 missing is never reference: without --assume-reference absent positions are listed, and nothing is assumed', async () => {
    const sample = onlySample((await sextant(['call', HG00179, '--json', '--no-recommendations'])).stdout)
    expect(callOf(sample, 'DPYD')).toBe('NO_DATA')
    expect(sample.genes['CYP2C19']).toMatchObject({ assumedReference: 0, robust: false })
    expect(sample.genes['CYP2C19']?.missing.length).toBeGreaterThan(0)
    expect(Object.values(sample.genes).every(gene => gene.assumedReference === 0)).toBe(true)
  })

  it('P5 same file, same knowledge, same answer, bit for bit: plain, gzip, bgzip, standard input, any number of threads', async () => {
    const text = demoText('dora-twohits.vcf.gz')
    const runs = await Promise.all([
      sextant(['call', file('a.vcf', text), '--json']),
      sextant(['call', file('a.vcf', text), '--json']),
      sextant(['call', file('a.vcf', text), '--json', '--threads', '2']),
      sextant(['call', file('a.vcf.gz', gzipSync(text)), '--json']),
      sextant(['call', file('a.vcf.bgz', bgzip(text)), '--json']),
      sextant(['call', '-', '--json'], text),
    ])
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0])
    expect(runs[1]?.stdout).toBe(runs[0]?.stdout)
    expect(runs[2]?.stdout).toBe(runs[0]?.stdout)
    // Compressed bytes are another file with another checksum; everything else must be the same.
    const [first, ...others] = runs.map(({ stdout }) => ({ ...onlySample(stdout), file: undefined }))
    for (const other of others) expect(other).toEqual(first)
  })

  it('shows chosen genes with --genes, and the extended ones with --all-genes', async () => {
    const path = file('norma.vcf', demoText('norma-allcommon.vcf.gz'))
    const [chosen, all] = await Promise.all([
      sextant(['call', path, '--json', '--genes', 'VKORC1,CYP2C9']),
      sextant(['call', path, '--json', '--all-genes', '--no-recommendations']),
    ])
    const sample = onlySample(chosen.stdout)
    expect(Object.keys(sample.genes)).toEqual(['CYP2C9', 'VKORC1'])
    expect(sample.recommendations.map(({ drug }) => drug)).toContain('warfarin')
    expect(sample.recommendations.map(({ drug }) => drug)).not.toContain('clopidogrel')
    const known = readdirSync(join(ROOT, 'data/genes'))
    expect(Object.keys(onlySample(all.stdout).genes).toSorted()).toEqual(known.toSorted())
  })

  it('P3 carries the other diplotypes; --all-candidates lists them with the best supported first', async () => {
    const path = join(DEMO, 'amos-eitheror.vcf.gz')
    const [plain, all] = await Promise.all([
      sextant(['call', path, '--json', '--no-recommendations']),
      sextant(['call', path, '--json', '--no-recommendations', '--all-candidates']),
    ])
    expect(onlySample(plain.stdout).genes['TPMT']).toMatchObject({
      diplotypes: ['*1/*3A'],
      otherDiplotypes: ['*3B/*3C'],
      phenotypes: ['Intermediate Metabolizer'],
      robust: false,
    })
    expect(onlySample(all.stdout).genes['TPMT']).toMatchObject({
      diplotypes: ['*1/*3A', '*3B/*3C'],
      otherDiplotypes: [],
      phenotypes: ['Intermediate Metabolizer', 'Poor Metabolizer'],
      robust: false,
    })
  })

  it('streams a cohort in the order of the file, or of the chosen samples', async () => {
    const cohort = cohortText(['B', 'A', 'C'])
    const path = file('cohort.vcf', cohort)
    const [all, some, listed] = await Promise.all([
      sextant(['call', path, '--json', '--no-recommendations']),
      sextant(['call', path, '--json', '--no-recommendations', '--sample', 'C', '--sample', 'B']),
      sextant(['call', path, '--json', '--no-recommendations', '--samples-file', file('names.txt', 'A\r\nC\n\n')]),
    ])
    expect(parseJsonLines(all.stdout).map(({ sample }) => sample)).toEqual(['B', 'A', 'C'])
    expect(parseJsonLines(some.stdout).map(({ sample }) => sample)).toEqual(['B', 'C'])
    expect(parseJsonLines(listed.stdout).map(({ sample }) => sample)).toEqual(['A', 'C'])
  })

  it('calls a sample of a cohort exactly as it calls the sample alone', async () => {
    const names = ['petra-slowly', 'dora-twohits', 'norma-allcommon']
    const alone = await Promise.all(
      names.map(name => sextant(['call', join(DEMO, `${name}.vcf.gz`), '--json', '--no-recommendations'])),
    )
    const together = await sextant(['call', file('together.vcf', cohortText(names)), '--json', '--no-recommendations'])
    const calls = parseJsonLines(together.stdout).map(({ genes }) => genes)
    expect(calls).toEqual(alone.map(({ stdout }) => onlySample(stdout).genes))
  })
})

/** One file of several people: each row of the demonstration files with one column per person. */
function cohortText(names: readonly string[]): string {
  const own = names.map(name => (name.length > 1 ? name : 'norma-allcommon'))
  const files = own.map(name => demoText(`${name}.vcf.gz`).trimEnd().split('\n'))
  const [first = []] = files
  const rows = first.map((line, index) => {
    if (line.startsWith('##')) return line
    const fields = line.split('\t')
    if (line.startsWith('#')) return [...fields.slice(0, 9), ...names].join('\t')
    const people = files.map(lines => lines[index]?.split('\t') ?? [])
    const alts = [...new Set(people.flatMap(columns => (columns[4] === '.' ? [] : (columns[4] ?? '').split(','))))]
    const genotypes = people.map(columns => {
      const mine = (columns[4] ?? '').split(',')
      return (columns[9] ?? '').replace(/^[^:]+/, genotype =>
        genotype.replaceAll(/[1-9]/g, code => String(alts.indexOf(mine[Number(code) - 1] ?? '') + 1)),
      )
    })
    return [...fields.slice(0, 4), alts.join(',') || '.', ...fields.slice(5, 9), ...genotypes].join('\t')
  })
  return `${rows.join('\n')}\n`
}
