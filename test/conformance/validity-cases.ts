import { join } from 'node:path'
import { DomainError } from '../../src/domain/errors.js'
import type { Knowledge } from '../../src/domain/knowledge.js'
import { readJson, type ConformanceCase } from './case.js'
import { holds, type Part } from './part.js'
import { READ_OPTIONS, readFile } from './run-sample.js'

interface HarmlessFault {
  readonly id: string
  readonly why: string
}

/** Faults in fields that a PGx reader never looks at: the file is read as if they were not there. */
const HARMLESS = new Map(
  readJson<readonly HarmlessFault[]>('test/conformance/harmless-faults.json').map(({ id, why }) => [id, why]),
)

/** A file that follows the specification must be read; one that breaks it must be refused or diagnosed, never crash. */
export async function compareValidity(
  testCase: ConformanceCase,
  folder: string,
  knowledge: Knowledge,
): Promise<readonly Part[]> {
  const outcome = await readOrRefuse(join(folder, testCase.vcf ?? ''), knowledge)
  if (testCase.expect['validity'] === 'accept') return [holds('validity', 'read', outcome, !('refused' in outcome))]
  const told = 'refused' in outcome || outcome.diagnostics.length > 0
  return [holds('validity', `told: ${String(testCase.expect['why'])}`, outcome, told || HARMLESS.has(testCase.id))]
}

type Outcome = { readonly refused: string } | { readonly diagnostics: readonly string[] }

async function readOrRefuse(file: string, knowledge: Knowledge): Promise<Outcome> {
  try {
    const table = await readFile(file, knowledge, {
      ...READ_OPTIONS,
      assay: { assumeReference: false, assayedRegions: [] },
    })
    const told = table.diagnostics.filter(
      ({ code }) => !['NO_POSITION_COVERED', 'HEADER_BUILD_UNKNOWN', 'BUILD_FROM_BASES'].includes(code),
    )
    return { diagnostics: told.map(({ code, line }) => `${code}${line === undefined ? '' : ` line ${line}`}`) }
  } catch (error) {
    if (error instanceof DomainError) return { refused: `${error.code}: ${error.message}` }
    throw error
  }
}
