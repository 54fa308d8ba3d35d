import { join } from 'node:path'
import type { DiagnosticCode } from '../../src/domain/diagnostics.js'
import { DomainError } from '../../src/domain/errors.js'
import type { Knowledge } from '../../src/domain/knowledge.js'
import type { ConformanceCase } from './case.js'
import { holds, notApplicable, type Part } from './part.js'
import { READ_OPTIONS, readFile } from './run-sample.js'

type Outcome = { readonly refused: string } | { readonly told: readonly string[]; readonly readsNothing: boolean }

/**
 * A file that follows the specification must be read; one that breaks it must be refused or diagnosed, never crash. A
 * fault in a file without a row at any position of interest cannot matter: the file is answered with "no position covered".
 */
export async function compareValidity(
  testCase: ConformanceCase,
  folder: string,
  knowledge: Knowledge,
): Promise<readonly Part[]> {
  const outcome = await readOrRefuse(join(folder, testCase.vcf ?? ''), knowledge)
  if (testCase.expect['validity'] === 'accept') {
    if ('refused' in outcome && outcome.refused.includes('no samples')) return [notApplicable('validity', 'NO_SAMPLES')]
    return [holds('validity', 'read', outcome, !('refused' in outcome))]
  }
  const isTold = 'refused' in outcome || outcome.told.length > 0
  if (!isTold && outcome.readsNothing) return [notApplicable('validity', 'NO_ROW_OF_INTEREST')]
  return [holds('validity', `told: ${String(testCase.expect['why'])}`, outcome, isTold)]
}

/** Diagnostics that speak of the file as a whole and tell of no fault. */
const NO_FAULT: ReadonlySet<DiagnosticCode> = new Set([
  'NO_POSITION_COVERED',
  'HEADER_BUILD_UNKNOWN',
  'BUILD_FROM_BASES',
])

async function readOrRefuse(file: string, knowledge: Knowledge): Promise<Outcome> {
  const options = { ...READ_OPTIONS, assay: { assumeReference: false, assayedRegions: [] } }
  try {
    const { diagnostics } = await readFile(file, knowledge, options)
    const told = diagnostics.filter(({ code }) => !NO_FAULT.has(code))
    return {
      told: told.map(({ code, line }) => `${code}${line === undefined ? '' : ` line ${line}`}`),
      readsNothing: diagnostics.some(({ code }) => code === 'NO_POSITION_COVERED'),
    }
  } catch (error) {
    if (error instanceof DomainError) return { refused: `${error.code}: ${error.message}` }
    throw error
  }
}
