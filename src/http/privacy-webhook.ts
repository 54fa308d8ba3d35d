import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import type { SendGlassMessage } from '../usecases/glass-message.js'

export interface PrivacyWebhookOptions {
  readonly url: string
  readonly secret: Uint8Array
  readonly now?: () => Date
}

const PATIENCE_MILLISECONDS = 10_000

/**
 * Posts to an address of the operator that glass was broken: headers and signature of Standard Webhooks 1.0.0, which receivers
 * have libraries for. Any answer but 2xx counts as not received, and so does none.
 */
export function createPrivacyWebhook({ url, secret, now = () => new Date() }: PrivacyWebhookOptions): SendGlassMessage {
  return async ({ id, openedAt, ...data }) => {
    const body = JSON.stringify({ type: 'glass.broken', timestamp: openedAt, data: { id, ...data } })
    const seconds = Math.floor(now().getTime() / 1000)
    const signature = createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64')
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': `v1,${signature}`,
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    })
    await response.body?.cancel()
    if (!response.ok) throw Object.assign(new Error('the receiver refused it'), { code: `HTTP_${response.status}` })
  }
}

const LEAST_BYTES = 24
const MOST_BYTES = 64

/** The secret in this file, as Standard Webhooks writes one; undefined when there is none. */
export function readWebhookSecret(path: string): Uint8Array | undefined {
  if (!existsSync(path)) return undefined
  const [, text] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(readFileSync(path, 'utf8').trim()) ?? []
  const secret = Buffer.from(text ?? '', 'base64')
  return secret.length >= LEAST_BYTES && secret.length <= MOST_BYTES ? secret : undefined
}
