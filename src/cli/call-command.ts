import type { Readable, Writable } from 'node:stream'

import { DomainError } from '../domain/errors.js'
import type { Knowledge } from '../domain/knowledge.js'
import type { FileLimits, VariantReader } from '../usecases/ports.js'
import { parseAssayedRegions } from './assayed-regions.js'
import { CALL_HELP } from './call-help.js'
import { parseCallOptions, type CallOptions } from './call-options.js'
import { callBatches } from './call-batches.js'
import type { CallRun } from './call-run.js'
import { headingOf } from './formats.js'
import { openInput, readText } from './input-file.js'
import { createOutput, type Output } from './output.js'
import { readOutsideCalls } from './outside-calls-file.js'
import { createProgressBar, type ProgressBar } from './progress-bar.js'
import { UsageError } from './usage-error.js'

/** What the command is given by `app/`. */
export interface CallPorts {
  readonly loadKnowledge: () => Promise<Knowledge>
  readonly reader: VariantReader
  readonly limits: FileLimits
  readonly streams: { readonly input: Readable; readonly output: Writable; readonly messages: NodeJS.WriteStream }
  readonly now: () => number
}

const DONE = 0
const NOTHING_CALLED = 1
const WRONG_USAGE = 2

/** `sextant call`: reads one file, prints every sample of it, and returns the exit code. */
export async function runCall(args: readonly string[], ports: CallPorts): Promise<number> {
  const { output: stdout, messages } = ports.streams
  if (args.includes('--help') || args.includes('-h')) {
    stdout.write(CALL_HELP)
    return DONE
  }
  const progress = createProgressBar(messages, ports.now)
  const say = (text: string): void => {
    progress.clear()
    messages.write(`sextant: ${text}\n`)
  }
  try {
    const options = parseCallOptions(args)
    const run = await read(options, ports, progress)
    const output = createOutput(stdout)
    const { anyCalled, failed } = await print(run, output, progress, say)
    progress.clear()
    if (!anyCalled && failed === 0 && !output.closed) say(`NOTHING_CALLED: no gene could be called. ${whyNothing(run)}`)
    return anyCalled && failed === 0 ? DONE : NOTHING_CALLED
  } catch (error) {
    if (error instanceof UsageError) {
      say(`${error.message}. Try "sextant call --help".`)
      return WRONG_USAGE
    }
    if (!(error instanceof DomainError)) throw error
    say(`${error.code}: ${error.message}${placeOf(error)}`)
    return NOTHING_CALLED
  } finally {
    // Whoever feeds a refused file may go on for hours; nobody waits for that.
    ports.streams.input.destroy()
  }
}

async function read(options: CallOptions, ports: CallPorts, progress: ProgressBar): Promise<CallRun> {
  const { input } = ports.streams
  const file = await openInput(options.file, input)
  const names = options.samplesFile === undefined ? undefined : await readText(options.samplesFile, input)
  const regions = options.regionsFile === undefined ? undefined : await readText(options.regionsFile, input)
  const outsideTexts: string[] = []
  for (const path of options.outsideCallFiles) outsideTexts.push(await readText(path, input))
  const knowledge = await ports.loadKnowledge()
  const unknown = options.genes.find(gene => !knowledge.genes.has(gene))
  if (unknown !== undefined) throw new UsageError(`--genes: no data file describes "${unknown}"`)

  const samples = names === undefined ? options.samples : names.split(/\r?\n/).filter(name => name.trim() !== '')
  if (names !== undefined && samples.length === 0) throw new UsageError('--samples-file names no sample')
  const outside = readOutsideCalls(outsideTexts, knowledge)
  const table = await ports.reader.read(file.bytes, knowledge, {
    samples: samples.length === 0 ? undefined : [...new Set(samples)],
    fileName: file.name,
    assay: {
      assembly: options.assembly,
      assumeReference: options.assumeReference,
      assayedRegions: regions === undefined ? [] : parseAssayedRegions(regions, options.regionsFile ?? ''),
      sex: options.sex,
    },
    quality: {
      requirePass: options.requirePass,
      minimumGenotypeQuality: options.minimumGenotypeQuality,
      minimumDepth: options.minimumDepth,
    },
    limits: ports.limits,
    bytesTotal: file.sizeBytes,
    onProgress: ({ bytesRead }) => progress.update('reading', bytesRead, file.sizeBytes),
  })
  const diagnostics = [...outside.diagnostics, ...table.diagnostics]
  return { table, knowledge, outsideCalls: outside.calls, diagnostics, options }
}

/** Prints sample after sample; one that fails is named and costs no other. */
async function print(
  run: CallRun,
  output: Output,
  progress: ProgressBar,
  say: (text: string) => void,
): Promise<{ readonly anyCalled: boolean; readonly failed: number }> {
  const { samples } = run.table
  let anyCalled = false
  let failed = 0
  await output.write(Buffer.from(headingOf(run.options.format)))
  for await (const batch of callBatches(run)) {
    for (const { sample, reason } of batch.failures) say(`PROCESSING_FAILED: sample ${samples[sample]}: ${reason}`)
    failed += batch.failures.length
    anyCalled ||= batch.anyCalled
    await output.write(batch.bytes)
    if (output.closed) break
    progress.update('calling', batch.end, samples.length, 'samples')
  }
  return { anyCalled, failed }
}

function whyNothing({ table }: CallRun): string {
  if (table.samples.length === 0) return 'The file has no samples.'
  return 'The genes and reasons are in the output; --assume-reference reads absent positions as reference.'
}

/** The message names its line already where the reader knows it. */
function placeOf({ message, details }: DomainError): string {
  return typeof details['line'] === 'number' && !message.includes('(line') ? ` (line ${details['line']})` : ''
}
