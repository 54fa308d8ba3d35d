import { GraphQLError, subscribe } from 'graphql'
import type { ExecutionArgs, ExecutionResult } from 'graphql'
import { isContext } from '../context.js'
import { formatError, isBug } from '../format-error.js'
import type { ReportBug } from '../format-error.js'

export interface EventErrors {
  readonly requestId: string
  readonly report: ReportBug
}

/** Called once, when there will be no more events, whoever ended them. */
export type Leave = () => void

/**
 * The events of a subscription with errors as clients may see them. Not a generator: its `return` would wait for the next
 * event, and a client that leaves has to be forgotten at once.
 */
export async function subscriptionEvents(
  args: ExecutionArgs,
  errors: EventErrors,
  leave: Leave,
): Promise<AsyncIterableIterator<ExecutionResult>> {
  const result = await subscribed(args, leave)
  if (!(Symbol.asyncIterator in result)) {
    leave()
    return once(await kept(shown(result, errors), args))
  }
  const source = result[Symbol.asyncIterator]()
  let failed = false
  const events: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      if (failed) return { done: true, value: undefined }
      try {
        const { done, value } = await source.next()
        if (!done) return { done: false, value: await kept(shown(value, errors), args) }
        leave()
        return { done, value: undefined }
      } catch (error) {
        failed = true
        leave()
        void source.return?.()
        return { done: false, value: { errors: [shownError(error, errors)] } }
      }
    },
    async return() {
      leave()
      await source.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => events,
  }
  return events
}

async function subscribed(args: ExecutionArgs, leave: Leave) {
  try {
    return await subscribe(args)
  } catch (error) {
    leave()
    throw error
  }
}

/** Whom an event speaks of is written before it is sent (S20); without that there is no event. */
async function kept(event: ExecutionResult, { contextValue }: ExecutionArgs): Promise<ExecutionResult> {
  if (!isContext(contextValue)) throw new Error('a subscription without a context')
  await contextValue.usecases.keepTrail(contextValue.actor)
  return event
}

/** An error of a subscription, reported when it is a bug and stripped of what has to stay inside. */
export function shownError(error: unknown, { requestId, report }: EventErrors): GraphQLError {
  if (isBug(error)) report(error, requestId)
  const { message, path, extensions } = formatError(error, requestId)
  return new GraphQLError(message, { path, extensions })
}

function shown(result: ExecutionResult, errors: EventErrors): ExecutionResult {
  return result.errors === undefined
    ? result
    : { ...result, errors: result.errors.map(error => shownError(error, errors)) }
}

async function* once(result: ExecutionResult): AsyncGenerator<ExecutionResult> {
  yield result
}
