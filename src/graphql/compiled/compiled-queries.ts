import { valueFromASTUntyped } from 'graphql'
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import { compileQuery, isCompiledQuery } from 'graphql-jit'
import { lastUsed } from '../../domain/last-used.js'
import type { Context } from '../context.js'
import { isCompilable } from './is-compilable.js'

export interface AskedQuery {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
  readonly context: Context
}

export interface CompiledQueries {
  /** The data of a whole answer; undefined when it has to be executed step by step. */
  answer(asked: AskedQuery): Promise<ExecutionResult['data'] | undefined>
}

/** Compiling takes as long as some answers do. */
const TIMES_BEFORE = 10
/** Answers with an error are worked out twice: rather not soon again. */
const TIMES_AFTER_ERROR = 100

/** Of one process; some hundred kilobytes each. */
const MOST = 200

type Run = (root: undefined, context: Context, variables: Record<string, unknown>) => unknown

interface Known {
  times: number
  /** Null: not to be compiled. */
  run?: Run | null
}

/**
 * Queries that come again are answered by a function that was compiled for them (`graphql-jit`), which takes half of what
 * graphql takes for the same. It counts only for answers without any error: whatever fails, in the variables or in a
 * field, is executed by graphql from the beginning, so that there is one way in which things go wrong.
 */
export function createCompiledQueries(schema: GraphQLSchema): CompiledQueries {
  const all = lastUsed<DocumentNode, Known>(MOST)
  return {
    async answer({ document, operation, variables, context }) {
      const known = all.get(document) ?? { times: 0 }
      if (known.times === 0) all.set(document, known)
      known.times += 1
      if (known.times <= TIMES_BEFORE) return undefined
      known.run ??= compiled(schema, document)
      const result = await known.run?.(undefined, context, withDefaults(operation, variables))
      if (!isResult(result) || result.data === undefined) return undefined
      if (result.errors === undefined) return result.data
      known.times = TIMES_BEFORE - TIMES_AFTER_ERROR
      return undefined
    },
  }
}

function compiled(schema: GraphQLSchema, document: DocumentNode): Run | null {
  if (!isCompilable(schema, document)) return null
  const made = compileQuery(schema, document, undefined, { disablingCapturingStackErrors: true })
  return isCompiledQuery(made) ? made.query : null
}

/** The compiler forgets the default of a variable that must not be null. */
function withDefaults({ variableDefinitions = [] }: OperationDefinitionNode, given: AskedQuery['variables']) {
  const variables: Record<string, unknown> = { ...given }
  for (const { variable, defaultValue } of variableDefinitions)
    if (defaultValue !== undefined) variables[variable.name.value] ??= valueFromASTUntyped(defaultValue)
  return variables
}

function isResult(value: unknown): value is ExecutionResult {
  return typeof value === 'object' && value !== null
}
