import { getVariableValues, valueFromASTUntyped } from 'graphql'
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql'
import { compileQuery, isCompiledQuery } from 'graphql-jit'
import { lastUsed } from '../../domain/last-used.js'
import type { Context } from '../context.js'
import { isCompilable, variablesInside } from './is-compilable.js'

/** Of the context of an answer, what matters here. */
export type AnswerContext = Pick<Context, 'scopes'>

type Variables = Readonly<Record<string, unknown>>

export interface AskedQuery {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly variables: Variables
  readonly context: AnswerContext
}

export interface CompiledQueries {
  /** The data of a whole answer; undefined when it has to be executed step by step. */
  answer(asked: AskedQuery): Promise<ExecutionResult['data'] | undefined>
}

/** Compiling takes as long as some answers do. */
const TIMES_BEFORE = 10
/** Answers with an error are worked out twice: rather not soon again. */
const TIMES_AFTER_ERROR = 100

/** Of one process; a page takes a quarter of a megabyte, the longest about two. */
const MOST = 100

type Run = (root: undefined, context: AnswerContext, variables: Record<string, unknown>) => unknown

interface Compiled {
  readonly run: Run
  /** Variables that must be there. */
  readonly inside: readonly string[]
}

interface Known {
  times: number
  /** Null: not to be compiled. */
  query?: Compiled | null
}

/**
 * Queries that come again are answered by a function that was compiled for them (`graphql-jit`), which takes a sixth
 * off the time of a page. It counts only for answers without any error: whatever fails, in the variables or in a
 * field, is executed by graphql from the beginning, so that there is one way in which things go wrong.
 */
export function createCompiledQueries(schema: GraphQLSchema, timesBefore = TIMES_BEFORE): CompiledQueries {
  const all = lastUsed<DocumentNode, Known>(MOST)
  return {
    async answer({ document, operation, variables, context }) {
      const known = all.get(document) ?? { times: 0 }
      if (known.times === 0) all.set(document, known)
      known.times += 1
      if (known.times <= timesBefore) return undefined
      // Null is an answer, too: what cannot be compiled is not looked at again.
      if (known.query === undefined) known.query = compiled(schema, document)
      if (known.query === null || !areGood(schema, operation, variables)) return undefined
      const given = withDefaults(operation, variables)
      if (known.query.inside.some(name => (given[name] ?? null) === null)) return undefined
      const data = await whole(known.query.run, context, given)
      if (data !== undefined) return data
      known.times = timesBefore - TIMES_AFTER_ERROR
      context.scopes.clear()
      return undefined
    },
  }
}

/** The data of an answer without errors. What a compiled function throws is an error like any other: graphql finds it too. */
async function whole(
  run: Run,
  context: AnswerContext,
  variables: Record<string, unknown>,
): Promise<ExecutionResult['data']> {
  try {
    const result = await run(undefined, context, variables)
    return isResult(result) && result.errors === undefined ? result.data : undefined
  } catch {
    return undefined
  }
}

function compiled(schema: GraphQLSchema, document: DocumentNode): Compiled | null {
  if (!isCompilable(schema, document)) return null
  const made = compileQuery(schema, document, undefined, { disablingCapturingStackErrors: true })
  return isCompiledQuery(made) ? { run: made.query, inside: variablesInside(document) } : null
}

/** Variables are judged by graphql alone; the compiler lets more pass. */
function areGood(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Variables,
): boolean {
  return getVariableValues(schema, variableDefinitions, given, { maxErrors: 1 }).errors === undefined
}

/** The compiler forgets the default of a variable that must not be null. */
function withDefaults({ variableDefinitions = [] }: OperationDefinitionNode, given: Variables) {
  const variables: Record<string, unknown> = { ...given }
  for (const { variable, defaultValue } of variableDefinitions) {
    const { value: name } = variable.name
    // A null that was given stays one.
    if (defaultValue !== undefined && variables[name] === undefined) variables[name] = valueFromASTUntyped(defaultValue)
  }
  return variables
}

function isResult(value: unknown): value is ExecutionResult {
  return typeof value === 'object' && value !== null
}
