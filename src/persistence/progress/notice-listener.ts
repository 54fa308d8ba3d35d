import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database.js'
import { ALERT_CHANNEL, GLASS_CHANNEL, OUTBOX_CHANNEL } from './advice-channels.js'
import { UPLOAD_CHANNEL } from './upload-channel.js'

/** What we use of the driver's connection. */
interface ListeningClient {
  query(sql: string): Promise<unknown>
  on(
    event: 'notification',
    listener: (message: { readonly channel: string; readonly payload?: string }) => void,
  ): unknown
  on(event: 'error' | 'end', listener: () => void): unknown
  release(destroy: boolean): void
}

/** The connection that hears notices, to be given back once, however it ends. */
interface HeardConnection {
  release(): void
}

const RETRY_MILLISECONDS = 1000

export interface NoticeListener {
  /**
   * Calls `wake` when something about this id may have changed; returns the end of it. Whoever names a channel instead is
   * woken by every notice of it, with the id; without one when notices may have been missed.
   */
  listen(id: string, wake: (of?: string) => void): Promise<() => void>
  close(): void
}

/** One connection of this process hears every notice; it is made when somebody first listens. */
export function createNoticeListener(database: Database): NoticeListener {
  const bus = new EventEmitter().setMaxListeners(0)
  const end = new AbortController()
  let client: Promise<HeardConnection> | undefined

  const isWanted = () => !end.signal.aborted && client === undefined && bus.eventNames().length > 0

  const lost = () => {
    client = undefined
    if (isWanted()) void reconnect()
  }

  async function connect(): Promise<HeardConnection> {
    const pool = await database.em.getConnection().getNativeClient()
    const connection: ListeningClient = await pool.connect()
    let released = false
    const release = () => {
      if (released) return
      released = true
      connection.release(true)
    }
    // The pool waits for what it lent, also for what broke: a connection that is lost is given back, or no close would end.
    const gone = () => {
      release()
      lost()
    }
    connection.on('notification', message => {
      if (message.payload === undefined) return
      bus.emit(message.payload)
      bus.emit(message.channel, message.payload)
    })
    connection.on('error', gone)
    connection.on('end', gone)
    try {
      for (const channel of [UPLOAD_CHANNEL, OUTBOX_CHANNEL, ALERT_CHANNEL, GLASS_CHANNEL])
        await connection.query(`listen ${channel}`)
    } catch (error) {
      release()
      throw error
    }
    return { release }
  }

  /** What was announced meanwhile was missed: everybody looks again. */
  async function reconnect(): Promise<void> {
    while (isWanted()) {
      await sleep(RETRY_MILLISECONDS)
      try {
        client ??= connect()
        await client
        for (const id of bus.eventNames()) bus.emit(id)
      } catch {
        client = undefined
      }
    }
  }

  return {
    async listen(id, wake) {
      bus.on(id, wake)
      try {
        client ??= connect()
        await client
      } catch {
        // Whoever listens also looks by the clock; being woken is only faster.
        lost()
      }
      return () => bus.off(id, wake)
    },
    close() {
      end.abort()
      void giveBack(client)
      client = undefined
    },
  }
}

async function giveBack(client: Promise<HeardConnection> | undefined): Promise<void> {
  const connection = await client?.catch(() => undefined)
  connection?.release()
}
