import { joinedName } from '../assets';
import { directionOf } from '../../rules/languages';
import { wordIn } from '../../rules/property-values';
import { Fragment, h, type Child } from '../html';
import { madeOnce } from '../made-once';
import { HelpContact, ownWord } from '../system-texts';
import { linksToPortal, type SiteRequest } from '../request';
import { templateOf } from '../template';
import { Announcements } from './announcements';
import { FactorBanner } from './factor-banner';
import { FormTokenField } from './form-token';
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

/** What a page says of its own, or of its reader; all else is the same for many pages. */
const OF_PAGE = [
  'title',
  'refresh',
  'person',
  'name',
  'formToken',
  'waiting',
  'viewAs',
  'factor',
  'announcements',
  'content',
  'languages',
  'idle',
] as const;
type OfPage = (typeof OF_PAGE)[number];

/** The whole document: one header and footer for knowledge base and portal. */
export function renderPage(request: SiteRequest, props: PageProps): string {
  const { t, place, session } = request;
  const { title, isError, isProblem, refreshTo, translated, children } = props;
  const heading = isError ? t('error.title', { title }) : title;
  const frame = madeOnce(place.portal ?? place.domain, t, frameName(request, props), () =>
    templateOf(OF_PAGE, (holes) => <Frame request={request} holes={holes} {...props} />),
  );
  const page = frame({
    title: heading,
    refresh: refreshTo !== undefined && (
      <meta http-equiv="refresh" content={`0;url=${refreshTo}`} />
    ),
    person: session?.viewer.contactId,
    name: session?.name,
    formToken: session?.formToken,
    waiting: <Waiting request={request} />,
    viewAs: <ViewAsBanner request={request} />,
    factor: <FactorBanner request={request} />,
    announcements: <Announcements request={request} />,
    content: children,
    languages: <Languages request={request} translated={translated} isProblem={isProblem} />,
    idle: !isProblem && <IdleWarning request={request} />,
  });
  return `<!doctype html>${page.markup}`;
}

/** All that decides what the frame of a page looks like, beside its portal and language. */
function frameName(
  { place, to, session, factorDue, language }: SiteRequest,
  { current, hasOwnSearch, own }: PageProps,
): string {
  const reader = session
    ? `${session.isRemembered} ${session.isConsentDue} ${session.managesCompany}`
    : factorDue !== undefined;
  const addresses = `${to.portal()} ${place.knowledgeBase ? to.knowledgeBase() : ''} ${to.asset('')}`;
  return `frame ${language} ${place.kind} ${addresses} ${reader} ${current} ${hasOwnSearch} ${own?.join(' ')}`;
}

function Frame({
  request,
  holes,
  current,
  hasOwnSearch,
  own = [],
}: PageProps & { request: SiteRequest; holes: Record<OfPage, string> }) {
  const { t, to, place, assets, language, session } = request;
  const company = place.portal?.company ?? '';
  const favicon = place.portal?.settings.branding.favicon ?? '';
  // The brand's own stand last, and a page takes all at once.
  const sheets = [
    ...['site.css', ...own.filter((name) => name.endsWith('.css'))].map(
      (name) => assets[name] ?? '',
    ),
    ...(place.portal?.sheets ?? []).map(({ name }) => name),
  ].filter((name) => name !== '');
  return (
    <html lang={language} dir={directionOf(language)}>
      <head>
        <meta charset="utf-8" />
        <title>
          {company === '' ? holes.title : `${holes.title} · ${place.portal?.name ?? company}`}
        </title>
        {holes.refresh}
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
        data-person={session ? holes.person : undefined}
        data-remembered={session?.isRemembered}
      >
        <a class="skip" href="#content">
          {t('skip')}
        </a>
        {holes.viewAs}
        <Header
          request={request}
          holes={holes}
          current={current}
          company={company}
          hasOwnSearch={hasOwnSearch}
        />
        {holes.factor}
        {holes.announcements}
        <main id="content" tabIndex={-1}>
          {holes.content}
        </main>
        <footer class="foot">
          <div class="wide">
            <bdi>{company}</bdi>
            <BrandLinks request={request} place="footerLinks" />
            {holes.languages}
            <HelpContact request={request} />
            {place.portal && linksToPortal(place) && (
              <a href={to.portal('accessibility')}>{t('nav.accessibility')}</a>
            )}
          </div>
        </footer>
        {holes.idle}
      </body>
    </html>
  );
}

interface HeaderProps {
  request: SiteRequest;
  holes: Record<OfPage, string>;
  current?: PageProps['current'];
  company: string;
  hasOwnSearch?: boolean;
}

function Header({ request, holes, current, company, hasOwnSearch }: HeaderProps) {
  const { t, to, place, session } = request;
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
              {holes.waiting}
            </a>
          )}
          {portal &&
            (session ? (
              <Account request={request} holes={holes} />
            ) : (
              !request.factorDue && <a href={to.portal('sign-in')}>{t('nav.signIn')}</a>
            ))}
        </nav>
      </div>
    </header>
  );
}

/** How many tickets wait for the reader. */
function Waiting({ request: { t, session } }: { request: SiteRequest }) {
  const waiting = session?.waiting ?? 0;
  if (waiting === 0) return null;
  const words = t('nav.waiting', { count: waiting });
  return (
    <span class="count" title={words}>
      {waiting}
      <span class="unseen"> {words}</span>
    </span>
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

function Account({ request, holes }: Pick<HeaderProps, 'request' | 'holes'>) {
  const { t, to, session } = request;
  if (!session) return null;
  return (
    <details class="account">
      <summary aria-label={t('nav.account', { name: holes.name })}>
        <bdi>{holes.name}</bdi>
      </summary>
      <div class="menu">
        {!session.isConsentDue && <a href={to.portal('profile')}>{t('nav.profile')}</a>}
        {session.managesCompany && !session.isConsentDue && (
          <a href={to.portal('colleagues')}>{t('colleagues.title')}</a>
        )}
        <form method="post" action={to.portal('sign-out')} data-signs-out>
          <FormTokenField token={holes.formToken} />
          <button class="plain">{t('nav.signOut')}</button>
        </form>
      </div>
    </details>
  );
}
