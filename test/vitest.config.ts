import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** graphql 16 ships as CommonJS and ESM; without one resolved copy the tests see two realms. */
const graphql = { find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }

const server = [
  'test/persistence/**',
  'test/usecases/**',
  'test/graphql/**',
  'test/http/**',
  'test/worker/**',
  'test/app/**',
]

/** Two projects: `core` needs nothing but the repository, `server` gets a PostgreSQL (see test/support/database.ts). */
export default defineConfig({
  resolve: { alias: [graphql] },
  test: {
    root: new URL('..', import.meta.url).pathname,
    // Half of the time goes into waiting for databases, servers and commands: on two cores one at a time leaves one idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: { name: 'core', include: ['test/**/*.test.ts'], exclude: server, testTimeout: 30_000 },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: server.map(folder => `${folder}/*.test.ts`),
          globalSetup: ['test/support/database.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
