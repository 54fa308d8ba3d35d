import { describe, expect, test } from 'vitest'
import { normaliseOutsideCall } from '../../../src/domain/diplotype/normalise-outside-call.js'
import { parseOutsideCalls } from '../../../src/domain/diplotype/outside-calls.js'
import { canonicalActivityScore, canonicalPhenotype } from '../../../src/domain/diplotype/outside-phenotype.js'
import type { OutsideCall } from '../../../src/domain/diplotype/gene-call.js'
import { geneOf } from '../../knowledge/real-release.js'
import { aSample, best, noteCodes } from '../../support/a-sample.js'

const normalised = (gene: string, diplotype: string): OutsideCall =>
  normaliseOutsideCall({ gene, diplotype }, geneOf(gene)).call

describe('a file of outside calls', () => {
  test('has a gene, and a diplotype, phenotype or activity score, separated by tabs', () => {
    const { calls, diagnostics } = parseOutsideCalls(
      '\uFEFF# a comment\r\nCYP2D6\t*1/*4\n\nCYP2C9\t\tPM\t\tmore\nCYP2D6\t\t\t1.25\n',
    )
    expect(diagnostics).toEqual([])
    expect(calls).toEqual([
      { gene: 'CYP2D6', diplotype: '*1/*4', line: 2 },
      { gene: 'CYP2C9', phenotype: 'PM', line: 4 },
      { gene: 'CYP2D6', activityScore: '1.25', line: 5 },
    ])
  })

  test('P4 one bad line refuses its own gene, and names the line', () => {
    const { calls, diagnostics } = parseOutsideCalls('CYP2D6\nCYP2C19\t*1/*2\n\t*1/*1\n')
    expect(calls).toMatchObject([{ gene: 'CYP2D6', refused: calls[0]?.refused }, { gene: 'CYP2C19' }])
    expect(calls[0]?.refused).toContain('Line 1')
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ['OUTSIDE_CALL_REFUSED', 1],
      ['OUTSIDE_CALL_REFUSED', 3],
    ])
    const answers = aSample().reference('CYP2C9').calls(calls)
    expect(answers.get('CYP2D6')).toMatchObject({ status: 'not-called', reason: 'OUTSIDE_CALL_REFUSED' })
    expect(answers.get('CYP2C19')).toMatchObject({ status: 'called' })
    expect(answers.get('CYP2C9')).toMatchObject({ status: 'called' })
  })
})

describe('an outside diplotype in our words', () => {
  test.each([
    ['CYP2C19', '*2/*1', '*1/*2'],
    ['CYP2C19', 'CYP2C19*2/CYP2C19 *3', '*2/*3'],
    ['CYP2D6', '*4.024/*1', '*1/*4'],
    ['CYP2D6', '*36+*10/*1', '*1/*36 + *10'],
    ['CYP2D6', '[*36 + *10]/*1', '*1/*36 + *10'],
    ['CYP2D6', '*10+*36/*1', '*1/*36 + *10'],
    ['CYP2D6', '*13 + *68x2 + *4/*68 + *2', '*13 + *68x2 + *4/*68 + *2'],
    ['CYP2D6', '*1≥3/*4', '*1x≥3/*4'],
    ['CYP2D6', '*1x>=3/*4', '*1x≥3/*4'],
    ['CYP2D6', '*4X3/*1', '*1/*4x3'],
    ['CYP2D6', '*1x1/*4', '*1/*4'],
    ['MT-RNR1', '1555A>G', 'm.1555A>G'],
    ['HLA-A', 'A*31:01:02/HLA-A*02:01', '*02:01/*31:01'],
    ['UGT1A1', '[*80 + *28]/*1', '*1/*80+*28'],
    ['SLCO1B1', '*45.001/*1', '*1/*45'],
    ['DPYD', 'c.498G>A/[c.2933A>G + c.1905+1G>A (*2A)]', 'c.498G>A/[c.1905+1G>A (*2A) + c.2933A>G]'],
    ['DPYD', 'reference/Reference', 'Reference/Reference'],
    ['G6PD', 'B (reference)', 'B (reference)'],
    ['CYP2C19', './.', './.'],
  ])('%s %s is %s', (gene, written, expected) => {
    expect(normalised(gene, written)).toMatchObject({ diplotype: expected })
    expect(normalised(gene, written).refused).toBeUndefined()
  })

  test.each([
    ['CYP2C19', '*1/*999'],
    ['CYP2C19', '*1/*2/*3'],
    ['CYP2C19', '*1'],
    ['DPYD', '*1/*5'],
    ['G6PD', 'B (wildtype)/B (wildtype)'],
    ['HLA-B', '*57'],
    ['HLA-B', 'A*57:01/*58:01'],
    ['HLA-B', '*57:01N/*58:01'],
    ['MT-RNR1', 'm.1555A>G/Reference'],
    ['CYP2D6', 'banana'],
  ])('%s %s is refused, saying why', (gene, written) => {
    expect(normalised(gene, written).refused).toContain(gene)
  })

  test('what is changed is reported, what stays is not', () => {
    const codes = (diplotype: string): readonly string[] =>
      normaliseOutsideCall({ gene: 'CYP2D6', diplotype }, geneOf('CYP2D6')).diagnostics.map(({ code }) => code)
    expect(codes('*1/*4')).toEqual([])
    expect(codes('*4.024/*36+*10')).toEqual(['OUTSIDE_CALL_CHANGED', 'OUTSIDE_CALL_CHANGED'])
    expect(codes('*10x3/*4')).toEqual(['UNKNOWN_OUTSIDE_ALLELE'])
  })

  test('every allele of the data is understood under its own name', () => {
    for (const symbol of ['CYP2D6', 'DPYD', 'G6PD', 'CFTR', 'UGT1A1', 'RYR1', 'VKORC1', 'HLA-B']) {
      for (const { name, core } of geneOf(symbol).alleles) {
        expect(normalised(symbol, `${name}/${name}`)).toMatchObject({ diplotype: `${core ?? name}/${core ?? name}` })
      }
    }
  })
})

describe('outside phenotypes and scores in our words', () => {
  test.each([
    ['Normal Metaboliser', 'Normal Metabolizer'],
    ['  Normal    Metabolizers', 'Normal Metabolizer'],
    ['NM    ', 'Normal Metabolizer'],
    ['normal metabolizer (NM)', 'Normal Metabolizer'],
    ['Extensive Metabolizer', 'Normal Metabolizer'],
    ['RM', 'Rapid Metabolizer'],
    ['rapid metaboliser', 'Rapid Metabolizer'],
    ['ultrarapid metabolizer', 'Ultrarapid Metabolizer'],
    ['Likely intermediate metabolizer', 'Likely Intermediate Metabolizer'],
    ['phenotype indeterminate', 'Indeterminate'],
    ['Decreased Function', 'Decreased Function'],
  ])('%s is %s', (written, expected) => {
    expect(canonicalPhenotype(written)).toBe(expected)
  })

  test.each([
    ['2', '2.0'],
    ['1.25', '1.25'],
    ['>=3', '≥3.0'],
    ['≥3.25', '≥3.25'],
    ['N/A', 'n/a'],
    ['high', undefined],
  ])('the score %s is %s', (written, expected) => {
    expect(canonicalActivityScore(written)).toBe(expected)
  })

  test('a phenotype that the gene does not have is refused', () => {
    const { call } = normaliseOutsideCall({ gene: 'CYP2C19', phenotype: 'Slow acetylator' }, geneOf('CYP2C19'))
    expect(call.refused).toContain('Slow acetylator')
  })

  test('a score alone is refused for a gene without scores', () => {
    expect(normaliseOutsideCall({ gene: 'CYP2C19', activityScore: '1' }, geneOf('CYP2C19')).call.refused).toBeDefined()
  })
})

describe('outside calls in a sample', () => {
  test('count before the call of the file, which they name', () => {
    const call = aSample()
      .reference('CYP2C19')
      .call('CYP2C19', [{ gene: 'CYP2C19', diplotype: '*2/*2' }])
    expect(best(call)).toEqual(['*2/*2'])
    expect(call.notes).toContainEqual({ code: 'OUTSIDE_CALL_REPLACES_FILE_CALL', facts: ['*38/*38'] })
  })

  test('of one gene are alternatives, and none is lost', () => {
    const call = aSample().call('CYP2C19', [
      { gene: 'CYP2C19', diplotype: '*9/*4' },
      { gene: 'CYP2C19', diplotype: '*1/*3' },
      { gene: 'CYP2C19', diplotype: '*1/*3' },
    ])
    expect(best(call)).toEqual(['*1/*3', '*4/*9'])
  })

  test('fill a gene that small variants cannot call', () => {
    expect(best(aSample().reference('CYP2D6').call('CYP2D6'))).toEqual(['COPY_NUMBER_REQUIRED'])
    expect(
      best(
        aSample()
          .reference('CYP2D6')
          .call('CYP2D6', [{ gene: 'CYP2D6', diplotype: '*1/*4' }]),
      ),
    ).toEqual(['*1/*4'])
  })

  test('that look for no answer leave the gene without one', () => {
    const call = aSample().call('CYP2D6', [{ gene: 'CYP2D6', diplotype: './.' }])
    expect(call).toMatchObject({ status: 'not-called', origin: 'outside', reason: 'NO_DATA' })
  })

  test('that are refused hold the gene back, whatever the file says', () => {
    const call = aSample()
      .reference('CYP2C19')
      .call('CYP2C19', [{ gene: 'CYP2C19', diplotype: '*1/*999' }])
    expect(call).toMatchObject({ status: 'not-called', reason: 'OUTSIDE_CALL_REFUSED' })
  })

  test('that contradict themselves are noted', () => {
    const outside = [{ gene: 'CYP2C9', diplotype: '*1/*3', activityScore: '0.5' }]
    expect(aSample().call('CYP2C9', outside).notes).toContainEqual({
      code: 'OUTSIDE_CALL_MISMATCH',
      facts: ['Intermediate Metabolizer', '1.0'],
    })
    expect(noteCodes(aSample().call('CYP2D6', [{ gene: 'CYP2D6', diplotype: '*1/*1', phenotype: 'NM' }]))).toEqual([
      'OUTSIDE_CALL_USED',
    ])
  })
})
