// oxlint-disable-next-line import/no-unassigned-import -- type-graphql wants the polyfill before its first decorator
import 'reflect-metadata'
import { createPubSub } from '@graphql-yoga/subscription'
import { isAbstractType, isInputObjectType } from 'graphql'
import type { GraphQLSchema } from 'graphql'
import { buildSchemaSync, getMetadataStorage } from 'type-graphql'
import type { NonEmptyArray } from 'type-graphql'
import { AccessResolver } from './access/access.resolver.js'
import { BreakGlassResolver } from './access/break-glass.resolver.js'
import { GrantResolver } from './access/grant.resolver.js'
import { ErasureResolver } from './access/erasure.resolver.js'
import { MemberResolver } from './access/member.resolver.js'
import { ProposalResolver } from './access/proposal.resolver.js'
import { RecordedAccessResolver } from './access/recorded-access.resolver.js'
import { ReleaseResolver } from './access/release.resolver.js'
import {
  DoseCalculationResolver,
  DoseEstimateResolver,
  DoseStepResolver,
  FollowedBranchResolver,
  NoDoseEstimateResolver,
} from './advice/calculation.resolver.js'
import { CheckedDrugResolver, DrugAdviceResolver, DrugCandidatesResolver } from './advice/drug-advice.resolver.js'
import { NotConsideredMedicineResolver, PhenoconversionResolver } from './advice/phenoconversion.resolver.js'
import {
  CircumstanceResolver,
  GeneResultUsedResolver,
  MatchedRowResolver,
  OutcomeResolver,
  StatedActionResolver,
} from './advice/outcome.resolver.js'
import { OUTCOME_TYPES } from './advice/outcome.type.js'
import { PositionEvidenceResolver } from './call/evidence.resolver.js'
import {
  CalledGeneResolver,
  CallNoteResolver,
  CompletenessResolver,
  GeneCallResolver,
  NotCalledGeneResolver,
} from './call/gene-call.resolver.js'
import { CalledGeneType, NotCalledGeneType, WithheldGeneType } from './call/gene-call.type.js'
import { SampleResolver } from './call/sample.resolver.js'
import { FACT_TYPES } from './history/history-fact.type.js'
import {
  HistoryFactResolver,
  PatientHistoryResolver,
  PatientsHistoryResolver,
  PreferenceFactResolver,
  RecordHistoryResolver,
} from './history/history.resolver.js'
import { AlleleResolver } from './knowledge/allele.resolver.js'
import {
  AlternativeResolver,
  DirectiveResolver,
  DoseChangeResolver,
  DoseObservationResolver,
  DoseResolver,
} from './knowledge/directive.resolver.js'
import { DrugGenePairResolver } from './knowledge/drug-gene-pair.resolver.js'
import { DrugResolver } from './knowledge/drug.resolver.js'
import { GeneResolver } from './knowledge/gene.resolver.js'
import { GuidelineRowResolver, RowConditionResolver } from './knowledge/guideline-row.resolver.js'
import { GuidelineResolver } from './knowledge/guideline.resolver.js'
import { InteractionResolver } from './knowledge/interaction.resolver.js'
import { KnowledgeSourceResolver, ProvenanceResolver } from './knowledge/knowledge-source.resolver.js'
import { KnowledgeResolver } from './knowledge/knowledge.resolver.js'
import { PositionResolver } from './knowledge/position.resolver.js'
import {
  AdviceAlertResolver,
  AdviceChangeResolver,
  ChangedReasonResolver,
  PatientAlertsResolver,
} from './medication/advice-alert.resolver.js'
import { FindingCitationResolver, FindingResolver, UsedFactResolver } from './medication/finding.resolver.js'
import { IndicationResolver } from './medication/indication.resolver.js'
import {
  MedicationOptionResolver,
  MedicationOptionsResolver,
  MedicationReviewResolver,
  PatientMedicationResolver,
  WhatIfResolver,
} from './medication/medication-options.resolver.js'
import { NodeResolver } from './node.resolver.js'
import { ActorResolver } from './record/actor.resolver.js'
import { PatientResolver } from './record/patient.resolver.js'
import { UploadResolver } from './record/upload.resolver.js'
import { scopeReleases } from './release-scope.js'
import { tidyArguments } from './tidy-arguments.js'

const RESOLVERS: NonEmptyArray<new () => object> = [
  AccessResolver,
  ActorResolver,
  AdviceAlertResolver,
  AdviceChangeResolver,
  AlleleResolver,
  BreakGlassResolver,
  AlternativeResolver,
  CalledGeneResolver,
  CallNoteResolver,
  ChangedReasonResolver,
  CheckedDrugResolver,
  CompletenessResolver,
  DirectiveResolver,
  DoseCalculationResolver,
  DoseChangeResolver,
  DoseEstimateResolver,
  DoseObservationResolver,
  DoseResolver,
  DoseStepResolver,
  DrugAdviceResolver,
  DrugCandidatesResolver,
  FindingCitationResolver,
  FindingResolver,
  FollowedBranchResolver,
  NoDoseEstimateResolver,
  NotConsideredMedicineResolver,
  PhenoconversionResolver,
  DrugGenePairResolver,
  DrugResolver,
  GeneCallResolver,
  GeneResolver,
  GeneResultUsedResolver,
  GrantResolver,
  GuidelineResolver,
  GuidelineRowResolver,
  HistoryFactResolver,
  IndicationResolver,
  InteractionResolver,
  KnowledgeResolver,
  KnowledgeSourceResolver,
  MatchedRowResolver,
  MedicationOptionResolver,
  MedicationOptionsResolver,
  MedicationReviewResolver,
  NodeResolver,
  NotCalledGeneResolver,
  CircumstanceResolver,
  OutcomeResolver,
  PatientHistoryResolver,
  PatientAlertsResolver,
  PatientMedicationResolver,
  PatientResolver,
  PatientsHistoryResolver,
  PositionEvidenceResolver,
  PositionResolver,
  PreferenceFactResolver,
  ProposalResolver,
  ErasureResolver,
  ProvenanceResolver,
  RecordHistoryResolver,
  MemberResolver,
  RecordedAccessResolver,
  ReleaseResolver,
  RowConditionResolver,
  SampleResolver,
  StatedActionResolver,
  UploadResolver,
  UsedFactResolver,
  WhatIfResolver,
]

/** The notice that cannot be switched off. */
const NOTICE = [
  'Sextant reads genomes and says what CPIC, DPWG and FDA publish about the medicines they touch.',
  'It is decision support for professionals and for research use, and not a certified medical device:',
  'have results confirmed by an accredited laboratory before you act on them.',
].join(' ')

let schema: GraphQLSchema | undefined

/** The contract. Built once; `schema/schema.graphql` is its printed form. */
export function graphqlSchema(): GraphQLSchema {
  schema ??= scopeReleases(
    tidyArguments(
      buildSchemaSync({
        resolvers: RESOLVERS,
        orphanedTypes: [...OUTCOME_TYPES, ...FACT_TYPES, CalledGeneType, NotCalledGeneType, WithheldGeneType],
        validate: false,
        // Demanded as soon as there is a subscription; ours asks a use case for its events and never comes here.
        pubSub: createPubSub(),
      }),
    ),
  )
  describeRoots(schema)
  sayOneOf(schema)
  nameTypesAtOnce(schema)
  return schema
}

/** Inputs of which exactly one field is given; the library has no word for it. */
const ONE_OF = ['HistoryFactContent']

function sayOneOf(built: GraphQLSchema): void {
  for (const name of ONE_OF) {
    const type = built.getType(name)
    if (isInputObjectType(type)) type.isOneOf = true
  }
}

/** The library makes something to wait for of every name of a type, for each item of a list; ours are known at once. */
function nameTypesAtOnce(built: GraphQLSchema): void {
  const { unions, interfaceTypes } = getMetadataStorage()
  for (const { name, resolveType } of [...unions, ...interfaceTypes]) {
    const type = built.getType(name)
    if (!isAbstractType(type) || resolveType === undefined) throw new Error(`nobody names the types of ${name}`)
    type.resolveType = (...asked) => {
      const given: unknown = resolveType(...asked)
      return typeof given === 'string' ? given : undefined
    }
  }
}

/** The library has no place for these texts. */
function describeRoots(built: GraphQLSchema): void {
  built.description = NOTICE
  const roots = [built.getQueryType(), built.getMutationType(), built.getSubscriptionType()]
  const texts = ['What can be asked.', 'What can be changed.', 'What can be followed while it happens.']
  roots.forEach((root, index) => {
    if (root) root.description = texts[index]
  })
}
