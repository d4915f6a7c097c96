import { Resolver } from 'node:dns';
import path from 'node:path';

export interface PluginConfig {
  /** How mail leaves: 'viewer' keeps it in the admin's mail viewer, 'email-plugin' sends it through Strapi's email plugin. */
  mailTransport: 'viewer' | 'email-plugin';
  /** Replies within this time (ms) become one mail. */
  mailCoalesce: number;
  /** Address of the sender where the inbox has none; '' uses the email plugin's default. The name is the portal's company. */
  mailFrom: string;
  /** Folder of attachments, outside the public folder; '' is `.customer-portal/attachments` in the application. */
  attachmentsDir: string;
  /** Bytes of one attachment. */
  attachmentSize: number;
  /** Attachments of one message. */
  attachmentCount: number;
  /** First path segments of the system domain that no portal or knowledge base may take, beside Strapi's own. */
  reservedPaths: string[];
  /** Failed sign-ins per address and per IP within 15 minutes before answers are 429. */
  signInTries: { address: number; ip: number };
  /** Idle and absolute lifetime of a session in ms; the absolute one is for "remember me". */
  sessionIdle: number;
  sessionAbsolute: number;
  /** Secret of this installation, the same on all its nodes; '' is Strapi's `admin.secrets.encryptionKey`. */
  encryptionKey: string;
  /** Hosts of domains (`intranet`, `*.intranet.example`) that may lead to private networks; checks reach no other private address. */
  privateHosts: string[];
  /** DNS servers (`address` or `address:port`) that checks of domains ask; [] asks as the system does. */
  dnsServers: string[];
}

export default {
  default: (): PluginConfig => ({
    mailTransport: process.env.NODE_ENV === 'production' ? 'email-plugin' : 'viewer',
    mailCoalesce: 2 * 60 * 1000,
    mailFrom: '',
    attachmentsDir: '',
    attachmentSize: 25 * 1024 * 1024,
    attachmentCount: 10,
    reservedPaths: [],
    signInTries: { address: 10, ip: 50 },
    sessionIdle: 24 * 60 * 60 * 1000,
    sessionAbsolute: 30 * 24 * 60 * 60 * 1000,
    encryptionKey: '',
    privateHosts: [],
    dnsServers: [],
  }),
  /** Throws with the option's name and what it must be. */
  validator(config: PluginConfig): void {
    if (config.mailTransport !== 'viewer' && config.mailTransport !== 'email-plugin') {
      throw new Error(
        `customer-portal: mailTransport must be 'viewer' or 'email-plugin', not '${String(config.mailTransport)}'`,
      );
    }
    for (const name of [
      'mailCoalesce',
      'attachmentSize',
      'attachmentCount',
      'sessionIdle',
      'sessionAbsolute',
    ] as const) {
      if (!Number.isFinite(config[name]) || config[name] < 0)
        throw new Error(`customer-portal: ${name} must be a number of at least 0`);
    }
    for (const name of ['reservedPaths', 'privateHosts', 'dnsServers'] as const) {
      const list: unknown = config[name];
      if (!Array.isArray(list) || !list.every((one) => typeof one === 'string'))
        throw new Error(`customer-portal: ${name} must be a list of texts`);
    }
    for (const server of config.dnsServers) {
      try {
        new Resolver().setServers([server]);
      } catch {
        throw new Error(
          `customer-portal: dnsServers must be IP addresses, such as 9.9.9.9 or 127.0.0.1:5353, not '${server}'`,
        );
      }
    }
    if (typeof config.encryptionKey !== 'string')
      throw new Error('customer-portal: encryptionKey must be a text');
    if (config.attachmentsDir !== '' && !path.isAbsolute(config.attachmentsDir)) {
      throw new Error('customer-portal: attachmentsDir must be an absolute path');
    }
  },
};
