import { Field, ObjectType } from 'type-graphql'
import type { DrugGenePair } from '../../domain/knowledge.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'

@ObjectType('DrugGenePair', {
  simpleResolvers: true,
  description: 'That a gene matters for a drug, with the levels of evidence that publishers give.',
})
export class DrugGenePairType implements Omit<DrugGenePair, 'gene'> {
  @Field(() => String, {
    nullable: true,
    description: 'CPIC level: A and B come with actionable advice, C and D do not.',
  })
  @Class('PUBLIC')
  readonly cpicLevel?: string

  @Field(() => String, { nullable: true, description: 'Whether the CPIC level is final or provisional.' })
  @Class('PUBLIC')
  readonly cpicStatus?: string

  @Field(() => String, { nullable: true, description: 'ClinPGx level of clinical annotation, 1A (best) to 4.' })
  @Class('PUBLIC')
  readonly clinpgxLevel?: string

  @Field(() => String, { nullable: true, description: 'What the FDA label says about testing.' })
  @Class('PUBLIC')
  readonly fdaTesting?: string

  @Field(() => String, { nullable: true, description: 'Page of the guideline.' })
  @Class('PUBLIC')
  readonly url?: string

  @Field(() => [String], { description: 'PubMed ids of the publications.' })
  @Class('PUBLIC')
  readonly pmids!: readonly string[]
}

export const DrugGenePairConnectionType = connectionType(
  'DrugGenePair',
  () => DrugGenePairType,
  'drug–gene pairs',
  'PUBLIC',
)
