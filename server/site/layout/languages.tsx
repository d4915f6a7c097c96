import { ownNameOf } from '../../rules/languages';
import type { SitePlace } from '../../services/types';
import { addressesOf, type Addresses } from '../addresses';
import { h } from '../html';
import { madeOnce } from '../made-once';
import { query, type SiteRequest } from '../request';
import { templateOf } from '../template';
import { FormTokenField } from './form-token';

/** Where the same page of a knowledge base is in another language; null where it is not translated. */
export type Translated = (to: Addresses, language: string) => string | null;

interface Props {
  request: SiteRequest;
  /** Every page of a knowledge base has it. */
  translated?: Translated;
  /** What went wrong is no page to come back to. */
  isProblem?: boolean;
}

/**
 * The languages of the portal. Pages of a knowledge base have an address for each; on those of a portal somebody who is
 * signed in chooses for the account, and everybody else by the address, which goes before the browser's wish.
 */
export function Languages({ request, translated, isProblem = false }: Props) {
  const { place, session, ctx } = request;
  const offered = place.portal?.languages ?? [];
  if (offered.length < 2) return null;
  if (place.kind !== 'portal') {
    const own = translated ?? ((there: Addresses) => there.knowledgeBase());
    if (!place.knowledgeBase) return null;
    return <Links request={request} links={linksOf(place, offered, own)} />;
  }
  // What was typed into the form that is answered here would not come along.
  if (ctx.method === 'POST' && !isProblem) return null;
  // What a provider has sent counts once: it leads nowhere a second time.
  if (place.rest[0] === 'sso') return null;
  // The page of what is not there is the same, byte for byte, for every cause and address.
  const path = isProblem ? [] : place.rest;
  const keepsChoice = session !== null && session.viewedBy === '' && !session.isConsentDue;
  if (keepsChoice) return <Choice request={request} offered={offered} path={path} />;
  const search = (there: Addresses) => (isProblem ? '' : searchAt(request, there));
  const links = linksOf(place, offered, (there) => there.portal(...path) + search(there));
  return <Links request={request} links={links} />;
}

interface LanguageLink {
  language: string;
  href: string;
}

const linksOf = (
  place: SitePlace,
  offered: readonly string[],
  hrefOf: Translated,
): LanguageLink[] =>
  offered.flatMap((language) => {
    const there = addressesOf({ ...place, language, isLanguageNamed: true });
    const href = hrefOf(there, language);
    return href === null ? [] : [{ language, href }];
  });

/** What stands behind the question mark; a page to go on to goes on in the chosen language. */
function searchAt(request: SiteRequest, there: Addresses): string {
  const { asked, to } = request;
  const next = query(request, 'next');
  const start = to.portal();
  if (next !== start && !next.startsWith(`${start}/`) && !next.startsWith(`${start}?`))
    return searchOf(asked);
  const changed = new URLSearchParams(asked);
  changed.set('next', there.portal() + next.slice(start.length));
  return searchOf(changed);
}

const searchOf = (asked: URLSearchParams): string =>
  asked.size === 0 ? '' : `?${asked.toString()}`;

function Links({ request, links }: { request: SiteRequest; links: LanguageLink[] }) {
  if (links.length < 2) return null;
  return (
    <nav class="languages" aria-label={request.t('nav.languages')}>
      {links.map(({ language, href }) => (
        <a
          href={href}
          lang={language}
          hreflang={language}
          aria-current={language === request.language ? 'true' : undefined}
        >
          {ownNameOf(language)}
        </a>
      ))}
    </nav>
  );
}

/** Each button saves the account's language and comes back to this page, at the address that names no language. */
function Choice({ request, offered, path }: ChoiceProps) {
  const { t, to, place, asked, session } = request;
  const { primaryLanguage } = place.domain;
  const plain = addressesOf({ ...place, language: primaryLanguage, isLanguageNamed: false });
  const search = path === place.rest ? searchOf(asked) : '';
  const draw = madeOnce(offered, t, `languages ${to.portal()}`, () =>
    templateOf(['formToken', 'next'], (holes) => <Choices request={request} {...holes} />),
  );
  return draw({ formToken: session?.formToken, next: plain.portal(...path) + search });
}

interface ChoiceProps {
  request: SiteRequest;
  offered: readonly string[];
  path: string[];
}

function Choices({
  request,
  formToken,
  next,
}: {
  request: SiteRequest;
  formToken: string;
  next: string;
}) {
  const { t, to, place } = request;
  return (
    <nav class="languages" aria-label={t('nav.languages')}>
      <form method="post" action={to.portal('language')}>
        <FormTokenField token={formToken} />
        <input type="hidden" name="next" value={next} />
        {(place.portal?.languages ?? []).map((language) => (
          <button
            class="plain"
            name="language"
            value={language}
            lang={language}
            aria-current={language === request.language ? 'true' : undefined}
          >
            {ownNameOf(language)}
          </button>
        ))}
      </form>
    </nav>
  );
}
