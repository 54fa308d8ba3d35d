import { describe, expect, it } from 'vitest'
import { drugLookup } from '../../src/domain/history/drug-lookup.js'
import { readStatedResult } from '../../src/domain/read-stated-result.js'
import { readBundle } from '../../src/fhir/read-bundle.js'
import { knowledge } from '../knowledge/real-release.js'
import { bundle, geneStudied, genotype } from '../support/a-bundle.js'

const only = (resource: object) => {
  const [entry] = readBundle(bundle(resource), drugLookup(knowledge)).entries
  if (entry === undefined) throw new Error('nothing was read')
  return entry
}

/** The outside call that a resource becomes, or what is said instead. */
const fate = (resource: object): string => {
  const { facts, issues, result } = only(resource)
  expect(facts).toEqual([])
  if (result === undefined) return issues.map(({ code }) => code).join(' ')
  const call = readStatedResult(result, knowledge)
  if (typeof call === 'string') return call
  return [call.gene, call.diplotype, call.phenotype].filter(part => part !== undefined).join(' ')
}

const value = (text: string | undefined, ...displays: readonly string[]) => ({
  valueCodeableConcept: { ...(text === undefined ? {} : { text }), coding: displays.map(display => ({ display })) },
})

const gene = (symbol: string, hgnc?: string) => ({ component: [geneStudied(symbol, hgnc)] })

const loinc = (code: string, display?: string) => ({ coding: [{ system: 'http://loinc.org', code, display }] })

describe('a genotype of HL7’s genomics guide', () => {
  it.each([
    ['*2/*2', {}, 'CYP2C19 *2/*2'],
    ['CYP2C19 *1/*17', {}, 'CYP2C19 *1/*17'],
    ['CYP2C19*17/CYP2C19*1', {}, 'CYP2C19 *1/*17'],
    ['CYP2D6*7.001 / CYP2D6*1.001', gene('CYP2D6', 'HGNC:2625'), 'CYP2D6 *1/*7'],
    ['HLA-B*57:01/HLA-B*07:02', gene('HLA-B', 'HGNC:4932'), 'HLA-B *07:02/*57:01'],
    ['*2/*2', gene('cytochrome P450 2C19', '2621'), 'CYP2C19 *2/*2'],
    ['*2/*2', gene('CYP2C19'), 'CYP2C19 *2/*2'],
  ])('becomes an outside call in our words: %s %j', (text, more, call) => {
    expect(fate(genotype({ ...more, ...value(text) }))).toBe(call)
  })

  it('of HLA may be a GL string of two strands, and nothing with alternatives', () => {
    const listed = (code: string) =>
      fate(
        genotype({
          ...gene('HLA-B', 'HGNC:4932'),
          valueCodeableConcept: { coding: [{ system: 'http://glstring.org', code }] },
        }),
      )
    expect(listed('hla#3.31.0#HLA-B*57:01:01:01+HLA-B*30:01:01')).toBe('HLA-B *30:01/*57:01')
    expect(listed('hla#3.31.0#HLA-B*57:01/HLA-B*57:02+HLA-B*30:01')).toBe('UNKNOWN_ALLELE')
  })

  it.each([
    ['an allele nobody defined', value('*2/*9999'), 'UNKNOWN_ALLELE'],
    ['a range of diplotypes', value('*1/*2 or *1/*17'), 'UNKNOWN_ALLELE'],
    ['a sentence', value('probably *1/*2'), 'UNKNOWN_ALLELE'],
    ['one allele of two', value('*2'), 'WRONG_NUMBER_OF_ALLELES'],
    ['one typed allele of two', { ...gene('HLA-B'), ...value('HLA-B*15:02') }, 'WRONG_NUMBER_OF_ALLELES'],
    ['no answer', value('./.'), 'NO_RESULT'],
    ['two answers', value('*1/*2', '*2/*2'), 'CONTRADICTORY_RESULT'],
    ['an answer and words besides', value('*1/*2', 'CYP2C19 carrier'), 'UNKNOWN_ALLELE'],
    ['no value', { valueCodeableConcept: undefined, dataAbsentReason: {} }, 'NO_VALUE'],
    ['no gene', { component: [] }, 'NO_GENE'],
    ['two genes', { component: [geneStudied('CYP2C19'), geneStudied('CYP2C9')] }, 'NO_GENE'],
    ['a gene nobody described', gene('XYZ1'), 'UNKNOWN_GENE'],
    ['a gene by two names', gene('CYP2C19', 'HGNC:2623'), 'UNKNOWN_GENE'],
    ['no day', { effectiveDateTime: undefined }, 'NO_DATE'],
    ['a preliminary status', { status: 'preliminary' }, 'PRELIMINARY_RESULT'],
    ['an error', { status: 'entered-in-error' }, 'ENTERED_IN_ERROR'],
    [
      'an error in a thing without a name',
      { status: 'entered-in-error', id: undefined },
      'ENTERED_IN_ERROR NOT_TAKEN_BACK',
    ],
  ])('with %s is no outside call, and says why', (_name, more, said) => {
    expect(fate(genotype(more))).toBe(said)
  })
})

describe('other resources of that guide', () => {
  const stated = (code: object, answer: object, more: object = {}) =>
    fate(genotype({ code, component: [], valueCodeableConcept: answer, ...more }))
  const tbd = {
    coding: [
      { system: 'http://hl7.org/fhir/uv/genomics-reporting/CodeSystem/tbd-codes-cs', code: 'therapeutic-implication' },
    ],
  }

  it('a phenotype is read by the code that is its gene’s own, or by the gene that is named; never by a code of unknown meaning', () => {
    const poor = loinc('LA9657-3', 'Poor metabolizer')
    expect(stated(loinc('79716-7'), poor)).toBe('CYP2C9 Poor Metabolizer')
    expect(stated(loinc('79713-4'), poor, { category: [] })).toBe('TPMT Poor Metabolizer')
    expect(stated(loinc('79716-7'), poor, gene('CYP2C9', 'HGNC:2623'))).toBe('CYP2C9 Poor Metabolizer')
    // Another export puts the code of one gene on all genes.
    expect(stated(loinc('79716-7'), poor, gene('CYP2D6', 'HGNC:2625'))).toBe('UNKNOWN_GENE')
    expect(stated(loinc('99999-9'), poor, gene('CYP2D6', 'HGNC:2625'))).toBe('UNKNOWN_GENE')
    expect(stated(loinc('53040-2'), poor, gene('CYP2D6', 'HGNC:2625'))).toBe('CYP2D6 Poor Metabolizer')
    expect(stated(loinc('53040-2'), poor)).toBe('NO_GENE')
  })

  it('a phenotype that is none of the gene’s own words is not taken for one of them', () => {
    const of = (answer: object, symbol = 'CYP2D6') => stated(loinc('53040-2'), answer, gene(symbol))
    expect(of({ text: 'CYP2D6 extensive metaboliser' })).toBe('CYP2D6 Normal Metabolizer')
    expect(of({ text: 'not a poor metabolizer' })).toBe('UNKNOWN_PHENOTYPE')
    expect(of({ text: 'PM' })).toBe('UNKNOWN_PHENOTYPE')
    expect(of(loinc('LA25390-8'))).toBe('UNKNOWN_PHENOTYPE')
    expect(of(loinc('LA9657-3', 'Normal metabolizer'))).toBe('CONTRADICTORY_RESULT')
    expect(of(loinc('LA0000-0'))).toBe('UNKNOWN_PHENOTYPE')
    expect(of(loinc('LA25394-0'), 'SLCO1B1')).toBe('SLCO1B1 Poor Function')
  })

  it('what another system concludes for a drug is read only where it states the phenotype of one gene, unconverted', () => {
    const answer = { code: tbd, valueCodeableConcept: loinc('LA9657-3', 'Poor metabolizer') }
    const medicine = { code: loinc('51963-7'), valueCodeableConcept: { text: 'a drug' } }
    const implied = (more: object = {}, ...others: readonly object[]) =>
      fate(genotype({ code: tbd, valueCodeableConcept: undefined, component: [answer, medicine, ...others], ...more }))
    expect(implied()).toBe('IMPLICATION_NOT_USED')
    expect(implied({}, geneStudied('CYP2C19'))).toBe('CYP2C19 Poor Metabolizer')
    const url = 'http://hl7.org/fhir/StructureDefinition/workflow-supportingInfo'
    expect(implied({ extension: [{ url }] }, geneStudied('CYP2C19'))).toBe('IMPLICATION_NOT_USED')
  })

  it('strands, variants and other findings are named, and nothing is made of them', () => {
    const of = (code: string) => stated(loinc(code), { text: 'CYP2C19*2' }, gene('CYP2C19'))
    expect(of('84414-2')).toBe('HAPLOTYPE_ALONE')
    expect(of('69548-6')).toBe('GENETIC_RESULT')
    expect(of('82120-7')).toBe('GENETIC_RESULT')
    expect(of('94076-7')).toBe('GENETIC_RESULT')
  })
})
