import type { Runtime } from './runtime';

export interface Sender {
  name: string;
  /** '' takes the plugin's `mailFrom`, else the email plugin's default. */
  address: string;
}

/** `"Name" <address>`; '' when no address is known, and the email plugin decides. */
export function senderOf({ name, address }: Sender, { config, strapi }: Runtime): string {
  const fallback = config.mailFrom || text(strapi.config.get('plugin::email.settings.defaultFrom'));
  const from = address || addressIn(fallback);
  if (from === '') return '';
  const plain = name.replace(/[\p{Cc}"\\<>]+/gu, ' ').trim();
  return plain === '' ? from : `"${plain}" <${from}>`;
}

/** The address of `Name <address>`: the name would be that of another brand. */
const addressIn = (sender: string): string => /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender.trim();

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
