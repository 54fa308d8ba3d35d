import { join } from 'node:path'
import type { Diagnostic } from '../../src/domain/diagnostics.js'
import { sampleEvidence, type PositionEvidence, type VariantTable } from '../../src/domain/genotype/evidence.js'
import type { Knowledge } from '../../src/domain/knowledge.js'
import { asStated } from './as-stated.js'
import type { ConformanceCase } from './case.js'
import { diagnosticFor, WARNING_DIAGNOSTICS } from './message-rules.js'
import { compare, holds, notApplicable, unknownField, type Part } from './part.js'
import { readFile } from './run-sample.js'

type Positions = ReadonlyMap<string, PositionEvidence>

/** Compares what the reader keeps of a file: positions, their bases and phase sets, and what it says about the others. */
export async function compareReader(
  testCase: ConformanceCase,
  folder: string,
  knowledge: Knowledge,
): Promise<readonly Part[]> {
  const table = await readFile(join(folder, testCase.vcf ?? ''), knowledge)
  const positions = positionsOf(knowledge, table, testCase.sample)
  return Object.entries(testCase.expect).flatMap(([field, value]) => compareField(field, value, positions, table))
}

function positionsOf(knowledge: Knowledge, table: VariantTable, sample: string | null): Positions {
  const index = sample === null ? 0 : table.samples.indexOf(sample)
  const evidence = sampleEvidence(table, index)
  return new Map(
    [...knowledge.genes.values()].flatMap(gene =>
      gene.positions.flatMap(position => {
        const found = evidence.positions.get(gene.symbol)?.[position.index]
        return found === undefined ? [] : [[`${gene.chromosome}:${position.loci.GRCh38.position}`, found] as const]
      }),
    ),
  )
}

function compareField(field: string, value: unknown, positions: Positions, table: VariantTable): readonly Part[] {
  const kept = [...positions].filter(([, { slots }]) => slots.length > 0)
  switch (field) {
    case 'numSamples':
      return [compare(field, value, table.samples.length)]
    case 'numPositions':
      return [compare(field, value, kept.length)]
    case 'numPositionsWithPhaseSet':
      return [compare(field, value, kept.filter(([, { phaseSet }]) => phaseSet !== undefined).length)]
    case 'positions':
      return entries<readonly (string | null)[] | null>(value).map(([place, bases]) => {
        const slots = positions.get(place)?.slots ?? []
        return bases === null
          ? holds(`${field}.${place}`, 'kept', slots, slots.length > 0)
          : compare(`${field}.${place}`, bases, slots)
      })
    case 'ignoredPositions':
      return asStated<readonly string[]>(value).map(place =>
        compare(`${field}.${place}`, [], positions.get(place)?.slots ?? []),
      )
    case 'phaseSet':
      return entries<boolean>(value).map(([place, has]) =>
        compare(`${field}.${place}`, has, positions.get(place)?.phaseSet !== undefined),
      )
    case 'effectivelyPhased':
      return entries<boolean>(value).map(([place, phased]) =>
        compare(`${field}.${place}`, phased, isEffectivelyPhased(positions.get(place))),
      )
    case 'warnings':
    case 'warningsContain':
      return entries<readonly string[]>(value).flatMap(([place, texts]) =>
        texts.map(text => compareWarning(`${field}.${place}`, text, diagnosticsAt(table, place))),
      )
    case 'warningsNotContain':
      return entries<readonly string[]>(value).flatMap(([place, texts]) =>
        texts.map(text => {
          const code = diagnosticFor(text)
          if (code === undefined) return notApplicable(`${field}.${place}`, 'WORDING')
          return compare(
            `${field}.${place}`,
            false,
            diagnosticsAt(table, place).some(found => found.code === code),
          )
        }),
      )
    case 'warningPositionCount':
      return [compare(field, value, warnedPlaces(table).size)]
    case 'warningCountByPosition':
      return entries<number>(value).map(([place, count]) =>
        compare(`${field}.${place}`, count, diagnosticsAt(table, place).filter(isWarned).length),
      )
    default:
      return [unknownField(field, value)]
  }
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the type that the format gives
const entries = <T>(value: unknown): readonly (readonly [string, T])[] =>
  Object.entries(asStated<Record<string, T>>(value))

/** Places (or "VCF" for the file) about which the reader says something that the tool would warn of. */
export function warnedPlaces(table: VariantTable): ReadonlySet<string> {
  return new Set(table.diagnostics.filter(isWarned).map(placeOf))
}

/** Of an unknown base that the sample does not carry the tool says nothing; for us it is a note. */
const isWarned = ({ code, severity }: Diagnostic): boolean =>
  WARNING_DIAGNOSTICS.has(code) && !(code === 'UNDOCUMENTED_ALLELE' && severity === 'note')

const placeOf = ({ chromosome, position }: Diagnostic): string =>
  position === undefined ? 'VCF' : `${chromosome}:${position}`

function diagnosticsAt(table: VariantTable, place: string): readonly Diagnostic[] {
  return table.diagnostics.filter(found => placeOf(found) === place)
}

function compareWarning(name: string, text: string, found: readonly Diagnostic[]): Part {
  const code = diagnosticFor(text)
  if (code === undefined) return notApplicable(name, 'WORDING')
  const codes = found.map(diagnostic => diagnostic.code)
  return holds(name, code, codes, codes.includes(code))
}

function isEffectivelyPhased(found: PositionEvidence | undefined): boolean {
  if (found === undefined) return false
  return new Set(found.slots).size === 1 || (found.phased && found.phaseSet === undefined)
}
