import type { Allele, Gene, Guideline, GuidelineRow, RowKey } from '../../src/domain/knowledge.js'
import { diplotypeOf, haplotypeNamed } from '../../src/domain/diplotype/diplotype.js'
import { diplotypePhenotype } from '../../src/domain/phenotype/diplotype-phenotype.js'

/** Our own data in the shape in which ClinPGx and PharmCAT publish theirs: what an import must read back unchanged. */

const LETTERS: Readonly<Record<string, string>> = {
  AG: 'R',
  CT: 'Y',
  CG: 'S',
  AT: 'W',
  GT: 'K',
  AC: 'M',
  CGT: 'B',
  AGT: 'D',
  ACT: 'H',
  ACG: 'V',
}

export function publishedDefinition(gene: Gene, version = '2027-01-15-00-25') {
  const positions = gene.positions.filter(position => position.role === 'defining')
  const cell = (bases: readonly string[] | undefined): string | null => {
    if (bases === undefined) return null
    return bases.length === 1 ? (bases[0] ?? null) : (LETTERS[bases.toSorted().join('')] ?? 'N')
  }
  const published = gene.alleles.filter(allele => allele.matchable)
  const cores = published.flatMap(({ name, core }) => (core === undefined ? [] : [[name, core] as const]))
  return {
    formatVersion: '3',
    source: 'CPIC',
    version,
    gene: gene.symbol,
    chromosome: gene.chromosome,
    genomeBuild: 'GRCh38.p13',
    variants: positions.map(({ rsid, hgvs, loci }) => ({
      position: loci.GRCh38.position,
      rsid: rsid ?? null,
      chromosomeHgvsName: hgvs?.split(':')[1] ?? null,
      ref: loci.GRCh38.ref,
      alts: loci.GRCh38.alts,
    })),
    namedAlleles: published.map(({ name, id, isReference, cells }: Allele) => ({
      name,
      id,
      reference: isReference,
      alleles: positions.map(({ index }) => cell(cells.get(index))),
    })),
    suballelesMap: Object.fromEntries(cores),
  }
}

/** All diplotypes of the first `most` alleles that have a function; of all, where scores must be complete. */
export function publishedPhenotypes(gene: Gene, most = 60, version = '2027-01-15-00-25') {
  const scored = gene.phenotypes.method === 'activity-score'
  const known = gene.alleles.filter(allele => allele.function !== undefined && allele.core === undefined)
  const names = (scored ? known : known.slice(0, most)).map(allele => allele.name)
  const pairs = names.flatMap((a, i) => names.slice(i).map(b => [a, b]))
  const sets =
    gene.ploidy === 'diploid'
      ? pairs
      : gene.ploidy === 'x-linked'
        ? [...pairs, ...names.map(a => [a])]
        : names.map(a => [a])
  return {
    gene: gene.symbol,
    version,
    haplotypes: Object.fromEntries(known.map(allele => [allele.name, allele.function])),
    activityValues: scored ? Object.fromEntries(known.map(allele => [allele.name, allele.activityValue])) : {},
    diplotypes: sets.flatMap(alleles => {
      const haplotypes = alleles.map(name => haplotypeNamed(name, gene))
      const { phenotypes, activityScore, lookupKeys } = diplotypePhenotype(gene, diplotypeOf(haplotypes, 0))
      const [phenotype = '', lookupkey = phenotype] = [phenotypes[0], lookupKeys[0]]
      if (phenotype === 'n/a') return []
      const diplotypekey: Record<string, number> = {}
      for (const name of alleles) diplotypekey[name] = (diplotypekey[name] ?? 0) + 1
      return [{ generesult: phenotype, lookupkey, diplotypekey, activityScore: activityScore ?? null }]
    }),
  }
}

export interface Words {
  /** What a recommendation of this id says; by default a sentence of its own. */
  readonly [id: string]: string
}

export function publishedGuideline(
  guideline: Guideline,
  drug: { readonly name: string; readonly id?: string },
  words: Words = {},
) {
  const chemical = { id: drug.id ?? 'PA0', name: drug.name, symbol: null }
  return {
    guideline: {
      id: guideline.id,
      source: guideline.source,
      objCls: guideline.kind === 'label' ? 'Label Annotation' : 'Guideline Annotation',
      relatedChemicals: [chemical],
      relatedGenes: [...guideline.genes, ...guideline.otherGenes].map(symbol => ({ id: 'PA1', symbol })),
    },
    recommendations: guideline.rows.flatMap(row =>
      row.keys.map((key, index) =>
        recommendation(row, key, row.sourceIds[index] ?? `${row.id}-${index}`, chemical, words),
      ),
    ),
    citations: guideline.pmids.map(pmid => ({ pmid, title: 'A title' })),
    url: guideline.url ?? null,
  }
}

function recommendation(row: GuidelineRow, key: readonly RowKey[], id: string, chemical: object, words: Words) {
  return {
    id,
    population: row.population === 'general' ? 'general' : row.population.toLowerCase().replaceAll('_', ' '),
    classification: row.strength === undefined ? null : { term: gradeOf(row.strength) },
    relatedChemicals: [chemical],
    text: { id: 1, html: `<p>${words[id] ?? `What ${id} says.`}</p>` },
    implications: [],
    lookupKey: [Object.fromEntries(row.genes.map((gene, part) => [gene, keyValue(key[part])]))],
    dosingInformation: row.flags?.dosingInformation ?? false,
    alternateDrugAvailable: row.flags?.alternateDrugAvailable ?? false,
    otherPrescribingGuidance: row.flags?.otherPrescribingGuidance ?? false,
  }
}

function gradeOf(strength: string): string {
  return strength === 'none' ? 'No Recommendation' : `${strength.charAt(0).toUpperCase()}${strength.slice(1)}`
}

function keyValue(key: RowKey | undefined): string | Record<string, number> {
  if (key?.type !== 'diplotype') return key?.value ?? ''
  const counts: Record<string, number> = {}
  for (const name of key.value.split('/')) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
