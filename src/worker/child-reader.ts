import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DomainError, ERROR_CODES } from '../domain/errors.js'
import type { ErrorCode } from '../domain/errors.js'
import type { FileLimits, QualityPolicy, ReadSample, ReadSampleOptions, SampleReader } from '../usecases/ports.js'
import type { ChildMessage, ChildRequest } from './child-protocol.js'

export interface ChildReaderOptions {
  /** Address of the compiled module whose `readFileAsChild` is the child. */
  readonly module: string
  /** Folders the child may read: code and knowledge. */
  readonly readable: readonly string[]
  readonly knowledgePath: string
  readonly quality: QualityPolicy
  readonly limits: FileLimits
  readonly heapMegabytes: number
  readonly wallMilliseconds: number
  readonly decode: (json: unknown) => ReadSample
}

/**
 * Reads each file in a process of its own: what a hostile file does to its reader (endless work, all memory, a crash) ends
 * there. The child has no environment, no database and no keys, may not write, start programs or load foreign code; bytes
 * go in, lines of JSON come out, and nothing it says is believed before it is decoded (S32).
 */
export function createChildReader(options: ChildReaderOptions): SampleReader {
  return {
    async read(bytes, asked) {
      const child = start(options)
      const wall = setTimeout(() => child.kill('SIGKILL'), options.wallMilliseconds)
      const kill = () => child.kill('SIGKILL')
      asked.signal.addEventListener('abort', kill, { once: true })
      try {
        asked.signal.throwIfAborted()
        const [, answer] = await Promise.all([feed(child, requestOf(options, asked), bytes), listen(child, asked)])
        return options.decode(answer)
      } finally {
        clearTimeout(wall)
        asked.signal.removeEventListener('abort', kill)
        child.kill('SIGKILL')
      }
    },
  }
}

const SCRIPT = `const { readFileAsChild } = await import(process.argv[1]); await readFileAsChild()`

function start({ module, heapMegabytes, readable }: ChildReaderOptions): ChildProcess {
  const bounds = [`--max-old-space-size=${heapMegabytes}`, '--disable-proto=delete', '--no-warnings', '--permission']
  const folders = readable.map(folder => `--allow-fs-read=${folder}`)
  return spawn(process.execPath, [...bounds, ...folders, '--input-type=module', '-e', SCRIPT, module], {
    env: {},
    cwd: '/',
    // What it says on stderr may quote the file.
    stdio: ['pipe', 'pipe', 'ignore'],
  })
}

function requestOf({ knowledgePath, quality, limits }: ChildReaderOptions, asked: ReadSampleOptions): ChildRequest {
  const { sampleName, fileName, assay, bytesTotal } = asked
  return { knowledgePath, quality, limits, sampleName, fileName, assay, bytesTotal }
}

async function feed(child: ChildProcess, request: ChildRequest, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  if (child.stdin === null) throw new Error('the child has no input')
  // Written to after the child was stopped: the pipeline below has met that already.
  child.stdin.on('error', () => {})
  const input = async function* () {
    yield Buffer.from(`${JSON.stringify(request)}\n`)
    yield* bytes
  }
  try {
    await pipeline(Readable.from(input(), { objectMode: false }), child.stdin)
  } catch (error) {
    // A child that has seen enough (a refusal) closes its input; its answer tells why.
    if (!isClosedPipe(error)) throw error
  }
}

function isClosedPipe(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'EPIPE' || code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE'
}

async function listen(child: ChildProcess, { onProgress }: ReadSampleOptions): Promise<unknown> {
  if (child.stdout === null) throw new Error('the child has no output')
  const ended = new Promise<number | null>((done, fail) => child.once('error', fail).once('exit', done))
  // Rejections are met below; until then nobody waits for it.
  ended.catch(() => {})
  let answer: { readonly result: unknown } | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    const message: ChildMessage = JSON.parse(line)
    if ('progress' in message) onProgress(message.progress)
    else if ('refusal' in message) throw refusalOf(message.refusal)
    else answer = message
  }
  const code = await ended
  if (answer === undefined || code !== 0) throw new Error(`the reader of the file ended without an answer (${code})`)
  return answer.result
}

function refusalOf({ code, message, details }: Extract<ChildMessage, { refusal: unknown }>['refusal']): DomainError {
  const known = ERROR_CODES.find((each): each is ErrorCode => each === code)
  if (known === undefined) throw new Error('the reader refused with a code that is none')
  return new DomainError(known, message, details)
}
