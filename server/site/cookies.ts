import type { DomainRecord } from '../services/types';

/** `__Host-` binds the cookie to one secure host; plain http (localhost) cannot carry that prefix. */
const nameFor = (domain: DomainRecord) =>
  domain.origin.startsWith('https:') ? '__Host-cp_session' : 'cp_session';

export const readSessionToken = (domain: DomainRecord, header: string | undefined): string =>
  readCookie(nameFor(domain), header);

function readCookie(name: string, header: string | undefined): string {
  if (header === undefined) return '';
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return '';
}

/** `lifetime` in ms: 0 until the browser closes, below 0 removes the cookie. */
export function sessionCookie(domain: DomainRecord, token: string, lifetime: number): string {
  const parts = [`${nameFor(domain)}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  if (domain.origin.startsWith('https:')) parts.push('Secure');
  if (lifetime !== 0) parts.push(`Max-Age=${lifetime < 0 ? 0 : Math.floor(lifetime / 1000)}`);
  return parts.join('; ');
}

const DISMISSED = 'cp_dismissed';
/** A reader remembers so many; the oldest of them are over by then. */
const MOST_DISMISSED = 20;
const DISMISSED_FOR = 180 * 24 * 60 * 60;

/** Public ids of the announcements that were dismissed on this device, the newest last. */
export const readDismissed = (header: string | undefined): string[] =>
  readCookie(DISMISSED, header)
    .split('.')
    .filter((id) => /^[a-z0-9]{24}$/.test(id));

export function dismissedCookie(domain: DomainRecord, ids: readonly string[]): string {
  const value = ids.slice(-MOST_DISMISSED).join('.');
  const path = domain.basePath === '' ? '/' : domain.basePath;
  const parts = [`${DISMISSED}=${value}`, `Path=${path}`, 'HttpOnly', 'SameSite=Lax'];
  if (domain.origin.startsWith('https:')) parts.push('Secure');
  return [...parts, `Max-Age=${DISMISSED_FOR}`].join('; ');
}
