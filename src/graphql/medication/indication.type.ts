import { Field, ID, Int, ObjectType } from 'type-graphql'
import type { Indication } from '../../domain/option-knowledge.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { DrugType } from '../knowledge/drug.type.js'
import { ProvenanceType } from '../knowledge/knowledge-source.type.js'
import { MedicalTextType } from './finding.type.js'

@ObjectType('IndicationDocument', {
  simpleResolvers: true,
  description: 'A document that a list of candidates rests on.',
})
export class IndicationDocumentType {
  @Field(() => String, { description: 'Its title.' })
  @Class('PUBLIC')
  readonly title!: string

  @Field(() => String, { nullable: true, description: 'Who published it.' })
  @Class('PUBLIC')
  readonly publisher?: string

  @Field(() => Int, { nullable: true, description: 'Its year.' })
  @Class('PUBLIC')
  readonly year?: number

  @Field(() => String, { nullable: true, description: 'The part of it.' })
  @Class('PUBLIC')
  readonly section?: string
}

@ObjectType('IndicationCandidate', {
  simpleResolvers: true,
  description: 'A drug that is looked at for an indication, and its place there.',
})
export class IndicationCandidateType {
  @Field(() => DrugType, { description: 'The drug.' })
  @Class('PUBLIC')
  readonly drug!: DrugType

  @Field(() => Int, { description: 'Line of therapy, 1 is tried first.' })
  @Class('PUBLIC')
  readonly line!: number

  @Field(() => MedicalTextType, { nullable: true, description: 'Its class.' })
  @Class('PUBLIC')
  readonly class?: MedicalTextType

  @Field(() => MedicalTextType, { nullable: true, description: 'What belongs to its place.' })
  @Class('PUBLIC')
  readonly note?: MedicalTextType
}

@ObjectType('Indication', {
  simpleResolvers: true,
  description: 'Something that medicines are given for, with the drugs that are looked at for it.',
})
export class IndicationType implements Pick<Indication, 'id' | 'name' | 'icd10cm' | 'leftOut' | 'provenance'> {
  @Field(() => ID, { description: 'Stable id; `medicationOptions` takes it.' })
  @Class('PUBLIC')
  readonly id!: string

  @Field(() => MedicalTextType, { description: 'Its name.' })
  @Class('PUBLIC')
  readonly name!: Indication['name']

  @Field(() => [String], { description: 'Beginnings of ICD-10-CM codes that mean it, without dots.' })
  @Class('PUBLIC')
  readonly icd10cm!: Indication['icd10cm']

  @Field(() => [String], { description: 'What belongs to it and is not among the candidates, in words.' })
  @Class('PUBLIC')
  readonly leftOut!: Indication['leftOut']

  @Field(() => ProvenanceType, {
    description: 'How sure we are of the list: today every one is from the memory of a curator, and not reviewed.',
  })
  @Class('PUBLIC')
  readonly provenance!: Indication['provenance']
}

export const IndicationConnectionType = connectionType('Indication', () => IndicationType, 'indications', 'PUBLIC')
