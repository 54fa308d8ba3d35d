import { createUnionType, Field, ObjectType } from 'type-graphql'
import type { DrugAdvice, MissingFact, UndecidedSource } from '../../domain/recommendation/advice.js'
import type { DrugAnswer } from '../../usecases/menu.js'
import type { Sample } from '../../usecases/records.js'
import { SampleType } from '../call/sample.type.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { Cost } from '../limits/cost-hint.js'
import { DrugCandidateType, DrugType } from '../knowledge/drug.type.js'
import { ActionEnum, SourceEnum } from '../knowledge/knowledge-enums.js'
import { AgreementEnum, MissingFactKindEnum } from './advice-enums.js'
import { OutcomeType } from './outcome.type.js'
import { MedicineCautionType, NotConsideredMedicineType, PhenoconversionType } from './phenoconversion.type.js'

@ObjectType('SourceVote', {
  simpleResolvers: true,
  description: 'What one source says, in the words all sources share.',
})
class SourceVoteType {
  @Field(() => SourceEnum, { description: 'The source.' })
  @Class('GENOMIC_SUMMARY')
  readonly source!: DrugAdvice['outcomes'][number]['source']

  @Field(() => [ActionEnum], { description: 'Its actions, strictest first.' })
  @Class('GENOMIC_SUMMARY')
  readonly actions!: MissingFact['couldLeadTo']
}

@ObjectType('UndecidedSource', {
  simpleResolvers: true,
  description: 'A source that has a guideline but no vote yet: it waits for a fact or for the result of a gene.',
})
class UndecidedSourceType implements UndecidedSource {
  @Field(() => SourceEnum, { description: 'The source.' })
  @Class('GENOMIC_SUMMARY')
  readonly source!: UndecidedSource['source']

  @Field(() => String, {
    description: 'Accession of the guideline that waits; a source with several may have a vote by another.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly guideline!: string

  @Field(() => String, { description: 'What it answers now, by the name of its outcome, e.g. PopulationUndetermined.' })
  @Class('GENOMIC_SUMMARY')
  readonly type!: UndecidedSource['type']

  @Field(() => [String], { description: 'Names of the facts, or symbols of the genes, that it waits for.' })
  @Class('GENOMIC_SUMMARY')
  readonly waitsFor!: readonly string[]

  @Field(() => ActionEnum, {
    nullable: true,
    description: 'The strictest action that is possible there; absent where the guideline computes a dose.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly strictest?: NonNullable<UndecidedSource['strictest']>

  @Field(() => Boolean, { description: 'That action is stricter than everything the others say.' })
  @Class('GENOMIC_SUMMARY')
  readonly mayGoFurther!: boolean
}

@ObjectType('Agreement', {
  simpleResolvers: true,
  description: 'Whether the sources agree. None of them is picked silently.',
})
export class AgreementType {
  @Field(() => AgreementEnum, { description: 'The verdict.' })
  @Class('GENOMIC_SUMMARY')
  readonly verdict!: DrugAdvice['agreement']['verdict']

  @Field(() => SourceEnum, { nullable: true, description: 'The source that goes furthest, when one does.' })
  @Class('GENOMIC_SUMMARY')
  readonly strictest?: NonNullable<DrugAdvice['agreement']['strictest']>

  @Field(() => [SourceVoteType], { description: 'What each source that has an answer says.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 3 })
  readonly votes!: readonly SourceVoteType[]

  @Field(() => [UndecidedSourceType], {
    description: 'Who has no vote yet. The verdict compares the others only.',
  })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 2 })
  readonly undecided!: readonly UndecidedSourceType[]

  @Field(() => String, { description: 'The verdict in words, with who is undecided, for those who prescribe.' })
  @Class('GENOMIC_SUMMARY')
  readonly detail!: string

  @Field(() => String, { description: 'The verdict in plain words.' })
  @Class('GENOMIC_SUMMARY')
  readonly plain!: string
}

@ObjectType('MissingFact', { simpleResolvers: true, description: 'A fact that is missing, and what it could change.' })
class MissingFactType implements MissingFact {
  @Field(() => MissingFactKindEnum, { description: 'What kind of fact.' })
  @Class('GENOMIC_SUMMARY')
  readonly kind!: MissingFact['kind']

  @Field(() => String, { description: 'Symbol of the gene, or name of the fact as `facts` takes it.' })
  @Class('GENOMIC_SUMMARY')
  readonly name!: string

  @Field(() => String, { description: 'What to find out.' })
  @Class('GENOMIC_SUMMARY')
  readonly text!: string

  @Field(() => [ActionEnum], { description: 'Actions that could follow, strictest first.' })
  @Class('GENOMIC_SUMMARY')
  readonly couldLeadTo!: MissingFact['couldLeadTo']
}

@ObjectType('DrugAdvice', {
  simpleResolvers: true,
  description: 'Everything that the sources say about one drug for one person, side by side.',
})
export class DrugAdviceType implements Pick<
  DrugAdvice,
  'outcomes' | 'robust' | 'whatWouldChange' | 'knowledgeVersion'
> {
  @Field(() => DrugType, { description: 'The drug.' })
  @Class('GENOMIC_SUMMARY')
  readonly drug!: DrugAdvice['drug']

  @Field(() => [OutcomeType], {
    description:
      'At least one outcome per source, in the order CPIC, DPWG, FDA; one per guideline where a source has several.',
  })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 5 })
  readonly outcomes!: DrugAdvice['outcomes']

  @Field(() => Boolean, { description: 'All outcomes are the same for every diplotype that the data allow.' })
  @Class('GENOMIC_SUMMARY')
  readonly robust!: boolean

  @Field(() => [MedicineCautionType], {
    description: 'What medicines taken now may do to the genes of this drug without changing the advice.',
  })
  @Class('CLINICAL')
  @Cost({ size: 2 })
  readonly cautions!: readonly MedicineCautionType[]

  @Field(() => [PhenoconversionType], {
    description:
      'What medicines taken now do to the genes of this drug: predicted and effective result side by side, gene by gene.',
  })
  @Class('CLINICAL')
  @Cost({ size: 1 })
  readonly phenoconversion!: DrugAdvice['phenoconversion']

  @Field(() => [MissingFactType], {
    description: 'Missing facts and what each could do; empty when nothing known could change the answer.',
  })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 3 })
  readonly whatWouldChange!: DrugAdvice['whatWouldChange']

  @Field(() => String, { description: 'Version of the knowledge that it was computed from.' })
  @Class('PUBLIC')
  readonly knowledgeVersion!: string
}

export const DrugAdviceConnectionType = connectionType(
  'DrugAdvice',
  () => DrugAdviceType,
  'advice per drug',
  'GENOMIC_SUMMARY',
)

type Advised = Extract<DrugAnswer, { type: 'advised' }>

@ObjectType('CheckedDrug', { simpleResolvers: true, description: 'The answer to a question about one drug.' })
export class CheckedDrugType implements Omit<Advised, 'type'> {
  readonly type!: 'advised'

  @Field(() => DrugType, { description: 'The drug that the question named.' })
  @Class('GENOMIC_SUMMARY')
  readonly drug!: Advised['drug']

  @Field(() => [DrugAdviceType], { description: 'The advice: one, or one per ingredient of a combination product.' })
  @Class('GENOMIC_SUMMARY')
  @Cost({ size: 1 })
  readonly advice!: Advised['advice']

  @Field(() => SampleType, {
    nullable: true,
    description: 'The sample that it rests on; absent for stated results and for a patient without a sample.',
  })
  @Class('OPERATIONAL')
  readonly sample?: Sample

  @Field(() => [NotConsideredMedicineType], {
    description: 'Stated medicines that nothing here describes: nobody looked at what they do.',
  })
  @Class('CLINICAL')
  @Cost({ size: 2 })
  readonly notConsidered!: Advised['notConsidered']
}

type Candidates = Extract<DrugAnswer, { type: 'candidates' }>

@ObjectType('DrugCandidates', {
  simpleResolvers: true,
  description: 'The name fits no drug, or several. Choose one and ask again; nothing was guessed.',
})
export class DrugCandidatesType implements Omit<Candidates, 'type'> {
  readonly type!: 'candidates'

  @Field(() => String, { description: 'The name that was asked for.' })
  @Class('PUBLIC')
  readonly text!: string

  @Field(() => [DrugCandidateType], {
    description: 'Drugs that it may mean, best first; empty when nothing resembles it.',
  })
  @Class('PUBLIC')
  readonly candidates!: Candidates['candidates']
}

export const CheckDrugResultUnion = createUnionType({
  name: 'CheckDrugResult',
  description: 'An answer, or the drugs that the name may mean.',
  types: () => [CheckedDrugType, DrugCandidatesType] as const,
  resolveType: answer => (answer.type === 'advised' ? 'CheckedDrug' : 'DrugCandidates'),
})
