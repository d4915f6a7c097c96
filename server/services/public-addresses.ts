import { BlockList, isIP } from 'node:net';

/** Blocks that are not the public internet (IANA's special-purpose registries), clouds' metadata among them. */
const V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
/** Inside 2000::/3, outside of which nothing is public: Teredo and other protocols, documentation, 6to4. */
const V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;

const closed = new BlockList();
for (const [net, prefix] of V4) closed.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of V6) closed.addSubnet(net, prefix, 'ipv6');
const unicast = new BlockList();
unicast.addSubnet('2000::', 3, 'ipv6');
/** IPv4 inside IPv6: mapped, and NAT64 (RFC 6052). What counts is the address inside. */
const wrapped = new BlockList();
wrapped.addSubnet('::ffff:0:0', 96, 'ipv6');
wrapped.addSubnet('64:ff9b::', 96, 'ipv6');

/** Whether an IP address is one of the public internet: what a server may be sent to by what somebody typed. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  if (wrapped.check(address, 'ipv6')) return isPublicAddress(innerAddress(address));
  return unicast.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

/** The last 32 bits of an IPv6 address as an IPv4 address. */
function innerAddress(address: string): string {
  // URL writes every spelling in one form, without dots.
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':');
  const [high = 0, low = 0] = groups.slice(-2).map((group) => Number.parseInt(group || '0', 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
