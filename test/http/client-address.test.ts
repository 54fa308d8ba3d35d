import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { createClientAddress } from '../../src/http/client-address.js'

function from(peer: string, forwarded?: string | readonly string[]): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: peer })
  const request = new IncomingMessage(socket)
  if (forwarded !== undefined) Object.assign(request.headers, { 'x-forwarded-for': forwarded })
  return request
}

describe('S10 where a request comes from', () => {
  const addresses = createClientAddress(['10.0.0.0/8', '192.0.2.7', '2001:db8:1::/48'])

  it.each([
    ['nobody in between', '203.0.113.5', undefined, '203.0.113.5'],
    ['a stranger who writes something', '203.0.113.5', '198.51.100.1', '203.0.113.5'],
    ['a proxy of ours', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['two proxies of ours', '10.1.2.3', '198.51.100.1, 192.0.2.7', '198.51.100.1'],
    ['a client that invents hops', '10.1.2.3', '1.1.1.1, 2.2.2.2, 198.51.100.1', '198.51.100.1'],
    ['a proxy that says nothing', '10.1.2.3', undefined, '10.1.2.3'],
    ['a proxy that hands on nonsense', '10.1.2.3', 'unknown, <script>', '10.1.2.3'],
    ['an address of version 4 in version 6', '::ffff:10.1.2.3', '::ffff:198.51.100.1', '198.51.100.1'],
    ['a network of version 6 as one', '2001:db8:5:6:7:8:9:a', undefined, '2001:db8:5:6::/64'],
    ['the same network, written shorter', '2001:db8:5:6::1', undefined, '2001:db8:5:6::/64'],
    ['a proxy of version 6', '2001:db8:1::9', '2001:db8:5:6::1', '2001:db8:5:6::/64'],
    ['itself', '::1', undefined, '0:0:0:0::/64'],
  ])('%s', (_, peer, forwarded, client) => {
    expect(addresses.of(from(peer, forwarded))).toBe(client)
  })

  it('without proxies of ours nobody is believed', () => {
    expect(createClientAddress([]).of(from('10.1.2.3', '198.51.100.1'))).toBe('10.1.2.3')
  })
})
