import { Resolver } from 'node:dns';
import {
  attachmentDefaults,
  checkAttachmentOptions,
  type AttachmentOptions,
} from './attachment-options';

/** Asks whoever registers to prove that it is a person. It is a hook: the portal brings no captcha itself. */
export interface CaptchaOption {
  /**
   * Whether the fields of the form, with what the widget put there, prove a person. Whatever it throws, and no answer within
   * 5 s, is no. `ip` is the visitor's.
   */
  verify(fields: Readonly<Record<string, string>>, ip: string): boolean | Promise<boolean>;
  widget: {
    /** https address of the widget's script; the page's policy gains its origin, and no other page's does. */
    scriptUrl: string;
    /** Of the element that the script fills in: `h-captcha`, `cf-turnstile`, … */
    className: string;
    siteKey: string;
    /** Further origins that the widget's frames, styles and requests come from. */
    origins?: string[];
  };
}

export interface PluginConfig extends AttachmentOptions {
  /** How mail leaves: 'viewer' keeps it in the admin's mail viewer, 'email-plugin' sends it through Strapi's email plugin. */
  mailTransport: 'viewer' | 'email-plugin';
  /** Replies within this time (ms) become one mail. */
  mailCoalesce: number;
  /** Address of the sender where the inbox has none; '' uses the email plugin's default. The name is the portal's company. */
  mailFrom: string;
  /** First path segments of the system domain that no portal or knowledge base may take, beside Strapi's own. */
  reservedPaths: string[];
  /**
   * Wrong passwords: after so many of one address passwords are closed there for 24 hours, except on remembered devices, which
   * have as many within 15 minutes; from one IP within 15 minutes before answers are 429.
   */
  signInTries: { address: number; ip: number };
  /** Links by mail (to sign in, for a new password) within 15 minutes: to one address (and four times that a day), from one IP, at one portal. */
  signInMails: { address: number; ip: number; portal: number };
  /** Mails that registering may cause in one hour before answers are 429: to one address, from one IP, at one portal, at all of them. */
  registrationMails: { address: number; ip: number; portal: number; total: number };
  /** Asked for where people register by themselves; null asks for none. */
  captcha: CaptchaOption | null;
  /** Months that the audit log keeps; 0 keeps it for ever. What happened to tickets goes with them. */
  auditMonths: number;
  /** Invitations that leave in one minute, of all portals together. */
  invitationsPerMinute: number;
  /** Secret of this installation, the same on all its nodes; '' is Strapi's `admin.secrets.encryptionKey`. */
  encryptionKey: string;
  /** Secrets of before: they still open what they sealed, until `customer-portal rotate-secrets` has sealed it anew. */
  previousEncryptionKeys: string[];
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
    ...attachmentDefaults(),
    reservedPaths: [],
    signInTries: { address: 10, ip: 50 },
    signInMails: { address: 5, ip: 30, portal: 1000 },
    registrationMails: { address: 3, ip: 20, portal: 300, total: 1000 },
    captcha: null,
    auditMonths: 12,
    invitationsPerMinute: 60,
    encryptionKey: '',
    previousEncryptionKeys: [],
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
    for (const name of ['mailCoalesce', 'auditMonths', 'invitationsPerMinute'] as const) {
      if (!Number.isFinite(config[name]) || config[name] < 0)
        throw new Error(`customer-portal: ${name} must be a number of at least 0`);
    }
    for (const [name, most] of Object.entries(config.registrationMails)) {
      if (!Number.isInteger(most) || most < 1)
        throw new Error(
          `customer-portal: registrationMails.${name} must be a whole number of at least 1`,
        );
    }
    checkCaptcha(config.captcha);
    checkAttachmentOptions(config);
    for (const name of [
      'reservedPaths',
      'previousEncryptionKeys',
      'privateHosts',
      'dnsServers',
    ] as const) {
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
  },
};

function checkCaptcha(captcha: CaptchaOption | null): void {
  if (captcha === null) return;
  const { verify, widget } = captcha as Partial<CaptchaOption>;
  if (typeof verify !== 'function')
    throw new Error('customer-portal: captcha.verify must be a function');
  for (const name of ['scriptUrl', 'className', 'siteKey'] as const)
    if (typeof widget?.[name] !== 'string' || widget[name] === '')
      throw new Error(`customer-portal: captcha.widget.${name} must be a text`);
  for (const address of [widget?.scriptUrl ?? '', ...(widget?.origins ?? [])])
    if (!URL.canParse(address) || new URL(address).protocol !== 'https:')
      throw new Error(`customer-portal: captcha.widget must come from https, not '${address}'`);
}
