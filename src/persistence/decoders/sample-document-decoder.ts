import type { KeyObject } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { z } from 'zod'
import type { SampleDocument } from '../../usecases/records.js'
import { seal, unseal } from '../keys/seal.js'
import { toJson } from '../stores/to-json.js'
import { decodeEvidence, decodePlaces, encodeEvidence, encodePlaces } from './evidence-decoder.js'
import { decodeCalls, encodeCalls } from './gene-call-decoder.js'

const call = z.looseObject({ gene: z.string() })

const packed = z.strictObject({ knowledgeVersion: z.string(), evidence: z.unknown(), places: z.unknown() })

/** With what each call says of single positions. */
const stored = packed.extend({ details: z.array(call) })

interface Columns {
  readonly calls: unknown
  readonly sealed: Buffer
}

/**
 * Calls can be queried, single positions cannot be read: they re-identify a person by themselves. What was read of a
 * sample is repetitive, 150 KB of JSON are 10 KB of bytes, and encryption leaves nothing to compress.
 */
export function encodeDocument(key: KeyObject, sampleId: string, document: SampleDocument): Columns {
  const { knowledgeVersion, calls, evidence, places } = document
  const json = { knowledgeVersion, evidence: encodeEvidence(evidence), places: encodePlaces(places) }
  return encodePacked(key, sampleId, toJson(encodeCalls(calls, evidence)), json)
}

/** A document from before encryption, whose calls say all that calls say. */
export function sealPlainDocument(
  key: KeyObject,
  sampleId: string,
  row: { readonly calls: unknown; readonly evidence: Uint8Array },
): Columns {
  return encodePacked(key, sampleId, row.calls, packed.parse(JSON.parse(inflateRawSync(row.evidence).toString('utf8'))))
}

function encodePacked(key: KeyObject, sampleId: string, calls: unknown, read: z.output<typeof packed>): Columns {
  const parts = z.array(call).parse(calls).map(splitCall)
  const json = JSON.stringify({ ...read, details: parts.map(({ details }) => details) })
  return { calls: parts.map(({ open }) => open), sealed: seal(key, placeOf(sampleId), deflateRawSync(json)) }
}

export function decodeDocument(
  key: KeyObject,
  sampleId: string,
  row: { readonly calls: unknown; readonly sealed: Uint8Array },
): SampleDocument {
  const bytes = inflateRawSync(unseal(key, placeOf(sampleId), row.sealed))
  const json = stored.parse(JSON.parse(bytes.toString('utf8')))
  const evidence = decodeEvidence(json.evidence)
  const calls = decodeCalls(joinCalls(z.array(call).parse(row.calls), json.details), evidence)
  return { knowledgeVersion: json.knowledgeVersion, evidence, places: decodePlaces(json.places), calls }
}

type Json = z.output<typeof call>

/** Positions, their alleles, and the notes that repeat them stand apart. */
function splitCall({ evidence, notes, seen, ...open }: Json): { readonly open: Json; readonly details: Json } {
  return { open, details: { gene: open.gene, evidence, notes, seen } }
}

function joinCalls(calls: readonly Json[], details: readonly Json[]): readonly Json[] {
  if (calls.length !== details.length) throw new Error('calls and what they say of positions differ in number')
  return calls.map((open, index) => {
    const more = details[index]
    if (more?.gene !== open.gene) throw new Error('calls and what they say of positions differ in order')
    return { ...open, ...more }
  })
}

function placeOf(sampleId: string): string {
  return `sample document ${sampleId}`
}
