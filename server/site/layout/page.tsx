import { joinedName } from '../assets';
import { directionOf } from '../../rules/languages';
import { wordIn } from '../../rules/property-values';
import { Fragment, h, type Child } from '../html';
import { HelpContact, ownWord } from '../system-texts';
import { linksToPortal, type SiteRequest } from '../request';
import { Announcements } from './announcements';
import { FactorBanner } from './factor-banner';
import { FormToken } from './form-token';
import { IdleWarning } from './idle-warning';
import { knowledgeBaseLink } from './knowledge-base-link';
import { Languages, type Translated } from './languages';
import { ViewAsBanner } from './view-as-banner';

interface PageProps {
  title: string;
  /** The title says first that something is wrong. */
  isError?: boolean;
  /** Full address that the browser goes on to by itself. */
  refreshTo?: string;
  /** Nothing can be done on it: nobody is told that the session ends. */
  isProblem?: boolean;
  current?: 'help' | 'tickets' | 'profile';
  /** The page has a search field of its own, so the header needs none. */
  hasOwnSearch?: boolean;
  /** Styles and scripts of its own, by their names in the manifest. */
  own?: readonly string[];
  translated?: Translated;
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
  isProblem,
  refreshTo,
  current,
  translated,
  hasOwnSearch,
  own = [],
  children,
}: PageProps & { request: SiteRequest }) {
  const { t, to, place, assets, language } = request;
  const company = place.portal?.company ?? '';
  const favicon = place.portal?.settings.branding.favicon ?? '';
  // The brand's own stand last, and a page takes all at once.
  const sheets = [
    ...['site.css', ...own.filter((name) => name.endsWith('.css'))].map(
      (name) => assets[name] ?? '',
    ),
    ...(place.portal?.sheets ?? []).map(({ name }) => name),
  ].filter((name) => name !== '');
  const heading = isError ? t('error.title', { title }) : title;
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <title>{company === '' ? heading : `${heading} · ${place.portal?.name ?? company}`}</title>
        {refreshTo !== undefined && <meta http-equiv="refresh" content={`0;url=${refreshTo}`} />}
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {sheets.length > 0 && <link rel="stylesheet" href={to.asset(joinedName(sheets))} />}
        {/* Without one a browser would ask the site for one on every first visit. */}
        <link rel="icon" href={favicon === '' ? 'data:,' : to.asset(favicon)} />
        {['site.js', ...own].map(
          (name) =>
            assets[name] &&
            name.endsWith('.js') && <script type="module" src={to.asset(assets[name])} />,
        )}
      </head>
      <body
        data-person={request.session?.viewer.contactId}
        data-remembered={request.session?.isRemembered}
      >
        <a class="skip" href="#content">
          {t('skip')}
        </a>
        <ViewAsBanner request={request} />
        <Header request={request} current={current} company={company} hasOwnSearch={hasOwnSearch} />
        <FactorBanner request={request} />
        <Announcements request={request} />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <footer class="foot">
          <div class="wide">
            <bdi>{company}</bdi>
            <BrandLinks request={request} place="footerLinks" />
            <Languages request={request} translated={translated} isProblem={isProblem} />
            <HelpContact request={request} />
            {place.portal && linksToPortal(place) && (
              <a href={to.portal('accessibility')}>{t('nav.accessibility')}</a>
            )}
          </div>
        </footer>
        {!isProblem && <IdleWarning request={request} />}
      </body>
    </html>
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
              !request.factorDue && <a href={to.portal('sign-in')}>{t('nav.signIn')}</a>
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
  if (logo === '') return <bdi class="name">{company}</bdi>;
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
        <a href={url}>
          <bdi>{wordIn(labels, request.language)}</bdi>
        </a>
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
      <summary aria-label={t('nav.account', { name: session.name })}>
        <bdi>{session.name}</bdi>
      </summary>
      <div class="menu">
        {!session.isConsentDue && <a href={to.portal('profile')}>{t('nav.profile')}</a>}
        {session.managesCompany && !session.isConsentDue && (
          <a href={to.portal('colleagues')}>{t('colleagues.title')}</a>
        )}
        <form method="post" action={to.portal('sign-out')} data-signs-out>
          <FormToken request={request} />
          <button class="plain">{t('nav.signOut')}</button>
        </form>
      </div>
    </details>
  );
}
