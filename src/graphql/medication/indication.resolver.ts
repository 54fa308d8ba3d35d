import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql'
import { DomainError } from '../../domain/errors.js'
import type { Drug } from '../../domain/knowledge.js'
import type { Candidate, Indication, OptionTexts, SourceDocument } from '../../domain/option-knowledge.js'
import { AsOf } from '../as-of.js'
import { connectionOf } from '../connection.js'
import type { Connection } from '../connection.js'
import type { Context } from '../context.js'
import { Class } from '../data-class.js'
import { given } from '../given.js'
import { Cost } from '../limits/cost-hint.js'
import { PageArgs, pageRequest } from '../page.js'
import {
  IndicationCandidateType,
  IndicationConnectionType,
  IndicationDocumentType,
  IndicationType,
} from './indication.type.js'

interface CandidateShown extends Pick<Candidate, 'line'> {
  readonly drug: Drug
  readonly class?: OptionTexts
  readonly note?: OptionTexts
}

interface DocumentShown extends Omit<SourceDocument, 'code'> {
  readonly section?: string
}

@Resolver(() => IndicationType)
export class IndicationResolver {
  @Query(() => IndicationConnectionType, {
    description: 'Indications that medication options can be asked for, by id.',
  })
  @Class('PUBLIC')
  indications(
    @Ctx() context: Context,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('search', () => String, { nullable: true, description: 'Part of id or name.' }) search?: string,
    @Arg('drug', () => String, { nullable: true, description: 'Only those with this drug, by generic name.' })
    drug?: string,
    @AsOf() _asOf?: string,
  ): Connection<Indication> {
    const filter = given({ search, drug })
    return connectionOf(context.usecases.listIndications(context.actor, filter, pageRequest(page)))
  }

  @Query(() => IndicationType, {
    nullable: true,
    description: 'One indication; an id that nothing describes is an error (BAD_USER_INPUT).',
  })
  @Class('PUBLIC')
  indication(
    @Ctx() context: Context,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @AsOf() _asOf?: string,
  ): Indication {
    const found = context.usecases.findIndications(context.actor, [id]).get(id)
    if (found === undefined)
      throw new DomainError('BAD_USER_INPUT', 'No data file describes this indication', { field: 'id' })
    return found
  }

  @FieldResolver(() => [IndicationCandidateType], { description: 'The drugs that are looked at, by line of therapy.' })
  @Class('PUBLIC')
  @Cost({ size: 12 })
  candidates(@Root() { candidates }: Indication, @Ctx() { knowledge }: Context): readonly CandidateShown[] {
    return candidates
      .toSorted((a, b) => a.line - b.line)
      .flatMap(({ drug: name, line, class: group, note }) => {
        const drug = knowledge.drugs.get(name)
        const texts = knowledge.options?.classes.get(group)?.texts
        const remark = note === undefined ? undefined : knowledge.options?.terms.get(note)
        return drug === undefined ? [] : [{ drug, line, class: texts, note: remark }]
      })
  }

  @FieldResolver(() => [IndicationDocumentType], { description: 'What the list rests on.' })
  @Class('PUBLIC')
  @Cost({ size: 2 })
  documents(@Root() { statedIn }: Indication, @Ctx() { knowledge }: Context): readonly DocumentShown[] {
    return statedIn.map(({ document, section }) => {
      const known = knowledge.options?.documents.get(document)
      return { title: known?.title ?? document, publisher: known?.publisher, year: known?.year, section }
    })
  }
}
