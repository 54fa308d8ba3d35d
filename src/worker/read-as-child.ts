import type { Readable, Writable } from 'node:stream'
import { DomainError } from '../domain/errors.js'
import { sampleEvidence } from '../domain/genotype/evidence.js'
import { placesOf } from '../domain/genotype/realign-evidence.js'
import type { Knowledge } from '../domain/knowledge.js'
import type { ReadSample, VariantReader } from '../usecases/ports.js'
import type { ChildMessage, ChildRequest } from './child-protocol.js'

export interface ChildPorts {
  readonly input: Readable
  readonly output: Writable
  readonly reader: VariantReader
  readonly loadKnowledge: (path: string) => Promise<Knowledge>
  readonly encode: (read: ReadSample) => unknown
}

const PROGRESS_MILLISECONDS = 200

/** The child's side: reads one sample of the file on its input and writes one result. Knows no database and no keys. */
export async function readAsChild({ input, output, reader, loadKnowledge, encode }: ChildPorts): Promise<void> {
  const send = (message: ChildMessage) =>
    new Promise<void>((done, fail) => {
      output.write(`${JSON.stringify(message)}\n`, error => (error ? fail(error) : done()))
    })
  const { request, bytes } = await splitRequest(input)
  let last = 0
  try {
    const knowledge = await loadKnowledge(request.knowledgePath)
    const table = await reader.read(bytes, knowledge, {
      samples: request.sampleName === undefined ? undefined : [request.sampleName],
      fileName: request.fileName,
      assay: request.assay,
      quality: request.quality,
      limits: request.limits,
      bytesTotal: request.bytesTotal,
      onProgress: progress => {
        if (performance.now() - last < PROGRESS_MILLISECONDS) return
        last = performance.now()
        void send({ progress })
      },
    })
    if (table.samples.length !== 1)
      throw new DomainError('UNKNOWN_SAMPLE', 'The file has several samples; name the one to read', {
        samples: table.samples.length,
      })
    const { file, diagnostics } = table
    await send({
      result: encode({ file, diagnostics, evidence: sampleEvidence(table, 0), places: placesOf(knowledge) }),
    })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const { code, message, details } = error
    await send({ refusal: { code, message, details } })
  }
}

const NEWLINE = 10

async function splitRequest(
  input: Readable,
): Promise<{ readonly request: ChildRequest; readonly bytes: AsyncIterable<Uint8Array> }> {
  const chunks: AsyncIterator<Buffer> = input[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  while (!head.includes(NEWLINE)) {
    const next = await chunks.next()
    if (next.done === true) throw new Error('no request')
    head = Buffer.concat([head, next.value])
  }
  const end = head.indexOf(NEWLINE)
  const request: ChildRequest = JSON.parse(head.subarray(0, end).toString('utf8'))
  const rest = head.subarray(end + 1)
  return { request, bytes: following(rest, chunks) }
}

async function* following(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Uint8Array> {
  if (first.byteLength > 0) yield first
  for (;;) {
    const next = await rest.next()
    if (next.done === true) return
    yield next.value
  }
}
