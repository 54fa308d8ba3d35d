import type { Allele, Drug, Gene, Guideline, Interaction, Knowledge, Provenance } from '../domain/knowledge.js'
import type { OptionKnowledge } from '../domain/option-knowledge.js'
import { deepFreeze } from './deep-freeze.js'

/** Marks answers that were given without a curator's rows: the same files, but not the same answers. */
const VERSION_SUFFIX = '-sourced'

/**
 * The release without what rests on a curator's memory alone and was compared with no source. What loses its ground goes
 * as a whole: an allele its meaning, a guideline its rows, a gene its factors for inhibitors.
 */
export function withoutUnreviewed(knowledge: Knowledge): Knowledge {
  const phenoconversion = new Map(
    [...knowledge.phenoconversion].filter(([, rule]) => isSourced(rule.provenance) && isSourced(rule.windowProvenance)),
  )
  return deepFreeze({
    ...knowledge,
    version: `${knowledge.version}${VERSION_SUFFIX}`,
    genes: mapValues(knowledge.genes, sourcedGene),
    drugs: mapValues(knowledge.drugs, sourcedDrug),
    guidelines: mapValues(knowledge.guidelines, guidelines =>
      guidelines.map(guideline => sourcedGuideline(guideline, knowledge)),
    ),
    phenoconversion,
    algorithms: new Map([...knowledge.algorithms].filter(([, algorithm]) => isSourcedRow(algorithm))),
    options: knowledge.options && sourcedOptions(knowledge.options),
    interactions: mapValues(knowledge.interactions, (rows, gene) =>
      rows.filter(isSourcedRow).map(row => sourcedInteraction(row, phenoconversion.has(gene))),
    ),
  })
}

function isSourced({ basis, reviewed }: Provenance): boolean {
  return basis !== 'curator-knowledge' || reviewed
}

function isSourcedRow({ provenance }: { readonly provenance: Provenance }): boolean {
  return isSourced(provenance)
}

function sourcedGene(gene: Gene): Gene {
  const { phenotypes, alleles } = gene
  const known = alleles.every(isSourcedRow) ? alleles : alleles.map(sourcedAllele)
  if (isSourced(phenotypes.provenance)) return known === alleles ? gene : { ...gene, alleles: known }
  return { ...gene, alleles: known, phenotypes: { method: 'none', provenance: phenotypes.provenance } }
}

/** Its definition stays: without it, whoever carries the allele would be read as carrying another one. */
function sourcedAllele(allele: Allele): Allele {
  if (isSourcedRow(allele)) return allele
  const { function: _function, formerFunction: _former, activityValue: _value, ...definition } = allele
  return definition
}

function sourcedDrug(drug: Drug): Drug {
  return {
    ...drug,
    brands: drug.brands.filter(isSourcedRow),
    rxnorm: isSourced(drug.rxnormProvenance) ? drug.rxnorm : undefined,
  }
}

/** That there is a guideline is a fact even where none of its rows was read: it stays, without rows and without a dose to compute. */
function sourcedGuideline(guideline: Guideline, { algorithms }: Knowledge): Guideline {
  const flow = guideline.algorithm === undefined ? undefined : algorithms.get(guideline.algorithm)
  const algorithm = flow !== undefined && isSourcedRow(flow) ? flow.id : undefined
  return { ...guideline, algorithm, rows: guideline.rows.filter(isSourcedRow) }
}

/** A factor without the rule that says how and when it counts would silence the caution that otherwise stands. */
function sourcedInteraction(row: Interaction, ruleKnown: boolean): Interaction {
  return {
    ...row,
    factor: ruleKnown ? row.factor : undefined,
    rxnorm: isSourced(row.rxnormProvenance) ? row.rxnorm : undefined,
  }
}

/**
 * The tables by which facts become effects stay, they are the product's own; without its file a drug is one that nobody has
 * looked at.
 */
function sourcedOptions(options: OptionKnowledge): OptionKnowledge {
  return {
    ...options,
    indications: new Map([...options.indications].filter(([, indication]) => isSourcedRow(indication))),
    drugFacts: new Map([...options.drugFacts].filter(([, facts]) => isSourcedRow(facts))),
    allergyClasses: isSourcedRow(options) ? options.allergyClasses : new Map(),
  }
}

function mapValues<Value, Mapped>(
  map: ReadonlyMap<string, Value>,
  change: (value: Value, key: string) => Mapped,
): ReadonlyMap<string, Mapped> {
  return new Map([...map].map(([key, value]) => [key, change(value, key)]))
}
