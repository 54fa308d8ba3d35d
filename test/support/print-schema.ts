import { writeFileSync } from 'node:fs'
import { printContract } from '../../src/graphql/print-schema.js'
import { graphqlSchema } from '../../src/graphql/schema.js'

/** `npm run schema:print`: rewrites the committed contract, whose diff is then read like code. */
writeFileSync('schema/schema.graphql', printContract(graphqlSchema()))
