import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'

import type { Guideline, Knowledge } from '../../../src/domain/knowledge.js'
import { runKnowledgeCommand } from '../../../src/knowledge/knowledge-command.js'
import { loadKnowledge } from '../../../src/knowledge/load-knowledge.js'
import { sealRelease } from '../../../src/knowledge/seal-release.js'
import { change, type Json } from '../small-release.js'

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url))

/** The made-up release, sealed, and the made-up publication, in a folder that the test leaves clean. */
function fixtures() {
  const folder = mkdtempSync(join(tmpdir(), 'import-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(FIXTURES, folder, { recursive: true })
  const [release, publication, to] = ['release', 'publication', 'to'].map(name => join(folder, name))
  if (release === undefined || publication === undefined || to === undefined) throw new Error('no folders')
  sealRelease(release)
  return { folder, release, publication, to }
}

async function run(...args: readonly string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const code = await runKnowledgeCommand(['import', ...args], line => lines.push(line))
  return { code, lines }
}

async function importFrom(from: string, current: string, to: string) {
  const result = await run('--from', from, '--current', current, '--to', to, '--date', '2031-03-01')
  return { ...result, imported: await loadKnowledge([to]) }
}

function guidelineOf({ guidelines }: Knowledge, drug: string, id: string): Guideline {
  const found = guidelines.get(drug)?.find(guideline => guideline.id === id)
  if (found === undefined) throw new Error(`${drug} has no guideline ${id}`)
  return found
}

/** What the keys of a guideline lead to: "GENA Poor Metabolizer" → id and actions. */
function advice(guideline: Guideline): Record<string, string> {
  return Object.fromEntries(
    guideline.rows.flatMap(row =>
      row.keys.map((key, index) => {
        const people = row.population === 'general' ? '' : `${row.population}: `
        return [people + key.map(part => part.value).join(), `${row.sourceIds[index]} ${row.actions.join()}`]
      }),
    ),
  )
}

describe('importing a publication', () => {
  it('says what it carried over and what a curator has to read, and answers 3', async () => {
    const { release, publication, to } = fixtures()
    const { code, lines } = await importFrom(publication, release, to)
    expect(code).toBe(3)
    expect(lines.slice(0, -1)).toEqual([
      '2 genes imported, 17 published diplotypes reproduced',
      '  GENA: new allele: *5',
      '3 guidelines imported, 1 not in the import and left as they were',
      '  0 lookup keys keep what was read of them: their text is the same',
      '  6 lookup keys keep it by their id and facts: their text was never recorded',
      '  3 lookup keys are left out until a curator has read them',
      '  CPIC examplol (PA500): to read: PA511: GENA Intermediate Metabolizer: was graded moderate, and its text was not recorded',
      '  CPIC examplol (PA500): to read: PA514: GENA can never be found by "Likely Poor Metabolizer"',
      '  FDA samplone (PA600): is gone: GENB 0.5',
      '  DPWG samplone (PA700): is new',
      '  DPWG samplone (PA700): to read: PA710: GENA Poor Metabolizer: is new',
      '  can no longer be found, left out: DPWG samplone (PA650): GENB 0.5',
      '  no file describes nobodyine',
      '  not read: prescribing_guidance.json: PA800: guidelines of ELSEWHERE have no place here',
    ])
  })

  it('carries positions, patterns and functions, with GRCh37 from what is known', async () => {
    const { release, publication, to } = fixtures()
    const { imported } = await importFrom(publication, release, to)
    expect([imported.release, imported.date]).toEqual(['2031-02-03', '2031-03-01'])
    const gene = imported.genes.get('GENA')
    expect(
      gene?.positions.map(({ rsid, loci, role, window }) => [rsid, loci.GRCh37, role, window !== undefined]),
    ).toEqual([
      ['rs101', { position: 900, ref: 'A', alts: ['C', 'G'], basis: 'source-row' }, 'defining', false],
      ['rs102', { position: 910, ref: 'C', alts: ['T'], basis: 'source-row' }, 'defining', false],
      ['rs103', { position: 920, ref: 'CA', alts: ['C'], basis: 'source-row' }, 'defining', true],
      ['rs104', { position: 930, ref: 'G', alts: ['T'], basis: 'inferred' }, 'defining', false],
      ['rs109', { position: 1100, ref: 'G', alts: ['A'], basis: 'source-row' }, 'extra', false],
    ])
    const told = gene?.alleles.map(({ name, cells, matchable, function: meaning, ampTier1, provenance }) => [
      name,
      [...cells].map(([index, bases]) => `${index}${bases.join('|')}`).join(' '),
      matchable,
      meaning,
      ampTier1,
      provenance.source,
    ])
    expect(told).toEqual([
      ['*1', '0A 1C 2CA 3G', true, 'Normal function', false, 'import-2031-02-03'],
      ['*2', '0G', true, 'No function', true, 'import-2031-02-03'],
      ['*3', '1C|T 2C', true, 'Decreased function', false, 'import-2031-02-03'],
      ['*5', '0C 3T', true, 'Normal function', false, 'import-2031-02-03'],
      ['*4', '', false, 'No function', false, 'made-up'],
    ])
    expect(imported.sources.get('import-2031-02-03')).toMatchObject({ date: '2031-02-03', licence: 'CC-BY-SA-4.0' })
  })

  it('carries values and builds the score table from the published rows', async () => {
    const { release, publication, to } = fixtures()
    const { imported } = await importFrom(publication, release, to)
    const gene = imported.genes.get('GENB')
    expect(gene?.alleles.map(({ activityValue }) => activityValue)).toEqual(['1.0', '0.75', '0.0'])
    expect(gene?.phenotypes).toMatchObject({
      ranges: [
        { min: 0, max: 0.75, phenotype: 'Poor Metabolizer' },
        { min: 1, max: 1.75, phenotype: 'Intermediate Metabolizer' },
        { min: 2, max: 2, phenotype: 'Normal Metabolizer' },
      ],
      scoresByPhenotype: new Map([
        ['Poor Metabolizer', ['0.0', '0.75']],
        ['Intermediate Metabolizer', ['1.0', '1.5', '1.75']],
        ['Normal Metabolizer', ['2.0']],
        ['Indeterminate', ['n/a']],
      ]),
    })
  })

  it('makes up no action: a row keeps what was read of it, and what nobody read is not there', async () => {
    const { release, publication, to } = fixtures()
    const { imported } = await importFrom(publication, release, to)
    const cpic = guidelineOf(imported, 'examplol', 'PA500')
    expect(advice(cpic)).toEqual({
      'Normal Metabolizer': 'PA510 STANDARD_DOSING',
      'Poor Metabolizer': 'PA512 AVOID',
      'EXA_USE_OVER_3_MONTHS: Poor Metabolizer': 'PA513 MONITOR',
    })
    expect(cpic).toMatchObject({
      url: 'https://example.org/PA500',
      pmids: ['1', '2'],
      otherGenes: ['GENX'],
      dataDate: '2029-05-01',
    })
    expect(cpic.rows[1]).toMatchObject({ strength: 'strong', flags: { alternateDrugAvailable: true } })
    expect(advice(guidelineOf(imported, 'samplone', 'PA600'))).toEqual({
      '0.0': 'PA610 CONTRAINDICATED',
      '*1/*3': 'PA612 CAUTION',
      '*2/*3': 'PA613 CAUTION',
    })
    expect(guidelineOf(imported, 'samplone', 'PA700')).toMatchObject({ source: 'DPWG', genes: ['GENA'], rows: [] })
    expect(advice(guidelineOf(imported, 'samplone', 'PA650'))).toEqual({ '1.0': 'PA652 MONITOR' })
  })

  it('knows a text again: the same one takes its new grade along, another one is left out', async () => {
    const { folder, release, publication, to } = fixtures()
    await importFrom(publication, release, to)
    change(publication, 'prescribing_guidance.json', json => {
      const [usual, , never] = json.guidelines[0].recommendations
      usual.classification.term = 'Optional'
      usual.text.html = '<div>Take it as   usual.</div>'
      never.text.html = '<p>Do not take it at night.</p>'
    })
    const { lines, imported } = await importFrom(publication, to, join(folder, 'again'))
    expect(lines).toContain('  5 lookup keys keep what was read of them: their text is the same')
    expect(lines).toContain(
      '  CPIC examplol (PA500): to read: PA512: GENA Poor Metabolizer: has another text than the one that was read',
    )
    const cpic = guidelineOf(imported, 'examplol', 'PA500')
    expect(advice(cpic)).toEqual({
      'Normal Metabolizer': 'PA510 STANDARD_DOSING',
      'EXA_USE_OVER_3_MONTHS: Poor Metabolizer': 'PA513 MONITOR',
    })
    expect(cpic.rows[0]?.strength).toBe('optional')
  })

  it('answers 0 when nothing is left to read', async () => {
    const { release, publication, to } = fixtures()
    rmSync(join(publication, 'phenotype'), { recursive: true })
    rmSync(join(publication, 'definition'), { recursive: true })
    change(publication, 'prescribing_guidance.json', json => {
      const [cpic] = json.guidelines
      cpic.guideline.relatedChemicals.pop()
      cpic.recommendations.pop()
      cpic.recommendations[1].classification.term = 'Moderate'
      json.guidelines = [cpic]
    })
    expect((await importFrom(publication, release, to)).code).toBe(0)
  })

  it.each([
    [
      'a row that no rule gives',
      'phenotype/GENA.json',
      (json: Json) => (json.diplotypes[9].generesult = 'Poor Metabolizer'),
      'GENA',
      /no rule of functions gives/,
    ],
    [
      'a score that its values do not add up to',
      'phenotype/GENB.json',
      (json: Json) => (json.diplotypes[1].activityScore = '1.25'),
      'GENB',
      /scores: 0.75 and 1.0|1.75/,
    ],
    [
      'a pattern at a place with another base',
      'definition/GENA_translation.json',
      (json: Json) => (json.namedAlleles[1].alleles[0] = 'T'),
      'GENA',
      /neither reference nor alternate/,
    ],
    [
      'another chromosome',
      'definition/GENA_translation.json',
      (json: Json) => (json.chromosome = 'chr9'),
      'GENA',
      /is defined on chr9/,
    ],
    [
      'a gene nobody described',
      'definition/GENA_translation.json',
      (json: Json) => (json.gene = 'GENZ'),
      'GENZ',
      /is no gene of this release/,
    ],
  ])('leaves a gene as it was for %s, and imports the others', async (_, file, edit, gene, reason) => {
    const { release, publication, to } = fixtures()
    change(publication, file, edit)
    const { code, lines, imported } = await importFrom(publication, release, to)
    const told = lines.indexOf(`  ${gene}: stays as it was`)
    expect(code).toBe(3)
    expect(lines[told + 1]).toMatch(reason)
    const before = await loadKnowledge([release])
    expect(imported.genes.get(gene)).toEqual(before.genes.get(gene))
    expect(lines[0]).toMatch(/^[12] genes imported/)
  })

  it('names files that it cannot read', async () => {
    const { release, publication, to } = fixtures()
    writeFileSync(join(publication, 'broken.json'), '{')
    writeFileSync(join(publication, 'other.json'), '{"a": 1}')
    change(publication, 'phenotype/GENB.json', json => (json.diplotypes[0].generesult = 7))
    cpSync(join(publication, 'phenotype/GENA.json'), join(publication, 'phenotype/copy.json'))
    const { lines } = await importFrom(publication, release, to)
    expect(lines.filter(line => line.startsWith('  not read')).map(line => line.slice(12))).toEqual([
      expect.stringMatching(/^broken.json: is not JSON/),
      'other.json: is neither definition, phenotypes nor guidelines',
      'phenotype/GENB.json: diplotypes.0.generesult: Invalid input: expected string, received number',
      'phenotype/copy.json: has phenotypes of GENA again',
      'prescribing_guidance.json: PA800: guidelines of ELSEWHERE have no place here',
    ])
  })

  it('writes nothing over what is there, and nothing where nothing was found', async () => {
    const { folder, release, publication, to } = fixtures()
    mkdirSync(to)
    writeFileSync(join(to, 'note.txt'), 'mine')
    expect(await run('--from', publication, '--current', release, '--to', to)).toEqual({
      code: 2,
      lines: [`${to}: is not empty`],
    })
    mkdirSync(join(folder, 'empty'))
    expect((await run('--from', join(folder, 'empty'), '--current', release, '--to', join(folder, 'x'))).code).toBe(1)
    expect((await run('--to', to)).code).toBe(2)
    expect((await run('--from', publication, '--verbose')).code).toBe(2)
  })

  it('can say all this as JSON', async () => {
    const { release, publication, to } = fixtures()
    const { lines } = await run('--from', publication, '--current', release, '--to', to, '--release', 'trial', '--json')
    expect(JSON.parse(lines.join(''))).toMatchObject({
      release: 'trial',
      genes: [
        { gene: 'GENA', rowsReproduced: 11 },
        { gene: 'GENB', rowsReproduced: 6 },
      ],
      lostKeys: ['DPWG samplone (PA650): GENB 0.5'],
      unknownDrugs: ['nobodyine'],
    })
    expect(JSON.parse(readFileSync(join(to, 'sources.json'), 'utf8'))).toMatchObject({ release: 'trial' })
  })
})
