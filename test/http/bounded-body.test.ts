import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { boundedBody } from '../../src/http/bounded-body.js'
import type { BodyPace } from '../../src/http/bounded-body.js'

const PACE: BodyPace = {
  idleMilliseconds: 1000,
  totalMilliseconds: 5000,
  slowestBytesPerSecond: 100,
  slowestWindowMilliseconds: 500,
}

const open: (() => void)[] = []

afterEach(() => {
  for (const close of open.splice(0)) close()
})

/** What becomes of a body that is sent so. */
async function receive(pace: BodyPace, send: (socket: Socket) => void): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const server = createServer((request: IncomingMessage) => {
    void (async () => {
      let bytes = 0
      for await (const chunk of boundedBody(request, pace)) bytes += chunk.byteLength
      return bytes
    })().then(resolve, reject)
  })
  open.push(() => server.close())
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const socket = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1')
  socket.on('error', () => {})
  open.push(() => socket.destroy())
  socket.write('PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n')
  send(socket)
  return await promise.finally(() => socket.destroy())
}

function trickle(socket: Socket, bytes: number, everyMilliseconds: number): void {
  const timer = setInterval(() => socket.write('x'.repeat(bytes)), everyMilliseconds)
  socket.once('close', () => clearInterval(timer))
}

describe('S44 the pace of a body', () => {
  it('takes a body that comes', async () => {
    expect(await receive(PACE, socket => socket.write('x'.repeat(1000)))).toBe(1000)
  })

  it('takes one that comes slowly but steadily enough', async () => {
    expect(await receive(PACE, socket => trickle(socket, 100, 150))).toBe(1000)
  })

  it('ends one that stalls', async () => {
    await expect(receive(PACE, socket => socket.write('x'))).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  it('ends one that trickles, though it never stalls', async () => {
    await expect(receive(PACE, socket => trickle(socket, 5, 100))).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  it('ends one that takes too long in all', async () => {
    const pace = { ...PACE, totalMilliseconds: 400, slowestBytesPerSecond: 1 }
    await expect(receive(pace, socket => trickle(socket, 50, 100))).rejects.toMatchObject({ code: 'TIMEOUT' })
  })

  it('does not take a part for the whole when the sender goes away', async () => {
    const gone = receive(PACE, socket => {
      socket.write('x'.repeat(500))
      setTimeout(() => socket.destroy(), 50)
    })
    await expect(gone).rejects.toMatchObject({ code: 'BAD_USER_INPUT' })
  })
})
