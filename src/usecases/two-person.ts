import { DomainError } from '../domain/errors.js'
import type { AccessUsecases } from './access-menu.js'
import { CLASSES_OF_ACTION, demand, may, refused } from './decide.js'
import type { Action } from './decide.js'
import { requireText } from './input.js'
import { keepChange } from './keep-trail.js'
import type { Ports, UnitOfWork } from './ports.js'
import { PROPOSAL_KINDS } from './proposal.js'
import type { Proposal, ProposalKind, ProposedAct } from './proposal.js'
import type { Actor } from './records.js'
import { ACTION_OF_KIND, actOf } from './two-person-acts.js'

type ProposePorts = Pick<Ports, 'clock' | 'ids' | 'policy' | 'files'>

/**
 * The first half: writes down what somebody wants to be done, and does nothing of it (S18). `action` is the right to propose
 * it, where that is less than the right to confirm it.
 */
export async function propose(
  ports: ProposePorts,
  unit: UnitOfWork,
  actor: Actor,
  act: ProposedAct,
  reasonText: string,
  action: Action = ACTION_OF_KIND[act.kind],
): Promise<Proposal> {
  const { clock, ids, policy } = ports
  demand(actor, action)
  const reason = requireText('reason', reasonText, 2000)
  const proposedAt = clock.now()
  const proposed = actOf(ports, act)
  const { subject, patientId } = proposed
  await proposed.admit(unit, actor, proposedAt)
  await keepChange(unit, actor, action, patientId)
  const proposal: Proposal = {
    id: ids.next(),
    act,
    patientId,
    reason,
    state: 'PROPOSED',
    proposedBy: actor.id,
    proposedAt,
    expiresAt: new Date(proposedAt.getTime() + policy.proposalMilliseconds),
  }
  if (!(await unit.proposals.add(proposal, subject)))
    throw new DomainError('CONFLICT', 'The same is proposed already', {})
  return proposal
}

type TwoPersons = Pick<AccessUsecases, 'proposals' | 'confirmProposal' | 'withdrawProposal'>

/** The second half: another person confirms it, and then it is done; or somebody withdraws it; or its time passes. */
export function twoPersons(ports: Ports): TwoPersons {
  const { transactions, clock } = ports

  async function decideOn(
    actor: Actor,
    id: string,
    state: 'CONFIRMED' | 'WITHDRAWN',
    work: (unit: UnitOfWork, proposal: Proposal, now: Date) => Promise<void>,
  ): Promise<Proposal> {
    const kinds = kindsOf(actor)
    const now = clock.now()
    return await transactions.run(actor.organisationId, async unit => {
      const found = await unit.proposals.find(id)
      if (found === undefined || !kinds.includes(found.act.kind))
        throw new DomainError('NOT_FOUND', 'No such proposal', {})
      const proposed = actOf(ports, found.act)
      const { patientId } = proposed
      await proposed.admit(unit, actor, now)
      const action = ACTION_OF_KIND[found.act.kind]
      if (state === 'CONFIRMED' && found.proposedBy === actor.id)
        throw refused(actor, action, 'It takes a second person', patientId)
      await keepChange(unit, actor, action, patientId)
      if (!(await unit.proposals.settle(id, { state, by: actor.id, at: now })))
        throw new DomainError('CONFLICT', 'It was decided already, or its time has passed', {})
      await work(unit, found, now)
      return { ...found, state, decidedBy: actor.id, decidedAt: now }
    })
  }

  return {
    async proposals(actor, openOnly, page) {
      const kinds = kindsOf(actor)
      const now = clock.now()
      for (const action of new Set(kinds.map(kind => ACTION_OF_KIND[kind])))
        actor.request.trail.note({ action, classes: CLASSES_OF_ACTION[action], outcome: 'ALLOWED' })
      return await transactions.read(actor, async unit => {
        const found = await unit.proposals.list(kinds, openOnly ? now : undefined, page)
        return { ...found, items: found.items.map(proposal => stateOn(proposal, now)) }
      })
    },

    confirmProposal: (actor, id) =>
      decideOn(actor, id, 'CONFIRMED', (unit, { act }, now) => actOf(ports, act).carryOut(unit, actor, now)),

    withdrawProposal: (actor, id) => decideOn(actor, id, 'WITHDRAWN', async () => {}),
  }
}

/** What this person may take part in; `FORBIDDEN` when there is nothing. */
function kindsOf(actor: Actor): readonly ProposalKind[] {
  const kinds = PROPOSAL_KINDS.filter(kind => may(actor, ACTION_OF_KIND[kind]))
  if (kinds.length === 0) for (const kind of PROPOSAL_KINDS) demand(actor, ACTION_OF_KIND[kind])
  return kinds
}

/** Nobody has to write down that time has passed. */
function stateOn(proposal: Proposal, now: Date): Proposal {
  const isOver = proposal.state === 'PROPOSED' && proposal.expiresAt <= now
  return isOver ? { ...proposal, state: 'EXPIRED' } : proposal
}
