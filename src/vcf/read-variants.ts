import type { PositionColumn, VariantTable } from '../domain/genotype/evidence.js'
import type { Assembly, Knowledge } from '../domain/knowledge.js'
import { ASSEMBLIES } from '../domain/knowledge.js'
import type { ReadOptions, VariantReader } from '../usecases/ports.js'
import type { RowAtPlace } from './build-column.js'
import { buildColumn, emptyColumns, samplesWithOneX } from './build-column.js'
import { chooseAssembly, collectAssemblyEvidence } from './choose-assembly.js'
import { collectRows } from './collect-rows.js'
import { describe } from './describe.js'
import { fileText } from './file-text.js'
import type { Header } from './header.js'
import { readHeader } from './header.js'
import { splitHeader } from './split-header.js'
import type { Notices } from './notices.js'
import { createNotices } from './notices.js'
import type { Catalogue, Place } from './places.js'
import { catalogueOf, rangesOf } from './places.js'
import { refusal } from './refuse.js'
import { scanLines } from './scan-lines.js'

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
    ...settleAll(),
  }

  function settleAll(): Pick<
    VariantTable,
    'columns' | 'diagnostics' | 'quarantined' | 'quarantinedBySample' | 'otherReferenceSequence'
  > {
    const catalogue = catalogues[assembly]
    const rows = collected.rows(assembly)
    const quarantined = new Set(collected.held(assembly))
    const bySample = new Map<number, Set<string>>()
    const hold = (gene: string, held: readonly number[]): void => {
      if (held.length === samples.length) quarantined.add(gene)
      else for (const sample of held) bySample.set(sample, (bySample.get(sample) ?? new Set()).add(gene))
    }
    const otherReferenceSequence = genesOnOtherSequence(
      catalogue,
      header,
      collected.sawMitochondrion() || options.assay.assumeReference,
    )
    const xRows = catalogue.places.flatMap(place => (place.ploidy === 'x-linked' ? (rows.get(place) ?? []) : []))
    const oneX = samplesWithOneX(xRows, samples.length)
    const columns = new Map<string, PositionColumn[]>(
      [...knowledge.genes.values()].map(gene => [gene.symbol, emptyColumns(gene)]),
    )
    let covered = false
    for (const place of catalogue.places) {
      const isOther = otherReferenceSequence.has(place.gene)
      const here = isOther ? [] : (rows.get(place) ?? [])
      const built = buildColumn(place, here, {
        samples: samples.length,
        quality: options.quality,
        assay: options.assay,
        oneX,
        mayAssume: !isOther,
      })
      const column = columns.get(place.gene)
      if (column !== undefined) column[place.index] = built.column
      covered ||= here.length > 0
      hold(place.gene, built.held)
      remarkOn(place, here, built.column, header, notices)
      for (const remark of built.remarks) {
        notices.add(
          describe(remark.code, {
            ...(remark.line === undefined ? {} : { line: remark.line }),
            chromosome: place.chromosome,
            position: place.position,
            gene: place.gene,
          }),
        )
      }
    }
    if (otherReferenceSequence.size > 0) {
      notices.add({
        code: 'OTHER_MITOCHONDRIAL_SEQUENCE',
        severity: 'warning',
        chromosome: 'chrM',
        message:
          'The mitochondrial rows are, or may be, on another sequence than the rCRS, with other coordinates; they are not read by position.',
      })
    }
    if (!covered)
      notices.add({
        code: 'NO_POSITION_COVERED',
        severity: 'warning',
        message: 'No row of the file speaks about a position of interest.',
      })
    return { columns, diagnostics: notices.list(), quarantined, quarantinedBySample: bySample, otherReferenceSequence }
  }
}

/** Columns of the file, in its order. */
function chooseSamples(header: Header, wanted: readonly string[] | undefined): readonly number[] {
  if (wanted === undefined) return header.samples.map((_, index) => index)
  const missing = wanted.filter(name => !header.samples.includes(name)).length
  if (missing > 0)
    throw refusal(
      'UNKNOWN_SAMPLE',
      `${missing} of the samples asked for are not in the file`,
      'Ask for a sample that the header names.',
      {},
      { missing, samplesInFile: header.samples.length },
    )
  return header.samples.flatMap((name, index) => (wanted.includes(name) ? [index] : []))
}

/**
 * UCSC's hg19 calls an older mitochondrial sequence of 16 571 bases `chrM`; its coordinates differ from the rCRS by one or
 * two from 310 on. A GRCh37 file with that name is taken for it unless its header gives the rCRS length.
 */
const RCRS_LENGTH = 16_569

function genesOnOtherSequence(catalogue: Catalogue, header: Header, matters: boolean): ReadonlySet<string> {
  const { length, ucscName, otherAccession } = header.mitochondrion
  const isOther =
    otherAccession || (length !== undefined ? length !== RCRS_LENGTH : catalogue.assembly === 'GRCh37' && ucscName)
  if (!isOther || !(matters || length !== undefined || otherAccession)) return new Set()
  return new Set(catalogue.places.filter(place => place.chromosome === 'chrM').map(place => place.gene))
}

/** Findings about a row as a whole, whoever carries what. */
function remarkOn(
  place: Place,
  rows: readonly RowAtPlace[],
  column: PositionColumn,
  header: Header,
  notices: Notices,
): void {
  const carriesUndocumented = column.distinct.some(evidence => evidence.undocumented === true)
  for (const { reading } of rows) {
    const at = { line: reading.row.line, chromosome: place.chromosome, position: place.position, gene: place.gene }
    if (reading.how === 'contradicts') notices.add(describe('REFERENCE_MISMATCH', at))
    if (reading.how === 'beside') notices.add(describe('REFERENCE_MISMATCH', at, 'note'))
    if (reading.how !== 'states') continue
    const undocumented = reading.meanings.some(
      meaning => meaning.kind === 'bases' && meaning.text !== place.ref && !place.alts.includes(meaning.text),
    )
    if (undocumented) notices.add(describe('UNDOCUMENTED_ALLELE', at, carriesUndocumented ? 'warning' : 'note'))
    const structural = reading.meanings.some(meaning => meaning.kind === 'unusable' && meaning.reason === 'STRUCTURAL')
    if (structural && !header.isGvcf) notices.add(describe('STRUCTURAL_ALLELE', at, 'note'))
  }
}
