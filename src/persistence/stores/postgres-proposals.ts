import type { EntityManager, InferEntity } from '@mikro-orm/postgresql'
import type { Proposals } from '../../usecases/ports.js'
import type { Proposal } from '../../usecases/proposal.js'
import { proposedAct } from '../decoders/proposal-decoder.js'
import { ProposalEntity } from '../entities/proposal.entity.js'
import { onlyIds } from '../uuid-v7.js'
import { idOfCursor, pageOf } from './page.js'
import { toJson } from './to-json.js'

export function postgresProposals(em: EntityManager, organisationId: string): Proposals {
  return {
    async add({ act, patientId, state, ...rest }, subject) {
      const { kind } = act
      const same = { organisationId, kind, subject, state: 'PROPOSED' as const }
      // Whoever proposes the same at the same moment waits here and then finds this one.
      await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
        `proposal ${organisationId} ${kind} ${subject}`,
      ])
      await em.nativeUpdate(ProposalEntity, { ...same, expiresAt: { $lte: rest.proposedAt } }, { state: 'EXPIRED' })
      if ((await em.count(ProposalEntity, same)) > 0) return false
      await em.insert(ProposalEntity, {
        ...rest,
        ...same,
        state,
        patientId: patientId ?? null,
        act: toJson(act),
        decidedBy: null,
        decidedAt: null,
      })
      return true
    },

    async find(id) {
      if (onlyIds([id]).length === 0) return undefined
      const row = await em.findOne(ProposalEntity, { organisationId, id }, { refresh: true })
      return row === null ? undefined : toProposal(row)
    },

    async list(kinds, openAt, page) {
      const open = openAt === undefined ? {} : { state: 'PROPOSED' as const, expiresAt: { $gt: openAt } }
      const matches = { organisationId, kind: { $in: [...kinds] }, ...open }
      const behind = page.after === undefined ? {} : { id: { $gt: idOfCursor(page.after) } }
      const rows = await em.find(
        ProposalEntity,
        { $and: [matches, behind] },
        { orderBy: { id: 'asc' }, limit: page.first + 1 },
      )
      return pageOf(rows.map(toProposal), await em.count(ProposalEntity, matches), page)
    },

    async confirmed(kind, subject) {
      const row = await em.findOne(ProposalEntity, { organisationId, kind, subject, state: 'CONFIRMED' })
      return row === null ? undefined : toProposal(row)
    },

    async settle(id, { state, by, at }) {
      const open = { organisationId, id, state: 'PROPOSED' as const, expiresAt: { $gt: at } }
      return (await em.nativeUpdate(ProposalEntity, open, { state, decidedBy: by, decidedAt: at })) > 0
    },
  }
}

function toProposal(row: InferEntity<typeof ProposalEntity>): Proposal {
  const { id, reason, state, proposedBy, proposedAt, expiresAt } = row
  return {
    id,
    act: proposedAct.parse(row.act),
    patientId: row.patientId ?? undefined,
    reason,
    state,
    proposedBy,
    proposedAt,
    expiresAt,
    decidedBy: row.decidedBy ?? undefined,
    decidedAt: row.decidedAt ?? undefined,
  }
}
