import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

import { parseCallOptions } from '../../src/cli/call-options.js'
import { progressLine } from '../../src/cli/progress-bar.js'
import { UsageError } from '../../src/cli/usage-error.js'
import { DEMO, demoText } from '../support/demo-file.js'
import { buildIfOld, ROOT, sextant, PATIENCE } from '../support/sextant.js'

const NORMA = join(DEMO, 'norma-allcommon.vcf.gz')

describe('wrong usage', PATIENCE, () => {
  it.each<[string, readonly string[], RegExp]>([
    ['no file', [], /name the VCF file/],
    ['two files', ['a.vcf', 'b.vcf'], /one file at a time/],
    ['an unknown option', ['a.vcf', '--fast'], /Unknown option '--fast'/],
    ['two formats', ['a.vcf', '--json', '--tsv'], /exclude each other/],
    ['samples named twice', ['a.vcf', '--sample', 'A', '--samples-file', 'b'], /exclude each other/],
    ['chosen genes and all genes', ['a.vcf', '--genes', 'A', '--all-genes'], /exclude each other/],
    ['standard input twice', ['-', '--outside-calls', '-'], /only once/],
    ['another build', ['a.vcf', '--build', 'hg18'], /--build is GRCh38 or GRCh37, not "hg18"/],
    ['another sex', ['a.vcf', '--sex', 'x'], /--sex is female or male/],
    ['a quality that is no number', ['a.vcf', '--min-gq', '1e3'], /whole number/],
    ['an option without its value', ['a.vcf', '--sample'], /--sample/],
  ])('%s is refused in one sentence', (_, args, message) => {
    expect(() => parseCallOptions(args)).toThrow(UsageError)
    expect(() => parseCallOptions(args)).toThrow(message)
  })

  it('ends with 2, nothing on standard output, and a hint', async () => {
    const ended = await Promise.all([
      sextant(['call', '--fast']),
      sextant(['call', NORMA, '--genes', 'CYP9X9']),
      sextant(['colour']),
      sextant([]),
    ])
    expect(ended.map(({ code, stdout }) => ({ code, stdout }))).toEqual(ended.map(() => ({ code: 2, stdout: '' })))
    expect(ended[0]?.stderr).toMatch(/^sextant: .*--fast.*Try "sextant call --help"\.\n$/)
    expect(ended[1]?.stderr).toMatch(/no data file describes "CYP9X9"/)
    expect(ended[2]?.stderr).toMatch(/no command "colour"/)
    expect(ended[3]?.stderr).toMatch(/^Usage: sextant COMMAND/)
  })
})

describe('help', PATIENCE, () => {
  it('is printed for the program and for call, and names every option and exit code', async () => {
    const [program, call, short] = await Promise.all([
      sextant(['--help']),
      sextant(['call', '--help']),
      sextant(['call', '-h']),
    ])
    expect([program?.code, call?.code, short?.code]).toEqual([0, 0, 0])
    expect(program.stdout).toMatch(/^Usage: sextant COMMAND/)
    expect(short.stdout).toBe(call.stdout)
    const options =
      '--json --tsv --genes --all-genes --all-candidates --no-recommendations --sample --samples-file --assume-reference --assayed-regions --build --sex --outside-calls --require-pass --min-gq --min-dp --call-without-copy-number --combinations --threads --help'
    for (const option of options.split(' ')) expect(call.stdout).toContain(option)
    expect(call.stdout).toContain('Exit codes: 0 read')
    expect(Math.max(...call.stdout.split('\n').map(line => line.length))).toBeLessThan(121)
  })

  it('says its version', async () => {
    expect((await sextant(['--version'])).stdout).toMatch(/^sextant \d+\.\d+\.\d+\n$/)
  })
})

describe('the other formats', PATIENCE, () => {
  it('--tsv is a line per sample and gene under a heading', async () => {
    const { code, stdout } = await sextant(['call', NORMA, '--tsv'])
    const [heading, ...lines] = stdout
      .trimEnd()
      .split('\n')
      .map(line => line.split('\t'))
    expect(code).toBe(0)
    expect(heading).toEqual(['sample', 'gene', 'diplotypes', 'phenotype', 'activity_score', 'missing', 'status'])
    expect(lines).toHaveLength(25)
    expect(lines.find(([, gene]) => gene === 'CYP2C9')).toEqual([
      'norma-allcommon',
      'CYP2C9',
      '*1/*1',
      'Normal Metabolizer',
      '2.0',
      '.',
      'called',
    ])
    expect(lines.find(([, gene]) => gene === 'CYP2D6')?.slice(2)).toEqual(['.', '.', '.', '.', 'COPY_NUMBER_REQUIRED'])
  })

  it('the table for people names every core gene, what to do, and how many answers there are', async () => {
    const { code, stdout, stderr } = await sextant(['call', join(DEMO, 'petra-slowly.vcf.gz')])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^petra-slowly {2}GRCh38/)
    expect(stdout).toMatch(/^CYP2C19 +\*2\/\*2 +Poor Metabolizer/m)
    expect(stdout).toMatch(/^CYP2D6 +not called: COPY_NUMBER_REQUIRED/m)
    expect(stdout).toMatch(/^simvastatin +CPIC +ALTERNATIVE_DRUG/m)
    expect(stdout).toMatch(/NotCallable: \d+ drugs/)
  })
})

describe('the table for people', PATIENCE, () => {
  it('P1 says beside the call which alleles a missing position leaves open', async () => {
    const text = demoText('norma-allcommon.vcf.gz').replace(/^.*\trs1799853\t.*\n/m, '')
    const { stdout } = await sextant(['call', '-', '--no-recommendations'], text)
    expect(stdout).toMatch(/^CYP2C9 +\*1\/\*1 .*1 positions missing, not excluded: \*2$/m)
  })
})

describe('a reader that closes the pipe early', PATIENCE, () => {
  it('is no error: the command stops quietly', async () => {
    buildIfOld()
    const child = spawn(process.execPath, ['dist/src/main.js', 'call', '-', '--json'], { cwd: ROOT })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    const ended = new Promise<number | null>(resolve => child.on('close', resolve))
    child.stdin.on('error', () => undefined)
    child.stdin.end(cohort(400))
    await new Promise(resolve => child.stdout.once('data', resolve))
    child.stdout.destroy()
    expect(await ended).toBe(0)
    expect(stderr).toBe('')
  })
})

describe('what happens around the command', PATIENCE, () => {
  it('a refused stream ends the command at once, also when whoever feeds it goes on', async () => {
    buildIfOld()
    const child = spawn(process.execPath, ['dist/src/main.js', 'call', '-'], { cwd: ROOT })
    const ended = new Promise<number | null>(resolve => child.on('close', resolve))
    child.stdin.on('error', () => undefined)
    child.stdin.write('no VCF\n'.repeat(50_000))
    expect(await ended).toBe(1)
  })

  it('an output that cannot be written is said in one line', () => {
    buildIfOld()
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', `"$0" dist/src/main.js call "$1" > /dev/full`, process.execPath, NORMA],
      {
        cwd: ROOT,
        encoding: 'utf8',
      },
    )
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'sextant: PROCESSING_FAILED: the output cannot be written (ENOSPC)\n',
    })
  })
})

describe('progress', PATIENCE, () => {
  it('shows a bar with the share done, or the amount alone when the total is not known', () => {
    expect(progressLine('reading', 500_000, 2_000_000, 'bytes')).toBe(
      'reading [######------------------]  25 %  0.5 / 2.0 MB',
    )
    expect(progressLine('calling', 3, 3, 'samples')).toBe('calling [########################] 100 %  3 / 3 samples')
    expect(progressLine('reading', 1_500_000, undefined, 'bytes')).toBe('reading  1.5 MB')
  })
})

/** The same person many times over: enough output to outlast any pipe. */
function cohort(people: number): string {
  return demoText('norma-allcommon.vcf.gz')
    .split('\n')
    .map(line => {
      if (line.startsWith('##') || line === '') return line
      const fields = line.split('\t')
      const columns = Array.from({ length: people }, (_, index) =>
        line.startsWith('#') ? `P${index}` : (fields[9] ?? ''),
      )
      return [...fields.slice(0, 9), ...columns].join('\t')
    })
    .join('\n')
}

describe('what the command loads', PATIENCE, () => {
  it('is nothing of the server: no web framework, no GraphQL, no database', async () => {
    buildIfOld()
    const hook = `import { registerHooks } from 'node:module'
      registerHooks({ load: (url, context, next) => (process.stderr.write(url + '\\n'), next(url, context)) })`
    const ended = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, 'dist/src/main.js', 'call', NORMA, '--json'],
      { cwd: ROOT, encoding: 'utf8' },
    )
    const loaded = ended.stderr.split('\n').filter(url => url.startsWith('file:'))
    expect(ended.status).toBe(0)
    expect(loaded.some(url => url.endsWith('/cli/call-command.js'))).toBe(true)
    const server =
      /node_modules\/(@apollo|@as-integrations|express|graphql|type-graphql|@mikro-orm|pg|pg-boss|jose|pino)\/|src\/(graphql|http|persistence|worker)\//
    expect(loaded.filter(url => server.test(url))).toEqual([])
  })
})
