import { loadKnowledge } from '../../knowledge/load-knowledge.js'
import { encodeReadSample } from '../../persistence/decoders/read-sample-decoder.js'
import { createVariantReader } from '../../vcf/read-variants.js'
import { readAsChild } from '../../worker/read-as-child.js'

/** The other side of `childReader`: what runs in the process that reads an uploaded file. */
export async function readFileAsChild(): Promise<void> {
  await readAsChild({
    input: process.stdin,
    output: process.stdout,
    reader: createVariantReader(),
    loadKnowledge: path => loadKnowledge([path]),
    encode: encodeReadSample,
  })
}
