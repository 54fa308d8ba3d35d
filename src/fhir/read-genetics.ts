import type { StatedResult } from '../domain/read-stated-result.js'
import { codesIn } from './concepts.js'
import { type Json, jsonAt, listAt, textAt } from './json.js'
import { nothing, type Reading } from './read-entry.js'
import { LOINC } from './systems.js'

/** A result of a gene that an observation states, with the time for which it holds. */
export interface ReadResult extends StatedResult {
  readonly on: string
}

const GENOTYPE = '84413-4'
const HAPLOTYPE = '84414-2'
/** "Genetic variation's effect on drug metabolism": of the gene that a component names. */
const METABOLISM_EFFECT = '53040-2'
const GENE_STUDIED = '48018-6'
/** Variant, phase between two variants. */
const FINDINGS = new Set(['69548-6', '82120-7'])
const GENETICS_SECTION = 'http://terminology.hl7.org/CodeSystem/v2-0074'
const TO_BE_DETERMINED = 'http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs'
const IMPLICATION = 'therapeutic-implication'
const GL_STRING = 'http://glstring.org'
const GENE_NAMES = /^https?:\/\/www\.genenames\.org(?:\/geneId)?\/?$/
/** A phenotype as other medicines make it, with the medicine that does. */
const SUPPORTING_INFORMATION = 'http://hl7.org/fhir/StructureDefinition/workflow-supportingInfo'

/** Answers of LOINC's lists for how well a gene's product works (LL3856-3 and the transporters' one). */
const PHENOTYPES: Readonly<Record<string, string>> = {
  'LA10315-2': 'Ultrarapid Metabolizer',
  'LA25390-8': 'Rapid Metabolizer',
  'LA25391-6': 'Normal Metabolizer',
  'LA10317-8': 'Intermediate Metabolizer',
  'LA9657-3': 'Poor Metabolizer',
  'LA25392-4': 'Increased Function',
  'LA25393-2': 'Normal Function',
  'LA25395-7': 'Decreased Function',
  'LA25394-0': 'Poor Function',
}

/** Whether an observation is about genes: by its code, its answer, or the category that HL7's genomics profiles demand. */
export function isGenetic(resource: Json): boolean {
  const concept = jsonAt(resource, 'code')
  const loinc = codesIn(concept, LOINC)
  return (
    loinc.some(code => [GENOTYPE, HAPLOTYPE, METABOLISM_EFFECT].includes(code) || FINDINGS.has(code)) ||
    codesIn(concept, TO_BE_DETERMINED).length > 0 ||
    genesStudied(resource).length > 0 ||
    isPhenotype(jsonAt(resource, 'valueCodeableConcept')) ||
    listAt(resource, 'category').some(category => codesIn(category, GENETICS_SECTION).includes('GE'))
  )
}

/**
 * What an observation states of one gene: its pair of alleles, or its phenotype in coded answers or words. Nothing is made of
 * single strands, of variants, and of what another system concludes for a drug: those are no results of a gene.
 */
export function readGenetics(resource: Json, on: string, preliminary: boolean): Reading {
  const concept = jsonAt(resource, 'code')
  const loinc = codesIn(concept, LOINC)
  if (loinc.includes(HAPLOTYPE)) return nothing('HAPLOTYPE_ALONE', 'code')
  if (loinc.some(code => FINDINGS.has(code))) return nothing('GENETIC_RESULT', 'code')
  if (preliminary) return nothing('PRELIMINARY_RESULT', 'status')
  const genes = genesStudied(resource)
  const gene = geneOf(genes, [])
  if (loinc.includes(GENOTYPE)) {
    if (genes.length !== 1) return nothing('NO_GENE', 'component')
    return resultOf({ gene, diplotypes: diplotypesIn(jsonAt(resource, 'valueCodeableConcept')), phenotypes: [], on })
  }
  if (codesIn(concept, TO_BE_DETERMINED).includes(IMPLICATION)) {
    const isConverted = listAt(resource, 'extension').some(({ url }) => url === SUPPORTING_INFORMATION)
    if (genes.length !== 1 || isConverted) return nothing('IMPLICATION_NOT_USED', 'code')
    const stated = componentsNamed(resource, TO_BE_DETERMINED, IMPLICATION).map(each =>
      jsonAt(each, 'valueCodeableConcept'),
    )
    return resultOf({ gene, diplotypes: [], phenotypes: stated.flatMap(phenotypesIn), on })
  }
  const answer = jsonAt(resource, 'valueCodeableConcept')
  if (!loinc.includes(METABOLISM_EFFECT) && !isPhenotype(answer)) return nothing('GENETIC_RESULT', 'code')
  if (genes.length > 1 || (genes.length === 0 && loinc.includes(METABOLISM_EFFECT)))
    return nothing('NO_GENE', 'component')
  // Of other codes only those that the data give to one gene are known to state a phenotype.
  const phenotypes = phenotypesIn(answer)
  const named = loinc.includes(METABOLISM_EFFECT) ? gene : geneOf(genes, loinc)
  return resultOf({ gene: named, diplotypes: [], phenotypes, on })
}

function resultOf(result: ReadResult): Reading {
  if (result.diplotypes.length === 0 && result.phenotypes.length === 0) return nothing('NO_VALUE', 'value[x]')
  return { facts: [], issues: [], result }
}

function genesStudied(resource: Json): readonly (Json | undefined)[] {
  return componentsNamed(resource, LOINC, GENE_STUDIED).map(each => jsonAt(each, 'valueCodeableConcept'))
}

function componentsNamed(resource: Json, system: string, code: string): readonly Json[] {
  return listAt(resource, 'component').filter(each => codesIn(jsonAt(each, 'code'), system).includes(code))
}

/** Numbers are written with their prefix or, in older material, without it. */
function geneOf(genes: readonly (Json | undefined)[], loinc: readonly string[]): ReadResult['gene'] {
  const hgnc = genes.flatMap(gene =>
    listAt(gene, 'coding').flatMap(coding =>
      GENE_NAMES.test(textAt(coding, 'system') ?? '') ? (textAt(coding, 'code')?.replace(/^HGNC:/, '') ?? []) : [],
    ),
  )
  return { symbols: genes.flatMap(wordsIn), hgnc, loinc }
}

/** Everything that names the value in words: they must all mean the same. */
function wordsIn(concept: Json | undefined): readonly string[] {
  const displays = listAt(concept, 'coding').flatMap(coding => textAt(coding, 'display') ?? [])
  return [...new Set([textAt(concept, 'text') ?? [], displays].flat())]
}

/** "hla#3.31.0#HLA-A*03:01+HLA-A*30:01": two strands, without alternatives. */
const TWO_STRANDS = /^hla#[^#]*#([^+|/^~?]+)\+([^+|/^~?]+)$/

function diplotypesIn(concept: Json | undefined): readonly string[] {
  const listed = codesIn(concept, GL_STRING).map(code => {
    const [, one, other] = TWO_STRANDS.exec(code) ?? []
    return one === undefined || other === undefined ? code : `${one}/${other}`
  })
  return [...listed, ...wordsIn(concept)]
}

function isPhenotype(answer: Json | undefined): boolean {
  return codesIn(answer, LOINC).some(code => Object.hasOwn(PHENOTYPES, code))
}

function phenotypesIn(concept: Json | undefined): readonly string[] {
  const coded = codesIn(concept, LOINC).map(code =>
    Object.hasOwn(PHENOTYPES, code) ? (PHENOTYPES[code] ?? code) : code,
  )
  return [...coded, ...wordsIn(concept)]
}
