import type { Assembly, Gene, Knowledge } from '../../src/domain/knowledge.js'

/** What a synthetic person carries; everything else is the common allele on both chromosomes. */
export interface DemoGenome {
  readonly sample: string
  readonly sex: 'female' | 'male'
  readonly assembly: Assembly
  readonly phased: boolean
  /** Gene → the alleles of both chromosomes (one where there is only one), by name. */
  readonly carries: Readonly<Record<string, readonly string[]>>
  /** `SYMBOL rsid` → bases on each chromosome, for what no named allele describes. */
  readonly bases?: Readonly<Record<string, readonly string[]>>
  /** Genes whose positions the assay reads; absent: all of the core tier. */
  readonly genes?: readonly string[]
  /** `SYMBOL rsid` of positions that the assay does not read. */
  readonly unread?: readonly string[]
  /** Leave out rows in which the person is reference. */
  readonly variantsOnly?: boolean
  /** Row texts put in as they are, in front of the row of that position. */
  readonly instead?: Readonly<Record<string, string>>
}

/** A small VCF of one synthetic person, with one row per position of interest. */
export function demoVcf(genome: DemoGenome, knowledge: Knowledge): string {
  const style = (name: string): string =>
    genome.assembly === 'GRCh38' ? name : name.replace(/^chr/, '').replace('M', 'MT')
  const genes = [...knowledge.genes.values()].filter(
    gene =>
      gene.tier === 'core' && gene.callingRule !== 'outside-call-only' && (genome.genes?.includes(gene.symbol) ?? true),
  )
  const rows = new Map<string, { readonly chromosome: string; readonly position: number; readonly text: string }>()
  for (const gene of genes) {
    for (const row of rowsOf(gene, genome, style(gene.chromosome))) {
      const key = `${row.chromosome}:${row.position}`
      if (!rows.has(key) || row.carries) rows.set(key, row)
    }
  }
  const sorted = [...rows.values()].toSorted(
    (a, b) => chromosomeOrder(a.chromosome) - chromosomeOrder(b.chromosome) || a.position - b.position,
  )
  const contigs = [...new Set(sorted.map(row => row.chromosome))]
  return [
    '##fileformat=VCFv4.2',
    '##source=Sextant demonstration data: a synthetic person, nobody was sequenced',
    `##reference=${genome.assembly}`,
    ...contigs.map(name => `##contig=<ID=${name}${name.endsWith('M') || name === 'MT' ? ',length=16569' : ''}>`),
    '##FILTER=<ID=PASS,Description="All filters passed">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Read depth">',
    '##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Genotype quality">',
    `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${genome.sample}`,
    ...sorted.map(row => row.text),
    '',
  ].join('\n')
}

function chromosomeOrder(chromosome: string): number {
  const name = chromosome.replace(/^chr/, '')
  return { X: 23, MT: 25, M: 25 }[name] ?? Number(name)
}

function rowsOf(gene: Gene, genome: DemoGenome, chromosome: string) {
  const copies = gene.ploidy === 'mitochondrial' || (gene.ploidy === 'x-linked' && genome.sex === 'male') ? 1 : 2
  const common = gene.alleles.some(allele => allele.name === '*1') ? '*1' : (gene.referenceAllele ?? '')
  const names = genome.carries[gene.symbol] ?? Array.from({ length: copies }, () => common)
  if (names.length !== copies) throw new Error(`${genome.sample}: ${gene.symbol} needs ${copies} alleles`)
  return gene.positions.flatMap(position => {
    const label = `${gene.symbol} ${position.rsid ?? ''}`
    const locus = position.loci[genome.assembly]
    if (locus === undefined || genome.unread?.includes(label)) return []
    const bases = genome.bases?.[label] ?? names.map(name => basesOf(gene, name, position.index))
    const alts = [...new Set(bases)].filter(text => text !== locus.ref)
    if (genome.variantsOnly && alts.length === 0) return []
    const codes = bases.map(text => (text === locus.ref ? 0 : alts.indexOf(text) + 1))
    const genotype = codes.join(genome.phased ? '|' : '/')
    const alt = alts.length === 0 ? '.' : alts.join(',')
    const columns = [chromosome, locus.position, position.rsid ?? '.', locus.ref, alt, '.', 'PASS', '.', 'GT:DP:GQ']
    const text = genome.instead?.[label] ?? [...columns, `${genotype}:48:99`].join('\t')
    return [
      { chromosome, position: locus.position, text, carries: alts.length > 0 || genome.instead?.[label] !== undefined },
    ]
  })
}

/** Cells that an allele leaves open are the reference allele's; of several bases the first. */
function basesOf(gene: Gene, name: string, index: number): string {
  const allele = gene.alleles.find(candidate => candidate.name === name)
  const reference = gene.alleles.find(candidate => candidate.isReference)
  if (allele === undefined || reference === undefined) throw new Error(`${gene.symbol} has no allele ${name}`)
  const [base] = allele.cells.get(index) ?? reference.cells.get(index) ?? []
  return base ?? gene.positions[index]?.loci.GRCh38.ref ?? ''
}
