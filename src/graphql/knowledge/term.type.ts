import { Field, ObjectType } from 'type-graphql'
import type { Population, Term } from '../../domain/knowledge.js'
import type { KnownFact } from '../../domain/recommendation/known-facts.js'
import { enumType } from '../enum-type.js'
import { Class } from '../data-class.js'

@ObjectType('Term', {
  simpleResolvers: true,
  description: 'A thought that guidelines share, as a code and in words.',
})
export class TermType implements Pick<Term, 'code' | 'clinician' | 'plain' | 'informative'> {
  @Field(() => String, { description: 'Stable code to compare with.' })
  @Class('PUBLIC')
  readonly code!: string

  @Field(() => String, { description: 'In words for those who prescribe.' })
  @Class('PUBLIC')
  readonly clinician!: string

  @Field(() => String, { description: 'In plain words for those who take the medicine.' })
  @Class('PUBLIC')
  readonly plain!: string

  @Field(() => Boolean, { description: 'Changes nothing in what to do: an explanation or a remark.' })
  @Class('PUBLIC')
  readonly informative!: boolean
}

@ObjectType('Population', {
  simpleResolvers: true,
  description: 'A group of people for whom a source writes rows of its own.',
})
export class PopulationType implements Pick<Population, 'code' | 'clinician' | 'plain'> {
  @Field(() => String, { description: 'Stable code; "general" is everybody.' })
  @Class('PUBLIC')
  readonly code!: string

  @Field(() => String, { description: 'In words for those who prescribe.' })
  @Class('PUBLIC')
  readonly clinician!: string

  @Field(() => String, { description: 'In plain words.' })
  @Class('PUBLIC')
  readonly plain!: string
}

export const FactKindEnum = enumType<KnownFact['kind']>('FactKind', 'What the value of a fact is.', {
  number: 'A number.',
  code: 'One of a list of codes.',
  boolean: 'Yes or no.',
})

@ObjectType('FactCode', { simpleResolvers: true, description: 'A value that a fact can have, as a code and in words.' })
export class FactCodeType {
  @Field(() => String, { description: 'The value, as a question states it.' })
  @Class('PUBLIC')
  readonly code!: string

  @Field(() => String, { description: 'In words for those who prescribe.' })
  @Class('PUBLIC')
  readonly clinician!: string

  @Field(() => String, { description: 'In plain words.' })
  @Class('PUBLIC')
  readonly plain!: string
}

@ObjectType('Fact', {
  simpleResolvers: true,
  description:
    'Something about a person or a treatment that a question may state, and that decides what holds. What is not stated is never guessed.',
})
export class FactType {
  @Field(() => String, { description: 'Its name, as a question states it and as answers wait for it.' })
  @Class('PUBLIC')
  readonly name!: string

  @Field(() => FactKindEnum, { description: 'What its value is.' })
  @Class('PUBLIC')
  readonly kind!: KnownFact['kind']

  @Field(() => String, { description: 'In words for those who prescribe.' })
  @Class('PUBLIC')
  readonly clinician!: string

  @Field(() => String, { description: 'In plain words for those who take the medicine.' })
  @Class('PUBLIC')
  readonly plain!: string

  @Field(() => String, { nullable: true, description: 'Unit of its number (UCUM).' })
  @Class('PUBLIC')
  readonly unit?: string

  @Field(() => [FactCodeType], { description: 'The codes that it can have; none where it is a number, or yes or no.' })
  @Class('PUBLIC')
  readonly codes!: readonly FactCodeType[]
}
