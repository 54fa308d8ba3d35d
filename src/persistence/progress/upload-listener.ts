import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database.js'
import { UPLOAD_CHANNEL } from './upload-channel.js'

/** What we use of the driver's connection. */
interface ListeningClient {
  query(sql: string): Promise<unknown>
  on(event: 'notification', listener: (message: { readonly payload?: string }) => void): unknown
  on(event: 'error' | 'end', listener: () => void): unknown
  release(destroy: boolean): void
}

const RETRY_MILLISECONDS = 1000

export interface UploadListener {
  /** Calls `wake` when something about the upload may have changed; returns the end of it. */
  listen(uploadId: string, wake: () => void): Promise<() => void>
  close(): void
}

/** One connection of this process hears about all uploads; it is made when somebody first listens. */
export function createUploadListener(database: Database): UploadListener {
  const bus = new EventEmitter().setMaxListeners(0)
  let client: Promise<ListeningClient> | undefined
  let closed = false

  async function connect(): Promise<ListeningClient> {
    const pool = await database.em.getConnection().getNativeClient()
    const connection: ListeningClient = await pool.connect()
    connection.on('notification', message => {
      if (message.payload !== undefined) bus.emit(message.payload)
    })
    const lost = () => {
      client = undefined
      if (!closed && bus.eventNames().length > 0) void reconnect()
    }
    connection.on('error', lost)
    connection.on('end', lost)
    await connection.query(`listen ${UPLOAD_CHANNEL}`)
    return connection
  }

  /** What was announced meanwhile was missed: everybody looks again. */
  async function reconnect(): Promise<void> {
    while (!closed && client === undefined && bus.eventNames().length > 0) {
      await sleep(RETRY_MILLISECONDS)
      try {
        await ensureClient()
        for (const uploadId of bus.eventNames()) bus.emit(uploadId)
      } catch {
        client = undefined
      }
    }
  }

  function ensureClient(): Promise<ListeningClient> {
    client ??= connect()
    return client
  }

  return {
    async listen(uploadId, wake) {
      bus.on(uploadId, wake)
      try {
        await ensureClient()
      } catch {
        // Whoever listens also looks by the clock; being woken is only faster.
        client = undefined
        void reconnect()
      }
      return () => bus.off(uploadId, wake)
    },
    close() {
      closed = true
      void client?.then(
        connection => connection.release(true),
        () => {},
      )
      client = undefined
    },
  }
}
