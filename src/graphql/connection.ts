import { Field, Int, ObjectType } from 'type-graphql'
import type { ClassType } from 'type-graphql'
import type { Page } from '../usecases/records.js'
import { Class } from './data-class.js'
import type { DataClass } from '../usecases/data-classes.js'

@ObjectType('PageInfo', { description: 'Where a page ends and whether more follows.' })
export class PageInfoType {
  @Field(() => Boolean, { description: 'True when there is a next page.' })
  @Class('OPERATIONAL')
  readonly hasNextPage!: boolean

  @Field(() => Boolean, { description: 'Always false: lists are paged forwards only.' })
  @Class('OPERATIONAL')
  readonly hasPreviousPage!: boolean

  @Field(() => String, { nullable: true, description: 'Cursor of the first item of this page.' })
  @Class('OPERATIONAL')
  readonly startCursor?: string | undefined

  @Field(() => String, { nullable: true, description: 'Give it as `after` to read the next page.' })
  @Class('OPERATIONAL')
  readonly endCursor?: string | undefined
}

export interface Edge<T> {
  readonly cursor: string
  readonly node: T
}

/** A page as the Relay specification lays it out; `nodes` saves the step over `edges` where cursors are not needed. */
export interface Connection<T> {
  readonly edges: readonly Edge<T>[]
  readonly nodes: readonly T[]
  readonly totalCount: number
  readonly pageInfo: PageInfoType
}

export function connectionOf<T>(page: Page<T>): Connection<T> {
  const { items, cursors, totalCount, endCursor, hasNextPage } = page
  const edges = items.flatMap((node, index) => {
    const cursor = cursors[index]
    return cursor === undefined ? [] : [{ cursor, node }]
  })
  const pageInfo = { hasNextPage, hasPreviousPage: false, startCursor: cursors[0], endCursor }
  return { edges, nodes: items, totalCount, pageInfo }
}

/** Makes the connection and edge classes of one node class. */
export function connectionType<T extends object>(
  name: string,
  node: () => ClassType<T> | T,
  what: string,
  dataClass: DataClass,
) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One of ${what}, with its place in the list.` })
  class EdgeType {
    @Field(() => String, { description: 'Give it as `after` to read on behind this item.' })
    @Class('OPERATIONAL')
    readonly cursor!: string

    @Field(() => node(), { description: 'The item.' })
    @Class(dataClass)
    readonly node!: T
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of ${what}, in a stable order.` })
  class ConnectionType {
    @Field(() => [EdgeType], { description: 'The items of this page with their cursors.' })
    @Class(dataClass)
    readonly edges!: readonly EdgeType[]

    @Field(() => [node()], { description: 'The items of this page.' })
    @Class(dataClass)
    readonly nodes!: readonly T[]

    @Field(() => Int, { description: 'Number of items on all pages.' })
    @Class(dataClass)
    readonly totalCount!: number

    @Field(() => PageInfoType, { description: 'Whether and where to read on.' })
    @Class('OPERATIONAL')
    readonly pageInfo!: PageInfoType
  }

  return ConnectionType
}
