import type { StatedFact } from '../../src/domain/history/history-fact.js'
import type { DemoGenome } from './demo-vcf.js'

/** A result of another method, as a laboratory would send it along. */
export interface DemoOutsideCall {
  readonly gene: string
  readonly diplotype?: string
  readonly phenotype?: string
  readonly activityScore?: string
}

/** One entry of `data/demo/patients.json`: who is seeded into the demonstration organisation, and with which upload. */
export interface DemoPatient {
  readonly name: string
  readonly sex: 'female' | 'male'
  readonly birthDate: string
  readonly mrn: string
  /** File beside `patients.json`. */
  readonly vcf: string
  readonly sample: string
  readonly assay: {
    readonly panel?: string
    readonly assumeReference: boolean
    readonly copyNumberMeasured: boolean
    readonly sex?: 'female' | 'male'
  }
  readonly outsideCalls?: readonly DemoOutsideCall[]
  /** What is recorded besides; invented. */
  readonly history?: readonly StatedFact[]
  /** Why this person is here. */
  readonly story: string
}

export interface SyntheticPerson extends Omit<DemoPatient, 'mrn' | 'sample' | 'assay'> {
  readonly genome: Omit<DemoGenome, 'sample' | 'sex'>
  readonly assumeReference?: boolean
  readonly copyNumberMeasured?: boolean
  /** What is done to the file after it was written. */
  readonly spoil?: (text: string) => string
}

const GRCH38 = { assembly: 'GRCh38', phased: false, carries: {} } as const

/** Nobody real: names say what each of them shows. */
export const SYNTHETIC_PEOPLE: readonly SyntheticPerson[] = [
  {
    name: 'Norma Allcommon',
    sex: 'female',
    birthDate: '1984-03-12',
    vcf: 'norma-allcommon.vcf.gz',
    genome: GRCH38,
    copyNumberMeasured: true,
    outsideCalls: [{ gene: 'CYP2D6', diplotype: '*1/*1' }],
    story:
      'Common alleles everywhere, so nothing needs to change for her genes; but paroxetine makes a poor metaboliser of CYP2D6 of her, as long as she takes it.',
  },
  {
    name: 'Petra Slowly',
    sex: 'female',
    birthDate: '1958-11-02',
    vcf: 'petra-slowly.vcf.gz',
    genome: { ...GRCH38, carries: { CYP2C19: ['*2', '*2'], CYP2C9: ['*3', '*3'], SLCO1B1: ['*1', '*15'] } },
    copyNumberMeasured: true,
    outsideCalls: [{ gene: 'CYP2D6', diplotype: '*4/*4' }],
    story: 'Poor metaboliser of CYP2C19, CYP2C9 and, by a call from another method, CYP2D6.',
  },
  {
    name: 'Amos Eitheror',
    sex: 'male',
    birthDate: '1979-07-21',
    vcf: 'amos-eitheror.vcf.gz',
    genome: { ...GRCH38, carries: { TPMT: ['*1', '*3A'], CYP2B6: ['*1', '*6'] } },
    story:
      'Unphased: two TPMT diplotypes fit, one of them far more dangerous; the answer is not robust and says what would settle it.',
  },
  {
    name: 'Mia Halfread',
    sex: 'female',
    birthDate: '1992-01-30',
    vcf: 'mia-halfread.vcf.gz',
    genome: {
      ...GRCH38,
      genes: ['CYP2C9', 'CYP2C19', 'SLCO1B1', 'VKORC1', 'NAT2'],
      unread: ['CYP2C19 rs12248560', 'CYP2C19 rs28399504', 'NAT2 rs1801279'],
      carries: { SLCO1B1: ['*5', '*15'] },
    },
    story: 'A small panel: genes that were not read are not tested, a missing position is missing, never reference.',
  },
  {
    name: 'Undo Nameless',
    sex: 'male',
    birthDate: '1966-05-17',
    vcf: 'undo-nameless.vcf.gz',
    genome: {
      ...GRCH38,
      bases: {
        'CYP2C19 rs4244285': ['G', 'T'],
        'SLCO1B1 rs2306283': ['G', 'G'],
        'SLCO1B1 rs11045853': ['A', 'A'],
        'SLCO1B1 rs72559748': ['G', 'G'],
        'SLCO1B1 rs4149056': ['T', 'C'],
      },
    },
    story:
      'A base that no definition lists, and a combination that no allele has: not called, with the reason; one position of SLCO1B1 still decides.',
  },
  {
    name: 'Cora Manycopies',
    sex: 'female',
    birthDate: '2001-09-09',
    vcf: 'cora-manycopies.vcf.gz',
    genome: { ...GRCH38, carries: { CYP2C19: ['*17', '*17'], CYP2D6: ['*1', '*2'] } },
    copyNumberMeasured: true,
    outsideCalls: [{ gene: 'CYP2D6', diplotype: '*1x2/*2' }],
    story: 'CYP2D6 duplicated, as another method measured it; small variants alone would not show that.',
  },
  {
    name: 'Hela Tissuetype',
    sex: 'female',
    birthDate: '1973-12-24',
    vcf: 'hela-tissuetype.vcf.gz',
    genome: GRCH38,
    outsideCalls: [
      { gene: 'HLA-A', diplotype: '*01:01/*31:01' },
      { gene: 'HLA-B', diplotype: '*57:01/*58:01' },
    ],
    story: 'HLA typed elsewhere: alleles that make severe skin reactions likely.',
  },
  {
    name: 'Gideon Onecopy',
    sex: 'male',
    birthDate: '1988-04-04',
    vcf: 'gideon-onecopy.vcf.gz',
    genome: {
      ...GRCH38,
      carries: { G6PD: ['Mediterranean, Dallas, Panama, Sassari, Cagliari, Birmingham'], 'MT-RNR1': ['m.1555A>G'] },
    },
    story: 'One X chromosome, with a deficient G6PD on it, and a mitochondrial variant that endangers hearing.',
  },
  {
    name: 'Dora Twohits',
    sex: 'female',
    birthDate: '1970-08-15',
    vcf: 'dora-twohits.vcf.gz',
    genome: {
      ...GRCH38,
      phased: true,
      carries: { DPYD: ['c.1905+1G>A (*2A)', 'c.2846A>T'], NUDT15: ['*1', '*3'], UGT1A1: ['*80+*28', '*80+*28'] },
    },
    story: 'A no-function and a decreased-function DPYD allele on different chromosomes.',
  },
  {
    name: 'Quentin Brokenrow',
    sex: 'male',
    birthDate: '1995-02-28',
    vcf: 'quentin-brokenrow.vcf',
    genome: {
      ...GRCH38,
      carries: { CYP2C19: ['*1', '*2'] },
      genes: ['CYP2C9', 'CYP2C19', 'VKORC1', 'SLCO1B1'],
    },
    spoil: text => text.replace(/(rs1799853\t.*\t)0\/0:/, '$10/7:'),
    story: 'One row points past its alternate alleles: its gene is held back with the line, the others are answered.',
  },
  {
    name: 'Rex Wrongbuild',
    sex: 'male',
    birthDate: '1981-06-06',
    vcf: 'rex-wrongbuild.vcf',
    genome: { ...GRCH38, genes: ['CYP2C9', 'CYP2C19', 'VKORC1'] },
    spoil: text =>
      text
        .replace('##reference=GRCh38', '##reference=GRCh37')
        .replaceAll(/(##contig=<ID=chr\d+)>/g, '$1,assembly=GRCh37>'),
    story: 'The header names another build than the bases show: refused, nothing is guessed.',
  },
  {
    name: 'Theo Oldbuild',
    sex: 'male',
    birthDate: '1949-10-10',
    vcf: 'theo-oldbuild.vcf.gz',
    genome: {
      assembly: 'GRCh37',
      phased: false,
      variantsOnly: false,
      carries: {
        CYP2C9: ['*2', '*3'],
        VKORC1: ['rs9923231 variant (T)', 'rs9923231 variant (T)'],
        CYP4F2: ['*1', '*3'],
      },
    },
    story:
      'An older file on GRCh37, without "chr": read by its own positions, nothing is lifted over. Sensitive to warfarin.',
  },
]
