import { createHmac, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Received {
  readonly id: string
  readonly body: string
  /** Its signature is that of the shared secret over id, time and body. */
  readonly isSigned: boolean
}

/** Somebody outside who is told things, and refuses each of them the first time. */
export interface WebhookReceiver {
  readonly env: Readonly<Record<string, string>>
  readonly received: Received[]
  /** Resolves when it has been told of this so often. */
  told(id: string, times: number): Promise<void>
  stop(): Promise<void>
}

/** A receiver as an operator would write one, on this machine. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const folder = mkdtempSync(join(tmpdir(), 'sextant-webhook-'))
  const secretFile = join(folder, 'secret')
  const secret = randomBytes(32)
  writeFileSync(secretFile, `whsec_${secret.toString('base64')}\n`)
  const received: Received[] = []
  const waiting: { readonly id: string; readonly times: number; readonly resolve: () => void }[] = []
  const times = (id: string) => received.filter(each => each.id === id).length
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const [id, time] = ['webhook-id', 'webhook-timestamp'].map(name => String(request.headers[name]))
      const expected = createHmac('sha256', secret).update([id, time, body].join('.')).digest('base64')
      const isSigned = request.headers['webhook-signature'] === `v1,${expected}`
      received.push({ id: id ?? '', body, isSigned })
      response.writeHead(times(id ?? '') === 1 ? 503 : 204).end()
      for (const each of waiting) if (times(each.id) >= each.times) each.resolve()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    env: {
      SEXTANT_PRIVACY_WEBHOOK: `http://127.0.0.1:${port}/glass`,
      SEXTANT_PRIVACY_WEBHOOK_SECRET_FILE: secretFile,
      SEXTANT_PRIVACY_WEBHOOK_BACKOFF_SECONDS: '0.001',
    },
    received,
    async told(id, often) {
      if (times(id) >= often) return
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push({ id, times: often, resolve })
      await promise
    },
    async stop() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
