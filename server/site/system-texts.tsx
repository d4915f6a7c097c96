import type { PortalSettings } from '../contracts/portal-settings';
import { h } from './html';
import { renderMessage } from './markdown';
import type { SiteRequest } from './request';

type SystemPage = keyof PortalSettings['general']['texts'];

/** The portal's own text of a system page in the language of the page (pt-BR, then pt); '' where the built-in one stands. */
export function systemText({ place, language }: SiteRequest, page: SystemPage): string {
  return ownWord(place.portal?.settings.general.texts[page] ?? {}, language);
}

/** What a portal says in its own words; '' where it says nothing of its own in that language. */
export const ownWord = (words: Record<string, string>, language: string): string =>
  words[language] || words[language.split('-')[0] ?? ''] || '';

/** The same as Markdown, or the built-in text in a paragraph. */
export function SystemText({
  request,
  page,
  otherwise,
}: {
  request: SiteRequest;
  page: SystemPage;
  otherwise: string;
}) {
  const own = systemText(request, page);
  if (own === '') return <p>{otherwise}</p>;
  return (
    <div class="prose" dir="auto">
      {renderMessage(own)}
    </div>
  );
}

/** Who helps those who cannot get in: an address to write to, or a page; nothing where nobody is named. */
export function HelpContact({ request }: { request: SiteRequest }) {
  const contact = request.place.portal?.settings.general.helpContact ?? '';
  if (contact === '') return null;
  const isPage = /^https?:/i.test(contact);
  return (
    <span>
      {request.t('footer.questions')}{' '}
      <a href={isPage ? contact : `mailto:${contact}`}>
        {isPage ? request.t('footer.helpPage') : contact}
      </a>
    </span>
  );
}
