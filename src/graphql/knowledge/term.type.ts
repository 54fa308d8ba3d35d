import { Field, ObjectType } from 'type-graphql'
import type { Population, Term } from '../../domain/knowledge.js'
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
