import { z } from 'zod'
import type { FactDescription, PhenotypeAlias, Population, Term } from '../domain/knowledge.js'
import type { DataFile } from './data-file.js'
import { badData, decodeFile } from './data-file.js'
import { factTest, geneTest } from './decode-tests.js'

const code = z.string().regex(/^[A-Z0-9_]+$/, 'is no term code (UPPER_SNAKE)')

const words = { clinician: z.string().min(1), plain: z.string().min(1) }

const termsSchema = z.strictObject({
  licence: z.string(),
  terms: z.record(
    code,
    z.strictObject({
      ...words,
      test: factTest.optional(),
      genes: geneTest.optional(),
      informative: z.boolean().default(false),
    }),
  ),
})

const populationsSchema = z.strictObject({
  licence: z.string(),
  populations: z.record(code, z.strictObject({ ...words, test: factTest.optional() })),
})

const factsSchema = z.strictObject({
  licence: z.string(),
  facts: z.record(
    z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'is no name of a fact (camelCase)'),
    z.strictObject({
      ...words,
      unit: z.string().optional(),
      codes: z.record(code, z.strictObject(words)).default({}),
      medicines: z.strictObject({ gene: z.string(), role: z.enum(['inhibitor', 'inducer']) }).optional(),
    }),
  ),
})

const aliasesSchema = z.strictObject({
  licence: z.string(),
  source: z.string(),
  aliases: z.array(
    z.strictObject({
      source: z.enum(['CPIC', 'DPWG', 'FDA']),
      gene: z.string(),
      phenotype: z.string(),
      readAs: z.string(),
      rule: z.string().min(1),
    }),
  ),
})

export interface DecodedTerms {
  readonly terms: ReadonlyMap<string, Term>
  readonly populations: ReadonlyMap<string, Population>
  readonly facts?: ReadonlyMap<string, FactDescription>
  readonly aliases?: readonly PhenotypeAlias[]
}

/**
 * The codes of the guidelines in words (`terms*.json`), the groups of people they distinguish (`populations.json`), the
 * facts that decide both (`facts.json`), and phenotypes that are read as others (`aliases.json`).
 */
export function decodeTerms(files: readonly DataFile[]): DecodedTerms {
  const terms = new Map<string, Term>()
  const populations = new Map<string, Population>()
  let facts: ReadonlyMap<string, FactDescription> | undefined
  let aliases: readonly PhenotypeAlias[] | undefined
  for (const file of files) {
    if (file.path.endsWith('/facts.json')) {
      facts = decodeFacts(file)
      continue
    }
    if (file.path.endsWith('/aliases.json')) {
      aliases = decodeAliases(file)
      continue
    }
    if (file.path.endsWith('/populations.json')) {
      const decoded = decodeFile(populationsSchema, file).populations
      for (const [name, population] of Object.entries(decoded)) populations.set(name, { code: name, ...population })
      continue
    }
    for (const [name, term] of Object.entries(decodeFile(termsSchema, file).terms)) {
      if (terms.has(name)) throw badData(file.path, ['terms', name], 'is already defined by another file')
      terms.set(name, { code: name, ...term })
    }
  }
  return { terms, populations, ...(facts && { facts }), ...(aliases && { aliases }) }
}

function decodeFacts(file: DataFile): ReadonlyMap<string, FactDescription> {
  return new Map(Object.entries(decodeFile(factsSchema, file).facts).map(([name, fact]) => [name, { name, ...fact }]))
}

/** Every alias follows from how its source keys the phenotypes that it does list. */
function decodeAliases(file: DataFile): readonly PhenotypeAlias[] {
  const { source, aliases } = decodeFile(aliasesSchema, file)
  return aliases.map(alias => ({ ...alias, provenance: { source, basis: 'inferred', reviewed: false } }))
}
