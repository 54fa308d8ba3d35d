import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

import { diffReleases } from '../../../src/knowledge/diff-releases.js'
import { runKnowledgeCommand } from '../../../src/knowledge/knowledge-command.js'
import { loadKnowledge } from '../../../src/knowledge/load-knowledge.js'
import { publishedDefinition, publishedGuideline, publishedPhenotypes } from '../publish.js'
import { DATA, knowledge } from '../real-release.js'

/** Genes whose tables take a publication: typed ones and those without a table have none. */
const TABLES = ['activity-score', 'function-combination']

describe('a publication that says what the release says', () => {
  it('changes nothing but where its rows come from', { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'import-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const [from, to] = [join(folder, 'from'), join(folder, 'to')]
    mkdirSync(join(from, 'phenotype'), { recursive: true })
    const core = [...knowledge.genes.values()].filter(({ tier }) => tier === 'core')
    const defined = core.filter(({ alleles }) => alleles.some(allele => allele.matchable))
    for (const gene of defined) {
      writeFileSync(join(from, `${gene.symbol}_translation.json`), JSON.stringify(publishedDefinition(gene)))
      if (!TABLES.includes(gene.phenotypes.method)) continue
      writeFileSync(join(from, 'phenotype', `${gene.symbol}.json`), JSON.stringify(publishedPhenotypes(gene)))
    }
    const guidelines = [...knowledge.guidelines].flatMap(([name, own]) =>
      own.map(guideline => publishedGuideline(guideline, { name })),
    )
    writeFileSync(join(from, 'prescribing_guidance.json'), JSON.stringify({ guidelines, version: '2027-01-15-00-25' }))

    const lines: string[] = []
    const code = await runKnowledgeCommand(
      ['import', '--from', from, '--to', to, '--current', DATA, '--date', '2027-02-01'],
      line => lines.push(line),
    )
    expect(lines.slice(0, -1)).toEqual([
      expect.stringMatching(/^23 genes imported, \d{5} published diplotypes reproduced$/),
      '386 guidelines imported, 0 not in the import and left as they were',
      '  0 lookup keys keep what was read of them: their text is the same',
      '  3750 lookup keys keep it by their id and facts: their text was never recorded',
      '  0 lookup keys are left out until a curator has read them',
    ])
    expect(code).toBe(0)

    const imported = await loadKnowledge([to])
    expect([imported.release, imported.date]).toEqual(['2027-01-15', '2027-02-01'])
    const changes = diffReleases(knowledge, imported).filter(({ kind }) => kind !== 'source')
    const fields = new Set(changes.flatMap(change => change.fields.map(({ field }) => `${change.kind} ${field}`)))
    expect([...fields].toSorted()).toEqual([
      'allele provenance',
      'gene definitionDate',
      'gene provenance',
      'guideline-row flags',
      'guideline-row sourceId',
      'phenotype-rule provenance',
    ])
    expect(changes.every(({ change }) => change === 'changed')).toBe(true)
  })
})
