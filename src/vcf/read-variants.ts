import type { VariantTable } from '../domain/genotype/evidence.js'
import type { Assembly, Knowledge } from '../domain/knowledge.js'
import { ASSEMBLIES } from '../domain/knowledge.js'
import type { ReadOptions, VariantReader } from '../usecases/ports.js'
import { buildTable } from './build-table.js'
import { chooseAssembly, collectAssemblyEvidence } from './choose-assembly.js'
import { collectRows } from './collect-rows.js'
import { describe } from './describe.js'
import { fileText } from './file-text.js'
import type { Header } from './header.js'
import { readHeader } from './header.js'
import { createNotices } from './notices.js'
import type { Catalogue } from './places.js'
import { catalogueOf, rangesOf } from './places.js'
import { refusal } from './refuse.js'
import { scanLines } from './scan-lines.js'
import { splitHeader } from './split-header.js'

/** The reader of VCF files: one pass over the bytes, memory independent of the size of the file. */
export function createVariantReader(): VariantReader {
  return { read: readVariants }
}

async function readVariants(
  bytes: AsyncIterable<Uint8Array>,
  knowledge: Knowledge,
  options: ReadOptions,
): Promise<VariantTable> {
  const { limits, signal } = options
  const catalogues: Record<Assembly, Catalogue> = {
    GRCh38: catalogueOf(knowledge, 'GRCh38'),
    GRCh37: catalogueOf(knowledge, 'GRCh37'),
  }
  const notices = createNotices(limits.diagnostics)
  const file = fileText(bytes, limits, signal)
  const { headerText, body } = await splitHeader(file.text, limits)
  const header = readHeader(headerText, limits, notices)
  if (header.samples.length === 1) file.limitRatio()
  if (header.alleleDepths === 'wrong') notices.add(describe('ALLELE_DEPTH_NOT_CHECKED', {}))
  const samples = chooseSamples(header, options.samples)

  const evidence = collectAssemblyEvidence(catalogues)
  const collected = collectRows({ header, samples, limits, catalogues, quality: options.quality, evidence, notices })
  const ranges = rangesOf(ASSEMBLIES.map(assembly => catalogues[assembly]))
  const scan = scanLines({ firstLine: header.lines + 1, columns: 9 + header.samples.length, ranges, limits }, collected)
  for await (const chunk of body) {
    scan.push(chunk)
    options.onProgress?.({ bytesRead: file.bytesRead(), lines: scan.lines() })
  }
  scan.end()

  const assembly = chooseAssembly(
    {
      evidence,
      header,
      stated: options.assay.assembly,
      rows: scan.lines() - header.lines,
      wouldMatter:
        options.assay.assumeReference || options.assay.assayedRegions.length > 0 || collected.dependsOnAssembly(),
    },
    notices,
  )
  const facts = file.facts()
  return {
    file: { ...(options.fileName === undefined ? {} : { name: options.fileName }), ...facts, lines: scan.lines() },
    assembly,
    samples: samples.map(sample => header.samples[sample] ?? ''),
    ...buildTable({
      knowledge,
      catalogue: catalogues[assembly],
      header,
      collected,
      samples: samples.length,
      options,
      notices,
    }),
  }
}

/** Columns of the file, in its order. */
function chooseSamples(header: Header, wanted: readonly string[] | undefined): readonly number[] {
  if (wanted === undefined) return header.samples.map((_, index) => index)
  const known = new Set(header.samples)
  const asked = new Set(wanted)
  const missing = wanted.filter(name => !known.has(name)).length
  if (missing > 0)
    throw refusal(
      'UNKNOWN_SAMPLE',
      `${missing} of the samples asked for are not in the file`,
      'Ask for a sample that the header names.',
      {},
      { missing, samplesInFile: header.samples.length },
    )
  return header.samples.flatMap((name, index) => (asked.has(name) ? [index] : []))
}
