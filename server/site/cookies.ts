import { isToken } from '../services/runtime';
import type { DomainRecord } from '../services/types';

const isSecure = ({ origin }: DomainRecord) => origin.startsWith('https:');
/** `__Host-` binds the cookie to one secure host; plain http (localhost) cannot carry that prefix. */
const hostName = (domain: DomainRecord, name: string) =>
  isSecure(domain) ? `__Host-${name}` : name;

const nameFor = (domain: DomainRecord) => hostName(domain, 'cp_session');
const deviceName = (domain: DomainRecord) => hostName(domain, 'cp_device');
const askingName = (domain: DomainRecord) => hostName(domain, 'cp_asking');

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

/** `maxAge` in seconds; without it the cookie goes when the browser closes. */
function cookie(
  domain: DomainRecord,
  name: string,
  value: string,
  { path = '/', maxAge }: { path?: string; maxAge?: number },
): string {
  const parts = [`${name}=${value}`, `Path=${path}`, 'HttpOnly', 'SameSite=Lax'];
  if (isSecure(domain)) parts.push('Secure');
  if (maxAge !== undefined) parts.push(`Max-Age=${maxAge}`);
  return parts.join('; ');
}

/** Seconds. */
const DEVICE_KEPT_FOR = 365 * 24 * 60 * 60;

/** The mark of a browser that somebody signed in with: it opens nothing, it only says that the browser is known. */
export function readDeviceToken(domain: DomainRecord, header: string | undefined): string {
  const token = readCookie(deviceName(domain), header);
  return isToken(token) ? token : '';
}

export function deviceCookie(domain: DomainRecord, token: string): string {
  return cookie(domain, deviceName(domain), token, { maxAge: DEVICE_KEPT_FOR });
}

/** Seconds; as long as the code of a mail works. */
const ASKING_KEPT_FOR = 15 * 60;

/** Of a browser that asked for a link by mail: the code of that mail works only with it. '' for none. */
export function readAskingToken(domain: DomainRecord, header: string | undefined): string {
  const token = readCookie(askingName(domain), header);
  return isToken(token) ? token : '';
}

/** '' removes it. */
export function askingCookie(domain: DomainRecord, token: string): string {
  const maxAge = token === '' ? 0 : ASKING_KEPT_FOR;
  return cookie(domain, askingName(domain), token, { maxAge });
}

/** `lifetime` in ms: 0 until the browser closes, below 0 removes the cookie. */
export function sessionCookie(domain: DomainRecord, token: string, lifetime: number): string {
  const maxAge = lifetime < 0 ? 0 : Math.floor(lifetime / 1000);
  return cookie(domain, nameFor(domain), token, lifetime === 0 ? {} : { maxAge });
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
  return cookie(domain, DISMISSED, value, { path, maxAge: DISMISSED_FOR });
}

/** Seconds; the sealed content is judged by its own time. */
const FLOW_KEPT_FOR = 10 * 60;

/** One cookie for each sign-in at a provider, so that two tabs do not take each other's. */
const flowName = (domain: DomainRecord, state: string) =>
  hostName(domain, `cp_flow_${state.slice(0, 12)}`);

export const readFlow = (
  domain: DomainRecord,
  state: string,
  header: string | undefined,
): string => (isToken(state) ? readCookie(flowName(domain, state), header) : '');

/** '' removes it. */
export const flowCookie = (domain: DomainRecord, state: string, sealed: string): string =>
  cookie(domain, flowName(domain, state), sealed, { maxAge: sealed === '' ? 0 : FLOW_KEPT_FOR });

const typedName = (domain: DomainRecord) => hostName(domain, 'cp_typed');

/** Finds the text of a form that was left to sign in at a provider; '' for none. */
export function readTypedToken(domain: DomainRecord, header: string | undefined): string {
  const token = readCookie(typedName(domain), header);
  return isToken(token) ? token : '';
}

/** '' removes it. */
export const typedCookie = (domain: DomainRecord, token: string): string =>
  cookie(domain, typedName(domain), token, { maxAge: token === '' ? 0 : FLOW_KEPT_FOR });

const arrivalName = (domain: DomainRecord) => hostName(domain, 'cp_arrival');

/** What a provider's page brought, on its way to the page that goes on with it. */
export const readArrival = (domain: DomainRecord, header: string | undefined): string =>
  readCookie(arrivalName(domain), header);

/** '' removes it. */
export const arrivalCookie = (domain: DomainRecord, token: string): string =>
  cookie(domain, arrivalName(domain), token, { maxAge: token === '' ? 0 : 60 });
