import type { Context } from 'koa';
import type { Readable } from 'node:stream';
import type { CustomerSession, SitePlace, SiteServices } from '../services/types';
import type { Composed } from './composed';
import { addressesOf, isOwnPath, type Addresses } from './addresses';
import type { ShownAnnouncement } from './announcements';
import { languageOfVisitor } from './languages';
import { translatorOf, type Translate } from './messages';

/** Everything a page needs of its request. */
export interface SiteRequest {
  ctx: Context;
  place: SitePlace;
  services: SiteServices;
  /** What stands behind the question mark of the address. */
  asked: URLSearchParams;
  session: CustomerSession | null;
  /** Signed in, but the portal's notice is still to be accepted: `session` is nobody until then. */
  consentDue?: CustomerSession;
  /** Signed in, but the second factor is still to be given or set up: `session` is nobody until then. */
  factorDue?: CustomerSession;
  /** Signed in on this domain, but no portal of this place lets that person in. */
  isRefused?: boolean;
  language: string;
  to: Addresses;
  t: Translate;
  assets: Record<string, string>;
  now: number;
  /** What the portal tells its readers on this page. */
  announcements?: ShownAnnouncement[];
  /** What the form of a message shows beside what was typed, when it comes back. */
  composed?: Composed;
  /** The fields of a message that came with the request: a page that says it failed gives them back. */
  typed?: Record<string, string>;
}

export type Answer =
  | {
      kind: 'page';
      status: number;
      html: string;
      isPublic?: boolean;
      isUnlisted?: boolean;
      headers?: Record<string, string>;
    }
  | { kind: 'redirect'; to: string; cookie?: string }
  | {
      kind: 'file';
      /** 200 unless told. */
      status?: number;
      stream: Readable;
      /** Bytes; left out where nobody knows before it is read. */
      size?: number;
      headers: Record<string, string>;
    }
  /** Done, and there is nothing to show: for the script only. */
  | { kind: 'done' }
  | { kind: 'nothing' };

/** Thrown anywhere below a page: becomes the calm page of its status. */
export class PageError extends Error {
  constructor(
    readonly status: 400 | 403 | 404 | 413 | 415 | 429,
    /** ms, for 429 */
    readonly retryAfter = 0,
  ) {
    super(String(status));
  }
}

export function siteRequest(
  ctx: Context,
  place: SitePlace,
  services: SiteServices,
  assets: Record<string, string>,
): SiteRequest {
  const language = languageOfVisitor(ctx, place);
  return {
    ctx,
    place,
    services,
    asked: new URLSearchParams(ctx.querystring),
    session: null,
    language,
    to: addressesOf(place),
    t: translatorOf(language, place.portal?.settings.tickets),
    assets,
    now: Date.now(),
  };
}

/** Whether the pages of a place lead to its portal: those of a knowledge base only where it stands beside that portal. */
export function linksToPortal({ kind, portal }: SitePlace): boolean {
  if (kind !== 'knowledge-base' || !portal) return portal !== null;
  const { knowledgeBase } = portal.settings;
  return knowledgeBase.kind === 'built-in' && knowledgeBase.linksToPortal;
}

/** Whether the portal has a form for whoever asks; nobody else is led to one. */
export function maySendRequest({ place, services, session }: SiteRequest): boolean {
  return (
    place.portal !== null &&
    linksToPortal(place) &&
    services.requestForms.shown(place.portal, session?.viewer ?? null).length > 0
  );
}

/** What a page has still to do once its reader has it; a failure changes nothing of what was answered. */
export function afterAnswer({ ctx }: SiteRequest, work: () => Promise<void>): void {
  ctx.res.once('finish', () => void work().catch(() => undefined));
}

/** How long to wait, in ms, as people read it. */
export const minutesOf = (wait: number): number => Math.max(1, Math.ceil(wait / 60_000));
export const retryHeader = (wait: number) => ({ 'Retry-After': String(Math.ceil(wait / 1000)) });

export const query = (request: SiteRequest, name: string): string => request.asked.get(name) ?? '';

/** A path that came with a request and leads to a page of ours, or the portal's first page. */
export const ownPathOr = ({ place, to }: SiteRequest, path: string): string =>
  isOwnPath(place.domain, path) ? path : to.portal();
