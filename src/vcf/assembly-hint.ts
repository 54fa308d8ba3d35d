import type { Assembly } from '../domain/knowledge.js'
import { canonicalChromosome } from './chromosome-names.js'

export type AssemblyHint = Assembly | 'other' | 'contradictory' | undefined

export interface Contig {
  readonly name: string
  readonly length?: number
}

export function contigsOf(meta: readonly string[]): readonly Contig[] {
  return meta.flatMap(line => {
    if (!line.startsWith('##contig=<')) return []
    const name = /[<,]ID=([^,>]+)/.exec(line)?.[1]
    const length = /[<,]length=(\d{1,10})\b/.exec(line)?.[1]
    return name === undefined ? [] : [{ name, ...(length === undefined ? {} : { length: Number(length) }) }]
  })
}

/** Lengths of chromosomes in the two assemblies. */
const LENGTHS: ReadonlyMap<string, Readonly<Record<Assembly, number>>> = new Map([
  ['chr1', { GRCh38: 248956422, GRCh37: 249250621 }],
  ['chr2', { GRCh38: 242193529, GRCh37: 243199373 }],
  ['chr3', { GRCh38: 198295559, GRCh37: 198022430 }],
  ['chr4', { GRCh38: 190214555, GRCh37: 191154276 }],
  ['chr5', { GRCh38: 181538259, GRCh37: 180915260 }],
  ['chr6', { GRCh38: 170805979, GRCh37: 171115067 }],
  ['chr7', { GRCh38: 159345973, GRCh37: 159138663 }],
  ['chr8', { GRCh38: 145138636, GRCh37: 146364022 }],
  ['chr10', { GRCh38: 133797422, GRCh37: 135534747 }],
  ['chr12', { GRCh38: 133275309, GRCh37: 133851895 }],
  ['chr13', { GRCh38: 114364328, GRCh37: 115169878 }],
  ['chr16', { GRCh38: 90338345, GRCh37: 90354753 }],
  ['chr19', { GRCh38: 58617616, GRCh37: 59128983 }],
  ['chr22', { GRCh38: 50818468, GRCh37: 51304566 }],
  ['chrX', { GRCh38: 156040895, GRCh37: 155270560 }],
])

/** A hint only: headers are copied from file to file, so bases decide. Lengths are harder to get wrong than words. */
export function assemblyHint(meta: readonly string[], contigs: readonly Contig[]): AssemblyHint {
  const byLength = contigs.flatMap(({ name, length }) => {
    const lengths = LENGTHS.get(canonicalChromosome(name) ?? '')
    if (lengths === undefined || length === undefined) return []
    // Other lengths are toy files or slips; words name the assemblies we do not know.
    return length === lengths.GRCh38 ? ['GRCh38' as const] : length === lengths.GRCh37 ? ['GRCh37' as const] : []
  })
  const byWord = meta.flatMap(line => {
    if (/^##contig=<.*\bassembly=/.test(line)) return assemblyWord(/\bassembly="?([^,">]+)/.exec(line)?.[1] ?? '') ?? []
    if (/^##(reference|assembly)=/.test(line)) return assemblyWord(line) ?? []
    return []
  })
  const hints = new Set(byLength.length > 0 ? byLength : byWord)
  if (hints.size > 1) return 'contradictory'
  return [...hints][0]
}

function assemblyWord(text: string): Assembly | 'other' | undefined {
  if (/grch38|hg38|hs38|b38\b|GCF_000001405\.(2[6-9]|3\d|40)|GCA_000001405\.(1[5-9]|2\d)/i.test(text)) return 'GRCh38'
  if (/grch37|hg19|hs37|b37\b|GCF_000001405\.(1[3-9]|2[0-5])|GCA_000001405\.([1-9]|1[0-4])\b/i.test(text))
    return 'GRCh37'
  if (/ncbi36|\bb36\b|hg18|chm13|t2t|hs1\b/i.test(text)) return 'other'
  return undefined
}
