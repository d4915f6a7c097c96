import type { Context } from 'koa';
import { acceptedLanguage, offeredFor } from '../rules/languages';
import type { SitePlace } from '../services/types';
import { translatorOf } from './messages';
import type { SiteRequest } from './request';

/** Which language a page speaks: that of its address, then the account's, then the browser's, then the domain's. */

/** Browsers ask in few ways. */
const KEPT_HEADERS = 1000;
/** By a portal's languages, which are another list once they change, and header. */
const accepted = new WeakMap<readonly string[], Map<string, string>>();

/**
 * As long as nobody is known. Pages of knowledge bases are kept for everybody by their address, so the browser is asked
 * for those of a portal only.
 */
export function languageOfVisitor(ctx: Context, place: SitePlace): string {
  const offered = place.portal?.languages ?? [];
  if (place.kind !== 'portal' || place.isLanguageNamed || offered.length < 2) return place.language;
  const header = ctx.get('accept-language');
  let known = accepted.get(offered);
  if (!known) accepted.set(offered, (known = new Map()));
  let language = known.get(header);
  if (language === undefined) {
    language = acceptedLanguage(header, offered);
    if (known.size >= KEPT_HEADERS) known.clear();
    if (header.length < 300) known.set(header, language);
  }
  return language || place.language;
}

/** Once the account is known. What it asks for and the portal does not offer leaves the browser's wish. */
export function speakAccountLanguage(request: SiteRequest, asked: string): void {
  const { place } = request;
  if (place.kind !== 'portal' || place.isLanguageNamed || !place.portal) return;
  const language = offeredFor(asked, place.portal.languages);
  if (language === '' || language === request.language) return;
  request.language = language;
  request.t = translatorOf(language, place.portal.settings.tickets);
}
