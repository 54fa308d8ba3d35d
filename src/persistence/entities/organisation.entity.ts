import { defineEntity, p } from '@mikro-orm/postgresql'

/** Whoever owns rows. Holds nothing about patients; the worker walks over all of them, so there is no wall here. */
export const OrganisationEntity = defineEntity({
  name: 'OrganisationEntity',
  tableName: 'organisation',
  properties: {
    id: p.uuid().primary(),
    slug: p.string().length(64).unique('organisation_slug_unique'),
    name: p.string().length(200),
    createdAt: p.datetime(6),
  },
})
