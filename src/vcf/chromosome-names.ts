/**
 * Chromosomes are told apart by the names our knowledge uses ("chr10", "chrX", "chrM"). Files write `10`, `chr10`, `MT`,
 * `chrMT` or a RefSeq accession for the same thing.
 */
const NAMES: ReadonlyMap<string, string> = new Map([
  ...Array.from({ length: 22 }, (_, index) => [`${index + 1}`, `chr${index + 1}`] as const),
  ['X', 'chrX'],
  ['Y', 'chrY'],
  ['M', 'chrM'],
  ['MT', 'chrM'],
])

/** RefSeq numbers the human chromosomes 1–24 in one series and the mitochondrion in another. */
const REFSEQ_CHROMOSOME = /^NC_0000(0[1-9]|1\d|2[0-4])\.\d{1,2}$/
const REFSEQ_MITOCHONDRION = /^NC_(012920|001807)\.\d{1,2}$/

/** The canonical name, or undefined for any other sequence (patches, decoys, HLA contigs). */
export function canonicalChromosome(name: string): string | undefined {
  const plain = /^chr/i.test(name) ? name.slice(3) : name
  const known = NAMES.get(plain)
  if (known !== undefined) return known
  const number = REFSEQ_CHROMOSOME.exec(name)?.[1]
  if (number !== undefined) return NAMES.get(number === '23' ? 'X' : number === '24' ? 'Y' : `${Number(number)}`)
  return REFSEQ_MITOCHONDRION.test(name) ? 'chrM' : undefined
}
