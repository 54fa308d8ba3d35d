import { parseArgs } from 'node:util'

import { ASSEMBLIES, type Assembly } from '../domain/knowledge.js'
import { UsageError } from './usage-error.js'

export type CallFormat = 'table' | 'json' | 'tsv'

/** What the person at the shell asked for; files are named, not yet read. */
export interface CallOptions {
  /** Path, or "-" for standard input. */
  readonly file: string
  readonly format: CallFormat
  readonly samples: readonly string[]
  readonly samplesFile?: string
  readonly outsideCallFiles: readonly string[]
  readonly assumeReference: boolean
  readonly regionsFile?: string
  readonly assembly?: Assembly
  readonly sex?: 'female' | 'male'
  /** Only these genes are shown; empty = all core genes. */
  readonly genes: readonly string[]
  readonly allGenes: boolean
  readonly recommendations: boolean
  readonly allCandidates: boolean
  readonly combinations: boolean
  readonly callWithoutCopyNumber: boolean
  readonly requirePass: boolean
  readonly minimumGenotypeQuality?: number
  readonly minimumDepth?: number
  /** Threads that call; absent = as many as there are cores, when the file is large enough to gain by it. */
  readonly threads?: number
}

const OPTIONS = {
  json: { type: 'boolean' },
  tsv: { type: 'boolean' },
  sample: { type: 'string', multiple: true, short: 's' },
  'samples-file': { type: 'string' },
  'outside-calls': { type: 'string', multiple: true },
  'assume-reference': { type: 'boolean' },
  'assayed-regions': { type: 'string' },
  build: { type: 'string' },
  sex: { type: 'string' },
  genes: { type: 'string', multiple: true },
  'all-genes': { type: 'boolean' },
  'no-recommendations': { type: 'boolean' },
  'all-candidates': { type: 'boolean' },
  combinations: { type: 'boolean' },
  'call-without-copy-number': { type: 'boolean' },
  'require-pass': { type: 'boolean' },
  'min-gq': { type: 'string' },
  'min-dp': { type: 'string' },
  threads: { type: 'string' },
} as const

/** Reads the arguments after `sextant call`; throws `UsageError` with one sentence that says what is wrong. */
export function parseCallOptions(args: readonly string[]): CallOptions {
  const { values, positionals } = parse(args)
  const [file, ...others] = positionals
  if (file === undefined) throw new UsageError('name the VCF file to read, or "-" for standard input')
  if (others.length > 0) throw new UsageError(`one file at a time: ${others.length} more than one were named`)
  if (values.json && values.tsv) throw new UsageError('--json and --tsv exclude each other')
  if (values.sample && values['samples-file']) throw new UsageError('--sample and --samples-file exclude each other')
  if (values.genes && values['all-genes']) throw new UsageError('--genes and --all-genes exclude each other')
  if ([file, values['samples-file'], ...(values['outside-calls'] ?? [])].filter(name => name === '-').length > 1) {
    throw new UsageError('standard input can be read only once')
  }
  return {
    file,
    format: values.json ? 'json' : values.tsv ? 'tsv' : 'table',
    samples: values.sample ?? [],
    samplesFile: values['samples-file'],
    outsideCallFiles: values['outside-calls'] ?? [],
    assumeReference: values['assume-reference'] ?? false,
    regionsFile: values['assayed-regions'],
    assembly: oneOf('--build', ASSEMBLIES, values.build),
    sex: oneOf('--sex', ['female', 'male'] as const, values.sex),
    genes: (values.genes ?? []).flatMap(list => list.split(',')).filter(gene => gene !== ''),
    allGenes: values['all-genes'] ?? false,
    recommendations: !values['no-recommendations'],
    allCandidates: values['all-candidates'] ?? false,
    combinations: values.combinations ?? false,
    callWithoutCopyNumber: values['call-without-copy-number'] ?? false,
    requirePass: values['require-pass'] ?? false,
    minimumGenotypeQuality: wholeNumber('--min-gq', values['min-gq']),
    minimumDepth: wholeNumber('--min-dp', values['min-dp']),
    threads: wholeNumber('--threads', values.threads),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true })
  } catch (error) {
    // Node's sentences go on about escaping positional arguments; the first one says it all.
    throw new UsageError((error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '')
  }
}

function oneOf<Value extends string>(
  option: string,
  allowed: readonly Value[],
  given: string | undefined,
): Value | undefined {
  if (given === undefined) return undefined
  const found = allowed.find(value => value.toLowerCase() === given.toLowerCase())
  if (found === undefined) throw new UsageError(`${option} is ${allowed.join(' or ')}, not "${given}"`)
  return found
}

function wholeNumber(option: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined
  if (!/^\d{1,6}$/.test(given)) throw new UsageError(`${option} is a whole number, not "${given}"`)
  return Number(given)
}
