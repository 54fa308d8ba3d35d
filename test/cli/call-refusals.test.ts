import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

import { bgzip, BGZIP_END } from '../support/bgzip.js'
import { DEMO, demoText, lineOf, mapRow, withColumn } from '../support/demo-file.js'
import { sextant, PATIENCE } from '../support/sextant.js'
import { callOf, onlySample } from './call-output.js'

const folder = mkdtempSync(join(tmpdir(), 'sextant-refusals-'))
let files = 0
const file = (content: string | Uint8Array, name = `${files++}.vcf`): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const NORMA = demoText('norma-allcommon.vcf.gz')
const gzipped = gzipSync(NORMA)
const blocks = bgzip(NORMA, 20_000)

/** One row says reference, the next one that both copies carry the alternate. */
const CONTRADICTED = withColumn(NORMA, 'rs1799853', 'alt', 'T').replace(
  /^.*\trs1799853\t.*$/m,
  row => `${row}\n${row.replace('0/0', '1/1')}`,
)

describe('sextant call refuses', PATIENCE, () => {
  it.concurrent.each<[string, string | Uint8Array, readonly string[], string]>([
    ['an empty file', '', [], 'INVALID_VCF'],
    ['what is not a VCF', 'gene,call\nA,B\n', [], 'INVALID_VCF'],
    ['a gzip file cut short', gzipped.subarray(0, gzipped.length - 400), [], 'INVALID_VCF'],
    ['a bgzip file cut between two blocks', blocks.subarray(0, blocks.length - BGZIP_END.length), [], 'INVALID_VCF'],
    ['bytes after the end of the compressed data', Buffer.concat([blocks, Buffer.from('more')]), [], 'INVALID_VCF'],
    ['a file without a #CHROM line', NORMA.replace(/^#CHROM.*\n/m, ''), [], 'INVALID_VCF'],
    ['a file without samples', NORMA.replaceAll(/^([^#\n]*|#CHROM.*INFO).*FORMAT.*$/gm, '$1'), [], 'INVALID_VCF'],
    ['two columns of one name', NORMA.replace('FORMAT\tnorma-allcommon', 'FORMAT\tA\tA'), [], 'INVALID_VCF'],
    [
      'a header that writes into prototypes',
      NORMA.replace('##FILTER=<ID=PASS', '##FILTER=<ID=__proto__'),
      [],
      'INVALID_VCF',
    ],
    ['a last line that is not finished', NORMA.slice(0, -20), [], 'INVALID_VCF'],
    ['a sample that the file does not have', NORMA, ['--sample', 'nobody'], 'UNKNOWN_SAMPLE'],
    ['a header that contradicts the bases', demoText('rex-wrongbuild.vcf'), [], 'BUILD_MISMATCH'],
    ['a build that is not the one asked for', NORMA, ['--build', 'GRCh37'], 'BUILD_MISMATCH'],
    ['a line without an end', `${NORMA}chr1\t${'A'.repeat(20 * 1024 * 1024)}`, [], 'TOO_LARGE'],
  ])('%s', async (_, content, options, code) => {
    const ended = await sextant(['call', file(content), '--json', ...options])
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 1, stdout: '' })
    // One line: the code, what is wrong, where, and what to do.
    expect(ended.stderr).toMatch(new RegExp(`^sextant: ${code}: [^\\n]+\\.[^\\n]+\\.\\n$`))
  })

  it.concurrent.each<[string, readonly string[], RegExp]>([
    [
      'a file that does not exist',
      ['call', '/nowhere.vcf'],
      /^sextant: BAD_USER_INPUT: \/nowhere\.vcf: no such file\n$/,
    ],
    ['a folder', ['call', DEMO], /^sextant: BAD_USER_INPUT: .*: is a folder, not a file\n$/],
    [
      'regions that are no BED',
      ['call', '-', '--assayed-regions', join(DEMO, 'README.md')],
      /not a BED region.*\(line 3\)/,
    ],
  ])('%s', async (_, args, message) => {
    const ended = await sextant(args, '')
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toMatch(message)
  })
})

describe('sextant call reads on past', PATIENCE, () => {
  it.concurrent.each<[string, string, string, string, string]>([
    [
      'a genotype that points past its alleles',
      withColumn(NORMA, 'rs1799853', 'sample', '0/7:48:99'),
      'rs1799853',
      'CYP2C9',
      'ALLELE_INDEX_OUT_OF_RANGE',
    ],
    [
      'a genotype outside its grammar',
      withColumn(NORMA, 'rs1799853', 'sample', '0//1:48:99'),
      'rs1799853',
      'CYP2C9',
      'BAD_GENOTYPE',
    ],
    [
      'a row with too few columns',
      mapRow(NORMA, 'rs1799853', fields => fields.slice(0, 8)),
      'rs1799853',
      'CYP2C9',
      'WRONG_COLUMN_COUNT',
    ],
    [
      'a doubled FORMAT key',
      withColumn(NORMA, 'rs1799853', 'format', 'GT:GT:GQ'),
      'rs1799853',
      'CYP2C9',
      'DUPLICATE_FORMAT_KEY',
    ],
    ['rows that disagree', CONTRADICTED, 'rs1799853', 'CYP2C9', 'DISAGREEING_DUPLICATE_ROWS'],
  ])('P4 %s: its gene is held back with the line, the others are called', async (_, text, rsid, gene, code) => {
    const ended = await sextant(['call', file(text), '--json', '--no-recommendations'])
    expect(ended.code).toBe(0)
    const sample = onlySample(ended.stdout)
    expect([callOf(sample, gene), callOf(sample, 'CYP2C19'), callOf(sample, 'DPYD')]).toEqual([
      'QUARANTINED',
      '*1/*1',
      'Reference/Reference',
    ])
    const found = sample.diagnostics.find(diagnostic => diagnostic.code === code)
    expect([lineOf(text, rsid), lineOf(text, rsid) + 1]).toContain(found?.line)
  })

  it('P4 a position that is no number: every gene of that chromosome is held back, no other', async () => {
    const text = withColumn(NORMA, 'rs1799853', 'pos', '9.4942e7')
    const sample = onlySample((await sextant(['call', file(text), '--json', '--no-recommendations'])).stdout)
    expect([callOf(sample, 'CYP2C9'), callOf(sample, 'CYP2C19'), callOf(sample, 'VKORC1')]).toEqual([
      'QUARANTINED',
      'QUARANTINED',
      'rs9923231 reference (C)/rs9923231 reference (C)',
    ])
    expect(sample.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'BAD_POSITION', line: lineOf(text, 'rs1799853') }),
    )
  })

  it.concurrent.each<[string, string, readonly string[]]>([
    ['a filtered row, with --require-pass', withColumn(NORMA, 'rs1799853', 'filter', 'LowQual'), ['--require-pass']],
    ['a genotype quality below --min-gq', withColumn(NORMA, 'rs1799853', 'sample', '0/0:48:12'), ['--min-gq', '20']],
    ['a depth below --min-dp', withColumn(NORMA, 'rs1799853', 'sample', '0/0:4:99'), ['--min-dp', '10']],
    ['a missing genotype', withColumn(NORMA, 'rs1799853', 'sample', './.:.:.'), []],
    [
      'a structural allele',
      withColumn(withColumn(NORMA, 'rs1799853', 'alt', '<DEL>'), 'rs1799853', 'sample', '0/1'),
      [],
    ],
    ['a reference base that is not ours', withColumn(NORMA, 'rs1799853', 'ref', 'G'), []],
  ])('P1 %s: the position is missing, not reference', async (_, text, options) => {
    const sample = onlySample(
      (await sextant(['call', file(text), '--json', '--no-recommendations', ...options])).stdout,
    )
    expect(sample.genes['CYP2C9']?.missing).toEqual(['chr10:94942290'])
    expect(sample.genes['CYP2C9']?.notes).toContainEqual(expect.stringMatching(/^ALLELES_NOT_EXCLUDED: .*\*2/))
    expect(sample.genes['CYP2C19']?.missing).toEqual([])
  })

  it('P4 a bad outside call: its gene is refused with the line, the good ones are used', async () => {
    const outside = file(
      '# by another method\nCYP2D6\t*4/*4\nHLA-B\tnonsense/*58:01\nCYP2X1\t*1/*1\nCYP2C9\n',
      'outside.tsv',
    )
    const ended = await sextant(['call', file(NORMA), '--json', '--outside-calls', outside])
    const sample = onlySample(ended.stdout)
    expect(['CYP2D6', 'HLA-B', 'CYP2C9', 'CYP2C19'].map(gene => callOf(sample, gene))).toEqual([
      '*4/*4',
      'OUTSIDE_CALL_REFUSED',
      'OUTSIDE_CALL_REFUSED',
      '*1/*1',
    ])
    const refused = sample.diagnostics.filter(({ code }) => code === 'OUTSIDE_CALL_REFUSED')
    expect(new Set(refused.map(({ line }) => line))).toEqual(new Set([3, 4, 5]))
    const codeine = sample.recommendations.find(({ drug, source }) => drug === 'codeine' && source === 'CPIC')
    expect(codeine).toMatchObject({ outcome: 'Recommendation', genes: { CYP2D6: { diplotypes: ['*4/*4'] } } })
  })
})

describe('sextant call', PATIENCE, () => {
  it('calls a gene that needs copy number only when told to, and says so', async () => {
    const [plain, told] = await Promise.all([
      sextant(['call', file(NORMA), '--json', '--no-recommendations']),
      sextant(['call', file(NORMA), '--json', '--no-recommendations', '--call-without-copy-number']),
    ])
    expect(callOf(onlySample(plain.stdout), 'CYP2D6')).toBe('COPY_NUMBER_REQUIRED')
    const gene = onlySample(told.stdout).genes['CYP2D6']
    expect(gene?.diplotypes).toEqual(['*1/*1'])
    expect(gene?.notes).toContainEqual(expect.stringMatching(/^COPY_NUMBER_NOT_ASSESSED/))
  })

  it('reads two equal copies on the X of a man as one, and holds the gene where they differ', async () => {
    const different = withColumn(withColumn(NORMA, 'rs1050828', 'alt', 'T'), 'rs1050828', 'sample', '0/1:48:99')
    const called = (text: string, sex: string) =>
      sextant(['call', file(text), '--json', '--no-recommendations', '--sex', sex])
    const [man, woman, conflict] = await Promise.all([
      called(NORMA, 'male'),
      called(NORMA, 'female'),
      called(different, 'male'),
    ])
    expect(callOf(onlySample(man.stdout), 'G6PD')).toBe('B (reference)')
    expect(onlySample(man.stdout).genes['G6PD']?.notes).toContain('HEMIZYGOUS_WRITTEN_AS_DIPLOID')
    expect(callOf(onlySample(woman.stdout), 'G6PD')).toBe('B (reference)/B (reference)')
    expect(callOf(onlySample(conflict.stdout), 'G6PD')).toBe('SEX_CONFLICT')
    expect(callOf(onlySample(conflict.stdout), 'CYP2C9')).toBe('*1/*1')
  })

  it('never reads mitochondrial rows of another reference sequence by position', async () => {
    const old = demoText('theo-oldbuild.vcf.gz')
      .replaceAll(/^MT\t/gm, 'chrM\t')
      .replace(/##contig=<ID=MT,length=16569>/, '##contig=<ID=chrM,length=16571>')
    const sample = onlySample((await sextant(['call', file(old), '--json', '--no-recommendations'])).stdout)
    expect([callOf(sample, 'MT-RNR1'), callOf(sample, 'CYP2C9')]).toEqual(['OTHER_REFERENCE_SEQUENCE', '*2/*3'])
  })

  it('reads absent positions inside the assayed regions as reference, and outside as missing', async () => {
    const text = mapRow(NORMA, 'rs1799853', () => ['#']).replace('#\n', '')
    const regions = file('chr10\t94942000\t94943000\n', 'assayed.bed')
    const [without, within] = await Promise.all([
      sextant(['call', file(text), '--json', '--no-recommendations']),
      sextant(['call', file(text), '--json', '--no-recommendations', '--assayed-regions', regions]),
    ])
    expect(onlySample(without.stdout).genes['CYP2C9']?.missing).toEqual(['chr10:94942290'])
    expect(onlySample(within.stdout).genes['CYP2C9']?.missing).toEqual([])
  })

  it('ends with 1 and says why when nothing could be called', async () => {
    const nothing = NORMA.split('\n')
      .filter(line => line.startsWith('#'))
      .join('\n')
    const ended = await sextant([
      'call',
      file(`${nothing}\nchr1\t5\t.\tA\tC\t.\tPASS\t.\tGT\t0/1\n`),
      '--json',
      '--no-recommendations',
    ])
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(/^sextant: NOTHING_CALLED: no gene could be called\./)
    const sample = onlySample(ended.stdout)
    expect(Object.values(sample.genes).every(gene => gene.status === 'not-called' && gene.reason !== undefined)).toBe(
      true,
    )
    expect(sample.diagnostics).toContainEqual(expect.objectContaining({ code: 'NO_POSITION_COVERED' }))
  })
})
