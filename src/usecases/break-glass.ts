import { DomainError } from '../domain/errors.js'
import type { BreakGlass } from './access-facts.js'
import type { AccessUsecases } from './access-menu.js'
import { CLASSES_OF_ACTION, demand } from './decide.js'
import { optionalText, requireText } from './input.js'
import { keepChange } from './keep-trail.js'
import type { Ports } from './ports.js'
import { requireRecentSignIn } from './require-recent-sign-in.js'
import { noteReview } from './watch-broken-glass.js'

const OPEN_MILLISECONDS = 60 * 60_000
const REVIEW_MILLISECONDS = 7 * 24 * 3_600_000
const SHORTEST_EXPLANATION = 20

type BreakGlassUsecases = Pick<AccessUsecases, 'breakGlass' | 'breakGlassReviews' | 'reviewBreakGlass'>

/**
 * Emergency access (S17): one patient of the own organisation, for an hour, with a reason that is reviewed. Row, audit and the
 * message to privacy officers are one transaction: what cannot be recorded or told is not opened. Where an organisation has no
 * privacy officer today it is opened nevertheless, for an emergency does not wait for one to be named: the review does.
 */
export function breakGlass({ transactions, clock, ids }: Ports): BreakGlassUsecases {
  return {
    async breakGlass(actor, { patientId, reason, explanation: text }) {
      demand(actor, 'BREAK_GLASS')
      requireRecentSignIn(actor, 'BREAK_GLASS', clock.now())
      const explanation = requireText('explanation', text, 2000)
      if (explanation.length < SHORTEST_EXPLANATION)
        throw new DomainError('BAD_USER_INPUT', `explanation must have ${SHORTEST_EXPLANATION} characters`, {
          field: 'explanation',
        })
      const openedAt = clock.now()
      const opened: BreakGlass = {
        id: ids.next(),
        patientId,
        actorId: actor.id,
        reason,
        explanation,
        openedAt,
        expiresAt: new Date(openedAt.getTime() + OPEN_MILLISECONDS),
        reviewDueAt: new Date(openedAt.getTime() + REVIEW_MILLISECONDS),
      }
      return await transactions.run(actor.organisationId, async unit => {
        const [patient] = await unit.patients.find([patientId])
        if (patient === undefined) throw new DomainError('NOT_FOUND', 'No such patient', {})
        await unit.access.addBreakGlass(opened)
        await unit.notices.add(opened.id, openedAt)
        const classes = CLASSES_OF_ACTION.BREAK_GLASS
        actor.request.trail.note({
          patientId,
          action: 'BREAK_GLASS',
          classes,
          outcome: 'ALLOWED',
          breakGlassId: opened.id,
          breakGlassExpiresAt: opened.expiresAt,
        })
        await keepChange(unit, actor, 'BREAK_GLASS', patientId)
        return opened
      })
    },

    async breakGlassReviews(actor, dueOnly, page) {
      demand(actor, 'REVIEW_BREAK_GLASS')
      return await transactions.read(actor, async unit => {
        const found = await unit.access.listBreakGlass(page, dueOnly)
        for (const each of found.items) noteReview(actor, each)
        return found
      })
    },

    async reviewBreakGlass(actor, { id, outcome, note: text }) {
      demand(actor, 'REVIEW_BREAK_GLASS')
      const note = optionalText('note', text, 2000)
      const at = clock.now()
      return await transactions.run(actor.organisationId, async unit => {
        const found = await unit.access.findBreakGlass(id)
        if (found === undefined) throw new DomainError('NOT_FOUND', 'No such review', {})
        if (found.actorId === actor.id)
          throw new DomainError('FORBIDDEN', 'Nobody reviews what they did themselves', {
            action: 'REVIEW_BREAK_GLASS',
          })
        await keepChange(unit, actor, 'REVIEW_BREAK_GLASS', found.patientId)
        if (!(await unit.access.reviewBreakGlass(id, { by: actor.id, at, outcome, note })))
          throw new DomainError('CONFLICT', 'It was reviewed already', {})
        return { ...found, reviewedBy: actor.id, reviewedAt: at, outcome, reviewNote: note }
      })
    },
  }
}
