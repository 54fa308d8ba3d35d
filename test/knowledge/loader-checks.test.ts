import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { loadKnowledge } from '../../src/knowledge/load-knowledge.js'
import { sealRelease } from '../../src/knowledge/seal-release.js'
import { addFile, change, type Json, problemsOf, smallRelease } from './small-release.js'

/** What a curator may get wrong: the file, the edit, and the problem that must name file and field. */
const MISTAKES: readonly (readonly [string, string, (json: Json) => void, string])[] = [
  [
    'an unknown key',
    'genes/NAT2/gene.json',
    json => (json.positions[1].comment = 'x'),
    'genes/NAT2/gene.json | positions[1] | Unrecognized key: "comment"',
  ],
  [
    'a missing field',
    'genes/NAT2/gene.json',
    json => delete json.ploidy,
    'genes/NAT2/gene.json | ploidy | Invalid option: expected one of "diploid"|"x-linked"|"mitochondrial"',
  ],
  [
    'a position that is no position',
    'genes/NAT2/gene.json',
    json => (json.positions[0].grch38 = '1e3 C>T'),
    'genes/NAT2/gene.json | positions[0].grch38 | must read "position REF>ALT", several alternates with commas',
  ],
  [
    'a position written twice',
    'genes/UGT1A1/gene.json',
    json => (json.positions[1].grch38 = json.positions[0].grch38),
    'genes/UGT1A1/gene.json | positions[1].grch38 | 233759924 stands twice',
  ],
  [
    'an rs number written twice',
    'genes/UGT1A1/gene.json',
    json => (json.positions[1].rsid = json.positions[0].rsid),
    'genes/UGT1A1/gene.json | positions[1].rsid | "rs887829" names two positions',
  ],
  [
    'bases on GRCh37 that GRCh38 does not know',
    'genes/UGT1A1/gene.json',
    json => (json.positions[0].grch37 = '234668570 C>A'),
    'genes/UGT1A1/gene.json | positions[0].grch37 | knows other bases than grch38; assemblies may only swap them',
  ],
  [
    'a window that is not around its position',
    'genes/UGT1A1/gene.json',
    json => (json.positions.find((row: Json) => row.window).window = '233760133 ACGT'),
    'genes/UGT1A1/gene.json | positions[1].window | does not have CAT at 233760233',
  ],
  [
    'a folder of another name',
    'genes/UGT1A1/gene.json',
    json => (json.symbol = 'UGT1A9'),
    'genes/UGT1A1/gene.json | symbol | "UGT1A9" lies in the folder "UGT1A1"',
  ],
  [
    'a source that the release does not list',
    'genes/UGT1A1/alleles.json',
    json => (json.source = 'a friend'),
    'genes/UGT1A1/alleles.json | source | "a friend" is no source of this release',
  ],
  [
    'an allele named twice',
    'genes/UGT1A1/alleles.json',
    json => (json.alleles[2].name = '*6'),
    'genes/UGT1A1/alleles.json | alleles[2].name | "*6" stands twice',
  ],
  [
    'a cell at a position the gene does not have',
    'genes/UGT1A1/alleles.json',
    json => (json.alleles[1].cells = { rs1: 'A' }),
    'genes/UGT1A1/alleles.json | alleles[1].cells["rs1"] | *6: no such position in gene.json',
  ],
  [
    'a base that is neither reference nor alternate there',
    'genes/UGT1A1/alleles.json',
    json => (json.alleles[1].cells = { rs4148323: 'T' }),
    'genes/UGT1A1/alleles.json | alleles[1].cells["rs4148323"] | *6: T is neither reference nor alternate there (G, A)',
  ],
  [
    'an allele without definition that does not say why',
    'genes/UGT1A1/alleles.json',
    json => delete json.alleles[1].cells,
    'genes/UGT1A1/alleles.json | alleles[1].cells | *6 has no cells; say why it is unmatchable',
  ],
  [
    'two alleles of the same definition',
    'genes/UGT1A1/alleles.json',
    json => (json.alleles[2].cells = json.alleles[1].cells),
    'genes/UGT1A1/alleles.json | alleles[2].cells | *27 is defined exactly as *6',
  ],
  [
    'a reference allele that is not marked',
    'genes/UGT1A1/gene.json',
    json => (json.referenceAllele = '*6'),
    'genes/UGT1A1/gene.json | referenceAllele | "*6" is not the allele marked reference ("*1") in alleles.json',
  ],
  [
    'no reference allele',
    'genes/UGT1A1/alleles.json',
    json => {
      delete json.alleles[0].reference
      json.alleles[0].cells = { rs4148323: 'G' }
    },
    'genes/UGT1A1/alleles.json | alleles | no allele is marked reference',
  ],
  [
    'a sub-allele of nothing',
    'genes/SLCO1B1/alleles.json',
    json => (json.alleles.find((row: Json) => row.name === '*45.001').core = '*450'),
    'genes/SLCO1B1/alleles.json | alleles[34].core | "*450" is no allele of this gene',
  ],
  [
    'a multiplication of an allele that does not exist',
    'genes/CYP2D6/alleles.json',
    json => (json.alleles.find((row: Json) => row.name === '*1x2').structure.base = '*999'),
    'genes/CYP2D6/alleles.json | alleles[171].structure.base | "*999" is no allele of this gene',
  ],
  [
    'an activity value that is no text of the field',
    'genes/CYP2D6/alleles.json',
    json => (json.alleles[1].value = '1'),
    'genes/CYP2D6/alleles.json | alleles[1].value | must be like "0.25", "≥3.0" or "n/a"',
  ],
  [
    'a required position the gene does not have',
    'genes/NAT2/gene.json',
    json => json.matching.required.push('rs1'),
    'genes/NAT2/gene.json | matching.required[5] | "rs1" is no position of this gene',
  ],
  [
    'a priority over an allele that does not exist',
    'genes/NAT2/gene.json',
    json => json.unphasedPriorities[0].among.push('*1/*999'),
    'genes/NAT2/gene.json | unphasedPriorities[0].among | "*999" is no matchable allele of this gene',
  ],
  [
    'a priority that picks what it does not name',
    'genes/NAT2/gene.json',
    json => (json.unphasedPriorities[0].pick = '*1/*7'),
    'genes/NAT2/gene.json | unphasedPriorities[0].pick | "*1/*7" is not among *1/*6, *4/*34',
  ],
  [
    'a fallback to an allele that does not exist',
    'genes/SLCO1B1/gene.json',
    json => (json.matching.fallback.alleles.C = '*500'),
    'genes/SLCO1B1/gene.json | matching.fallback.alleles | "*500" is no matchable allele of this gene',
  ],
  [
    'a worst function that no allele has',
    'genes/RYR1/gene.json',
    json => (json.matching.worstFunctions = ['Malignant']),
    'genes/RYR1/gene.json | matching.worstFunctions | no allele has the function "Malignant"',
  ],
  [
    'a rule about a function that no allele has',
    'genes/NAT2/phenotypes.json',
    json => (json.rules[0].functions = ['No function', 'No function']),
    'genes/NAT2/phenotypes.json | rules[0].functions | no allele has the function "No function"',
  ],
  [
    'a pair of functions without a rule',
    'genes/NAT2/phenotypes.json',
    json => json.rules.splice(1, 1),
    'genes/NAT2/phenotypes.json | rules | no rule for Decreased function + Increased function',
  ],
  [
    'a score that means another phenotype by its range',
    'genes/CYP2D6/phenotypes.json',
    json => json.scores['Poor Metabolizer'].push('0.25'),
    'genes/CYP2D6/phenotypes.json | scores["Poor Metabolizer"] | 0.25 means Intermediate Metabolizer by the ranges',
  ],
  [
    'a score that two alleles give and no phenotype lists',
    'genes/CYP2D6/phenotypes.json',
    json => json.scores['Normal Metabolizer'].splice(0, 1),
    'genes/CYP2D6/phenotypes.json | scores | 1.0 and 0.25 give 1.25, which no phenotype lists',
  ],
  [
    'a status of an allele that does not exist',
    'genes/HLA-B/phenotypes.json',
    json => (json.statuses[0].allele = '*99:99'),
    'genes/HLA-B/phenotypes.json | statuses[0].allele | "*99:99" is no allele of this gene',
  ],
  [
    'a guideline for a gene that does not exist',
    'guidelines/cpic/codeine.json',
    json => (json.guidelines[0].genes = ['CYP2D7']),
    'guidelines/cpic/codeine.json | guidelines[0].genes | "CYP2D7" is no gene of this release',
  ],
  [
    'a guideline for a drug that does not exist',
    'guidelines/cpic/codeine.json',
    json => (json.drug = 'codein'),
    'guidelines/cpic/codeine.json | drug | "codein" is no drug of this release',
  ],
  [
    'a lookup key that nobody can ever have',
    'guidelines/cpic/codeine.json',
    json => (json.guidelines[0].rows[0].keys[0].values[0] = ['2']),
    'guidelines/cpic/codeine.json | guidelines[0].rows[0].keys | CYP2D6 can never be found by activity-score "2"',
  ],
  [
    'a code that no term explains',
    'guidelines/cpic/codeine.json',
    json => (json.guidelines[0].rows[0].monitoring = ['THE_MOON']),
    'guidelines/cpic/codeine.json | guidelines[0] | no term says what THE_MOON means',
  ],
]

describe('the loader', () => {
  it('reads a release that is as it should be', async () => {
    expect(await problemsOf(smallRelease())).toEqual([])
  })

  it.each(MISTAKES)('names file and field of %s', async (_, file, edit, problem) => {
    const folder = smallRelease()
    change(folder, file, edit)
    sealRelease(folder)
    expect(await problemsOf(folder)).toContain(problem)
  })

  it('names a file that is not JSON', async () => {
    const folder = smallRelease()
    writeFileSync(join(folder, 'drugs/codeine.json'), '{"name": ')
    sealRelease(folder)
    expect((await problemsOf(folder))[0]).toMatch(/^drugs\/codeine\.json \| {2}\| is not JSON: /)
  })

  it('names the file a gene lacks', async () => {
    const folder = smallRelease()
    rmSync(join(folder, 'genes/NAT2/alleles.json'))
    sealRelease(folder)
    expect(await problemsOf(folder)).toContain('genes/NAT2/alleles.json |  | does not exist')
  })

  it('names a file that lies in no folder of the layout', async () => {
    const folder = smallRelease()
    addFile(folder, 'notes/mine.json', '{}')
    sealRelease(folder)
    expect(await problemsOf(folder)).toEqual(['notes/mine.json |  | lies in no folder of the layout'])
  })

  it('names all problems at once, and at most twenty in its message', async () => {
    const folder = smallRelease()
    change(folder, 'genes/NAT2/gene.json', json => {
      for (const row of json.positions) row.grch38 = 'somewhere'
    })
    sealRelease(folder)
    const failure = await loadKnowledge([folder]).catch((error: unknown) => error)
    const message = failure instanceof Error ? failure.message : ''
    expect(message.split('\n')[0]).toBe(`The knowledge in ${folder} cannot be used:`)
    expect(message).toContain('  genes/NAT2/gene.json: positions[0].grch38: must read')
    expect(message.split('\n')).toHaveLength(22)
    expect(message.split('\n').at(-1)).toBe('  … and 27 more')
  })
})

describe('P10 the seal of a release', () => {
  it('stops start-up naming a file that was changed', async () => {
    const folder = smallRelease()
    change(folder, 'genes/CYP2D6/alleles.json', json => (json.alleles[1].value = '0.5'))
    expect(await problemsOf(folder)).toEqual([
      'genes/CYP2D6/alleles.json |  | was changed after the release was sealed in sources.json',
    ])
  })

  it('stops start-up naming a file that was added or removed', async () => {
    const folder = smallRelease()
    addFile(
      folder,
      'drugs/placebo.json',
      readFileSync(join(folder, 'drugs/codeine.json'), 'utf8').replace('"codeine"', '"placebo"'),
    )
    rmSync(join(folder, 'interactions/CYP2D6.json'))
    expect(await problemsOf(folder)).toEqual([
      'drugs/placebo.json |  | is not sealed in sources.json',
      'sources.json | files["interactions/CYP2D6.json"] | is sealed but does not exist',
    ])
  })

  it('gives another version when anything changed, and the same when nothing did', async () => {
    const folder = smallRelease()
    const before = await loadKnowledge([folder])
    expect(sealRelease(folder)).toEqual([])
    expect((await loadKnowledge([folder])).version).toBe(before.version)
    change(folder, 'genes/CYP2D6/alleles.json', json => (json.alleles[1].note = 'seen'))
    expect(sealRelease(folder)).toEqual(['genes/CYP2D6/alleles.json'])
    expect((await loadKnowledge([folder])).version).not.toBe(before.version)
  })

  it('needs a folder with a sources.json', async () => {
    expect(await problemsOf('/nowhere')).toEqual(['sources.json |  | does not exist'])
    const folder = smallRelease()
    rmSync(join(folder, 'sources.json'))
    expect(await problemsOf(folder)).toEqual(['sources.json |  | does not exist'])
  })
})
