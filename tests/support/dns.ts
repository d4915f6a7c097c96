import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { decode, encode } from 'dns-packet';

const NO_SUCH_NAME = 3;

export interface DnsServer {
  /** As the option `dnsServers` takes it. */
  address: string;
  /** Records by type and name: `zone.set('A help.test', ['127.0.0.1'])`. What has no record at all does not exist. */
  zone: Map<string, string[]>;
  /** Names about which nothing is answered. */
  silent: Set<string>;
  /** What was asked, `A help.test`. */
  asked: string[];
  close(): Promise<void>;
}

/** A DNS server of our own, over UDP. */
export async function startDns(): Promise<DnsServer> {
  const zone = new Map<string, string[]>();
  const silent = new Set<string>();
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (message, { port, address }) => {
    const { id, questions = [] } = decode(message);
    const [question] = questions;
    if (!question) return;
    const { type } = question;
    const name = question.name.toLowerCase();
    asked.push(`${type} ${name}`);
    if (silent.has(name)) return;
    const records = zone.get(`${type} ${name}`) ?? [];
    const isKnown = [...zone.keys()].some((key) => key.endsWith(` ${name}`));
    const answers = records.map((record) => ({
      type,
      name,
      ttl: 0,
      // A long text comes in pieces, as DNS has it.
      data: type === 'TXT' ? (record.match(/.{1,40}/g) ?? []) : record,
    }));
    const flags = isKnown ? 0 : NO_SUCH_NAME;
    socket.send(encode({ id, type: 'response', flags, questions, answers }), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    zone,
    silent,
    asked,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
