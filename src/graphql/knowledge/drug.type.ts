import { Field, Float, ObjectType } from 'type-graphql'
import type { Drug } from '../../domain/knowledge.js'
import type { DrugCandidate } from '../../usecases/menu.js'
import { connectionType } from '../connection.js'
import { Class } from '../data-class.js'
import { enumType } from '../enum-type.js'
import { NodeType } from '../node.type.js'
import { ProvenanceType } from './knowledge-source.type.js'

@ObjectType('Brand', { simpleResolvers: true, description: 'A name under which a drug is sold.' })
class BrandType {
  @Field(() => String, { description: 'The name.' })
  @Class('PUBLIC')
  readonly name!: string

  @Field(() => Boolean, {
    description:
      'The product holds other drugs besides, and the data do not say which: the name alone never stands for this drug.',
  })
  @Class('PUBLIC')
  readonly combination!: boolean

  @Field(() => ProvenanceType, { description: 'Where the name comes from.' })
  @Class('PUBLIC')
  readonly provenance!: Drug['provenance']
}

@ObjectType('Drug', { simpleResolvers: true, implements: NodeType, description: 'A medicine, by its generic name.' })
export class DrugType implements Omit<Drug, 'ingredients' | 'pairs' | 'notes'> {
  @Field(() => String, { description: 'Generic name in lower case, unique here, e.g. clopidogrel.' })
  @Class('PUBLIC')
  readonly name!: string

  @Field(() => String, { nullable: true, description: 'RxNorm id (RxCUI) of the ingredient.' })
  @Class('PUBLIC')
  readonly rxnorm?: string

  @Field(() => [String], { description: 'ATC codes (WHO).' })
  @Class('PUBLIC')
  readonly atc!: readonly string[]

  @Field(() => String, { nullable: true, description: 'Accession at ClinPGx (PharmGKB).' })
  @Class('PUBLIC')
  readonly clinpgxId?: string

  @Field(() => String, { nullable: true, description: 'Accession at DrugBank.' })
  @Class('PUBLIC')
  readonly drugbank?: string

  @Field(() => [BrandType], { description: 'Names under which it is sold.' })
  @Class('PUBLIC')
  readonly brands!: Drug['brands']

  @Field(() => [String], { description: 'Other names of the same substance.' })
  @Class('PUBLIC')
  readonly synonyms!: readonly string[]

  @Field(() => String, { nullable: true, description: "CPIC's highest level of evidence among its genes, A to D." })
  @Class('PUBLIC')
  readonly cpicLevel?: string

  @Field(() => ProvenanceType, { description: 'Where names and codes come from.' })
  @Class('PUBLIC')
  readonly provenance!: Drug['provenance']

  @Field(() => ProvenanceType, { description: 'Where the RxNorm id comes from; some were written from memory.' })
  @Class('PUBLIC')
  readonly rxnormProvenance!: Drug['rxnormProvenance']
}

export const MatchedEnum = enumType<DrugCandidate['matched']>('DrugMatch', 'What of a drug fits the text.', {
  GENERIC_NAME: 'Its generic name.',
  RXNORM: 'Its RxNorm id.',
  BRAND: 'A name under which it is sold.',
  SYNONYM: 'Another name of the substance.',
  SIMILAR: 'None exactly; a name is spelled alike.',
})

@ObjectType('DrugCandidate', { simpleResolvers: true, description: 'A drug that a text may mean.' })
export class DrugCandidateType implements Omit<DrugCandidate, 'drug'> {
  @Field(() => DrugType, { description: 'The drug.' })
  @Class('PUBLIC')
  readonly drug!: Drug

  @Field(() => MatchedEnum, { description: 'What of it fits.' })
  @Class('PUBLIC')
  readonly matched!: DrugCandidate['matched']

  @Field(() => String, { description: 'The name that was compared with the text.' })
  @Class('PUBLIC')
  readonly name!: string

  @Field(() => Float, { description: '0 to 1; 1 is the same text, upper and lower case aside.' })
  @Class('PUBLIC')
  readonly similarity!: number
}

export const DrugConnectionType = connectionType('Drug', () => DrugType, 'drugs', 'PUBLIC')
