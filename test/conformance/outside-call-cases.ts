import { DEFAULT_CALL_OPTIONS } from '../../src/domain/diplotype/call-gene.js'
import { compareNames } from '../../src/domain/diplotype/name-order.js'
import type { OutsideCall } from '../../src/domain/diplotype/gene-call.js'
import { normaliseOutsideCall, type NormalisedOutsideCall } from '../../src/domain/diplotype/normalise-outside-call.js'
import { isExplicitNoCall, parseOutsideCalls } from '../../src/domain/diplotype/outside-calls.js'
import type { Knowledge } from '../../src/domain/knowledge.js'
import { asStated } from './as-stated.js'
import type { ConformanceCase } from './case.js'
import { geneAnswer } from './gene-answer.js'
import { compareGene } from './gene-expectations.js'
import { compare, holds, notApplicable, unknownField, type Part } from './part.js'
import { runWithoutFile } from './run-sample.js'

/** The outside calls of all texts of a case. */
export function outsideCallsOf(texts: readonly string[]): readonly OutsideCall[] {
  return texts.flatMap(text => parseOutsideCalls(text).calls)
}

export function compareOutsideCalls(testCase: ConformanceCase, knowledge: Knowledge): readonly Part[] {
  const calls = outsideCallsOf(testCase.outsideCalls)
  const normalised = calls.flatMap(call => {
    const gene = knowledge.genes.get(call.gene)
    return gene === undefined ? [] : [normaliseOutsideCall(call, gene)]
  })
  const run = runWithoutFile(knowledge, calls, DEFAULT_CALL_OPTIONS)
  return Object.entries(testCase.expect).flatMap(([field, value]) => {
    switch (field) {
      case 'genes':
        return Object.entries(asStated<Record<string, Record<string, unknown>>>(value)).flatMap(
          ([symbol, expected]) => {
            const answer = geneAnswer(run, symbol, true)
            return answer === undefined ? [unknownField(symbol, expected)] : compareGene(symbol, answer, expected)
          },
        )
      case 'calls':
        return [compareCalls(asStated<readonly Record<string, unknown>[]>(value), normalised)]
      case 'accepted':
        return [compare(field, value, normalised.every(readable))]
      case 'error':
        return [
          holds(
            field,
            value,
            normalised.map(({ call }) => call),
            !normalised.every(({ call }) => call.refused === undefined),
          ),
        ]
      case 'noCall':
        return [
          compare(
            field,
            value,
            normalised.every(({ call }) => isExplicitNoCall(call.diplotype)),
          ),
        ]
      case 'warningCount':
        return [compare(field, value, normalised.flatMap(({ diagnostics }) => diagnostics).length)]
      case 'warningsStartWith':
      case 'warningsContain':
      case 'errorMessage':
      case 'errorMessageContains':
        return [notApplicable(field, 'WORDING')]
      default:
        return [unknownField(field, value)]
    }
  })
}

/** The tool's parser accepts one name where two are needed and refuses it later; what counts here is that it is read. */
function readable({ call }: NormalisedOutsideCall): boolean {
  return call.refused === undefined || call.refused.includes('one allele was given')
}

function compareCalls(expected: readonly Record<string, unknown>[], ours: readonly NormalisedOutsideCall[]): Part {
  const said = ours.map(({ call }, index) => {
    const facts: Record<string, unknown> = {
      gene: call.gene,
      diplotype: isExplicitNoCall(call.diplotype) ? null : sorted(call.diplotype),
      phenotype: call.phenotype,
      activityScore: call.activityScore,
    }
    return Object.fromEntries(Object.keys(expected[index] ?? facts).map(key => [key, facts[key]]))
  })
  return compare(
    'calls',
    expected.map(call => ({ ...call, ...('diplotype' in call ? { diplotype: sorted(call['diplotype']) } : {}) })),
    said,
  )
}

/** The parser keeps the order in which the alleles were written; we print the smaller name first. */
function sorted(diplotype: unknown): unknown {
  return typeof diplotype === 'string' ? diplotype.split('/').toSorted(compareNames).join('/') : diplotype
}
