import { wordIn } from '../../rules/property-values';
import { Fragment, h, type Child } from '../html';
import { directionOf } from '../messages';
import { HelpContact, ownWord } from '../system-texts';
import { addressesOf, type Addresses } from '../addresses';
import { linksToPortal, type SiteRequest } from '../request';
import { Announcements } from './announcements';
import { FormToken } from './form-token';
import { knowledgeBaseLink } from './knowledge-base-link';

interface PageProps {
  title: string;
  /** The title says first that something is wrong. */
  isError?: boolean;
  current?: 'help' | 'tickets' | 'profile';
  /** The page has a search field of its own, so the header needs none. */
  hasOwnSearch?: boolean;
  /** Where the same page is in another language; null where it is not translated. */
  translated?: (to: Addresses, language: string) => string | null;
  children: Child;
}

/** The whole document: one header and footer for knowledge base and portal. */
export function renderPage(request: SiteRequest, props: PageProps): string {
  return `<!doctype html>${(<Page request={request} {...props} />).markup}`;
}

function Page({
  request,
  title,
  isError,
  current,
  translated,
  hasOwnSearch,
  children,
}: PageProps & { request: SiteRequest }) {
  const { t, to, place, assets, language } = request;
  const company = place.portal?.company ?? '';
  const favicon = place.portal?.settings.branding.favicon ?? '';
  const heading = isError ? t('error.title', { title }) : title;
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <title>{company === '' ? heading : `${heading} · ${place.portal?.name ?? company}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {assets['site.css'] && <link rel="stylesheet" href={to.asset(assets['site.css'])} />}
        {place.portal?.sheets.map(({ name }) => (
          <link rel="stylesheet" href={to.asset(name)} />
        ))}
        {favicon !== '' && <link rel="icon" href={to.asset(favicon)} />}
        {assets['site.js'] && <script type="module" src={to.asset(assets['site.js'])} />}
      </head>
      <body>
        <a class="skip" href="#content">
          {t('skip')}
        </a>
        <Header request={request} current={current} company={company} hasOwnSearch={hasOwnSearch} />
        <Announcements request={request} />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <footer class="foot">
          <div class="wide">
            <span>{company}</span>
            <BrandLinks request={request} place="footerLinks" />
            {translated && <Languages request={request} translated={translated} />}
            <HelpContact request={request} />
          </div>
        </footer>
      </body>
    </html>
  );
}

function Languages({
  request,
  translated,
}: {
  request: SiteRequest;
  translated: NonNullable<PageProps['translated']>;
}) {
  const { place, t, language } = request;
  const links = (place.portal?.languages ?? []).flatMap((other) => {
    const href = translated(addressesOf({ ...place, language: other }), other);
    return href === null ? [] : [{ other, href }];
  });
  if (links.length < 2) return null;
  return (
    <nav class="languages" aria-label={t('nav.languages')}>
      {links.map(({ other, href }) => (
        <a
          href={href}
          lang={other}
          hreflang={other}
          aria-current={other === language ? 'true' : undefined}
        >
          {new Intl.DisplayNames([other], { type: 'language' }).of(other)}
        </a>
      ))}
    </nav>
  );
}

function Header({
  request,
  current,
  company,
  hasOwnSearch,
}: {
  request: SiteRequest;
  current?: PageProps['current'];
  company: string;
  hasOwnSearch?: boolean;
}) {
  const { t, to, place, session } = request;
  const waiting = session?.waiting ?? 0;
  const base = knowledgeBaseLink(request);
  // Beside a knowledge base that does not lead to the portal, a reader is nobody in particular.
  const portal = linksToPortal(place) ? place.portal : null;
  const marked = (name: PageProps['current']) => (current === name ? 'page' : undefined);
  return (
    <header class="head">
      <div class="wide">
        <a class="brand" href={base ? base.url : to.portal()}>
          <Logo request={request} company={company} />
        </a>
        {place.knowledgeBase && !hasOwnSearch && <HeaderSearch request={request} />}
        <nav aria-label={t('nav.label')}>
          <BrandLinks request={request} place="headerLinks" />
          {base && (
            <a href={base.url} aria-current={marked('help')}>
              {base.text}
            </a>
          )}
          {portal && (
            <a href={to.portal()} aria-current={marked('tickets')}>
              {ownWord(portal.settings.knowledgeBase.portalLink, request.language) ||
                t('nav.tickets')}
              {waiting > 0 && (
                <span class="count" title={t('nav.waiting', { count: waiting })}>
                  {waiting}
                  <span class="unseen"> {t('nav.waiting', { count: waiting })}</span>
                </span>
              )}
            </a>
          )}
          {portal &&
            (session ? (
              <Account request={request} />
            ) : (
              <a href={to.portal('sign-in')}>{t('nav.signIn')}</a>
            ))}
        </nav>
      </div>
    </header>
  );
}

/** The brand's logo, its own in the dark, else its name. */
function Logo({ request, company }: { request: SiteRequest; company: string }) {
  const { to, place } = request;
  const { logo = '', logoDark = '' } = place.portal?.settings.branding ?? {};
  if (logo === '') return <span class="name">{company}</span>;
  return (
    <picture>
      {logoDark !== '' && (
        <source srcset={to.asset(logoDark)} media="(prefers-color-scheme: dark)" />
      )}
      <img class="logo" src={to.asset(logo)} alt={company} />
    </picture>
  );
}

/** Links that the brand wants beside ours, in the page's language. */
function BrandLinks({
  request,
  place: list,
}: {
  request: SiteRequest;
  place: 'headerLinks' | 'footerLinks';
}) {
  const links = request.place.portal?.settings.branding[list] ?? [];
  return (
    <>
      {links.map(({ labels, url }) => (
        <a href={url}>{wordIn(labels, request.language)}</a>
      ))}
    </>
  );
}

function HeaderSearch({ request }: { request: SiteRequest }) {
  const { t, to } = request;
  return (
    <form class="search small" role="search" method="get" action={to.knowledgeBase('search')}>
      <input
        name="q"
        type="search"
        aria-label={t('search.label')}
        placeholder={t('search.label')}
        dir="auto"
        maxLength={200}
      />
      <button>{t('search.button')}</button>
    </form>
  );
}

function Account({ request }: { request: SiteRequest }) {
  const { t, to, session } = request;
  if (!session) return null;
  return (
    <details class="account">
      <summary aria-label={t('nav.account', { name: session.name })}>{session.name}</summary>
      <div class="menu">
        <a href={to.portal('profile')}>{t('nav.profile')}</a>
        <form method="post" action={to.portal('sign-out')}>
          <FormToken request={request} />
          <button class="plain">{t('nav.signOut')}</button>
        </form>
      </div>
    </details>
  );
}
