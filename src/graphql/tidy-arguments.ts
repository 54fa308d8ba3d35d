import { isInterfaceType, isObjectType } from 'graphql'
import type { GraphQLArgument, GraphQLSchema } from 'graphql'

const PAGE: readonly string[] = ['first', 'after']

/** Decorators of parameters run from the last to the first; the contract lists arguments as they stand in the code, pages last. */
export function tidyArguments(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue
    for (const field of Object.values(type.getFields())) field.args = tidied(field.args)
  }
  return schema
}

function tidied(args: readonly GraphQLArgument[]): GraphQLArgument[] {
  const own = args.filter(({ name }) => !PAGE.includes(name)).toReversed()
  return [...own, ...PAGE.flatMap(name => args.find(argument => argument.name === name) ?? [])]
}
