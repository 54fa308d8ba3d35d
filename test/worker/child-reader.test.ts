import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.js'
import { decodeReadSample } from '../../src/persistence/decoders/read-sample-decoder.js'
import type { ReadSampleOptions } from '../../src/usecases/ports.js'
import { childModule, readableByChild } from '../../src/app/service/child-reader.js'
import { createChildReader } from '../../src/worker/child-reader.js'
import type { ChildReaderOptions } from '../../src/worker/child-reader.js'
import { chunksOf, demoStream, readerInThisProcess } from '../support/test-ports.js'

const config = readConfig({})
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sextant-child-'))
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function reader(more: Partial<ChildReaderOptions> = {}) {
  return createChildReader({
    module: childModule(config),
    readable: ['*'],
    knowledgePath: config.knowledgePaths[0] ?? '',
    quality: config.quality,
    limits: config.file,
    heapMegabytes: 512,
    wallMilliseconds: 30_000,
    decode: decodeReadSample,
    ...more,
  })
}

function asked(more: Partial<ReadSampleOptions> = {}): ReadSampleOptions {
  return {
    assay: { assumeReference: false, assayedRegions: [], copyNumberMeasured: false },
    onProgress: () => {},
    signal: new AbortController().signal,
    ...more,
  }
}

/** A reader that is not ours: what a hostile file could make of it. */
function aChild(code: string): string {
  const path = join(folder, `child-${Math.random().toString(36).slice(2)}.mjs`)
  writeFileSync(path, `import { readFileSync } from 'node:fs'\nexport async function readFileAsChild() {\n${code}\n}\n`)
  return `file://${path}`
}

describe('S32 reading in a process of its own', () => {
  it('reads the same as in this process', async () => {
    const own = await (await readerInThisProcess()).read(demoStream('petra-slowly.vcf.gz'), asked())
    expect(await reader().read(demoStream('petra-slowly.vcf.gz'), asked())).toEqual(own)
  })

  it('passes on a refusal with its code and details', async () => {
    const read = reader().read(demoStream('petra-slowly.vcf.gz'), asked({ sampleName: 'nobody' }))
    await expect(read).rejects.toMatchObject({ code: 'UNKNOWN_SAMPLE' })
    await expect(reader().read(chunksOf('no vcf'), asked())).rejects.toMatchObject({ code: 'INVALID_VCF' })
  })

  it('says which file of several samples needs a name', async () => {
    const text =
      '##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tA\tB\nchr1\t5\t.\tA\tC\t.\tPASS\t.\tGT\t0/0\t0/1\n'
    const assay = { assumeReference: false, assayedRegions: [], copyNumberMeasured: false, assembly: 'GRCh38' } as const
    await expect(reader().read(chunksOf(text), asked({ assay }))).rejects.toMatchObject({
      code: 'UNKNOWN_SAMPLE',
      details: { samples: 2 },
    })
  })

  it.each([
    ['that ends without a word', 'process.exit(0)'],
    ['that crashes', 'process.abort()'],
    ['that says something that is no JSON', `process.stdout.write('hello\\n')`],
    [
      'that answers with something that is no result',
      `process.stdout.write(JSON.stringify({ result: { calls: [] } }) + '\\n')`,
    ],
    [
      'that refuses with a code that is none',
      `process.stdout.write(JSON.stringify({ refusal: { code: 'ROOT', message: '', details: {} } }) + '\\n')`,
    ],
    [
      'that answers and then fails',
      `process.stdout.write(JSON.stringify({ result: 1 }) + '\\n'); process.exitCode = 3`,
    ],
    [
      'that uses up its memory',
      'const all = []; for (;;) all.push(new Array(1e5).fill(Math.random()).map(x => ({ x })))',
    ],
  ])('meets a reader %s with an error, and lives', async (_, code) => {
    const read = reader({ module: aChild(code), heapMegabytes: 32 }).read(chunksOf('x'), asked())
    await expect(read).rejects.not.toHaveProperty('code', 'ROOT')
  })

  it('ends a reader that works for ever', async () => {
    const read = reader({ module: aChild('for (;;);'), wallMilliseconds: 300 }).read(chunksOf('x'), asked())
    await expect(read).rejects.toThrow(/without an answer/)
  })

  it('ends a reader at once when its work is not wanted any more', async () => {
    const stop = new AbortController()
    const read = reader({ module: aChild('for (;;);') }).read(chunksOf('x'), asked({ signal: stop.signal }))
    setTimeout(() => stop.abort(), 200)
    await expect(read).rejects.toThrow(/without an answer/)
  })

  it.each([
    ['write a file', `(await import('node:fs')).writeFileSync('${tmpdir()}/sextant-escape', 'x')`],
    ['start a program', `(await import('node:child_process')).execSync('true')`],
    ['start a thread', `new (await import('node:worker_threads')).Worker('1', { eval: true })`],
    ['read what is not code or knowledge', `readFileSync('/etc/passwd')`],
  ])('lets no reader %s', async (_, code) => {
    const told = `try { ${code} } catch (error) { process.stdout.write(JSON.stringify({ refusal: { code: 'INVALID_VCF', message: error.code, details: {} } }) + '\\n') }`
    const read = reader({ module: aChild(told), readable: [folder] }).read(chunksOf('x'), asked())
    await expect(read).rejects.toMatchObject({ code: 'INVALID_VCF', message: 'ERR_ACCESS_DENIED' })
  })

  it('reads with the rights that a server gives it', async () => {
    const own = await reader().read(demoStream('petra-slowly.vcf.gz'), asked())
    const given = reader({ readable: readableByChild(config) })
    expect(await given.read(demoStream('petra-slowly.vcf.gz'), asked())).toEqual(own)
  })

  it('S26 lets a reader see no key, also where the home lies beside the code', async () => {
    const home = mkdtempSync(join(config.root, 'dist-test-home-'))
    try {
      const path = join(home, 'keys.json')
      writeFileSync(path, '{}')
      const module = aChild(`let seen = 'READ'
        try { readFileSync(${JSON.stringify(path)}) } catch (error) { seen = error.code }
        process.stdout.write(JSON.stringify({ refusal: { code: 'INVALID_VCF', message: seen, details: {} } }) + '\\n')`)
      const readable = [...readableByChild(config), folder]
      await expect(reader({ module, readable }).read(demoStream('petra-slowly.vcf.gz'), asked())).rejects.toMatchObject(
        {
          message: 'ERR_ACCESS_DENIED',
        },
      )
      // What it may not is a matter of its rights, not of the file.
      await expect(
        reader({ module, readable: ['*'] }).read(demoStream('petra-slowly.vcf.gz'), asked()),
      ).rejects.toMatchObject({
        message: 'READ',
      })
    } finally {
      rmSync(home, { recursive: true })
    }
  })

  it('gives a reader no environment', async () => {
    const told = `process.stdout.write(JSON.stringify({ refusal: { code: 'INVALID_VCF', message: JSON.stringify(Object.keys(process.env)), details: {} } }) + '\\n')`
    process.env['SEXTANT_SECRET_OF_A_TEST'] = 'secret'
    const read = reader({ module: aChild(told), readable: [folder] }).read(chunksOf('x'), asked())
    await expect(read).rejects.toMatchObject({ message: '[]' })
    delete process.env['SEXTANT_SECRET_OF_A_TEST']
  })
})
