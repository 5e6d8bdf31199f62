import { BlockList, isIPv6 } from 'node:net'

const privates = new BlockList()
const subnets = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15',
  '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3', '::/96', '::ffff:0:0:0/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8',
]
for (const subnet of subnets) {
  const [net, bits] = subnet.split('/')
  privates.addSubnet(net, Number(bits), isIPv6(net) ? 'ipv6' : 'ipv4')
}

/** IPv4 in the last 32 bits of IPv6: mapped, 6to4 (in the middle) and NAT64. */
function embedded(address: string): string | undefined {
  const groups = expand(address)
  const dotted = (high: number, low: number): string => [high >> 8, high & 255, low >> 8, low & 255].join('.')
  if (groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xffff) return dotted(groups[6], groups[7])
  if (groups[0] === 0x64 && groups[1] === 0xff9b && groups[2] === 0) return dotted(groups[6], groups[7])
  if (groups[0] === 0x2002) return dotted(groups[1], groups[2])
  return undefined
}

function expand(address: string): number[] {
  const plain = address.replace(/%.*$/, '').replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
    `${(Number(a) << 8 | Number(b)).toString(16)}:${(Number(c) << 8 | Number(d)).toString(16)}`)
  const [left, right] = plain.split('::').map(part => part === '' ? [] : part.split(':').map(group => parseInt(group, 16)))
  return right === undefined ? left : [...left, ...new Array<number>(Math.max(0, 8 - left.length - right.length)).fill(0), ...right]
}

/** Whether an IP address is one of this machine, of a network that is not public, or of none. */
export function isPrivateAddress(address: string): boolean {
  if (!isIPv6(address)) return privates.check(address, 'ipv4')
  const inside = embedded(address)
  return inside === undefined ? privates.check(address.replace(/%.*$/, ''), 'ipv6') : privates.check(inside, 'ipv4')
}
