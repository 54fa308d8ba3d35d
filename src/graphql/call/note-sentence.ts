import type { CallNote, CallNoteCode } from '../../domain/diplotype/gene-call.js'

type Sentence = (facts: string) => string

/** One sentence per code; the facts (positions, alleles, numbers) are put in as they are. */
const SENTENCES: Readonly<Record<CallNoteCode, Sentence>> = {
  ASSUMED_REFERENCE: facts => `Positions that the file does not have were taken for reference, as requested: ${facts}.`,
  POSITIONS_MISSING: facts => `Positions that could not be read: ${facts}.`,
  ALLELES_NOT_EXCLUDED: facts => `Because positions are missing, these alleles cannot be excluded: ${facts}.`,
  AMP_TIER1_MISSING: facts => `Alleles that every clinical assay should include cannot be excluded: ${facts}.`,
  UNDOCUMENTED_AS_REFERENCE: facts => `A base that no definition lists was read as reference: ${facts}.`,
  UNPHASED_AMBIGUITY: facts =>
    `It is not known which variants share a chromosome; several pairs of alleles fit: ${facts}.`,
  UNPHASED_PRIORITY: facts => `Several pairs of alleles fit; a published preference chose: ${facts}.`,
  REFERENCE_BY_ABSENCE: facts => `The reference allele is reported because no listed variant was found: ${facts}.`,
  LINKED_PAIR_MISMATCH: facts => `Two variants that are usually inherited together differ: ${facts}.`,
  LINKED_PAIR_TAG_ONLY: facts => `Only the marker was found, not the variant it stands for: ${facts}.`,
  LINKED_PAIR_UNDECIDED: facts => `Whether marker and variant lie on the same chromosome is not known: ${facts}.`,
  LOWEST_FUNCTION: facts => `The allele with the lowest function on each chromosome decides: ${facts}.`,
  FALLBACK_POSITION: facts => `No pair of alleles fits; guidelines are asked with a single position: ${facts}.`,
  COPY_NUMBER_NOT_ASSESSED: facts => `The number of copies of the gene was not measured: ${facts}.`,
  COMBINATION: facts => `Several alleles lie on the same chromosome: ${facts}.`,
  HEMIZYGOUS: facts => `There is only one copy of the gene: ${facts}.`,
  HEMIZYGOUS_WRITTEN_AS_DIPLOID: facts => `The file writes the only copy as two; it was read as one: ${facts}.`,
  OUTSIDE_CALL_USED: facts => `The result was determined elsewhere and given to us: ${facts}.`,
  OUTSIDE_CALL_REPLACES_FILE_CALL: facts =>
    `A result from elsewhere stands in place of the call from the file: ${facts}.`,
  OUTSIDE_CALL_MISMATCH: facts => `Parts of the result from elsewhere do not agree with each other: ${facts}.`,
  OUTSIDE_CALL_RETRACTED: facts =>
    `A result from elsewhere was taken back by the system that had sent it, and does not count: ${facts}.`,
  UNKNOWN_OUTSIDE_ALLELE: facts => `The result from elsewhere names an allele that is not described here: ${facts}.`,
  COPY_NUMBER_BINNED: facts => `The number of copies was read as the class that the tables know: ${facts}.`,
  PARTIAL_GENOTYPE: facts => `A genotype is only half there: ${facts}.`,
  BUILD_REFERENCE_DIFFERS: facts =>
    `The reference base of this edition of the genome differs from the other: ${facts}.`,
  HETEROPLASMIC: facts => `Mitochondria with and without the variant were found; the variant counts: ${facts}.`,
}

/** A note of a call in words. */
export function noteSentence(note: CallNote): string {
  const sentence = SENTENCES[note.code](note.facts.join(', '))
  return note.facts.length === 0 ? sentence.replace(/: \.$/, '.') : sentence
}
