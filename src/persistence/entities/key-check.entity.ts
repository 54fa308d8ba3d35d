import { defineEntity, p } from '@mikro-orm/postgresql'

/** By which a start knows whether its key file is the one that this database was written with. Holds nothing of anybody. */
export const KeyCheckEntity = defineEntity({
  name: 'KeyCheckEntity',
  tableName: 'key_check',
  properties: {
    keyId: p.string().length(64).primary(),
    digest: p.string().length(64),
  },
})
