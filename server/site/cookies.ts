import type { DomainRecord } from '../services/types';

/** `__Host-` binds the cookie to one secure host; plain http (localhost) cannot carry that prefix. */
const nameFor = (domain: DomainRecord) =>
  domain.origin.startsWith('https:') ? '__Host-cp_session' : 'cp_session';

export function readSessionToken(domain: DomainRecord, header: string | undefined): string {
  if (header === undefined) return '';
  const name = nameFor(domain);
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
