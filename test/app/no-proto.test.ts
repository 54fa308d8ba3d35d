import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { childModule } from '../../src/app/service/child-reader.js'
import { readConfig } from '../../src/config.js'
import { createChildReader } from '../../src/worker/child-reader.js'
import { buildIfOld, PATIENCE, ROOT } from '../support/sextant.js'

const FLAG = '--disable-proto=delete'

/** S32 S62: what a file or a request says can be no prototype in any process of ours. */
describe('S62 __proto__ is in no process', PATIENCE, () => {
  it('every command that is written down starts with the flag', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    for (const name of ['start', 'call']) expect(scripts[name]).toContain(FLAG)
    expect(readFileSync(join(ROOT, 'src/main.ts'), 'utf8').split('\n')[0]).toContain(FLAG)
  })

  it('a command started without it does the same for itself', async () => {
    buildIfOld()
    const script = `process.argv[1] = 'sextant'; await import('${ROOT}dist/src/main.js');
      process.stdout.write(String('__proto__' in {}))`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', '--version'])
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    await new Promise(done => child.on('close', done))
    expect(printed).toMatch(/false$/)
  })

  it('threads are like the process they belong to', async () => {
    const script = `const { Worker } = await import('node:worker_threads')
      new Worker("import { parentPort } from 'node:worker_threads'; parentPort.postMessage('__proto__' in {})", { eval: true })
        .on('message', has => process.stdout.write(String(has)))`
    const printed = (flags: readonly string[]) =>
      new Promise<string>(done => {
        const child = spawn(process.execPath, [...flags, '--input-type=module', '-e', script])
        let text = ''
        child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
        child.on('close', () => done(text))
      })
    expect(await Promise.all([printed([FLAG]), printed([])])).toEqual(['false', 'true'])
  })

  it('the process that reads a file runs with it, without environment, and may read nothing but code and knowledge', async () => {
    buildIfOld()
    const config = readConfig({})
    const [knowledgePath = ''] = config.knowledgePaths
    const reader = createChildReader({
      module: childModule(config),
      readable: [ROOT, knowledgePath],
      knowledgePath,
      quality: config.quality,
      limits: config.file,
      heapMegabytes: 256,
      wallMilliseconds: 60_000,
      decode: () => {
        throw new Error('not read')
      },
    })
    const end = new AbortController()
    async function* slowly(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('##')
      await new Promise(done => end.signal.addEventListener('abort', done))
    }
    const assay = { assumeReference: false, assayedRegions: [], copyNumberMeasured: false }
    const reading = reader.read(slowly(), { assay, onProgress: () => {}, signal: end.signal }).catch(() => 'ended')
    await expect.poll(childrenOfUs, { timeout: 20_000 }).toHaveLength(1)
    const [pid] = childrenOfUs()
    const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    expect(line).toEqual(expect.arrayContaining([FLAG, '--permission', '--max-old-space-size=256']))
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).toBe('')
    end.abort()
    expect(await reading).toBe('ended')
  })
})

/** Readers that this process started. */
function childrenOfUs(): readonly string[] {
  return readdirSync('/proc').filter(name => {
    if (!/^\d+$/.test(name) || !existsSync(`/proc/${name}/status`)) return false
    try {
      const isOurs = readFileSync(`/proc/${name}/status`, 'utf8').includes(`\nPPid:\t${process.pid}\n`)
      return isOurs && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('readFileAsChild')
    } catch {
      return false
    }
  })
}
