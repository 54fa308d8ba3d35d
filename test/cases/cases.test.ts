import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { knowledge } from '../knowledge/real-release.js'
import { aSample, best, others } from '../support/a-sample.js'

/**
 * One file per gene: what is read at some positions (all others reference), and the diplotype and phenotype that follow
 * by the tables of CPIC or, where the gene's data name another source, of that.
 */
const caseFile = z.strictObject({
  gene: z.string(),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      /** rsID or GRCh38 coordinate → genotype. */
      genotype: z.record(z.string(), z.string()).optional(),
      missing: z.array(z.string()).optional(),
      copies: z.literal(1).optional(),
      outside: z.array(z.record(z.string(), z.string())).optional(),
      diplotypes: z.array(z.string()).optional(),
      otherDiplotypes: z.array(z.string()).optional(),
      alleles: z.array(z.string()).optional(),
      phenotypes: z.array(z.array(z.string())).optional(),
      activityScores: z.array(z.string()).optional(),
      robust: z.boolean().optional(),
      reason: z.string().optional(),
    }),
  ),
})

const folder = new URL('.', import.meta.url)
const files = readdirSync(folder)
  .filter(name => name.endsWith('.json') && name !== 'hand-checked.json')
  .map(name => caseFile.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))))

test('every core gene has its cases', () => {
  const core = [...knowledge.genes.values()].filter(({ tier }) => tier === 'core').map(({ symbol }) => symbol)
  expect(files.map(({ gene }) => gene).toSorted()).toEqual(core.toSorted())
})

describe.each(files)('$gene', ({ gene, cases }) => {
  test.each(cases)('$name', wanted => {
    const sample = aSample().reference(gene)
    if (wanted.copies === 1) sample.oneCopy(gene)
    for (const [position, genotype] of Object.entries(wanted.genotype ?? {})) sample.with(position, genotype)
    sample.without(...(wanted.missing ?? []))
    const outside = (wanted.outside ?? []).map(said => ({ gene, ...said }))
    const call = sample.call(gene, outside)
    const phenotype = sample.phenotype(gene, outside)
    const said: typeof wanted = {
      ...wanted,
      diplotypes: call.status === 'called' ? [...best(call)] : undefined,
      reason: call.status === 'called' ? undefined : call.reason,
      otherDiplotypes: [...others(call)],
      alleles: wanted.alleles && call.status === 'called' ? [...(call.alleles ?? [])] : undefined,
      phenotypes: wanted.phenotypes && phenotype.results.map(({ phenotypes }) => [...phenotypes]),
      activityScores: wanted.activityScores && phenotype.results.map(({ activityScore }) => activityScore ?? ''),
      robust: wanted.robust === undefined ? undefined : phenotype.robust,
    }
    expect(said).toEqual({ ...wanted, otherDiplotypes: wanted.otherDiplotypes ?? [] })
  })
})
