import { BlockList, isIP } from 'node:net'
import type { IncomingMessage } from 'node:http'

export interface ClientAddress {
  /** Who is counted as one: an address, or the network of 2^64 that one line of an IPv6 customer is. */
  of(request: IncomingMessage): string
  /** True for a proxy of ours, which brings many clients. */
  isTrusted(address: string | undefined): boolean
}

/**
 * Where a request comes from (S10). What a header says about it is believed only as far as proxies of ours wrote it: read
 * from the end of `X-Forwarded-For`, the first address that is no proxy of ours is the client.
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const trusted = new BlockList()
  for (const entry of trustedProxies) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) trusted.addAddress(address, family)
    else trusted.addSubnet(address, Number(bits), family)
  }

  function isTrusted(address: string | undefined): boolean {
    const plain = plainAddress(address ?? '')
    const version = isIP(plain)
    return version !== 0 && trusted.check(plain, version === 6 ? 'ipv6' : 'ipv4')
  }

  return {
    isTrusted,
    of(request) {
      const hops = forwardedFor(request).toReversed()
      let client = plainAddress(request.socket.remoteAddress ?? '')
      for (const hop of hops) {
        if (!isTrusted(client)) break
        if (isIP(hop) === 0) break
        client = hop
      }
      return network(client)
    },
  }
}

function forwardedFor({ headers }: IncomingMessage): readonly string[] {
  const header = headers['x-forwarded-for']
  const text = Array.isArray(header) ? header.join(',') : (header ?? '')
  return text === '' ? [] : text.split(',').map(hop => plainAddress(hop.trim()))
}

/** An IPv4 address that came over an IPv6 socket is the same address. */
function plainAddress(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
}

/** The first four groups of an IPv6 address; whoever has one has 2^64 of them. */
function network(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  return `${groups
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
