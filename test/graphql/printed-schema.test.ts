import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { printContract } from '../../src/graphql/print-schema.js'
import { graphqlSchema } from '../../src/graphql/schema.js'

test('the committed contract is the one the code prints (npm run schema:print rewrites it)', () => {
  const committed = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8')
  expect(printContract(graphqlSchema())).toBe(committed)
})
