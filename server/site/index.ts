import { createHash } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import { requestIdOf } from '../services/runtime';
import type { PortalRecord, SitePlace, SiteServices } from '../services/types';
import { addressesOf } from './addresses';
import { createAssets, namesOf, type Asset, type Assets } from './assets';
import { announcementsAt, readAnnouncements } from './announcements';
import { readManifest } from './assets-dir';
import { answerProof } from './domain-proof';
import { contentSecurityPolicy } from './content-security';
import { createPageCache } from './page-cache';
import { readSessionToken, sessionCookie } from './cookies';
import { FOREIGN_POSTS, ssoPost } from './pages/sso/page';
import { unsubscribe } from './pages/unsubscribe/page';
import { portalPage, readTyped } from './portal-pages';
import { knowledgeBasePage } from './pages/knowledge-base/page';
import { problemPage } from './pages/problem/page';
import { speakAccountLanguage } from './languages';
import { translatorOf } from './messages';
import { PageError, retryHeader, siteRequest, type Answer, type SiteRequest } from './request';

export interface SiteOptions {
  services: () => SiteServices;
  log: { error(message: string, extra?: object): void };
  /** Folder of the built scripts and styles with their manifest.json. */
  assetsDir: string;
}

const POLICY = contentSecurityPolicy();

/**
 * The public pages as one Koa middleware, outermost, with a chain of its own: place, cache, session, page, errors as pages.
 * A request that is not ours leaves through `next()` after one look-up in the map.
 */
export function createSite({ services, log, assetsDir }: SiteOptions): Middleware {
  const assets = readManifest(assetsDir);
  const files = createAssets(assetsDir, assets);
  const cache = createPageCache();

  return async (ctx, next) => {
    const site = services();
    if (answerProof(ctx, site)) return undefined;
    const place = site.siteMap.resolve(ctx.protocol, ctx.host, ctx.path);
    if (place === null) return next();
    if (place.kind === 'asset') return serveAsset(ctx, place, site, files);
    const changing = site.articles.changing();
    if (changing) await changing;
    const token = readSessionToken(place.domain, ctx.get('cookie'));
    const isCacheable = place.kind === 'knowledge-base' && token === '' && ctx.method === 'GET';
    // An announcement begins and ends by the clock: pages with it and without it are kept side by side.
    const told = isCacheable ? announcementsAt(site, place, false) : [];
    const cacheKey = isCacheable
      ? `${place.domain.origin}${ctx.url} ${told.map(({ id }) => id).join(' ')}`
      : '';
    // Both only grow, so the sum is another one after any change.
    const version = site.articles.version() + site.siteMap.version();
    if (isCacheable) {
      const cached = cache.get(cacheKey, version);
      if (cached) return sendCached(ctx, place, cached);
    }
    const request = siteRequest(ctx, place, site, assets);
    try {
      const answer = await answerOf(request, token);
      send(request, answer, token !== '', (body, etag) => {
        if (isCacheable) cache.set(cacheKey, version, body, etag);
      });
    } catch (error) {
      if (!(error instanceof PageError)) await readTyped(request);
      sendProblem(request, error, log);
    }
  };
}

async function answerOf(request: SiteRequest, token: string): Promise<Answer> {
  const { ctx, services } = request;
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD' && ctx.method !== 'POST')
    return { kind: 'nothing' };
  if (request.place.kind === 'moved') {
    const answer = movedAnswer(request);
    if (answer) return answer;
    // A form that was open while its portal moved is taken here: what was typed is not lost.
    request.place = { ...request.place, kind: 'portal' };
  }
  const { place } = request;
  const foreign = foreignPost(request);
  if (foreign) return foreign;
  if (ctx.method === 'POST' && !isSameOrigin(request)) throw new PageError(403);
  if (token !== '') {
    const found = await services.sessions.findAt(token, place.portals, !asksByItself(place));
    const { session, isKnown } = found;
    request.isRefused = found.isRefused ?? false;
    if (session) {
      request.session = session;
      showPortal(request, session.viewer.portal);
      speakAccountLanguage(request, session.language);
    } else if (place.kind === 'portal') {
      const { factorDue, consentDue } = found;
      Object.assign(request, { factorDue, consentDue });
      speakAccountLanguage(request, (factorDue ?? consentDue)?.language ?? '');
    }
    // A session that this portal refuses may be good at another one: only what nobody has is taken away.
    if (!isKnown) ctx.append('Set-Cookie', sessionCookie(place.domain, '', -1));
  }
  request.announcements = await readAnnouncements(request);
  if (place.kind === 'knowledge-base')
    return ctx.method === 'POST' ? { kind: 'nothing' } : knowledgeBasePage(request);
  if (place.kind === 'portal' && place.portal) return portalPage(request, place.portal, token);
  return { kind: 'nothing' };
}

/** Pages that a script asks for while nobody does anything: they keep no session from its idle end. */
const asksByItself = ({ kind, rest }: SitePlace): boolean =>
  kind === 'portal' && rest.length === 3 && rest[0] === 'tickets' && rest[2] === 'news';

/**
 * What comes from elsewhere by right: an identity provider's pages and servers prove themselves, and the button of a mail
 * program carries the token of its mail. No session of ours counts for either.
 */
function foreignPost(request: SiteRequest): Promise<Answer> | null {
  const { ctx, place } = request;
  const [page, ...rest] = place.rest;
  if (ctx.method !== 'POST' || place.kind !== 'portal' || !place.portal) return null;
  if (page === 'unsubscribe' && rest.length === 0) return unsubscribe(request, place.portal);
  const isOfProvider =
    place.portal.state === 'live' &&
    page === 'sso' &&
    rest.length === 2 &&
    FOREIGN_POSTS.has(rest[1] ?? '');
  return isOfProvider ? ssoPost(request, place.portal, rest) : null;
}

/** The same page at the address where the portal is by now. */
function movedAnswer({ ctx, place }: SiteRequest): Answer | null {
  const { portal } = place;
  if (!portal) return { kind: 'nothing' };
  if (ctx.method === 'POST')
    return portal.domain.key === place.domain.key ? null : { kind: 'nothing' };
  const to = addressesOf({ ...place, kind: 'portal', domain: portal.domain });
  return {
    kind: 'redirect',
    to: `${portal.domain.origin}${to.portal(...place.rest)}${ctx.search}`,
  };
}

/** Beside several portals a page leads to the one that lets its reader in. */
function showPortal(request: SiteRequest, portal: PortalRecord): void {
  if (request.place.portal === portal) return;
  const { kind, knowledgeBase } = request.place;
  request.place = {
    ...request.place,
    portal,
    knowledgeBase: kind === 'knowledge-base' ? knowledgeBase : portal.knowledgeBase,
  };
  request.to = addressesOf(request.place);
  request.t = translatorOf(request.language, portal.settings.tickets);
}

/** CSRF, first half: the browser's own word about where a POST comes from. */
function isSameOrigin({ ctx, place }: SiteRequest): boolean {
  const origin = ctx.get('origin');
  if (origin !== '') return origin === place.domain.origin;
  return ctx.get('sec-fetch-site') === 'same-origin';
}

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
};
const SECURE_HEADERS = { ...HEADERS, 'Strict-Transport-Security': 'max-age=31536000' };

type Headers = Record<string, string>;

const HTML = 'text/html; charset=utf-8';

const PRIVATE = { 'Cache-Control': 'private, no-store' };
const UNLISTED = { 'X-Robots-Tag': 'noindex' };

const headersOf = (place: SitePlace): Headers =>
  place.domain.origin.startsWith('https:') ? SECURE_HEADERS : HEADERS;
const publicHeaders = (etag: string): Headers => ({
  'Cache-Control': 'public, max-age=0, must-revalidate',
  ETag: etag,
  Vary: 'Cookie',
});

function send(
  request: SiteRequest,
  answer: Answer,
  isPersonal: boolean,
  keep: (body: Buffer, etag: string) => void,
): void {
  const { ctx, place } = request;
  if (answer.kind === 'nothing') throw new PageError(404);
  if (answer.kind === 'done') {
    ctx.set(headersOf(place));
    ctx.set('Cache-Control', 'private, no-store');
    ctx.status = 204;
    return;
  }
  if (answer.kind === 'redirect') {
    ctx.set(headersOf(place));
    ctx.set('Cache-Control', 'private, no-store');
    if (answer.cookie) ctx.append('Set-Cookie', answer.cookie);
    ctx.status = 303;
    ctx.set('Location', answer.to);
    ctx.body = '';
    return;
  }
  if (answer.kind === 'file') {
    ctx.set(headersOf(place));
    ctx.set('Cache-Control', 'private, no-store');
    ctx.set(answer.headers);
    if (answer.status !== undefined) ctx.status = answer.status;
    if (answer.size !== undefined) ctx.length = answer.size;
    // What breaks off must neither look whole nor keep its reader waiting.
    answer.stream.once('error', () => ctx.res.destroy());
    ctx.body = answer.stream;
    return;
  }
  const unlisted = answer.isUnlisted || !answer.isPublic ? UNLISTED : undefined;
  if (!answer.isPublic || isPersonal) {
    write(request, answer.status, answer.html, answer.headers, unlisted, PRIVATE);
    return;
  }
  const body = Buffer.from(answer.html);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  write(request, answer.status, body, answer.headers, unlisted, publicHeaders(etag));
  if (answer.status === 200) keep(body, etag);
}

/** Past Koa's own answering, which would build and check the headers one by one for each request. */
function write(
  { ctx, place }: Pick<SiteRequest, 'ctx' | 'place'>,
  status: number,
  body: string | Buffer,
  ...own: (Headers | undefined)[]
): void {
  ctx.respond = false;
  const headers = { 'Content-Type': HTML, 'Content-Length': Buffer.byteLength(body) };
  Object.assign(headers, headersOf(place), ...own);
  ctx.res.writeHead(status, headers).end(ctx.method === 'HEAD' ? undefined : body);
}

function sendCached(ctx: Context, place: SitePlace, cached: { body: Buffer; etag: string }): void {
  const headers = publicHeaders(cached.etag);
  if (ctx.get('if-none-match') === cached.etag) {
    ctx.respond = false;
    ctx.res.writeHead(304, Object.assign(headers, headersOf(place))).end();
    return;
  }
  const unlisted = place.rest[0] === 'search' ? UNLISTED : undefined;
  write({ ctx, place }, 200, cached.body, headers, unlisted);
}

/** The body of such a request was left where it broke off. */
const UNREAD = new Set([400, 413, 415]);
/** ms */
const LINGER = 1000;

function sendProblem(request: SiteRequest, error: unknown, log: SiteOptions['log']): void {
  const { ctx, place } = request;
  ctx.set(headersOf(place));
  ctx.set({ 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' });
  ctx.type = HTML;
  if (error instanceof PageError) {
    ctx.status = error.status;
    if (error.status === 429) ctx.set(retryHeader(error.retryAfter));
    const page = problemPage(request, error.status, { retryAfter: error.retryAfter });
    if (UNREAD.has(error.status)) return writeAndLinger(ctx, page);
    ctx.body = page;
    return;
  }
  const id = requestIdOf(ctx);
  log.error(
    `customer-portal: request ${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  ctx.status = 500;
  ctx.body = problemPage(request, 500, { id });
}

/**
 * Answers a body that was not read to its end, then closes. What still comes is dropped for a moment: closing a connection
 * with unread bytes resets it, and takes the answer away from its reader (RFC 9112, 9.6).
 */
function writeAndLinger(ctx: Context, page: string): void {
  const { req, res } = ctx;
  ctx.respond = false;
  res.writeHead(ctx.status, { Connection: 'close', 'Content-Length': Buffer.byteLength(page) });
  res.write(page);
  if (req.readableEnded) return void res.end();
  const timer = setTimeout(close, LINGER);
  req.on('end', close).on('close', close).resume();
  function close(): void {
    clearTimeout(timer);
    res.end();
  }
}

async function serveAsset(
  ctx: Context,
  place: SitePlace,
  site: SiteServices,
  files: Assets,
): Promise<void> {
  const name = place.rest.length === 1 ? (place.rest[0] ?? '') : '';
  ctx.set(headersOf(place));
  const found = await findAsset(place, site, files, name);
  if (!found) {
    ctx.status = 404;
    ctx.body = '';
    return;
  }
  // An SVG that is opened by itself is a document: it may run nothing and load nothing.
  if (found.type === 'image/svg+xml')
    ctx.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; sandbox");
  ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
  ctx.type = found.type;
  ctx.body = await files.bodyFor(ctx, name, found);
}

/** A built file, something of the brand, or style sheets of both that a page takes at once. */
async function findAsset(
  place: SitePlace,
  site: SiteServices,
  files: Assets,
  name: string,
): Promise<Asset | null> {
  const names = namesOf(name);
  if (names.length === 1) return files.open(name) ?? brandAsset(place, site, name);
  const sheets: string[] = [];
  for (const one of names) {
    const sheet = files.open(one) ?? (await brandAsset(place, site, one));
    if (sheet?.type !== '.css') return null;
    sheets.push(sheet.body.toString());
  }
  return { type: '.css', body: sheets.join('\n') };
}

/** A style sheet or picture of a portal of this domain; another brand's is not found here. */
async function brandAsset(
  { portals }: SitePlace,
  site: SiteServices,
  name: string,
): Promise<Asset | null> {
  const sheet = portals.flatMap(({ sheets }) => sheets).find((one) => one.name === name);
  if (sheet) return { type: '.css', body: sheet.css };
  const isNamed = portals.some(({ settings: { branding } }) =>
    [branding.logo, branding.logoDark, branding.favicon].includes(name),
  );
  const picture = name !== '' && isNamed ? await site.brandPictures.open(name) : null;
  return picture && { type: picture.mimeType, body: picture.bytes };
}
