import type { SiteRequest } from '../request';
import { ownWord } from '../system-texts';

/** Where the header and the logo lead to for help, in the portal's words; null where there is no knowledge base. */
export function knowledgeBaseLink({
  place,
  to,
  t,
  language,
}: SiteRequest): { url: string; text: string } | null {
  const { kind, url, baseLink } = place.portal?.settings.knowledgeBase ?? {};
  const text = ownWord(baseLink ?? {}, language) || t('nav.help');
  if (place.knowledgeBase) return { url: to.knowledgeBase(), text };
  return kind === 'outside' && url ? { url, text } : null;
}
