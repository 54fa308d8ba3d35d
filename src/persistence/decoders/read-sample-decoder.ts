import { z } from 'zod'
import type { ReadSample } from '../../usecases/ports.js'
import { decodeEvidence, decodePlaces, encodeEvidence, encodePlaces, fileFacts } from './evidence-decoder.js'
import { diagnostic } from './upload-decoder.js'

const readSample = z.strictObject({
  file: fileFacts,
  evidence: z.unknown(),
  places: z.unknown(),
  diagnostics: z.array(diagnostic),
})

/** What a reader in a process of its own says about a file, as JSON. */
export function encodeReadSample({ file, evidence, places, diagnostics }: ReadSample): unknown {
  return { file, evidence: encodeEvidence(evidence), places: encodePlaces(places), diagnostics }
}

/** Nothing that a hostile file may have made of the reader is believed unchecked (S32). */
export function decodeReadSample(json: unknown): ReadSample {
  const { file, evidence, places, diagnostics } = readSample.parse(json)
  return { file, evidence: decodeEvidence(evidence), places: decodePlaces(places), diagnostics }
}
