/** The part of dns-packet that the DNS server of the suites uses. */
declare module 'dns-packet' {
  export interface Packet {
    id?: number;
    type?: 'query' | 'response';
    flags?: number;
    questions?: { type: string; name: string }[];
    answers?: { type: string; name: string; ttl: number; data: string | string[] }[];
  }
  export function decode(message: Buffer): Packet;
  export function encode(packet: Packet): Buffer;
}
