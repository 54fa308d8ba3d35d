import { GraphQLError, subscribe } from 'graphql'
import type { ExecutionArgs, ExecutionResult } from 'graphql'
import { isContext } from '../context.js'
import { formatError, isBug } from '../format-error.js'
import type { ReportBug } from '../format-error.js'

export interface EventErrors {
  readonly requestId: string
  readonly report: ReportBug
}

/** Whether its reader is still a member with the same roles: asked before every event, and from time to time without one. */
export interface Membership {
  /** Throws when it has gone. */
  readonly require: () => Promise<void>
  readonly everyMilliseconds: number
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
  left: Leave,
  membership: Membership,
): Promise<AsyncIterableIterator<ExecutionResult>> {
  const result = await subscribed(args, left)
  if (!(Symbol.asyncIterator in result)) {
    left()
    return once(await kept(shown(result, errors), args))
  }
  const source = result[Symbol.asyncIterator]()
  const watch = watchMembership(membership)
  const leave = () => {
    watch.stop()
    left()
  }
  let failed = false
  const events: AsyncIterableIterator<ExecutionResult> = {
    async next() {
      if (failed) return { done: true, value: undefined }
      try {
        const { done, value } = await Promise.race([source.next(), watch.gone])
        if (!done) {
          await membership.require()
          return { done: false, value: await kept(shown(value, errors), args) }
        }
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

/** `gone` never resolves; it rejects when the membership was looked for between two events and not found. */
function watchMembership({ require, everyMilliseconds }: Membership) {
  const { promise: gone, reject } = Promise.withResolvers<never>()
  // Nobody may be waiting at that moment: the next one who does is told.
  gone.catch(() => {})
  const timer = setInterval(() => void require().catch(reject), everyMilliseconds)
  timer.unref()
  return { gone, stop: () => clearInterval(timer) }
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
