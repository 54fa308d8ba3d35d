import { readConfig } from '../../config.js'

export type ServerCommand = 'serve' | 'worker' | 'migrate' | 'token' | 'admin'

/** A command of the server; returns the exit code when it has ended. */
export async function runServerCommand(name: ServerCommand, args: readonly string[]): Promise<number> {
  const { runServe, runWorker, runMigrate, runToken, runAdmin } = await import('../../cli/server-commands.js')
  const config = readConfig()
  const commands = { serve: runServe, worker: runWorker, migrate: runMigrate, token: runToken, admin: runAdmin }
  return commands[name](args, {
    startServer: async options => (await import('./start-server.js')).startServer(config, options),
    startWorker: async () => (await import('./start-worker.js')).startWorker(config),
    migrate: async () => (await import('./migrate.js')).migrate(config),
    makeAdmin: async request => (await import('./make-admin.js')).makeAdmin(config, request),
    createToken: async request => (await import('./create-token.js')).createToken(config, request),
    version: config.version,
    output: process.stdout,
    messages: process.stderr,
    onStop(stop) {
      process.on('SIGTERM', stop)
      process.on('SIGINT', stop)
    },
    exit: code => process.exit(code),
    patienceMilliseconds: config.worker.shutdownMilliseconds + 5000,
  })
}
