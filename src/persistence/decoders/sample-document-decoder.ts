import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'
import type { SampleDocument } from '../../usecases/records.js'
import { toJson } from '../stores/to-json.js'
import { decodeEvidence, decodePlaces, encodeEvidence, encodePlaces } from './evidence-decoder.js'
import { decodeCalls, encodeCalls } from './gene-call-decoder.js'

const packed = z.strictObject({ knowledgeVersion: z.string(), evidence: z.unknown(), places: z.unknown() })

interface Columns {
  readonly calls: unknown
  readonly evidence: Buffer
}

/** What was read of a sample is repetitive: 150 KB of JSON are 10 KB of bytes. */
export function encodeDocument({ knowledgeVersion, calls, evidence, places }: SampleDocument): Columns {
  const json = { knowledgeVersion, evidence: encodeEvidence(evidence), places: encodePlaces(places) }
  return { calls: toJson(encodeCalls(calls, evidence)), evidence: deflateRawSync(JSON.stringify(json)) }
}

export function decodeDocument(row: { readonly calls: unknown; readonly evidence: Uint8Array }): SampleDocument {
  const json = packed.parse(JSON.parse(inflateRawSync(row.evidence).toString('utf8')))
  const evidence = decodeEvidence(json.evidence)
  const { knowledgeVersion } = json
  return { knowledgeVersion, evidence, places: decodePlaces(json.places), calls: decodeCalls(row.calls, evidence) }
}
