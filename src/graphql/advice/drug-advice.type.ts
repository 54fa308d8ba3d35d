import { createUnionType, Field, ObjectType } from 'type-graphql'
import type { DrugAdvice, MissingFact } from '../../domain/recommendation/advice.js'
import type { DrugAnswer } from '../../usecases/menu.js'
import type { Sample } from '../../usecases/records.js'
import { GeneCallType } from '../call/gene-call.type.js'
import { SampleType } from '../call/sample.type.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { DrugCandidateType, DrugType } from '../knowledge/drug.type.js'
import { ActionEnum, SourceEnum } from '../knowledge/knowledge-enums.js'
import { AgreementEnum, MissingFactKindEnum } from './advice-enums.js'
import { OutcomeType } from './outcome.type.js'

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
  readonly votes!: readonly SourceVoteType[]

  @Field(() => String, { description: 'The verdict in words, for those who prescribe.' })
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
  readonly outcomes!: DrugAdvice['outcomes']

  @Field(() => Boolean, { description: 'All outcomes are the same for every diplotype that the data allow.' })
  @Class('GENOMIC_SUMMARY')
  readonly robust!: boolean

  @Field(() => [MissingFactType], {
    description: 'Missing facts and what each could do; empty when nothing known could change the answer.',
  })
  @Class('GENOMIC_SUMMARY')
  readonly whatWouldChange!: DrugAdvice['whatWouldChange']

  @Field(() => [GeneCallType], { description: 'The results of the genes that the guidelines ask for.' })
  @Class('GENOMIC_SUMMARY')
  readonly phenotypes!: DrugAdvice['phenotypes']

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
  readonly advice!: Advised['advice']

  @Field(() => SampleType, {
    nullable: true,
    description: 'The sample that it rests on; absent for stated results and for a patient without a sample.',
  })
  @Class('OPERATIONAL')
  readonly sample?: Sample
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
